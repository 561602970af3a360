//! Time and chance, behind a trait, so that no test ever waits.

use std::future::Future;
use std::time::{Duration, Instant, SystemTime};

/// What the retry loop and the limits need of the outside world.
pub trait Clock: Send + Sync {
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
    /// The time of day, needed only for a `Retry-After` that names a date.
    fn now(&self) -> SystemTime;
    /// Waits for `time`.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
    /// A random number from 0 up to, but not including, 1.
    fn chance(&self) -> f64;
}

/// The machine's own clock; sleeps with tokio's timer.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(time)
    }

    fn chance(&self) -> f64 {
        fastrand::f64()
    }
}
