//! Errors of requests.

use std::error::Error;
use std::fmt;

use serde_json::Value;

use crate::catalogue::errors::{ErrorFormat, UnknownId};
use crate::host::{HttpResponse, Method};
use crate::secrets::Secrets;

use super::retry::Attempts;

/// A request that failed. In texts that came from outside, secrets are redacted, and long texts are cut.
pub struct RequestError {
    /// The HTTP method.
    pub method: Method,
    /// The request target.
    pub target: String,
    /// The reason.
    pub failure: Failure,
    /// Whether an attempt got no response, or one that does not say whether the API executed the request.
    pub may_have_taken_effect: bool,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.name(), self.target)
    }
}

impl fmt::Debug for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}: {}", self.failure)
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.failure)
    }
}

/// The reason why a request failed.
pub enum Failure {
    /// The API responded with an error status.
    Status {
        /// The HTTP status.
        status: u16,
        /// The API's error message, error code and trace id, or the beginning of the body if it contains none of them.
        detail: String,
        /// Advice for the user.
        hint: Option<&'static str>,
        /// Whether the response says that the id in the endpoint does not exist.
        is_unknown_id: bool,
    },
    /// There was no response, for example because the connection failed.
    NoResponse {
        /// The host's error text.
        detail: String,
    },
    /// The response contains no list of JSON objects.
    NoList,
    /// The response of the token endpoint contains no access token that can be the value of a header.
    NoToken,
    /// The request failed in every attempt, and a further one would exceed the limits of the retry policy.
    GaveUp {
        /// The number of attempts, and how long they took.
        attempts: Attempts,
        /// Milliseconds that the scan or the write of a row has waited for all its requests together.
        waited: u64,
        /// Milliseconds that the API requested to wait before another attempt, if that was too long to wait.
        requested_wait: Option<u64>,
        /// The reason why the last attempt failed.
        last: Box<Failure>,
    },
}

impl Failure {
    /// Reads the error that a response with an error status describes.
    pub fn of_status(response: &HttpResponse, format: &ErrorFormat, secrets: &Secrets) -> Failure {
        let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
        let find = |pointers: &[&str]| {
            let texts = pointers.iter().filter_map(|pointer| body.pointer(pointer)?.as_str());
            texts.map(|text| secrets.redact(text)).find(|text| !text.is_empty())
        };
        let code = find(format.codes);
        let mut detail = match (find(format.messages), &code) {
            (Some(message), Some(code)) => format!("{message} (code {code})"),
            (Some(message), None) => message,
            (None, Some(code)) => format!("code {code}"),
            (None, None) => String::new(),
        };
        if let Some(trace) = format.trace.and_then(|trace| find(&[trace])) {
            detail.push_str(&format!(", trace {trace}"));
        }
        if detail.is_empty() {
            detail = secrets.redact(&response.body);
        }
        let is_unknown_id = response.status == 404
            && match format.unknown_id {
                UnknownId::Codes(unknown) => code.as_deref().is_some_and(|code| unknown.contains(&code)),
                UnknownId::Texts(texts) => {
                    let found = [code.clone(), find(format.messages)].into_iter().flatten();
                    let is_known = |found: String| texts.iter().any(|text| found.starts_with(text));
                    found.into_iter().any(is_known)
                }
                UnknownId::Status | UnknownId::StatusIfListExists => true,
            };
        let by_code = format.hints_by_code.iter().find(|(known, _)| code.as_deref() == Some(*known));
        let by_status = || format.hints.iter().find(|(status, _)| *status == response.status).map(|(_, hint)| *hint);
        let hint = by_code.map(|(_, hint)| *hint).or_else(by_status);
        Failure::Status { status: response.status, detail, hint, is_unknown_id }
    }

    /// Adds the permission that a request needs, if the API refused it for lack of permission.
    pub fn explain_forbidden(&mut self, needed: Option<&'static str>) {
        if let Failure::Status { status: 403, hint, .. } = self {
            *hint = needed.or(*hint);
        }
    }

    /// Sets the advice for the case that the requested endpoint does not exist.
    pub fn explain_missing(&mut self, advice: &'static str) {
        if let Failure::Status { status: 404 | 501, hint, .. } = self {
            *hint = Some(advice);
        }
    }

    /// Removes the advice about endpoints that do not exist, if the API responded that an id does not exist.
    pub fn omit_hint_for_unknown_id(&mut self) {
        if let Failure::Status { is_unknown_id: true, hint, .. } = self {
            *hint = None;
        }
    }

    /// Whether the API responded that the id in the endpoint does not exist.
    pub fn is_unknown_id(&self) -> bool {
        matches!(self, Failure::Status { is_unknown_id: true, .. })
    }

    /// Whether the API responded with one of these statuses.
    pub fn has_status(&self, statuses: &[u16]) -> bool {
        matches!(self, Failure::Status { status, .. } if statuses.contains(status))
    }

    /// Whether the API responded that it does not have, or does not permit, what was requested.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Failure::Status { status: 400 | 403 | 404 | 405 | 501, .. })
    }

    /// Whether the API refused the credentials.
    pub fn is_unauthorised(&self) -> bool {
        matches!(self, Failure::Status { status: 401, .. })
    }

    /// Whether the reason may be that the API does not know the row id after which a page was to begin.
    pub fn may_refuse_row_id(&self) -> bool {
        matches!(self, Failure::Status { status: 400 | 404 | 422, .. })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Status { status, detail, hint, .. } => {
                write!(f, "HTTP {status}")?;
                if !detail.is_empty() {
                    write!(f, ": {detail}")?;
                }
                hint.iter().try_for_each(|hint| write!(f, "; {hint}"))
            }
            Failure::NoResponse { detail } => write!(f, "no response: {detail}"),
            Failure::NoList => write!(f, "the response contains no list"),
            Failure::NoToken => write!(f, "the response contains no usable access token; check the base URL"),
            Failure::GaveUp { attempts, waited, requested_wait, .. } => {
                let plural = if attempts.sent == 1 { "" } else { "s" };
                let (elapsed, waited) = (Seconds(attempts.elapsed), Seconds(*waited));
                let sent = attempts.sent;
                write!(f, "gave up after {sent} attempt{plural} in {elapsed}; waited {waited} in total")?;
                if let Some(wait) = requested_wait {
                    write!(f, ", and the API asks to wait another {}", Seconds(*wait))?;
                }
                // The last failure follows, as the source of this error.
                write!(f, "; last error")
            }
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Failure::GaveUp { last, .. } => Some(&**last),
            _ => None,
        }
    }
}

/// A number of milliseconds, shown in seconds with one decimal.
struct Seconds(u64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} s", self.0 / 1000, self.0 / 100 % 10)
    }
}
