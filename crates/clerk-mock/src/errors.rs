//! Clerk's error responses.

use serde_json::{Value, json};

/// An error response.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// Error code of the attribute `code`.
    pub code: &'static str,
    /// Short text of the attribute `message`.
    pub message: &'static str,
    /// Long text of the attribute `long_message`.
    pub long_message: String,
}

impl ApiError {
    /// The request has no API key or a wrong one.
    pub fn unauthorised() -> Self {
        ApiError {
            status: 401,
            code: "clerk_key_invalid",
            message: "The provided Clerk Secret Key is invalid",
            long_message: "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct."
                .into(),
        }
    }

    /// The endpoint or the object does not exist.
    pub fn not_found(what: &str) -> Self {
        ApiError {
            status: 404,
            code: "resource_not_found",
            message: "not found",
            long_message: format!("No resource was found with ID {what}"),
        }
    }

    /// A query parameter is missing or has an invalid value.
    pub fn invalid_parameter(name: &str, why: &str) -> Self {
        ApiError {
            status: 422,
            code: "request_invalid_for_environment",
            message: "is invalid",
            long_message: format!("{name} {why}"),
        }
    }

    /// Body of the response.
    pub fn body(&self) -> Value {
        json!({
            "errors": [{
                "message": self.message,
                "long_message": self.long_message,
                "code": self.code,
                "meta": {},
            }],
            "clerk_trace_id": "0af7651916cd43dd8448eb211c80319c",
        })
    }
}
