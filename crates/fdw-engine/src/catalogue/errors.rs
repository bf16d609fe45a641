//! How the API reports errors. Attributes are JSON pointers (RFC 6901), because errors may be elements of arrays.

/// Where the body of an error response contains its message, its code and its trace id.
pub struct ErrorFormat {
    /// JSON pointers to messages. The first one that exists is shown. If the body contains no message, code or trace
    /// id, the beginning of the body is shown instead.
    pub messages: &'static [&'static str],
    /// JSON pointers to error codes. The first one that exists is shown.
    pub codes: &'static [&'static str],
    /// JSON pointer to an id by which the provider's support can find the request.
    pub trace: Option<&'static str>,
    /// How a response with status 404 says that the id in the endpoint does not exist.
    pub unknown_id: UnknownId,
    /// Statuses by which the API may refuse what it does not support: a filter, an access path or an endpoint that counts.
    /// The scan then reads the list without it.
    pub unsupported: &'static [u16],
    /// Advice for the user, by error code.
    pub hints_by_code: &'static [(&'static str, &'static str)],
    /// Advice for the user, by HTTP status, if there is none for the error code.
    pub hints: &'static [(u16, &'static str)],
}

/// How a response with status 404 says that the id in the endpoint does not exist, so that there are no rows. Any other
/// 404 is an error: the endpoint itself does not exist.
pub enum UnknownId {
    /// By one of these error codes.
    Codes(&'static [&'static str]),
    /// By a message or an error code that begins with one of these texts.
    Texts(&'static [&'static str]),
    /// By the status alone.
    Status,
    /// By the status, if the object's list exists. If it does not, the base URL is wrong.
    StatusIfListExists,
}
