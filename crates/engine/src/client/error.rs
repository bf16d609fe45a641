//! Why a request failed.

use std::error::Error;
use std::fmt;

use serde_json::Value;

use crate::catalogue::errors::{ErrorFormat, UnknownId};
use crate::host::{HttpResponse, Method};
use crate::secrets::Secrets;

use super::retry::Attempts;

/// A request failed. Texts that came from outside are free of secrets and cut to length.
pub struct RequestError {
    /// Its method.
    pub method: Method,
    /// Its path and query.
    pub target: String,
    /// What came back.
    pub failure: Failure,
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

/// What came back instead of a success.
pub enum Failure {
    /// An answer with an error status.
    Status {
        /// The HTTP status.
        status: u16,
        /// What the API says: message, code, trace id; or the beginning of the body.
        detail: String,
        /// What to do about it.
        hint: Option<&'static str>,
        /// Whether it says that no object has the id in the path.
        is_unknown_id: bool,
    },
    /// No answer.
    NoAnswer {
        /// What the host says.
        detail: String,
    },
    /// The answer with the token has none.
    NoToken,
    /// Retries did not help.
    GaveUp {
        /// How often the request was sent, and for how long.
        attempts: Attempts,
        /// Milliseconds that the scan has waited in all.
        waited: u64,
        /// What the API asks to wait before another attempt, in milliseconds, where that is too long.
        asked: Option<u64>,
        /// The last failure.
        last: Box<Failure>,
    },
}

impl Failure {
    /// Reads an answer with an error status.
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
                UnknownId::Status => true,
            };
        let hint = format.hints.iter().find(|(status, _)| *status == response.status).map(|(_, hint)| *hint);
        Failure::Status { status: response.status, detail, hint, is_unknown_id }
    }

    /// Whether the API says that no object has the id in the path.
    pub fn is_unknown_id(&self) -> bool {
        matches!(self, Failure::Status { is_unknown_id: true, .. })
    }

    /// Whether the API does not accept the credentials.
    pub fn is_unauthorised(&self) -> bool {
        matches!(self, Failure::Status { status: 401, .. })
    }

    /// Whether the API may have refused the id of a row that a page was to follow.
    pub fn may_refuse_row_id(&self) -> bool {
        matches!(self, Failure::Status { status: 400 | 404 | 422, .. })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Status { status, detail, hint, .. } => {
                write!(f, "HTTP {status}: {detail}")?;
                hint.iter().try_for_each(|hint| write!(f, "; {hint}"))
            }
            Failure::NoAnswer { detail } => write!(f, "no answer: {detail}"),
            Failure::NoToken => write!(f, "the answer has no access token"),
            Failure::GaveUp { attempts, waited, asked, .. } => {
                let plural = if attempts.sent == 1 { "" } else { "s" };
                let (elapsed, waited) = (Seconds(attempts.elapsed), Seconds(*waited));
                let sent = attempts.sent;
                write!(f, "gave up after {sent} attempt{plural} in {elapsed}, {waited} of waiting in this scan")?;
                asked.iter().try_for_each(|asked| write!(f, " (it asks to wait {} more)", Seconds(*asked)))?;
                write!(f, "; the last answer")
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

/// Milliseconds, shown as seconds with one decimal.
struct Seconds(u64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} s", self.0 / 1000, self.0 / 100 % 10)
    }
}
