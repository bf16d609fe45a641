//! Clerk's error bodies.

use serde_json::{Value, json};

/// An answer that is an error.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The code.
    pub code: &'static str,
    /// The short text.
    pub message: &'static str,
    /// The long text.
    pub long_message: String,
}

impl ApiError {
    /// Nobody may come in like this.
    pub fn unauthorised() -> Self {
        ApiError {
            status: 401,
            code: "clerk_key_invalid",
            message: "The provided Clerk Secret Key is invalid",
            long_message: "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct."
                .into(),
        }
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        ApiError {
            status: 404,
            code: "resource_not_found",
            message: "not found",
            long_message: format!("No resource was found with ID {what}"),
        }
    }

    /// A parameter's value will not do.
    pub fn invalid_parameter(name: &str, why: &str) -> Self {
        ApiError {
            status: 422,
            code: "request_invalid_for_environment",
            message: "is invalid",
            long_message: format!("{name} {why}"),
        }
    }

    /// The body.
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
