//! Faults on demand.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A fault: what happens to which requests. As JSON it can be posted to `/mock/faults`:
/// `{"path": "/users", "skip": 1, "times": 2, "status": 429, "headers": {"retry-after": "1"}, "body": "…"}`, or with
/// `"delay_ms": 500`, `"truncate": 100`, `"close": true`, `"insert": 3`, `"delete": [0, 7]`, `"answer": "…"`.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// The path below the base url; every path if absent.
    #[serde(default)]
    pub path: Option<String>,
    /// Requests to let pass first.
    #[serde(default)]
    pub skip: u32,
    /// Requests it happens to after those.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    #[serde(flatten)]
    pub action: Action,
}

fn once() -> u32 {
    1
}

/// What happens to a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Action {
    /// It is answered with this status, and this body or an error of Clerk's.
    Status {
        /// The status.
        status: u16,
        /// More headers.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// The body.
        #[serde(default)]
        body: Option<String>,
    },
    /// It is answered with success and this body.
    Answer {
        /// The body.
        answer: String,
    },
    /// It is answered late.
    Delay {
        /// Milliseconds.
        delay_ms: u64,
    },
    /// The answer's head tells its full length, but the connection closes after so many bytes of it.
    Truncate {
        /// Bytes.
        truncate: usize,
    },
    /// The connection closes without an answer.
    Close {
        /// Always true.
        close: bool,
    },
    /// So many rows come into the list just before, the newest of it.
    Insert {
        /// Rows.
        insert: u32,
    },
    /// These rows go from the list just before: positions counted oldest first, as the list is then.
    Delete {
        /// Positions.
        delete: Vec<usize>,
    },
}

impl Fault {
    /// Happens to the next request of any path.
    pub fn new(action: Action) -> Self {
        Fault { path: None, skip: 0, times: 1, action }
    }

    /// The same, after so many requests.
    pub fn after(self, skip: u32) -> Self {
        Fault { skip, ..self }
    }

    /// The same, to so many requests.
    pub fn times(self, times: u32) -> Self {
        Fault { times, ..self }
    }

    /// A status, without more.
    pub fn status(status: u16) -> Self {
        Fault::new(Action::Status { status, headers: BTreeMap::new(), body: None })
    }

    /// A status with a header.
    pub fn status_with(status: u16, name: &str, value: &str) -> Self {
        let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        Fault::new(Action::Status { status, headers, body: None })
    }

    /// A status with a body.
    pub fn status_body(status: u16, body: &str) -> Self {
        Fault::new(Action::Status { status, headers: BTreeMap::new(), body: Some(body.to_owned()) })
    }

    /// A body in place of the list.
    pub fn answer(body: &str) -> Self {
        Fault::new(Action::Answer { answer: body.to_owned() })
    }
}

/// The faults still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What happens to this request: all that is due, each counted down.
    pub(crate) fn due(&mut self, path: &str) -> Vec<Action> {
        let mut due = Vec::new();
        for fault in &mut self.0 {
            if fault.path.as_deref().is_some_and(|wanted| wanted != path) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.times > 0 {
                fault.times -= 1;
                due.push(fault.action.clone());
            }
        }
        self.0.retain(|fault| fault.times > 0);
        due
    }
}
