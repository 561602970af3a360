//! One exchange with the endpoint: the kept reply, or a request within all limits, sent until it is answered or past hope.

use std::sync::PoisonError;
use std::time::Duration;

use super::client::{Got, tokens};
use super::retry::asked_wait;
use super::wire::{self, Ask, Message, NoReply, Reply, Usage};
use super::{
    Clock, Endpoint, EndpointError, Event, Fault, FaultKind, HttpResponse, Permit, Question, RequestHash, RetryPolicy, Schema, Transport,
    TransportError, Wait, estimate_tokens,
};

const LIMIT_REACHED: &str = "The limit of requests or tokens a minute is reached.";

/// What came of one attempt.
enum Attempt {
    /// A reply, with its raw body.
    Answered(Reply, Vec<u8>),
    /// The way of asking was refused, and has been changed.
    Adapted,
    /// A failure.
    Failed(Failure),
}

/// What an attempt that failed calls for.
struct Failure {
    error: EndpointError,
    /// How often it may be sent again, if at all.
    retries: u32,
    /// The wait that the endpoint asked for.
    asked: Option<Duration>,
}

impl<T: Transport, C: Clock> Endpoint<T, C> {
    /// A reply to these messages: the kept one, or one that is asked for and kept.
    pub(super) async fn exchange(&self, question: &Question<'_>, schema: &Schema, messages: &[Message]) -> Result<Got, EndpointError> {
        let ask = self.ask_value(question, schema, messages);
        let request = self.hash(&ask);
        let sent = tokens(&ask);
        if let Some(body) = self.cache.get(&request)?
            && let Ok(reply) = wire::read(self.config.protocol, &body)
            // A reply to half a prompt is worth nothing, and the server may have been given more room since.
            && self.whole_prompt_read(&reply, sent, request).is_ok()
        {
            let cost = self.config.price.map(|_| 0.0);
            self.watch.event(&Event::Answered { step: question.step, usage: Usage::default(), cost, kept: true });
            return Ok(Got { reply, request, kept: true, usage: Usage::default(), cost });
        }
        if self.budget.limit().is_some() && self.config.price.is_none() {
            return Err(EndpointError::NoPrice);
        }
        let room = self.config.context_tokens - self.config.output_tokens;
        if sent > room {
            return Err(EndpointError::TooLong { tokens: sent, room });
        }
        // Vendors' tokenizers differ; half as much again is on the safe side with all of them.
        let price = |usage| self.config.price.map(|price| price.cost(usage));
        let most = price(Usage { input: sent + sent / 2, output: self.config.output_tokens }).unwrap_or(0.0);
        let waiting = |time| self.wait_event(question.step, time, LIMIT_REACHED);
        let most_tokens = sent + self.config.output_tokens;
        let mut permit = self.rate.take(most_tokens, &self.clock, &waiting).await;
        // Money is set aside only now: what still stands in line must not use up the budget.
        let Some(reserved) = self.budget.reserve(most).await else {
            let (limit, spent) = (self.budget.limit().unwrap_or(0.0), self.budget.spent().cost);
            return Err(EndpointError::Budget { limit, spent, most });
        };
        let (reply, body) = self.send_until_answered(question.step, ask, most_tokens, &mut permit).await?;
        let kept = self.cache.put(&request, &body);
        let usage = reply.usage.unwrap_or_else(|| Usage { input: sent, output: estimate_tokens(&reply.text) });
        let cost = price(usage);
        permit.used(usage.input.saturating_add(usage.output));
        reserved.spend(usage, cost.unwrap_or(0.0));
        kept?;
        self.watch.event(&Event::Answered { step: question.step, usage, cost, kept: false });
        self.whole_prompt_read(&reply, sent, request)?;
        Ok(Got { reply, request, kept: false, usage, cost })
    }

    /// Some servers cut a long prompt to what they can hold, and say so only in their own log. Their count of its tokens tells.
    fn whole_prompt_read(&self, reply: &Reply, sent: u64, kept: RequestHash) -> Result<(), EndpointError> {
        let counted = reply.usage.map_or(0, |usage| usage.input);
        // Short prompts are never cut, and some servers leave their instructions out of the count.
        if sent > 2_000 && counted > 0 && counted < sent / 2 {
            return Err(EndpointError::PromptLost { sent, counted, kept });
        }
        Ok(())
    }

