//! One budget of requests and tokens a minute for all requests in flight.
//!
//! A sliding window: a request may go when, counted over the last 60 seconds, it stays within both limits. Those who wait stand in line.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turnstile, Semaphore, SemaphorePermit};

use super::{Clock, EndpointConfig};

const WINDOW: Duration = Duration::from_secs(60);

/// The limits of one endpoint, shared by everything that asks it.
#[derive(Debug)]
pub struct Rate {
    slots: Semaphore,
    /// Held by the one at the head of the line, so that nobody overtakes.
    turnstile: Turnstile<()>,
    window: Mutex<Window>,
    requests: Option<u32>,
    tokens: Option<u64>,
}

#[derive(Debug, Default)]
struct Window {
    sent: VecDeque<Sent>,
    next_id: u64,
    /// Nothing goes before this moment: the endpoint said so.
    closed_until: Duration,
}

#[derive(Debug)]
struct Sent {
    id: u64,
    at: Duration,
    tokens: u64,
}

/// The right to have one request in flight; given back when dropped.
#[derive(Debug)]
pub struct Permit<'a> {
    rate: &'a Rate,
    id: u64,
    _slot: Option<SemaphorePermit<'a>>,
}

impl Rate {
    /// The limits that the config names.
    #[must_use]
    pub fn new(config: &EndpointConfig) -> Self {
        Self {
            slots: Semaphore::new(config.max_concurrency.clamp(1, 1_000)),
            turnstile: Turnstile::new(()),
            window: Mutex::default(),
            requests: config.requests_per_minute,
            tokens: config.tokens_per_minute,
        }
    }

    /// Waits until a request of that many tokens may go. `waiting` is told of each wait before it begins.
    pub async fn take<C: Clock>(&self, tokens: u64, clock: &C, waiting: &(dyn Fn(Duration) + Sync)) -> Permit<'_> {
        // The semaphore is never closed; were it, going on without a slot would still be right.
        let slot = self.slots.acquire().await.ok();
        let id = self.enter(tokens, clock, waiting).await;
        Permit { rate: self, id, _slot: slot }
    }

    async fn enter<C: Clock>(&self, tokens: u64, clock: &C, waiting: &(dyn Fn(Duration) + Sync)) -> u64 {
        let _head_of_line = self.turnstile.lock().await;
        loop {
            let wait = match self.try_enter(tokens, clock.elapsed()) {
                Ok(id) => return id,
                Err(wait) => wait,
            };
            waiting(wait);
            clock.sleep(wait).await;
        }
    }

    fn try_enter(&self, tokens: u64, now: Duration) -> Result<u64, Duration> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        while window.sent.front().is_some_and(|oldest| oldest.at + WINDOW <= now) {
            window.sent.pop_front();
        }
        if window.closed_until > now {
            return Err(window.closed_until - now);
        }
        let count = window.sent.len();
        let used: u64 = window.sent.iter().map(|sent| sent.tokens).fold(0, u64::saturating_add);
        let too_many = self.requests.is_some_and(|limit| count >= limit as usize);
        // A request beyond the whole limit goes alone: waiting longer would not make it smaller.
        let too_big = count > 0 && self.tokens.is_some_and(|limit| used.saturating_add(tokens) > limit);
        if let Some(oldest) = window.sent.front()
            && (too_many || too_big)
        {
            return Err(oldest.at + WINDOW - now);
        }
        let id = window.next_id;
        window.next_id += 1;
        window.sent.push_back(Sent { id, at: now, tokens });
        Ok(id)
    }

    /// Lets nothing go for `time`: the endpoint asked one request to wait, and would ask the others too.
    pub fn close_for<C: Clock>(&self, time: Duration, clock: &C) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        window.closed_until = window.closed_until.max(clock.elapsed() + time);
    }
}

impl Permit<'_> {
    /// Corrects the estimate: this is what the request really used.
    pub fn used(&self, tokens: u64) {
        let mut window = self.rate.window.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = window.sent.iter_mut().find(|sent| sent.id == self.id) {
            sent.tokens = tokens;
        }
    }

    /// Stands in line again, keeping its place among the requests in flight: for a retry.
    pub async fn again<C: Clock>(&mut self, tokens: u64, clock: &C, waiting: &(dyn Fn(Duration) + Sync)) {
        self.id = self.rate.enter(tokens, clock, waiting).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Protocol;
    use crate::endpoint::test_clock::TestClock;

    fn rate(requests: Option<u32>, tokens: Option<u64>) -> Rate {
        let config = EndpointConfig::new(Protocol::OpenAi, "m");
        Rate::new(&EndpointConfig { requests_per_minute: requests, tokens_per_minute: tokens, ..config })
    }

    fn run<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn requests_wait_for_the_window() {
        let (rate, clock) = (rate(Some(2), None), TestClock::default());
        run(async {
            for _ in 0..5 {
                drop(rate.take(1, &clock, &|_| {}).await);
            }
        });
        assert_eq!(clock.elapsed(), Duration::from_secs(120));
    }

    #[test]
    fn tokens_wait_and_a_correction_counts() {
        let (rate, clock) = (rate(None, Some(100)), TestClock::default());
        run(async {
            rate.take(90, &clock, &|_| {}).await.used(10);
            drop(rate.take(90, &clock, &|_| {}).await);
            assert_eq!(clock.elapsed(), Duration::ZERO);
            drop(rate.take(1, &clock, &|_| {}).await);
            assert_eq!(clock.elapsed(), Duration::from_secs(60));
            drop(rate.take(5_000, &clock, &|_| {}).await);
            assert_eq!(clock.elapsed(), Duration::from_secs(120));
        });
    }

    #[test]
    fn one_who_is_told_to_wait_makes_all_wait() {
        let (rate, clock) = (rate(None, None), TestClock::default());
        rate.close_for(Duration::from_secs(7), &clock);
        run(async { drop(rate.take(1, &clock, &|_| {}).await) });
        assert_eq!(clock.elapsed(), Duration::from_secs(7));
    }

    #[test]
    fn concurrency_is_bounded() {
        let config = EndpointConfig { max_concurrency: 1, ..EndpointConfig::new(Protocol::OpenAi, "m") };
        let (rate, clock) = (Rate::new(&config), TestClock::default());
        run(async {
            let first = rate.take(1, &clock, &|_| {}).await;
            assert_eq!(rate.slots.available_permits(), 0);
            drop(first);
            assert_eq!(rate.slots.available_permits(), 1);
        });
    }
}
