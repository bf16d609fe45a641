//! Decides whether and when a failed request is sent again. The host itself repeats transient failures up to three
//! times before it reports them to the engine.

use std::time::SystemTime;

use crate::catalogue::retry::RetryPolicy;
use crate::host::HttpResponse;
use crate::text::fingerprint;

/// Maximum number of milliseconds to wait before the second attempt. The maximum doubles with each further attempt.
const MAX_FIRST_WAIT: u64 = 1_000;

/// Maximum number of times that the wait is doubled. It prevents an overflow.
const MAX_DOUBLINGS: u32 = 20;

/// The attempts of a request so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Number of times that the request was sent.
    pub sent: u32,
    /// Milliseconds since the first attempt.
    pub elapsed: u64,
}

/// What to do after a transient failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send the request again after this number of milliseconds.
    Wait(u64),
    /// Do not send the request again.
    GiveUp {
        /// Milliseconds that the API requested to wait, if the reason is that this is too long.
        requested_wait: Option<u64>,
    },
}

/// Whether a request that failed with this status may succeed if it is repeated.
pub fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}

/// Decides what to do after a transient failure. `waited` is the number of milliseconds that the scan has waited for
/// all its requests, and `requested_wait` the number that the response requested to wait. `jitter` is any number; it
/// varies the wait, so that clients do not retry at the same moment.
pub fn decide(
    policy: &RetryPolicy,
    attempts: Attempts,
    waited: u64,
    requested_wait: Option<u64>,
    jitter: u64,
) -> Decision {
    if attempts.sent >= policy.max_attempts {
        return Decision::GiveUp { requested_wait: None };
    }
    let left_for_request = policy.max_wait.saturating_sub(attempts.elapsed);
    let left = left_for_request.min(policy.max_scan_wait.saturating_sub(waited));
    if let Some(wait) = requested_wait {
        return if wait > left { Decision::GiveUp { requested_wait } } else { Decision::Wait(wait) };
    }
    let longest = MAX_FIRST_WAIT << attempts.sent.saturating_sub(1).min(MAX_DOUBLINGS);
    // Half of the longest wait, plus a random share of the other half.
    let wait = longest / 2 + jitter % (longest / 2 + 1);
    if wait > left { Decision::GiveUp { requested_wait: None } } else { Decision::Wait(wait) }
}

/// The wait that a response requests, in milliseconds; `None` if it requests none. `now` is in seconds since the Unix
/// epoch.
pub fn requested_wait(policy: &RetryPolicy, response: &HttpResponse, now: i64) -> Option<u64> {
    policy.wait_headers.iter().find_map(|name| parse_wait(response.header(name)?.trim(), now))
}

/// Parses the value of a header such as Retry-After, which is a number of seconds or an HTTP date (RFC 9110, section
/// 10.2.3). Returns the wait in milliseconds; `None` if the value is neither.
fn parse_wait(value: &str, now: i64) -> Option<u64> {
    let seconds = value.parse().ok().or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(date.as_secs().saturating_sub(u64::try_from(now).unwrap_or(0)))
    });
    seconds?.checked_mul(1000)
}

/// A number that differs between clients and between attempts. A guest has no source of randomness, but error responses
/// usually contain a unique trace id, so the number is derived from the text of the response.
pub fn jitter(response: &str, now: i64, attempt: u32) -> u64 {
    let salt = (now as u64).wrapping_mul(31).wrapping_add(u64::from(attempt));
    (fingerprint(response) ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_are_bounded() {
        let after = |sent, elapsed| Attempts { sent, elapsed };
        let give_up = |requested_wait| Decision::GiveUp { requested_wait };
        let policy = RetryPolicy::STANDARD;
        let cases = [
            // Half of the longest wait, plus a jitter of at most the other half.
            (after(1, 0), None, 0, Decision::Wait(500)),
            (after(1, 0), None, 500, Decision::Wait(1000)),
            (after(1, 0), None, 501, Decision::Wait(500)),
            (after(3, 0), None, 0, Decision::Wait(2000)),
            (after(5, 0), None, 8000, Decision::Wait(16_000)),
            // The number of attempts and the time are limited.
            (after(6, 0), None, 0, give_up(None)),
            (after(6, 0), Some(1), 0, give_up(None)),
            (after(5, 59_000), None, 0, give_up(None)),
            // A requested wait is obeyed exactly, unless it is too long.
            (after(1, 0), Some(0), 7, Decision::Wait(0)),
            (after(1, 0), Some(60_000), 7, Decision::Wait(60_000)),
            (after(2, 1), Some(60_000), 7, give_up(Some(60_000))),
            (after(1, 0), Some(3_600_000), 7, give_up(Some(3_600_000))),
        ];
        for (attempts, requested_wait, jitter, want) in cases {
            let decision = decide(&policy, attempts, 0, requested_wait, jitter);
            assert_eq!(decision, want, "{attempts:?} {requested_wait:?} {jitter}");
        }
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait - 1000, None, 500), Decision::Wait(1000));
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait - 999, None, 500), give_up(None));
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait, Some(1), 0), give_up(Some(1)));
    }

    #[test]
    fn only_timeouts_rate_limits_and_server_errors_are_transient() {
        let transient: Vec<u16> = (100..600).filter(|status| is_transient(*status)).collect();
        let want: Vec<u16> = [408, 429].into_iter().chain(500..600).collect();
        assert_eq!(transient, want);
    }

    #[test]
    fn jitter_differs_between_responses_times_and_attempts() {
        let base = jitter("trace-1", 1, 1);
        assert!([jitter("trace-2", 1, 1), jitter("trace-1", 2, 1), jitter("trace-1", 1, 2)].iter().all(|n| *n != base));
    }

    #[test]
    fn a_requested_wait_is_in_seconds_or_until_a_date() {
        let policy = RetryPolicy { wait_headers: &["retry-after", "x-reset"], ..RetryPolicy::STANDARD };
        // 1994-11-06T08:49:30Z
        let now = 784_111_770;
        type Headers = &'static [(&'static str, &'static str)];
        let cases: [(Headers, Option<u64>); 8] = [
            (&[("Retry-After", "7")], Some(7000)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], Some(7000)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")], Some(0)),
            (&[("retry-after", "soon")], None),
            (&[("X-Reset", "2")], Some(2000)),
            (&[("x-reset", "2"), ("retry-after", "3")], Some(3000)),
            (&[("retry-after", "soon"), ("x-reset", "2")], Some(2000)),
            (&[("x-other", "2")], None),
        ];
        for (headers, want) in cases {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let response = HttpResponse { status: 429, headers, body: String::new() };
            assert_eq!(requested_wait(&policy, &response, now), want, "{:?}", response.headers);
        }
    }
}
