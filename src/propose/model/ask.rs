//! Asking: what the synthesis needs of an endpoint, many questions at once, and which calls a question is about.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::calls::CallId;
use crate::endpoint::EndpointError;

/// The steps in which a model is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Reads the transcripts.
    Find,
    /// Corrects or withdraws quotes.
    Repair,
    /// Looks at passages that nobody cited.
    SecondLook,
    /// Puts findings together.
    Group,
    /// Looks for what speaks against a theme.
    Challenge,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Step; 5] = [Step::Find, Step::Repair, Step::SecondLook, Step::Group, Step::Challenge];

    /// The name in the config, and of the schema.
    pub fn name(self) -> &'static str {
        match self {
            Step::Find => "find",
            Step::Repair => "repair",
            Step::SecondLook => "second_look",
            Step::Group => "group",
            Step::Challenge => "challenge",
        }
    }

    /// What it does, for people.
    pub fn doing(self) -> &'static str {
        match self {
            Step::Find => "Finding",
            Step::Repair => "Correcting quotes",
            Step::SecondLook => "Looking again",
            Step::Group => "Grouping",
            Step::Challenge => "Looking for the contrary",
        }
    }
}

/// Whoever answers questions: endpoints, or a test.
pub trait Ask {
    /// Asks for a `V` in which `check` finds no fault.
    fn ask<V: JsonSchema + DeserializeOwned>(
        &self,
        step: Step,
        prompt: &str,
        input: &str,
        check: impl Fn(&V) -> Result<(), String> + Send + Sync,
    ) -> impl Future<Output = Result<V, EndpointError>>;

    /// The name of the model that answers a step.
    fn model(&self, step: Step) -> String;

    /// Whom a step asks and how, in words.
    fn settings(&self, step: Step) -> String;

    /// How many questions of a step may be under way at once.
    fn at_once(&self, step: Step) -> usize;

    /// A step begins, with so many questions about so many calls.
    fn begins(&self, step: Step, questions: usize, calls: usize);

    /// A step is done.
    fn ends(&self, step: Step);
}

tokio::task_local! {
    static ABOUT: Vec<CallId>;
}

/// The calls that the question being asked in this task is about: whoever keeps its reply keeps them with it.
pub fn asked_about() -> Vec<CallId> {
    ABOUT.try_with(Clone::clone).unwrap_or_default()
}

pub(super) async fn about<F: Future>(calls: Vec<CallId>, question: F) -> F::Output {
    ABOUT.scope(calls, question).await
}

/// A question failed in a way that every other one would: the synthesis stops, with all replies so far kept.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Stopped {
    /// In which step.
    pub step: Step,
    /// Why.
    #[source]
    pub error: EndpointError,
}

/// Does all of `work`, so many at once, and gives the results in order. After one that stops the run no further one is begun, but those
/// that were begun are waited for: their replies are paid for.
pub(super) async fn all<T, F: Future<Output = Result<T, Stopped>>>(most: usize, work: Vec<F>) -> Result<Vec<T>, Stopped> {
    let mut done: Vec<Option<T>> = work.iter().map(|_| None).collect();
    let mut waiting = work.into_iter().enumerate();
    let mut under_way: Vec<(usize, Pin<Box<F>>)> = Vec::new();
    let stopped: Cell<Option<Stopped>> = Cell::new(None);
    std::future::poll_fn(|context| {
        loop {
            let mut moved = false;
            under_way.retain_mut(|(at, future)| match future.as_mut().poll(context) {
                Poll::Pending => true,
                Poll::Ready(Ok(value)) => {
                    moved = true;
                    done[*at] = Some(value);
                    false
                }
                Poll::Ready(Err(error)) => {
                    moved = true;
                    // The first one says it best; the others are often its consequence.
                    let first = stopped.take().unwrap_or(error);
                    stopped.set(Some(first));
                    waiting.by_ref().for_each(drop);
                    false
                }
            });
            while under_way.len() < most.max(1)
                && let Some((at, future)) = waiting.next()
            {
                moved = true;
                under_way.push((at, Box::pin(future)));
            }
            if under_way.is_empty() {
                return Poll::Ready(());
            }
            if !moved {
                return Poll::Pending;
            }
        }
    })
    .await;
    match stopped.into_inner() {
        Some(stopped) => Err(stopped),
        None => Ok(done.into_iter().flatten().collect()),
    }
}

/// Runs a synthesis to its end on this thread.
///
/// # Errors
/// Where the system gives no runtime.
pub fn run<F: Future>(work: F) -> std::io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}