    async fn send_until_answered(
        &self,
        step: &str,
        mut ask: Ask<'_>,
        most_tokens: u64,
        permit: &mut Permit<'_>,
    ) -> Result<(Reply, Vec<u8>), EndpointError> {
        let mut failed = 0;
        loop {
            ask.dialect = self.dialect();
            let request = wire::request(&ask, self.key.as_ref())?;
            self.watch.event(&Event::Sent { step, tokens: tokens(&ask) });
            let received = |bytes| self.watch.event(&Event::Receiving { step, bytes });
            let outcome = self.transport.send(&request, &received).await;
            match self.understand(outcome, &ask, failed + 1) {
                Attempt::Answered(reply, body) => return Ok((reply, body)),
                // Not a failure, and it happens a few times at most: there are only so many ways to ask.
                Attempt::Adapted => {}
                Attempt::Failed(failure) => {
                    failed += 1;
                    self.wait_after(step, failure, failed).await?;
                }
            }
            permit.again(most_tokens, &self.clock, &|time| self.wait_event(step, time, LIMIT_REACHED)).await;
        }
    }

    /// Waits as the failure calls for, or gives its error back when there is no hope.
    async fn wait_after(&self, step: &str, failure: Failure, failed: u32) -> Result<(), EndpointError> {
        let Failure { mut error, retries, asked } = failure;
        match (RetryPolicy { retries, ..self.policy }).after(failed, asked, self.clock.chance()) {
            Wait::GiveUp => Err(error),
            Wait::TooLong(time) => {
                if let EndpointError::Fault { asked, .. } = &mut error {
                    *asked = Some(time);
                }
                Err(error)
            }
            Wait::For(time) => {
                if asked.is_some() {
                    self.rate.close_for(time, &self.clock);
                }
                self.wait_event(step, time, &error.to_string());
                self.clock.sleep(time).await;
                Ok(())
            }
        }
    }

    fn understand(&self, outcome: Result<HttpResponse, TransportError>, ask: &Ask<'_>, attempts: u32) -> Attempt {
        let mut response = match outcome {
            Ok(response) => response,
            Err(why) => {
                let retries = self.policy.retries.min(retries(&why));
                return Attempt::Failed(Failure { error: EndpointError::Transport { why, attempts }, retries, asked: None });
            }
        };
        if let Some(key) = &self.key {
            response.body = key.scrub(response.body);
        }
        let asked = asked_wait(&response, self.clock.now());
        if !(200..300).contains(&response.status) {
            let fault = Fault::of(&response);
            if self.adapt(ask, &fault) {
                return Attempt::Adapted;
            }
            return Attempt::Failed(self.fault(fault, attempts, response.header("x-should-retry"), asked));
        }
        match wire::read(self.config.protocol, &response.body) {
            Ok(reply) => Attempt::Answered(reply, response.body),
            Err(NoReply::Fault(fault)) if self.adapt(ask, &fault) => Attempt::Adapted,
            Err(NoReply::Fault(fault)) => Attempt::Failed(self.fault(fault, attempts, None, asked)),
            Err(why) => {
                // A page stays a page. What was empty or cut may be whole the next time, but may also have been paid for: once, not often.
                let retries = if matches!(why, NoReply::Empty | NoReply::NotJson(_)) { self.policy.retries.min(1) } else { 0 };
                Attempt::Failed(Failure { error: EndpointError::NoReply { why, attempts }, retries, asked: None })
            }
        }
    }

    fn fault(&self, fault: Fault, attempts: u32, should_retry: Option<&str>, asked: Option<Duration>) -> Failure {
        let passes = match should_retry {
            Some("true") => fault.kind.passes() || fault.kind == FaultKind::Rejected,
            Some("false") => false,
            _ => fault.kind.passes(),
        };
        let retries = if passes { self.policy.retries } else { 0 };
        // A fault that does not pass has no wait worth obeying.
        let asked = asked.filter(|_| passes);
        Failure { error: EndpointError::Fault { fault, attempts, asked: None }, retries, asked }
    }

    /// Changes the way of asking if the fault names it. True also when another request has changed it meanwhile.
    fn adapt(&self, ask: &Ask<'_>, fault: &Fault) -> bool {
        // Some servers answer an option they do not have with 404 or 500.
        if !matches!(fault.kind, FaultKind::Rejected | FaultKind::Server | FaultKind::NotFound) {
            return false;
        }
        let mut dialect = self.dialect.lock().unwrap_or_else(PoisonError::into_inner);
        if *dialect != ask.dialect {
            return true;
        }
        let Some((next, said)) = dialect.after_refusal(&self.config, &fault.message) else { return false };
        *dialect = next;
        drop(dialect);
        self.watch.event(&Event::Adapted { said: &said });
        true
    }

    fn wait_event(&self, step: &str, time: Duration, why: &str) {
        self.watch.event(&Event::Waiting { step, time, why });
    }
}

/// How often a failure of the connection is worth another try.
fn retries(why: &TransportError) -> u32 {
    use TransportError::{Broken, Connect, ConnectTimeout, Dns, FirstByteTimeout, Refused, WholeTimeout};
    match why {
        Broken(_) | Connect { .. } | ConnectTimeout { .. } | Dns { .. } | Refused { .. } => u32::MAX,
        // Minutes each time, and probably paid for: once.
        FirstByteTimeout(_) | WholeTimeout { .. } => 1,
        _ => 0,
    }
}
