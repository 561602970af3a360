//! Every fault that a network or an endpoint can have: what is said, how often it was tried, how it goes on.

use std::io::{Read, Write};

use super::*;

fn answer(status: u16, body: &str) -> Act {
    Act::Answer(status, "", body.to_owned())
}

/// Asks a server that does this for ever: the error's sentence, the hint, the number of requests.
fn fails(act: Act) -> (EndpointError, String, usize) {
    let server = Server::start(vec![act]);
    let mut config = config(&server);
    config.timeouts.first_byte = Duration::from_millis(60);
    config.timeouts.whole = Duration::from_millis(80);
    let bench = Bench::new(config);
    let error = bench.ask().unwrap_err();
    let hint = error.hint(bench.endpoint.config());
    let said = format!("{error} {hint}");
    assert!(error.to_string().ends_with('.') && hint.ends_with('.'), "{said}");
    assert!(!format!("{said}{error:?}").contains(KEY), "{said}");
    assert_eq!(bench.kept(), 0, "nothing was paid for: {said}");
    (error, said, server.asked().len())
}

#[track_caller]
fn says(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "{word:?} is not in: {said}");
    }
}

#[test]
fn nobody_listens() {
    let server = Server::start(vec![good()]);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let bench = Bench::new(EndpointConfig { base_url: Some(format!("http://127.0.0.1:{free}/v1")), ..config(&server) });
    let error = bench.ask().unwrap_err();
    says(&error.to_string(), &["connection was refused", "3 times"]);
    says(&error.hint(bench.endpoint.config()), &["Start the server on this machine"]);
    assert!(error.stops_run());
    assert_eq!(bench.slept(), Duration::from_millis(1500));
}

#[test]
fn the_name_is_not_known() {
    // A label of more than 63 letters is refused by the resolver without asking anybody.
    let host = format!("{}.invalid", "a".repeat(64));
    let server = Server::start(vec![good()]);
    let url = Some(format!("http://{host}/v1"));
    let bench = Bench::new(EndpointConfig { base_url: url, allow_insecure: true, proxy: Some("none".into()), ..config(&server) });
    let error = bench.ask().unwrap_err();
    says(&error.to_string(), &["name", "cannot be found"]);
    says(&error.hint(bench.endpoint.config()), &["spelling of `base_url`"]);
    assert!(error.stops_run());
}

#[test]
fn the_other_side_does_not_speak_tls() {
    let shouts = |mut stream: std::net::TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 400 X\r\n\r\n").and_then(|()| stream.read(&mut [0; 4096]));
        None::<std::net::TcpStream>
    };
    let server = Server::over(shouts, |_, _| Act::Hang);
    let bench = Bench::new(EndpointConfig { base_url: Some(server.url().replace("http:", "https:")), ..config(&server) });
    let error = bench.ask().unwrap_err();
    says(&error.to_string(), &["No secure connection to 127.0.0.1"]);
    says(&error.hint(bench.endpoint.config()), &["ca_file"]);
    assert!(error.stops_run() && bench.slept().is_zero(), "a wrong certificate is not tried again");
}

#[test]
fn reset_before_and_inside_the_reply() {
    for act in [Act::Reset, Act::ResetInside] {
        let (error, said, asked) = fails(act);
        says(&said, &["connection broke", "3 times", "same command again"]);
        assert!(!error.stops_run());
        assert_eq!(asked, 3);
    }
}

#[test]
fn slow_headers_trickles_and_bodies_without_end() {
    let (_, said, _) = fails(Act::Hang);
    says(&said, &["no reply began within 60ms", "timeouts.first_byte"]);
    let (_, said, _) = fails(Act::Trickle);
    says(&said, &["not complete within 80ms", "timeouts.whole"]);
    let server = Server::start(vec![Act::Endless]);
    let config = config(&server);
    let transport = ReqwestTransport::new(&config).unwrap().with_longest_body(1 << 20);
    let endpoint = Endpoint::new(config, None, transport).unwrap().with_clock(TestClock::default());
    let error = run(endpoint.ask::<Found>(&question())).unwrap_err();
    says(&error.to_string(), &["longer than 1 MiB", "reading was stopped"]);
    assert_eq!(server.asked().len(), 1, "not tried again");
}

