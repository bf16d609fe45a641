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
    /// Name of the parameter that is wrong, if one is.
    pub param_name: Option<String>,
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
            param_name: None,
        }
    }

    /// The endpoint or the object does not exist.
    pub fn not_found(what: &str) -> Self {
        ApiError {
            status: 404,
            code: "resource_not_found",
            message: "not found",
            long_message: format!("No resource was found with ID {what}"),
            param_name: None,
        }
    }

    /// A query parameter is missing or has an invalid value.
    pub fn invalid_parameter(name: &str, why: &str) -> Self {
        ApiError {
            status: 422,
            code: "request_invalid_for_environment",
            message: "is invalid",
            long_message: format!("{name} {why}"),
            param_name: None,
        }
    }

    /// The body of a request is not said to be JSON.
    pub fn unsupported_content_type() -> Self {
        let long_message = "The header content-type must be application/json.";
        ApiError::of(415, "unsupported_content_type", "Unsupported content type", long_message)
    }

    /// The body of a request is not a JSON object.
    pub fn invalid_body() -> Self {
        ApiError::of(400, "request_body_invalid", "Request body invalid", "The request body must be a JSON object.")
    }

    /// The body has a parameter that the endpoint does not know.
    pub fn unknown_parameter(name: &str, hint: &str) -> Self {
        let long_message = format!("{name} is not a valid parameter for this request.{hint}");
        ApiError::of(422, "form_param_unknown", "is unknown", &long_message).about(name)
    }

    /// The body lacks a required parameter.
    pub fn missing_parameter(name: &str) -> Self {
        ApiError::of(422, "form_param_missing", "is missing", &format!("{name} must be included.")).about(name)
    }

    /// The value of a parameter in the body is not of the right type, or not an allowed one. `why` follows the name.
    pub fn invalid_format(name: &str, why: &str) -> Self {
        ApiError::of(422, "form_param_format_invalid", "is invalid", &format!("{name} {why}.")).about(name)
    }

    /// Another row already has the value of a parameter.
    pub fn taken(name: &str) -> Self {
        let long_message = format!("That {name} is taken. Please try another.");
        ApiError::of(422, "form_identifier_exists", "is taken", &long_message).about(name)
    }

    /// There is already a row like the one to be created; `message` names the parameter that says so.
    pub fn duplicate(name: &str, message: &str) -> Self {
        ApiError::of(422, "duplicate_record", "is a duplicate", message).about(name)
    }

    /// The parameter is the id or the key of an object that does not exist.
    pub fn no_such(name: &str) -> Self {
        ApiError::of(404, "resource_not_found", "not found", &format!("{name} refers to nothing that exists."))
            .about(name)
    }

    /// The object is not in the state that an operation needs.
    pub fn wrong_state(code: &'static str, long_message: &str) -> Self {
        ApiError::of(400, code, "is not possible", long_message)
    }

    /// Any other error.
    pub fn of(status: u16, code: &'static str, message: &'static str, long_message: &str) -> Self {
        ApiError { status, code, message, long_message: long_message.to_owned(), param_name: None }
    }

    fn about(self, name: &str) -> Self {
        ApiError { param_name: Some(name.to_owned()), ..self }
    }

    /// Body of the response.
    pub fn body(&self) -> Value {
        let meta = self.param_name.as_ref().map_or_else(|| json!({}), |name| json!({ "param_name": name }));
        json!({
            "errors": [{
                "message": self.message,
                "long_message": self.long_message,
                "code": self.code,
                "meta": meta,
            }],
            "clerk_trace_id": "0af7651916cd43dd8448eb211c80319c",
        })
    }
}
