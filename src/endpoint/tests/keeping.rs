//! Nothing is paid for twice, nothing above the budget, and the key is nowhere but in its header.

use super::*;

#[test]
fn a_second_run_sends_nothing() {
    let server = Server::start(vec![good()]);
    let bench = Bench::at(&server);
    let first = bench.ask().unwrap();
    let second = bench.ask().unwrap();
    assert_eq!(server.asked().len(), 1);
    assert!(!first.kept && second.kept && second.value == first.value && second.request == first.request);
    assert_eq!(second.usage, wire::Usage::default());
}

#[test]
fn anything_that_decides_on_the_reply_makes_another_request() {
    let server = Server::start(vec![good()]);
    let base = config(&server);
    let hash = |config: &EndpointConfig, question: &Question<'_>| {
        let bench = Bench::new(config.clone());
        run(bench.endpoint.ask::<Found>(question)).unwrap().request
    };
    let first = hash(&base, &question());
    assert_eq!(first, hash(&EndpointConfig { max_concurrency: 9, retries: 0, stream: true, ..base.clone() }, &question()));
    assert_ne!(first, hash(&EndpointConfig { model: "n".into(), ..base.clone() }, &question()));
    assert_ne!(first, hash(&EndpointConfig { temperature: Some(0.0), ..base.clone() }, &question()));
    assert_ne!(first, hash(&EndpointConfig { output_tokens: 99, ..base.clone() }, &question()));
    assert_ne!(first, hash(&base, &Question { prompt: "Find it.", ..question() }));
    assert_ne!(first, hash(&base, &Question { input: "2 C: It was slow.", ..question() }));
}

#[test]
fn a_replay_answers_what_it_knows_and_fails_on_the_rest() {
    let server = Server::start(vec![good()]);
    let bench = Bench::at(&server);
    bench.ask().unwrap();
    let replay = Endpoint::new(config(&server), None, Replay).unwrap().with_cache(bench.shelf.clone());
    assert_eq!(run(replay.ask::<Found>(&question())).unwrap().value, found());
    let error = run(replay.ask::<Found>(&Question { prompt: "Find the Problem.", ..question() })).unwrap_err();
    assert!(matches!(error, EndpointError::Transport { why: TransportError::NotKept, attempts: 1 }), "{error}");
}

#[test]
fn the_key_is_sent_and_shown_nowhere() {
    let leak = chat(GOOD, "stop").replace("\"id\":\"c1\"", &format!("\"id\":\"{KEY}\""));
    let server = Server::start(vec![ok(leak)]);
    let bench = Bench::at(&server);
    let (request, tokens, kept) = bench.endpoint.preview::<Found>(&question()).unwrap();
    assert!(tokens > 10 && !kept);
    let mut seen = format!("{request:?}{}{:?}", request.shown(), bench.endpoint.config());
    assert!(request.shown().contains("authorization: [key]") && request.shown().contains("1 C: It was slow."));
    let answer = bench.ask().unwrap();
    assert!(server.asked()[0].head.contains(&format!("authorization: Bearer {KEY}")));
    seen += &format!("{answer:?}{}", bench.diary());
    for body in bench.shelf.0.lock().unwrap().values() {
        seen += &String::from_utf8_lossy(body);
    }
    assert!(!seen.contains(KEY), "{seen}");
}

#[test]
fn questions_can_be_asked_from_other_tasks() {
    fn sendable<F: Send>(_: F) {}
    let endpoint = Endpoint::new(EndpointConfig::new(Protocol::OpenAi, "m"), None, Replay).unwrap();
    sendable(endpoint.ask::<Found>(&question()));
    sendable(endpoint.ask_checked(&question(), |_: &Found| Ok(())));
}

#[test]
fn a_reply_that_cannot_be_kept_stops_the_run_and_is_counted() {
    struct Full;
    impl ReplyCache for Full {
        fn get(&self, _: &RequestHash) -> Result<Option<Vec<u8>>, CacheError> {
            Ok(None)
        }
        fn put(&self, _: &RequestHash, _: &[u8]) -> Result<(), CacheError> {
            Err(CacheError("the disk is full".into()))
        }
    }
    let server = Server::start(vec![good()]);
    let budget = Arc::new(Budget::default());
    let endpoint = Bench::at(&server).endpoint.with_cache(Arc::new(Full)).with_budget(budget.clone());
    let error = run(endpoint.ask::<Found>(&question())).unwrap_err();
    assert_eq!(error.to_string(), "Replies cannot be kept: the disk is full.");
    assert!(error.stops_run() && budget.spent().requests == 1);
}

