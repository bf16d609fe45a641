//! The guest's clock: the machine's, or for tests a virtual one, in which sleeping takes no real time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock that adds up the time slept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// Whether sleeping only advances this clock instead of suspending the thread.
    pub is_virtual: bool,
    /// Total time slept so far.
    pub slept: Duration,
}

impl Clock {
    /// A clock that advances when the guest sleeps, without real waiting.
    pub fn virtual_time() -> Self {
        Clock { is_virtual: true, ..Clock::default() }
    }

    /// Time since the Unix epoch.
    pub fn now(&self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        if self.is_virtual { now + self.slept } else { now }
    }

    /// Sleeps for `time`.
    pub fn sleep(&mut self, time: Duration) {
        self.slept += time;
        if !self.is_virtual {
            std::thread::sleep(time);
        }
    }
}
