//! Every fault of `docs/endpoint-faults.md`, through the program, against a real server on loopback: one of two calls meets it. What is
//! said, what is kept, and how the same command goes on when the fault is over.

use std::time::Duration;

use serde_json::{Value, json};

use crate::loopback::{Act, Server};
use crate::program::{Project, Ran};
use crate::scripted::{Model, project, ran, themes};
use crate::spoken::{self, Heard, Protocol};

const JSON: &str = "content-type: application/json\r\n";

/// What is on stderr, on one line: where lines break depends on the width.
fn said(ran: &Ran) -> String {
    ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a request is about the call that meets the fault.
fn is_ninth(heard: &Heard) -> bool {
    heard.step == "find" && heard.input.contains("Monique Desrosiers")
}

fn kept(project: &Project) -> usize {
    project.database().query_row("SELECT count(*) FROM replies", [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
}

fn setting(project: &Project, line: &str) {
    project.write("verbatim.toml", project.read("verbatim.toml").replace("retries = 0\n", &format!("{line}\n")));
}

/// A whole chat completion with this text.
fn chat(text: &str) -> String {
    spoken::reply(Protocol::OpenAi, text, false).1
}

fn error(status: u16, message: &str, code: &str) -> Act {
    Act::Answer(status, JSON, json!({"error": {"message": message, "code": code}}).to_string())
}

/// Both calls while one of them meets `act`, and after it is over. The program ends with `code` and says `words`; `asked` requests about
/// that call come, of whose replies `paid` are kept.
#[track_caller]
fn meets(act: Act, code: i32, words: &[&str], (asked, paid): (usize, usize)) {
    meets_with("retries = 0", act, code, words, (asked, paid));
}

#[track_caller]
fn meets_with(config: &str, act: Act, code: i32, words: &[&str], (asked, paid): (usize, usize)) {
    let model = Model::start("good.json");
    let project = project(&model);
    setting(&project, config);
    model.fails(move |_, heard| is_ninth(heard).then(|| act.clone()));
    let first = ran(&project, &["propose"]).exits(code);
    let told = said(&first);
    assert!(words.iter().all(|words| told.contains(words)), "{words:?} in: {told}");
    let of_ninth = model.received().iter().filter(|asked| asked.body.contains("Monique Desrosiers") && asked.body.contains("1A ")).count();
    assert_eq!(of_ninth, asked, "{told}");
    let answered = model.answered();
    assert!(answered.iter().any(|heard| heard.input.contains("Bev Santangelo")), "the other call was asked: {told}");
    assert_eq!(kept(&project), answered.len() + paid, "{told}");
    if code == 3 {
        assert!(told.contains("09-tri-county-community-dental: "), "the call is named: {told}");
        assert_eq!(themes(&project).len(), 2, "what the other call gave: {told}");
    }

    model.recovers();
    let before = answered.len();
    // A reply that is kept is not asked for again, whatever it is; `--fresh` asks.
    let again = if paid > 0 {
        ran(&project, &["propose"]).exits(code);
        assert_eq!(model.answered().len(), before, "all was paid for");
        ran(&project, &["propose", "--fresh"])
    } else {
        ran(&project, &["propose"])
    };
    again.exits(0);
    let all = model.answered();
    if paid == 0 {
        let once = |heard: &Heard| all.iter().filter(|other| other.input == heard.input && other.step == heard.step).count() == 1;
        assert!(all.iter().all(once), "nothing was asked twice: {told}");
    }
    let found = themes(&project);
    assert!(found.iter().any(|theme| theme["candidate"]["calls"] == 2), "both calls are in: {found:?}");
}

const NEXT: i32 = 3;
const STOPS: i32 = 1;

#[test]
fn the_network_breaks() {
    meets(Act::Reset, NEXT, &["connection broke before the reply was complete"], (1, 0));
    meets(Act::ResetInside, NEXT, &["connection broke before the reply was complete"], (1, 0));
    meets_with("retries = 1", Act::Reset, NEXT, &["connection broke", "tried 2 times"], (2, 0));
    meets(
        Act::Answer(307, "location: http://127.0.0.1:9/\r\n", String::new()),
        STOPS,
        &["redirects", "never followed", "base_url"],
        (1, 0),
    );
}

#[test]
fn the_network_is_slow() {
    let timeouts = "retries = 0\ntimeouts = { first_byte = 1.0, whole = 1.5 }";
    meets_with(timeouts, Act::Hang, NEXT, &["no reply began within 1s"], (1, 0));
    meets_with(timeouts, Act::Trickle, NEXT, &["not complete within 1.5s"], (1, 0));
    meets(Act::Endless, NEXT, &["longer than 16 MiB", "reading was stopped"], (1, 0));
}

/// A project whose endpoint is at another address.
fn moved(address: &str, more: &str) -> (Model, Project) {
    let model = Model::start("good.json");
    let project = project(&model);
    let right = format!("http://127.0.0.1:{}/v1", model.port());
    project.write("verbatim.toml", project.read("verbatim.toml").replace(&right, address).replace("retries = 0", more));
    (model, project)
}

#[test]
fn nobody_answers_at_the_address() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (_, refused) = moved(&format!("http://127.0.0.1:{free}/v1"), "retries = 0");
    let told = said(&ran(&refused, &["propose"]).exits(1));
    assert!(told.contains("the connection was refused") && told.contains("Start the server on this machine"), "{told}");

    // A label of more than 63 letters is refused by the resolver without asking anybody.
    let name = format!("http://{}.invalid/v1", "a".repeat(64));
    let (_, unknown) = moved(&name, "retries = 0\nallow_insecure = true\nproxy = \"none\"");
    let told = said(&ran(&unknown, &["propose"]).exits(1));
    assert!(told.contains("cannot be found") && told.contains("spelling of `base_url`"), "{told}");

    // It takes connections, and never says a word: the handshake does not end.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (_, late) = moved(&format!("https://{}/v1", silent.local_addr().unwrap()), "retries = 0\ntimeouts = { connect = 0.3 }");
    let told = said(&ran(&late, &["propose"]).exits(3));
    assert!(told.contains("No connection to 127.0.0.1") && told.contains("within 300ms"), "{told}");
}

/// The server's side of TLS, with a certificate of an authority that nobody knows.
fn secure(stream: std::net::TcpStream) -> Option<rustls::StreamOwned<rustls::ServerConnection, std::net::TcpStream>> {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let ring = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(ring).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let connection = rustls::ServerConnection::new(std::sync::Arc::new(config)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    Some(rustls::StreamOwned::new(connection, stream))
}

#[test]
fn a_certificate_that_nobody_knows_is_refused_until_its_authority_is_named() {
    let script = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/replies/good.json")).unwrap();
    let script: Value = serde_json::from_str(&script).unwrap();
    let model =
        Model::over(|act| Server::over(secure, act), move |heard| crate::scripted::answer(&script, &heard.step, &heard.input).to_string());
    let project = project(&model);
    let secure = project.read("verbatim.toml").replace("http://", "https://");
    project.write("verbatim.toml", &secure);
    let told = said(&ran(&project, &["propose"]).exits(1));
    assert!(told.contains("No secure connection to 127.0.0.1") && told.contains("ca_file"), "{told}");
    assert_eq!((model.received().len(), kept(&project)), (0, 0), "not a byte was sent");
    project.write("company.pem", include_bytes!("tls/ca.pem"));
    project.write("verbatim.toml", secure.replace("retries = 0", "retries = 0\nca_file = \"company.pem\""));
    ran(&project, &["propose"]).exits(0);
    assert_eq!(themes(&project).len(), 2);
}

#[test]
fn the_endpoint_reports_what_will_not_pass() {
    meets(error(401, "Incorrect API key", ""), STOPS, &["does not accept the key", "TEST_KEY"], (1, 0));
    meets(error(403, "no access", ""), STOPS, &["may not do this", "allow the model"], (1, 0));
    meets(error(404, "model not found", ""), STOPS, &["does not know the model", "Check `model` (\"test-model\")"], (1, 0));
    meets(error(400, "messages must not be empty", ""), NEXT, &["does not accept the request", "messages must not be empty"], (1, 0));
    meets(error(422, "wrong", ""), NEXT, &["does not accept the request (status 422: wrong)"], (1, 0));
    meets(error(402, "no credit", ""), STOPS, &["quota is used up", "Waiting does not help"], (1, 0));
}

#[test]
fn the_endpoint_reports_quotas_filters_and_faults_of_its_own() {
    meets(error(429, "m", "insufficient_quota"), STOPS, &["quota is used up", "add credit"], (1, 0));
    meets(error(400, "m", "content_filter"), NEXT, &["content filter stopped the question"], (1, 0));
    meets(Act::Answer(429, "retry-after: 3600\r\n", "{}".into()), STOPS, &["too many requests", "wait 60 minutes"], (1, 0));
    for status in [500, 502, 503, 529] {
        let page = Act::Answer(status, "content-type: text/html\r\n", "<html><title>Bad day</title></html>".into());
        meets(page, NEXT, &[&format!("status {status}: Bad day")], (1, 0));
    }
    let hidden = Act::Answer(200, JSON, json!({"error": {"message": "upstream failed", "code": 502}}).to_string());
    meets(hidden, NEXT, &["error of its own", "upstream failed"], (1, 0));
}

#[test]
fn what_passes_is_tried_again() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(1);
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&soon).unwrap();
    let date: &'static str = Box::leak(format!("retry-after: {date}\r\n").into_boxed_str());
    for (status, header) in [(429, "retry-after: 0\r\n"), (429, date), (429, ""), (503, "retry-after: 0\r\n"), (529, "retry-after: 0\r\n")]
    {
        let model = Model::start("good.json");
        let project = project(&model);
        setting(&project, "retries = 1");
        model.fails(move |number, _| (number == 1).then(|| Act::Answer(status, header, "{}".into())));
        ran(&project, &["propose"]).exits(0);
        assert_eq!(model.received().len(), model.answered().len() + 1, "{status} {header}");
        assert_eq!(themes(&project).len(), 2);
    }
}

#[test]
fn what_comes_back_is_no_reply() {
    let page = "<!doctype html><title>Sign in</title>";
    meets(Act::Answer(200, "content-type: text/html\r\n", page.into()), STOPS, &["web page came back", "Check `base_url`"], (1, 0));
    meets(Act::Answer(200, JSON, String::new()), NEXT, &["nothing at all"], (1, 0));
    meets(Act::Answer(200, JSON, chat("{}")[..120].into()), NEXT, &["not complete JSON"], (1, 0));
    meets(Act::Answer(200, JSON, "{\"hello\":1}".into()), NEXT, &["no choices"], (1, 0));
}

#[test]
fn what_comes_back_is_not_what_was_asked_for() {
    let null = chat("").replace("\"content\":\"\"", "\"content\":null");
    meets(Act::Answer(200, JSON, null), NEXT, &["sent back once: the reply is empty"], (2, 2));
    meets(Act::Answer(200, JSON, chat("I'd rather talk about ice fishing.")), NEXT, &["sent back once: there is no complete JSON"], (2, 2));
    meets(Act::Answer(200, JSON, chat("{\"findings\": [{\"call\": 1}]}")), NEXT, &["sent back once", "findings"], (2, 2));
    meets(Act::Answer(200, JSON, chat("{\"findings\": [], \"confidence\": 0.9}")), NEXT, &["sent back once", "confidence"], (2, 2));
}

#[test]
fn the_model_declines_is_filtered_or_says_too_much() {
    let refusal = chat("").replace("\"content\":\"\"", "\"content\":null,\"refusal\":\"I can't help with that.\"");
    meets(Act::Answer(200, JSON, refusal), NEXT, &["The model declined to answer (I can't help with that)."], (1, 1));
    let filtered = chat("").replace("\"stop\"", "\"content_filter\"");
    meets(Act::Answer(200, JSON, filtered), NEXT, &["content filter stopped the reply"], (1, 1));
    meets(Act::Answer(200, JSON, chat(&"x".repeat(10 << 20))), NEXT, &["sent back once: there is no complete JSON"], (2, 2));
}

/// What `find` gets back in place of the model's own reply, and nothing is wrong with it.
#[track_caller]
fn is_read(kind: &'static str, change: impl Fn(&str) -> String + Send + Sync + 'static) {
    let model = Model::start("good.json");
    let project = project(&model);
    let script: Value = serde_json::from_str(include_str!("../../fixtures/replies/good.json")).unwrap();
    model.fails(move |_, heard| {
        let text = crate::scripted::answer(&script, &heard.step, &heard.input).to_string();
        is_ninth(heard).then(|| Act::Answer(200, kind, change(&text)))
    });
    let told = said(&ran(&project, &["propose"]).exits(0));
    assert!(themes(&project).iter().any(|theme| theme["candidate"]["calls"] == 2), "{told}");
}

#[test]
fn replies_are_read_however_they_are_wrapped() {
    is_read("content-type: text/html\r\n", |text| format!("\u{feff}{}", chat(text)));
    is_read(JSON, |text| chat(&format!("```json\n{text}\n```")));
    is_read(JSON, |text| chat(&format!("Here is what I found:\n{text}\nAnything {{else}}?")));
    is_read(JSON, |text| chat(&format!("<think>{{\"findings\": []}}?</think>{text}")));
    is_read("content-type: text/event-stream\r\n", |text| spoken::reply(Protocol::OpenAi, text, true).1);
}

/// What the model says of call 09 in `find`: nothing is wrong with its shape. Gives what the program said, and the themes.
fn finds(findings: Value) -> (String, Vec<Value>, Model) {
    let model = Model::start("good.json");
    let project = project(&model);
    model.fails(move |_, heard| is_ninth(heard).then(|| Act::Answer(200, JSON, chat(&json!({"findings": findings}).to_string()))));
    let told = said(&ran(&project, &["propose"]));
    (told, themes(&project), model)
}

fn finding(turn: u32, text: &str) -> Value {
    json!({"call": 1, "kind": "problem", "statement": "Nobody could read the binder", "quotes": [{"turn": turn, "text": text}]})
}

#[test]
fn what_the_model_says_is_a_claim() {
    let binder = "And then when Mrs. Pruitt had her stroke, nobody could read the binder.";
    // A turn that does not exist is no hint; the words are found where they are.
    let (_, found, _) = finds(json!([finding(4_000, binder)]));
    let theme = found.iter().find(|theme| theme["statement"] == "Nobody could read the binder").unwrap();
    assert_eq!(theme["quotes"][0]["turn"], 16, "{theme}");
    // A rep's words, and words in another language than anybody spoke, go back once and support nothing.
    for text in ["It went away as a subject. I love that.", "Niemand konnte den Ordner lesen, als sie krank wurde."] {
        let (told, found, model) = finds(json!([finding(17, text)]));
        assert!(told.contains("1 finding was set aside, for no customer said what was quoted"), "{told}");
        assert!(model.steps().contains(&"repair".to_owned()));
        assert_eq!(found.len(), 2, "only the other call's: {found:?}");
    }
    // A call in which nothing was found is a good answer; one that was not sent is none.
    let (told, found, _) = finds(json!([]));
    assert!(found.len() == 2 && !told.contains("09-tri-county-community-dental: "), "{told}");
    let mut elsewhere = finding(16, binder);
    elsewhere["call"] = json!(7);
    let (told, found, _) = finds(json!([elsewhere]));
    assert!(found.len() == 2 && told.contains("named no call that was sent"), "{told}");
}

#[test]
fn ids_that_are_given_twice_go_back_in_words() {
    let model = Model::start("good.json");
    let project = project(&model);
    model.fails(|_, heard| {
        let first = heard.step == "group" && !heard.input.contains("cannot be used");
        first.then(|| {
            Act::Answer(200, JSON, chat("{\"themes\": [{\"statement\": \"x\", \"ids\": [1, 2]}, {\"statement\": \"y\", \"ids\": [2, 1]}]}"))
        })
    });
    ran(&project, &["propose"]).exits(0);
    let group: Vec<Heard> = model.answered().into_iter().filter(|heard| heard.step == "group").collect();
    assert!(group[0].input.contains("finding 2 stands in more than one theme"), "{}", group[0].input);
    assert_eq!(themes(&project).iter().filter(|theme| theme["candidate"]["calls"] == 2).count(), 1);
    let before = model.received().len();
    ran(&project, &["propose"]).exits(0);
    assert_eq!(model.received().len(), before, "the bad reply was paid for, and is kept as well");
}

/// Pieces that are too long are refused by `act`; gives how many requests of the step find were answered.
#[track_caller]
fn asks_in_smaller_pieces(act: Act, calls: usize) -> usize {
    const LONGEST: usize = 6_000;
    let model = Model::start("good.json");
    let project = project(&model);
    project.write("verbatim.toml", project.read("verbatim.toml").replace("batch_calls = 1", &format!("batch_calls = {calls}")));
    model.fails(move |_, heard| (heard.step == "find" && heard.input.len() > LONGEST).then(|| act.clone()));
    ran(&project, &["propose"]).exits(0);
    assert!(themes(&project).iter().any(|theme| theme["candidate"]["calls"] == 2));
    let finds: Vec<Heard> = model.answered().into_iter().filter(|heard| heard.step == "find").collect();
    let sent: String = finds.iter().map(|heard| heard.input.as_str()).collect();
    let database = project.database();
    let mut turns = database.prepare("SELECT text FROM turns").unwrap();
    for text in turns.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        let text = text.unwrap().replace('\n', " ");
        assert!(sent.contains(&text), "no turn is lost: {text}");
    }
    let before = model.received().len();
    ran(&project, &["propose"]).exits(0);
    let again: Vec<_> = model.received().split_off(before);
    assert!(again.iter().all(|asked| asked.body.len() > LONGEST), "nothing that was answered is asked again");
    finds.len()
}

#[test]
fn what_is_too_long_is_asked_in_smaller_pieces() {
    let cut = Act::Answer(200, JSON, chat("{\"findings\": [{\"call\": 1, \"ki").replace("\"stop\"", "\"length\""));
    assert!(asks_in_smaller_pieces(cut, 2) > 2);
    assert!(asks_in_smaller_pieces(error(400, "too long", "context_length_exceeded"), 1) > 2);
    assert!(asks_in_smaller_pieces(Act::Answer(413, "", String::new()), 2) > 2);
}
