//! When a failed request is sent again.

/// Limits of the retries, which differ between providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a request is sent at most.
    pub max_attempts: u32,
    /// Milliseconds after the first attempt in which another one may begin. The host's sleep cannot be cancelled, so a
    /// longer wait would hold the backend.
    pub max_wait: u64,
    /// Milliseconds that one scan may wait for all its requests together.
    pub max_scan_wait: u64,
    /// Headers that say how long to wait, in seconds or as an HTTP date, the most important first. Names in lower case.
    pub wait_headers: &'static [&'static str],
}

impl RetryPolicy {
    /// Six attempts within a minute, as the header Retry-After (RFC 9110, section 10.2.3) asks.
    pub const STANDARD: RetryPolicy =
        RetryPolicy { max_attempts: 6, max_wait: 60_000, max_scan_wait: 600_000, wait_headers: &["retry-after"] };
}
