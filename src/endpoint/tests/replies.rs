//! Replies that came whole and are still not what was asked for.

use super::*;

fn asks(acts: Vec<Act>) -> (Result<Answer<Found>, EndpointError>, Bench, Server) {
    let server = Server::start(acts);
    let bench = Bench::at(&server);
    (bench.ask(), bench, server)
}

#[test]
fn json_is_found_in_fences_prose_and_after_thinking() {
    for text in [format!("```json\n{GOOD}\n```"), format!("Here it is:\n{GOOD}\nAnything {{else}}?"), format!("<think>{{}}</think>{GOOD}")]
    {
        let (got, bench, _) = asks(vec![ok(chat(&text, "stop"))]);
        let answer = got.unwrap();
        assert_eq!((answer.value, answer.repaired), (found(), false), "{text}");
        assert_eq!(bench.kept(), 1);
    }
}

#[test]
fn a_reply_that_does_not_fit_is_sent_back_once_in_words() {
    let wrong = ["no JSON at all", r#"{"problem":"It was slow.","turn":0}"#, r#"{"problem":"x","turn":1,"extra":2}"#, "[]"];
    for text in wrong {
        let (got, bench, server) = asks(vec![ok(chat(text, "stop")), good()]);
        let answer = got.unwrap();
        assert!(answer.repaired && answer.value == found(), "{text}");
        assert_eq!(answer.usage, wire::Usage { input: 80, output: 24 }, "both are paid for");
        let asked = server.asked();
        let back: serde_json::Value = serde_json::from_str(&asked[1].body).unwrap();
        assert_eq!(back["messages"][2]["content"], text);
        let words = back["messages"][3]["content"].as_str().unwrap();
        assert!(words.starts_with("Your reply cannot be used: ") && words.contains("\"problem\""), "{words}");
        assert_eq!(bench.kept(), 2);
    }
}

#[test]
fn empty_and_null_content_are_asked_for_again() {
    let null = chat("", "stop").replace("\"content\":\"\"", "\"content\":null,\"reasoning_content\":\"hm\"");
    for body in [null, chat("   \n", "stop")] {
        let (got, ..) = asks(vec![ok(body), good()]);
        assert!(got.unwrap().repaired);
    }
}

#[test]
fn two_misfits_are_an_error_and_both_are_kept() {
    let (got, bench, server) = asks(vec![ok(chat("no", "stop"))]);
    let error = got.unwrap_err();
    let said = format!("{error} {}", error.hint(bench.endpoint.config()));
    assert!(said.contains("sent back once: there is no complete JSON object") && said.contains("raw reply is kept"), "{said}");
    assert_eq!((bench.kept(), server.asked().len(), error.stops_run()), (2, 2, false));
    assert!(bench.ask().is_err());
    assert_eq!(server.asked().len(), 2, "asking again costs nothing");
}

#[test]
fn refusals_filters_and_cuts_are_told_apart_and_kept() {
    let refusal = chat("", "stop").replace("\"content\":\"\"", "\"content\":null,\"refusal\":\"I can't help with that.\"");
    let (got, bench, server) = asks(vec![ok(refusal)]);
    assert_eq!(got.unwrap_err().to_string(), "The model declined to answer (I can't help with that).");
    assert_eq!((bench.kept(), server.asked().len()), (1, 1));

    let (got, ..) = asks(vec![ok(chat("", "content_filter"))]);
    assert_eq!(got.unwrap_err().to_string(), "The endpoint's content filter stopped the reply (content_filter).");

    let (got, bench, _) = asks(vec![ok(chat(&GOOD[..20], "length"))]);
    let error = got.unwrap_err();
    assert!(error.smaller_helps() && bench.kept() == 1);
    assert_eq!(error.to_string(), "The reply was cut off at its limit of 8192 tokens.");

    let (got, bench, _) = asks(vec![ok(chat("", "length"))]);
    let error = got.unwrap_err();
    assert!(error.to_string().contains("used up by thinking") && error.hint(bench.endpoint.config()).contains("output_tokens"), "{error}");

    let (got, ..) = asks(vec![ok(chat(GOOD, "length"))]);
    assert!(got.unwrap().suspect, "complete, but called cut");
}

#[test]
fn what_only_the_caller_can_see_is_sent_back_too() {
    let server = Server::start(vec![ok(chat(r#"{"problem":"x","turn":99}"#, "stop")), good()]);
    let bench = Bench::at(&server);
    let check = |found: &Found| if found.turn > 9 { Err(format!("there is no turn {}", found.turn)) } else { Ok(()) };
    let answer = run(bench.endpoint.ask_checked(&question(), check)).unwrap();
    assert!(answer.repaired && answer.value == found());
    assert!(server.asked()[1].body.contains("there is no turn 99"));
}

#[test]
fn ten_megabytes_of_reply_are_read_kept_and_refused() {
    let long = "x".repeat(10 << 20);
    let (got, bench, server) = asks(vec![ok(chat(&long, "stop")), good()]);
    assert!(got.unwrap().repaired);
    assert_eq!(bench.kept(), 2);
    assert!(server.asked()[1].body.len() < 10_000, "it is not sent back whole");
}

#[test]
fn a_prompt_that_was_cut_in_silence_is_noticed() {
    let server = Server::start(vec![good()]);
    let bench = Bench::at(&server);
    let input = "They said it was slow, again and again. ".repeat(2_000);
    let error = run(bench.endpoint.ask::<Found>(&Question { input: &input, ..question() })).unwrap_err();
    assert!(error.to_string().contains("read only 40 tokens") && error.smaller_helps(), "{error}");
}

#[test]
fn a_question_that_cannot_fit_is_not_sent() {
    let server = Server::start(vec![good()]);
    let bench = Bench::new(EndpointConfig { context_tokens: 8_200, ..config(&server) });
    let error = bench.ask().unwrap_err();
    assert!(error.smaller_helps() && error.to_string().contains("only 8 fit"), "{error}");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_streamed_reply_shows_progress_and_is_kept_as_it_came() {
    #[derive(Default)]
    struct Bytes(Mutex<usize>);
    impl Watch for Bytes {
        fn event(&self, event: &Event<'_>) {
            if let Event::Receiving { bytes, .. } = event {
                *self.0.lock().unwrap() = *bytes;
            }
        }
    }
    let chunk = |delta: serde_json::Value, finish: Option<&str>| {
        format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}))
    };
    let (a, b) = GOOD.split_at(9);
    let body = format!("{}{}data: [DONE]\n\n", chunk(json!({"content": a}), None), chunk(json!({"content": b}), Some("stop")));
    let server = Server::start(vec![Act::Answer(200, "content-type: text/event-stream\r\n", body.clone())]);
    let bytes = Arc::new(Bytes::default());
    let Bench { endpoint, shelf, .. } = Bench::new(EndpointConfig { stream: true, ..config(&server) });
    let endpoint = endpoint.with_watch(bytes.clone());
    let answer = run(endpoint.ask::<Found>(&question())).unwrap();
    assert_eq!((answer.value, answer.usage.output > 0), (found(), true));
    assert!(server.asked()[0].body.contains("\"stream\":true"));
    assert_eq!(*bytes.0.lock().unwrap(), body.len());
    assert_eq!(shelf.0.lock().unwrap()[&answer.request], body.as_bytes());
}
