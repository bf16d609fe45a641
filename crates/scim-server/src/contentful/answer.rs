//! Answers of the stand-in, and the form of Contentful's errors.

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Error;
use serde_json::{Value, json};
use tiny_http::{Header, Response};

use super::limit::Allowed;

/// An answer to a request.
pub(super) struct Answer {
    status: u16,
    /// The body; null if there is none.
    body: Value,
}

impl Answer {
    pub(super) fn new(status: u16, body: Value) -> Answer {
        Answer { status, body }
    }

    pub(super) fn ok(body: Value) -> Answer {
        Answer::new(200, body)
    }

    pub(super) fn empty(status: u16) -> Answer {
        Answer::new(status, Value::Null)
    }

    /// An error as Contentful's other APIs send it. Those of SCIM are not documented.
    pub(super) fn error(status: u16, id: &str, message: &str) -> Answer {
        static REQUESTS: AtomicU64 = AtomicU64::new(1);
        let request = format!("request-{}", REQUESTS.fetch_add(1, Ordering::Relaxed));
        Answer::new(status, json!({ "sys": { "type": "Error", "id": id }, "message": message, "requestId": request }))
    }

    pub(super) fn with_details(mut self, details: &str) -> Answer {
        self.body["details"] = json!({ "errors": [details] });
        self
    }

    /// An error of the server behind the stand-in.
    pub(super) fn from_scim(status: u16, error: &Value) -> Answer {
        let id = match status {
            404 => "NotFound",
            409 => "Conflict",
            400..=499 => "BadRequest",
            _ => "ServerError",
        };
        let detail = error["detail"].as_str().unwrap_or("The request could not be processed.");
        Answer::error(status, id, detail)
    }

    /// The server behind the stand-in does not answer, or the request is not one.
    pub(super) fn server_error(error: &Error) -> Answer {
        Answer::error(500, "ServerError", &format!("{error:#}"))
    }

    /// The response, with what is left of the limit.
    pub(super) fn response(self, allowed: &Allowed) -> Response<Cursor<Vec<u8>>> {
        let body = if self.body.is_null() { Vec::new() } else { self.body.to_string().into_bytes() };
        let mut response = Response::from_data(body).with_status_code(self.status);
        let headers = [
            ("content-type", "application/scim+json".to_owned()),
            ("x-contentful-ratelimit-second-limit", allowed.limit.to_string()),
            ("x-contentful-ratelimit-second-remaining", allowed.remaining.to_string()),
            ("x-contentful-ratelimit-reset", if allowed.is_allowed { "0" } else { "1" }.to_owned()),
        ];
        for (name, value) in headers {
            // All names and values consist of characters that a header can have.
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        response
    }
}
