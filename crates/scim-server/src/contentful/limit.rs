//! The limit of requests a second.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::RATE_LIMIT;

/// Counts the requests of the current second, which begins with its first request.
pub(super) struct Limit {
    state: Mutex<Second>,
}

struct Second {
    limit: Option<u32>,
    begin: Instant,
    requests: u32,
}

/// Whether a request is answered, and what the headers say about the limit.
pub(super) struct Allowed {
    pub(super) is_allowed: bool,
    pub(super) limit: u32,
    pub(super) remaining: u32,
}

impl Limit {
    pub(super) fn new(limit: Option<u32>) -> Limit {
        Limit { state: Mutex::new(Second { limit, begin: Instant::now(), requests: 0 }) }
    }

    /// Sets the limit; `None` allows everything. The current second begins anew.
    pub(super) fn set(&self, limit: Option<u32>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) =
            Second { limit, begin: Instant::now(), requests: 0 };
    }

    /// Counts a request.
    pub(super) fn take(&self) -> Allowed {
        let mut second = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(limit) = second.limit else {
            return Allowed { is_allowed: true, limit: RATE_LIMIT, remaining: RATE_LIMIT };
        };
        if second.begin.elapsed() >= Duration::from_secs(1) {
            (second.begin, second.requests) = (Instant::now(), 0);
        }
        let is_allowed = second.requests < limit;
        second.requests += u32::from(is_allowed);
        Allowed { is_allowed, limit, remaining: limit.saturating_sub(second.requests) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_has_its_limit() {
        let limit = Limit::new(Some(2));
        let taken = || (0..3).map(|_| limit.take()).map(|allowed| (allowed.is_allowed, allowed.remaining));
        let expected = [(true, 1), (true, 0), (false, 0)];
        assert_eq!(taken().collect::<Vec<_>>(), expected);
        std::thread::sleep(Duration::from_secs(1));
        assert_eq!(taken().collect::<Vec<_>>(), expected);
        limit.set(None);
        assert!((0..100).all(|_| limit.take().is_allowed));
    }
}