#[test]
fn the_budget_is_not_passed_and_what_was_paid_for_is_kept() {
    let server = Server::start(vec![good()]);
    let price = Price { input: 10_000.0, output: 50_000.0, date: jiff::civil::date(2026, 11, 1) };
    let config = EndpointConfig { price: Some(price), output_tokens: 20, ..config(&server) };
    let Bench { endpoint, shelf, .. } = Bench::new(config);
    // A question costs at most about 2.1 (half as much again as its tokens, and 20 received), and really 0.4 + 0.6.
    let budget = Arc::new(Budget::new(Some(3.0)));
    let endpoint = endpoint.with_budget(budget.clone());
    let ask = |input: &'static str| run(endpoint.ask::<Found>(&Question { input, ..question() }));
    let cost = ask("1 C: One.").unwrap().cost.unwrap();
    assert!((cost - 1.0).abs() < 1e-9, "{cost}");
    let mut refused = 0;
    for input in ["1 C: Two.", "1 C: Three.", "1 C: Four.", "1 C: One."] {
        match ask(input) {
            Ok(answer) => assert!(input != "1 C: One." || answer.kept),
            Err(error) => {
                assert!(matches!(error, EndpointError::Budget { .. }) && error.stops_run());
                assert!(error.to_string().starts_with("The budget of 3.00 would be passed"), "{error}");
                refused += 1;
            }
        }
    }
    let free = Bench::at(&server).endpoint.with_budget(Arc::new(Budget::new(Some(1.0))));
    assert!(matches!(run(free.ask::<Found>(&question())), Err(EndpointError::NoPrice)));
    assert!(refused >= 1 && budget.spent().cost <= 3.0);
    assert_eq!(server.asked().len(), shelf.0.lock().unwrap().len());
}

#[test]
fn money_set_aside_for_others_is_waited_for() {
    let budget = Budget::new(Some(1.0));
    run(async {
        let first = budget.reserve(0.9).await.unwrap();
        let (second, ()) = tokio::join!(budget.reserve(0.9), async { first.spend(wire::Usage::default(), 0.05) });
        assert!(second.is_some(), "the first cost less than was set aside");
        drop(second);
        assert!(budget.reserve(0.99).await.is_none());
    });
}

#[test]
fn many_questions_at_once_stay_within_the_limit() {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    /// Answers after it has let the others go, and counts how many are inside.
    #[derive(Default)]
    struct Counting(AtomicUsize, AtomicUsize);
    impl Transport for &Counting {
        async fn send(&self, _: &HttpRequest, _: &(dyn Fn(usize) + Sync)) -> Result<HttpResponse, TransportError> {
            self.1.fetch_max(self.0.fetch_add(1, SeqCst) + 1, SeqCst);
            tokio::task::yield_now().await;
            self.0.fetch_sub(1, SeqCst);
            Ok(HttpResponse { status: 200, headers: vec![], body: chat(GOOD, "stop").into_bytes() })
        }
    }
    let counting = Counting::default();
    let config = EndpointConfig { max_concurrency: 3, ..EndpointConfig::new(Protocol::OpenAi, "m") };
    let endpoint = Endpoint::new(config, None, &counting).unwrap();
    let inputs: Vec<String> = (0..20).map(|n| format!("{n}")).collect();
    run(async {
        let ask = |input| endpoint.ask::<Found>(Box::leak(Box::new(Question { input, ..question() })));
        let mut waiting: Vec<_> = inputs.iter().map(|input| Box::pin(ask(input))).collect();
        std::future::poll_fn(|context| {
            waiting.retain_mut(|future| future.as_mut().poll(context).is_pending());
            if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    });
    assert_eq!(counting.1.load(SeqCst), 3);
}
