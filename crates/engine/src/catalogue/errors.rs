//! What the answers to failed requests look like. Attributes are given as JSON pointers (RFC 6901), because errors may
//! stand in arrays.

/// Where the body of an error has its message, code and trace id.
pub struct ErrorFormat {
    /// Messages, the best first. A body without any of them is shown as it is.
    pub messages: &'static [&'static str],
    /// Codes of the error, the best first.
    pub codes: &'static [&'static str],
    /// An id by which the provider's support finds the request.
    pub trace: Option<&'static str>,
    /// How an answer with status 404 says that no object has the id in the path.
    pub unknown_id: UnknownId,
    /// What to do about a status.
    pub hints: &'static [(u16, &'static str)],
}

/// How an answer with status 404 says that no object has the id in the path.
pub enum UnknownId {
    /// By one of these codes. With any other one the path itself is wrong.
    Codes(&'static [&'static str]),
    /// By the status alone.
    Status,
}
