//! Whether to send a request again, and when. The host has its own retries below these (three for each of ours);
//! what comes here has already outlived them.

use std::time::SystemTime;

use crate::catalogue::retry::RetryPolicy;
use crate::host::HttpResponse;
use crate::text::fingerprint;

/// Milliseconds before the second attempt, at most; twice that before the third, and so on.
const FIRST_WAIT: u64 = 1_000;

/// The wait is doubled so many times at most.
const MAX_DOUBLINGS: u32 = 20;

/// What became of a request so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How often it was sent.
    pub sent: u32,
    /// Milliseconds since it was sent first.
    pub elapsed: u64,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Sleep so many milliseconds, then send again.
    Wait(u64),
    /// It is over. Holds what the API asked to wait, if that is the reason.
    GiveUp(Option<u64>),
}

/// Whether a status may be another next time.
pub fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}

/// Decides after a transient failure. `asked` is what the answer asks to wait, in milliseconds; `jitter` keeps clients
/// from retrying at the same moment. `waited` is how many milliseconds the scan has waited for all its requests.
pub fn decide(policy: &RetryPolicy, so_far: Attempts, waited: u64, asked: Option<u64>, jitter: u64) -> Decision {
    if so_far.sent >= policy.max_attempts {
        return Decision::GiveUp(None);
    }
    let left_of_request = policy.max_wait.saturating_sub(so_far.elapsed);
    let left = left_of_request.min(policy.max_scan_wait.saturating_sub(waited));
    if let Some(asked) = asked {
        return if asked > left { Decision::GiveUp(Some(asked)) } else { Decision::Wait(asked) };
    }
    let longest = FIRST_WAIT << so_far.sent.saturating_sub(1).min(MAX_DOUBLINGS);
    // Between half of it and all of it.
    let wait = longest / 2 + jitter % (longest / 2 + 1);
    if wait > left { Decision::GiveUp(None) } else { Decision::Wait(wait) }
}

/// What an answer asks to wait, in milliseconds. `now` is in seconds since the Unix epoch.
pub fn retry_after(policy: &RetryPolicy, response: &HttpResponse, now: i64) -> Option<u64> {
    policy.wait_headers.iter().find_map(|name| wait(response.header(name)?.trim(), now))
}

/// Seconds, or an HTTP date (RFC 9110, section 10.2.3).
fn wait(value: &str, now: i64) -> Option<u64> {
    let seconds = value.parse().ok().or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(date.as_secs().saturating_sub(u64::try_from(now).unwrap_or(0)))
    });
    seconds?.checked_mul(1000)
}

/// A number that differs between clients and attempts: there is no randomness in a guest, but answers carry trace ids.
pub fn jitter(answer: &str, now: i64, attempt: u32) -> u64 {
    let salt = (now as u64).wrapping_mul(31).wrapping_add(u64::from(attempt));
    (fingerprint(answer) ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions() {
        let after = |sent, elapsed| Attempts { sent, elapsed };
        let policy = RetryPolicy::STANDARD;
        let cases = [
            // Half of the longest wait plus jitter up to the other half.
            (after(1, 0), None, 0, Decision::Wait(500)),
            (after(1, 0), None, 500, Decision::Wait(1000)),
            (after(1, 0), None, 501, Decision::Wait(500)),
            (after(3, 0), None, 0, Decision::Wait(2000)),
            (after(5, 0), None, 8000, Decision::Wait(16_000)),
            // Attempts and waiting are bounded.
            (after(6, 0), None, 0, Decision::GiveUp(None)),
            (after(6, 0), Some(1), 0, Decision::GiveUp(None)),
            (after(5, 59_000), None, 0, Decision::GiveUp(None)),
            // What the API asks for is what is waited, or too long.
            (after(1, 0), Some(0), 7, Decision::Wait(0)),
            (after(1, 0), Some(60_000), 7, Decision::Wait(60_000)),
            (after(2, 1), Some(60_000), 7, Decision::GiveUp(Some(60_000))),
            (after(1, 0), Some(3_600_000), 7, Decision::GiveUp(Some(3_600_000))),
        ];
        for (so_far, asked, jitter, want) in cases {
            assert_eq!(decide(&policy, so_far, 0, asked, jitter), want, "{so_far:?} {asked:?} {jitter}");
        }
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait - 1000, None, 500), Decision::Wait(1000));
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait - 999, None, 500), Decision::GiveUp(None));
        assert_eq!(decide(&policy, after(1, 0), policy.max_scan_wait, Some(1), 0), Decision::GiveUp(Some(1)));
    }

    #[test]
    fn transient_statuses() {
        let transient: Vec<u16> = (100..600).filter(|status| is_transient(*status)).collect();
        let want: Vec<u16> = [408, 429].into_iter().chain(500..600).collect();
        assert_eq!(transient, want);
    }

    #[test]
    fn noise_differs_with_answer_time_and_attempt() {
        let base = jitter("trace-1", 1, 1);
        assert!([jitter("trace-2", 1, 1), jitter("trace-1", 2, 1), jitter("trace-1", 1, 2)].iter().all(|n| *n != base));
    }

    #[test]
    fn an_answer_asks_to_wait_in_seconds_or_until_a_date() {
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
            assert_eq!(retry_after(&policy, &response, now), want, "{:?}", response.headers);
        }
    }
}
