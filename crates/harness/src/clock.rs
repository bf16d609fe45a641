//! Time as the guest sees it: the machine's, or one in which sleeping takes none, for tests.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock, and the time slept by it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// Whether sleeping only moves this clock.
    pub is_virtual: bool,
    /// Time slept so far.
    pub slept: Duration,
}

impl Clock {
    /// A clock in which sleeping takes no time.
    pub fn virtual_time() -> Self {
        Clock { is_virtual: true, ..Clock::default() }
    }

    /// Time since the Unix epoch.
    pub fn now(&self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        if self.is_virtual { now + self.slept } else { now }
    }

    /// Sleeps.
    pub fn sleep(&mut self, time: Duration) {
        self.slept += time;
        if !self.is_virtual {
            std::thread::sleep(time);
        }
    }
}
