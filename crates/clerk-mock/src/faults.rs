//! Faults: errors, delays and changes of the data, which the mock injects on request.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A fault: an action, and the requests that it applies to.
///
/// A fault can be sent as JSON by POST to `/mock/faults`:
///
/// ```json
/// {"path": "/users", "skip": 1, "times": 2, "status": 429, "headers": {"retry-after": "1"}, "body": "…"}
/// ```
///
/// In place of `status`, `headers` and `body`, the object can have one of `"response": "…"`, `"delay_ms": 500`,
/// `"truncate": 100`, `"close": true`, `"insert": 3` and `"delete": [0, 7]`.
///
/// A request that writes is not executed if a fault replaces its response (`status`, `response`, `truncate`, `close`).
/// With `"executed": true` it is: the write takes effect, and then its response is lost. What is truncated is the
/// response of the write if it was executed, and otherwise a JSON object of about a thousand bytes.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// URL path below the base URL of the requests; all requests if `None`.
    #[serde(default)]
    pub path: Option<String>,
    /// HTTP method of the requests, in upper case; all methods if `None`.
    #[serde(default)]
    pub method: Option<String>,
    /// Whether a request that writes takes effect although the action replaces its response.
    #[serde(default)]
    pub executed: bool,
    /// Number of matching requests that the fault skips first.
    #[serde(default)]
    pub skip: u32,
    /// Number of matching requests that the fault applies to after those.
    #[serde(default = "once")]
    pub times: u32,
    /// What the mock does with these requests.
    #[serde(flatten)]
    pub action: Action,
}

fn once() -> u32 {
    1
}

/// What the mock does with a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Action {
    /// Sends a response with this status.
    Status {
        /// HTTP status.
        status: u16,
        /// Additional headers.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Body; `None` for an error in Clerk's format.
        #[serde(default)]
        body: Option<String>,
    },
    /// Sends a response with status 200 and this body.
    Response {
        /// Body.
        response: String,
    },
    /// Delays the response.
    Delay {
        /// Delay in milliseconds.
        delay_ms: u64,
    },
    /// Closes the connection after part of the body, although the head of the response declares the full length.
    Truncate {
        /// Number of bytes of the body to send.
        truncate: usize,
    },
    /// Closes the connection without a response.
    Close {
        /// Always true; it names the action in JSON.
        close: bool,
    },
    /// Adds new rows to the list before it is read.
    Insert {
        /// Number of rows. They are the newest of the list.
        insert: u32,
    },
    /// Deletes rows of the list before it is read.
    Delete {
        /// Positions in the current list, oldest first, counted from 0.
        delete: Vec<usize>,
    },
}

impl Fault {
    /// A fault that applies to the next request to any endpoint.
    pub fn new(action: Action) -> Self {
        Fault { path: None, method: None, executed: false, skip: 0, times: 1, action }
    }

    /// Applies to requests with this method only.
    pub fn method(self, method: &str) -> Self {
        Fault { method: Some(method.to_owned()), ..self }
    }

    /// Applies to requests with this URL path below the base URL only.
    pub fn path(self, path: &str) -> Self {
        Fault { path: Some(path.to_owned()), ..self }
    }

    /// Lets a request that writes take effect before its response is replaced.
    pub fn executed(self) -> Self {
        Fault { executed: true, ..self }
    }

    /// Closes the connection without a response.
    pub fn close() -> Self {
        Fault::new(Action::Close { close: true })
    }

    /// Skips this number of matching requests first.
    pub fn after(self, skip: u32) -> Self {
        Fault { skip, ..self }
    }

    /// Applies to this number of matching requests.
    pub fn times(self, times: u32) -> Self {
        Fault { times, ..self }
    }

    /// A response with this status and an error in Clerk's format.
    pub fn status(status: u16) -> Self {
        Fault::new(Action::Status { status, headers: BTreeMap::new(), body: None })
    }

    /// A response with this status, this header and an error in Clerk's format.
    pub fn status_with(status: u16, name: &str, value: &str) -> Self {
        let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        Fault::new(Action::Status { status, headers, body: None })
    }

    /// A response with this status and body.
    pub fn status_body(status: u16, body: &str) -> Self {
        Fault::new(Action::Status { status, headers: BTreeMap::new(), body: Some(body.to_owned()) })
    }

    /// A response with status 200 and this body.
    pub fn response(body: &str) -> Self {
        Fault::new(Action::Response { response: body.to_owned() })
    }
}

impl Action {
    /// Whether the action replaces the response of a request.
    pub(crate) fn replaces_response(&self) -> bool {
        match self {
            Action::Status { .. } | Action::Response { .. } | Action::Truncate { .. } => true,
            Action::Close { close } => *close,
            Action::Delay { .. } | Action::Insert { .. } | Action::Delete { .. } => false,
        }
    }
}

/// Faults that still apply to some future request.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns all faults that apply to a request with this method and path, and counts the request for each.
    pub(crate) fn due(&mut self, method: &str, path: &str) -> Vec<Fault> {
        let mut due = Vec::new();
        for fault in &mut self.0 {
            let is_other =
                |wanted: &Option<String>, given: &str| wanted.as_deref().is_some_and(|wanted| wanted != given);
            if is_other(&fault.path, path) || is_other(&fault.method, method) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.times > 0 {
                fault.times -= 1;
                due.push(fault.clone());
            }
        }
        self.0.retain(|fault| fault.times > 0);
        due
    }
}
