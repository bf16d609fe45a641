//! Whether to send a request again, and when. The host has its own retries below these (three for each of ours);
//! what comes here has already outlived them.

use crate::number;
use crate::text::fingerprint;

/// How often a request is sent at most.
pub const MAX_ATTEMPTS: u32 = 6;

/// Milliseconds that may have passed since a request was sent first, and it is sent again. The host's sleep cannot be
/// cancelled, so a longer wait would hold the backend.
pub const MAX_WAIT: u64 = 60_000;

/// Milliseconds that a scan may wait in all.
pub const MAX_SCAN_WAIT: u64 = 600_000;

/// Milliseconds before the second attempt, at most; twice that before the third, and so on.
const FIRST_WAIT: u64 = 1_000;

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

/// Decides after a transient failure. `asked` is what Retry-After says, in milliseconds; `noise` spreads the clients.
/// `waited` is how many milliseconds the scan has waited for all its requests.
pub fn decide(so_far: Attempts, waited: u64, asked: Option<u64>, noise: u64) -> Decision {
    if so_far.sent >= MAX_ATTEMPTS {
        return Decision::GiveUp(None);
    }
    let left = MAX_WAIT.saturating_sub(so_far.elapsed).min(MAX_SCAN_WAIT.saturating_sub(waited));
    if let Some(asked) = asked {
        return if asked > left { Decision::GiveUp(Some(asked)) } else { Decision::Wait(asked) };
    }
    let longest = FIRST_WAIT << so_far.sent.saturating_sub(1);
    // Between half of it and all of it.
    let wait = longest / 2 + noise % (longest / 2 + 1);
    if wait > left { Decision::GiveUp(None) } else { Decision::Wait(wait) }
}

/// A number that differs between clients and attempts: there is no randomness in a guest, but answers carry trace ids.
pub fn noise(answer: &str, now: i64, attempt: u32) -> u64 {
    let salt = (now as u64).wrapping_mul(31).wrapping_add(u64::from(attempt));
    (fingerprint(answer) ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

/// Milliseconds that a Retry-After header asks for: seconds. Its other form, a date (RFC 9110, 10.2.3), is not read:
/// backing off is right for it too.
pub fn retry_after(value: &str) -> Option<u64> {
    u64::try_from(number::int(value)?).ok()?.checked_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions() {
        let after = |sent, elapsed| Attempts { sent, elapsed };
        let cases = [
            // Half of the longest wait plus noise up to the other half.
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
        for (so_far, asked, noise, want) in cases {
            assert_eq!(decide(so_far, 0, asked, noise), want, "{so_far:?} {asked:?} {noise}");
        }
        assert_eq!(decide(after(1, 0), MAX_SCAN_WAIT - 1000, None, 500), Decision::Wait(1000));
        assert_eq!(decide(after(1, 0), MAX_SCAN_WAIT - 999, None, 500), Decision::GiveUp(None));
        assert_eq!(decide(after(1, 0), MAX_SCAN_WAIT, Some(1), 0), Decision::GiveUp(Some(1)));
    }

    #[test]
    fn transient_statuses() {
        let transient: std::vec::Vec<u16> = (100..600).filter(|status| is_transient(*status)).collect();
        let want: std::vec::Vec<u16> = [408, 429].into_iter().chain(500..600).collect();
        assert_eq!(transient, want);
    }

    #[test]
    fn noise_differs_with_answer_time_and_attempt() {
        let base = noise("trace-1", 1, 1);
        assert!([noise("trace-2", 1, 1), noise("trace-1", 2, 1), noise("trace-1", 1, 2)].iter().all(|n| *n != base));
    }
}