#[test]
fn bodies_that_are_no_reply() {
    let (error, said, asked) = fails(answer(200, "<!doctype html><title>Sign in</title>"));
    says(&said, &["web page", "Sign in", "base_url"]);
    assert!(error.stops_run() && asked == 1);
    let (_, said, asked) = fails(answer(200, ""));
    says(&said, &["nothing at all", "2 times"]);
    assert_eq!(asked, 2, "once more, not for ever");
    let (_, said, asked) = fails(answer(200, &chat(GOOD, "stop")[..150]));
    says(&said, &["not complete JSON", "2 times"]);
    assert_eq!(asked, 2);
    let (_, said, _) = fails(answer(200, "{\"hello\":1}"));
    says(&said, &["no choices", "protocol `openai`"]);
    let (_, said, asked) = fails(answer(200, r#"{"error":{"message":"upstream failed","code":502}}"#));
    says(&said, &["error of its own", "upstream failed", "3 times"]);
    assert_eq!(asked, 3);
}

#[test]
fn the_content_type_does_not_matter() {
    let server = Server::start(vec![Act::Answer(200, "content-type: text/plain\r\n", format!("\u{feff}{}", chat(GOOD, "stop")))]);
    assert_eq!(Bench::at(&server).ask().unwrap().value, found());
}

#[test]
fn what_never_passes_is_tried_once_and_says_what_to_do() {
    let cases: [(u16, &str, &[&str], bool); 9] = [
        (401, r#"{"error":{"message":"Incorrect API key"}}"#, &["does not accept the key", "MY_KEY"], true),
        (403, r#"{"error":{"message":"no access"}}"#, &["may not do this", "allow the model `m`"], true),
        (404, r#"{"error":{"message":"model not found"}}"#, &["does not know the model", "`model` (\"m\")"], true),
        (
            400,
            r#"{"error":{"message":"messages must not be empty"}}"#,
            &["does not accept the request", "messages must not", "doctor"],
            false,
        ),
        (402, r#"{"error":{"message":"no credit"}}"#, &["quota is used up", "Waiting does not help"], true),
        (429, r#"{"error":{"message":"m","code":"insufficient_quota"}}"#, &["quota is used up", "add credit"], true),
        (400, r#"{"error":{"message":"m","code":"context_length_exceeded"}}"#, &["longer than the model", "smaller pieces"], false),
        (400, r#"{"error":{"message":"m","code":"content_filter"}}"#, &["filter stopped the question", "other calls go on"], false),
        (307, "", &["redirects", "never followed"], true),
    ];
    for (status, body, words, stops) in cases {
        let (error, said, asked) = fails(answer(status, body));
        says(&said, words);
        assert_eq!((asked, error.stops_run()), (1, stops), "{said}");
    }
    let (error, ..) = fails(answer(413, ""));
    assert!(error.smaller_helps());
}

#[test]
fn what_passes_is_tried_again_with_growing_waits() {
    for status in [500, 502, 503, 529, 504, 408, 429] {
        let server = Server::start(vec![answer(status, "<html>Bad</html>"), answer(status, ""), good()]);
        let bench = Bench::at(&server);
        assert_eq!(bench.ask().unwrap().value, found(), "{status}");
        assert_eq!(bench.slept(), Duration::from_millis(1500), "{status}");
        says(&bench.diary(), &["Waiting", &format!("status {status}")]);
    }
    let (_, said, asked) = fails(answer(502, "<html><title>502 Bad Gateway</title></html>"));
    says(&said, &["502 Bad Gateway", "3 times", "in a while"]);
    assert_eq!(asked, 3);
}

#[test]
fn retry_after_is_obeyed_in_seconds_and_as_a_date_but_not_for_an_hour() {
    for (header, slept) in [("retry-after: 7\r\n", 7), ("retry-after: Sun, 06 Nov 1994 08:50:07 GMT\r\n", 30)] {
        let server = Server::start(vec![Act::Answer(429, header, "{}".into()), good()]);
        let bench = Bench::at(&server);
        bench.ask().unwrap();
        assert_eq!(bench.slept(), Duration::from_secs(slept));
    }
    let (error, said, asked) = fails(Act::Answer(429, "retry-after: 3600\r\n", "{}".into()));
    says(&said, &["too many requests", "wait 60 minutes"]);
    assert!(asked == 1 && error.stops_run());
}

#[test]
fn the_key_is_taken_out_of_what_a_server_repeats() {
    let (_, said, _) = fails(answer(401, &format!(r#"{{"error":{{"message":"Wrong key {KEY}"}}}}"#)));
    says(&said, &["Wrong key [key]"]);
}

#[test]
fn a_refused_way_of_asking_is_said_once_and_remembered() {
    let refusal = answer(400, r#"{"error":"'response_format.type' must be 'text'"}"#);
    let server = Server::start(vec![refusal, good()]);
    let bench = Bench::at(&server);
    assert_eq!(bench.ask().unwrap().value, found());
    let other = Question { input: "1 C: Something else.", ..question() };
    run(bench.endpoint.ask::<Found>(&other)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 3, "the second question knows already");
    assert!(asked[0].body.contains("json_schema") && asked[1].body.contains("tool_choice") && asked[2].body.contains("tool_choice"));
    assert_eq!(bench.diary().matches("refuses an enforced JSON schema").count(), 1);
    assert_eq!(bench.slept(), Duration::ZERO);
}
