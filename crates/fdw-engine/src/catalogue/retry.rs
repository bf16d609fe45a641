//! When a failed request is repeated.

/// Limits of the attempts and waits of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Maximum number of times that a request is sent.
    pub max_attempts: u32,
    /// Maximum number of milliseconds between the first attempt of a request and the start of its last one. It is short
    /// because the host cannot cancel a sleep, which blocks the backend.
    pub max_wait: u64,
    /// Maximum number of milliseconds that one scan waits for all its requests together.
    pub max_scan_wait: u64,
    /// Names, in lower case, of response headers that say how long to wait: in seconds or as an HTTP date. The first
    /// one with a valid value is used.
    pub wait_headers: &'static [&'static str],
}

impl RetryPolicy {
    /// At most six attempts within a minute, which obey the header Retry-After (RFC 9110, section 10.2.3).
    pub const STANDARD: RetryPolicy =
        RetryPolicy { max_attempts: 6, max_wait: 60_000, max_scan_wait: 600_000, wait_headers: &["retry-after"] };
}
