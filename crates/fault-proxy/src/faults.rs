//! Faults: what the proxy does with requests and responses in place of passing them on.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::json::Form;

/// A fault: an action, and the requests that it applies to.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
pub struct Fault {
    path: Option<Pattern>,
    method: Option<String>,
    parameter: Option<String>,
    skip: u32,
    times: u32,
    action: Action,
}

/// What the proxy does with a request.
#[derive(Clone)]
pub(super) enum Action {
    Status { status: u16, headers: BTreeMap<String, String>, body: String },
    Close,
    Truncate(usize),
    Glue(usize),
    Delay(Duration),
    DropParameter(String),
    Rewrite(Arc<dyn Fn(&mut Value) + Send + Sync>),
    Before(Arc<dyn Fn() + Send + Sync>),
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Action::Status { .. } => "Status",
            Action::Close => "Close",
            Action::Truncate(_) => "Truncate",
            Action::Glue(_) => "Glue",
            Action::Delay(_) => "Delay",
            Action::DropParameter(_) => "DropParameter",
            Action::Rewrite(_) => "Rewrite",
            Action::Before(_) => "Before",
        })
    }
}

/// Paths that a fault applies to.
#[derive(Clone, Debug)]
struct Pattern {
    segments: Vec<String>,
    /// Whether longer paths match too.
    is_prefix: bool,
}

impl Pattern {
    fn new(path: &str, is_prefix: bool) -> Pattern {
        Pattern { segments: path.split('/').map(str::to_owned).collect(), is_prefix }
    }

    fn matches(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').collect();
        let is_long_enough = match self.is_prefix {
            true => segments.len() >= self.segments.len(),
            false => segments.len() == self.segments.len(),
        };
        is_long_enough && self.segments.iter().zip(segments).all(|(wanted, given)| wanted == "*" || wanted == given)
    }
}

impl Fault {
    fn new(action: Action) -> Fault {
        Fault { path: None, method: None, parameter: None, skip: 0, times: 1, action }
    }

    /// Answers with this status and an error object. The request does not reach the server.
    pub fn status(status: u16) -> Fault {
        Fault::response(status, &[], r#"{"error":"unknown_error"}"#)
    }

    /// Answers with this status, these headers and this body. The request does not reach the server.
    pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Fault {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Fault::new(Action::Status { status, headers, body: body.to_owned() })
    }

    /// Closes the connection without a response. The request does not reach the server.
    pub fn close() -> Fault {
        Fault::new(Action::Close)
    }

    /// Closes the connection after this number of bytes of the body, although the head of the response declares the
    /// full length.
    pub fn truncate(bytes: usize) -> Fault {
        Fault::new(Action::Truncate(bytes))
    }

    /// Breaks the body off after this number of bytes and appends an error object, in a response that is complete: what
    /// a server sends that fails while it writes a list.
    pub fn glue(bytes: usize) -> Fault {
        Fault::new(Action::Glue(bytes))
    }

    /// Delays the request.
    pub fn delay(duration: Duration) -> Fault {
        Fault::new(Action::Delay(duration))
    }

    /// Removes a query parameter before the server sees it, like a server that does not know it.
    pub fn drop_parameter(name: &str) -> Fault {
        Fault::new(Action::DropParameter(name.to_owned()))
    }

    /// Changes the body of a response with status 200, if it is JSON.
    pub fn rewrite(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Fault {
        Fault::new(Action::Rewrite(Arc::new(change)))
    }

    /// Changes each row of a list, or the object, in a response with status 200.
    pub fn rewrite_rows(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Fault {
        Fault::rewrite(move |body| match body {
            Value::Array(rows) => rows.iter_mut().for_each(&change),
            other => change(other),
        })
    }

    /// Removes attributes from each row of a list, or from the object, like a server that does not have them yet.
    pub fn without_attributes(names: &[&str]) -> Fault {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Fault::rewrite_rows(move |row| {
            if let Value::Object(row) = row {
                row.retain(|name, _| !names.contains(name));
            }
        })
    }

    /// Does something before the request reaches the server, for instance a change of the data between two pages.
    pub fn before(work: impl Fn() + Send + Sync + 'static) -> Fault {
        Fault::new(Action::Before(Arc::new(work)))
    }

    /// Applies only to requests whose path begins with these segments. The segment `*` stands for any one.
    pub fn below(self, path: &str) -> Fault {
        Fault { path: Some(Pattern::new(path, true)), ..self }
    }

    /// Applies only to requests with this path. The segment `*` stands for any one.
    pub fn at(self, path: &str) -> Fault {
        Fault { path: Some(Pattern::new(path, false)), ..self }
    }

    /// Applies only to requests with this method, in upper case.
    pub fn method(self, method: &str) -> Fault {
        Fault { method: Some(method.to_owned()), ..self }
    }

    /// Applies only to requests that have a query parameter of this name.
    pub fn with_parameter(self, name: &str) -> Fault {
        Fault { parameter: Some(name.to_owned()), ..self }
    }

    /// Skips this number of matching requests first.
    pub fn after(self, skip: u32) -> Fault {
        Fault { skip, ..self }
    }

    /// Applies to this number of matching requests; without this, to one.
    pub fn times(self, times: u32) -> Fault {
        Fault { times, ..self }
    }

    /// Applies to all matching requests.
    pub fn always(self) -> Fault {
        self.times(u32::MAX)
    }

    /// Whether the fault applies to a request with this method, path and query.
    fn applies(&self, method: &str, path: &str, query: &str) -> bool {
        let is_method = self.method.as_deref().is_none_or(|wanted| wanted == method);
        let names = || query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
        let has_parameter = self.parameter.as_ref().is_none_or(|wanted| names().any(|name| name == wanted));
        is_method && has_parameter && self.path.as_ref().is_none_or(|pattern| pattern.matches(path))
    }
}

/// Faults that still apply to some future request.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns what to do with a request, in the order in which the faults were added, and counts it for each fault.
    pub(super) fn due(&mut self, method: &str, path: &str, query: &str) -> Vec<Action> {
        let mut due = Vec::new();
        for fault in self.0.iter_mut().filter(|fault| fault.applies(method, path, query)) {
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.times > 0 {
                fault.times = if fault.times == u32::MAX { u32::MAX } else { fault.times - 1 };
                due.push(fault.action.clone());
            }
        }
        self.0.retain(|fault| fault.times > 0);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compare_segments() {
        let prefix = Pattern::new("/admin/realms/*/users", true);
        for (path, expected) in [
            ("/admin/realms/acme/users", true),
            ("/admin/realms/acme/users/count", true),
            ("/admin/realms/acme/users-management", false),
            ("/admin/realms/acme", false),
        ] {
            assert_eq!(prefix.matches(path), expected, "{path}");
        }
        let whole = Pattern::new("/admin/realms/acme/groups/*/children", false);
        assert!(whole.matches("/admin/realms/acme/groups/1/children"));
        assert!(!whole.matches("/admin/realms/acme/groups/1/children/2"));
    }

    #[test]
    fn a_fault_skips_and_ends() {
        let mut faults = Faults::default();
        faults.add(Fault::close().method("GET").after(1).times(2));
        faults.add(Fault::delay(Duration::ZERO).at("/b").always());
        let counts: Vec<usize> = ["/a", "/a", "/b", "/a", "/b"].map(|path| faults.due("GET", path, "").len()).to_vec();
        assert_eq!(counts, [0, 1, 2, 0, 1]);
    }
}
