//! A clock for tests: sleeping takes no time, and the time that was slept is known.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::Clock;

/// Starts at zero and moves only when somebody sleeps.
#[derive(Debug, Default)]
pub(crate) struct TestClock {
    elapsed: Mutex<Duration>,
}

impl Clock for TestClock {
    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777) + self.elapsed()
    }

    async fn sleep(&self, time: Duration) {
        *self.elapsed.lock().unwrap() += time;
    }

    fn chance(&self) -> f64 {
        0.0
    }
}
