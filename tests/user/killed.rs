//! The program killed (SIGKILL) in the middle of `propose`, again and again: what was answered and paid for is never asked again.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::loopback::Act;
use crate::program::Project;
use crate::scripted::{KEY, Model, claims, project, ran};

fn kept(project: &Project) -> usize {
    project.database().query_row("SELECT count(*) FROM replies", [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
}

/// Starts `propose`, and kills it when a request comes after so many were answered, as soon as all those are kept. Gives whether it was
/// killed before its end.
fn proposes_until(project: &Project, model: &Model, answered: usize) -> bool {
    let running: Arc<Mutex<Option<Child>>> = Arc::default();
    let shared = Arc::clone(&running);
    let database = project.path().join(".verbatim/project.db");
    let (mut seen, mut killed) = (model.answered().len(), false);
    let state = Mutex::new(move || -> Option<Act> {
        if killed {
            return Some(Act::Reset);
        }
        if seen < answered {
            seen += 1;
            return None;
        }
        // The other replies are on their way to the program: none of them may be lost for having come last.
        let until = Instant::now() + Duration::from_secs(10);
        let count = || -> usize {
            let database = rusqlite::Connection::open(&database).unwrap();
            database.query_row("SELECT count(*) FROM replies", [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
        };
        while count() < answered {
            assert!(Instant::now() < until, "{} of {answered} replies are kept", count());
            std::thread::sleep(Duration::from_millis(2));
        }
        shared.lock().unwrap().as_mut().unwrap().kill().unwrap();
        killed = true;
        Some(Act::Reset)
    });
    model.fails(move |_, _| (state.lock().unwrap())());
    let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
    command.arg("propose").current_dir(project.path()).env_clear().env("TEST_KEY", KEY);
    {
        // Whoever would kill it waits here until it is there.
        let mut running = running.lock().unwrap();
        *running = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    }
    loop {
        let ended = running.lock().unwrap().as_mut().unwrap().try_wait().unwrap();
        if let Some(status) = ended {
            // Its other requests are heard before the next run's: answered late, they would count as answers that nobody kept.
            model.is_done();
            return status.code().is_none();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn killed_at_every_request(concurrency: usize) {
    let whole = Model::start("good.json");
    let wanted = {
        let project = project(&whole);
        ran(&project, &["propose"]).exits(0);
        claims(&project)
    };
    let all = whole.answered().len();
    assert!(all >= 5, "{all}");

    let model = Model::start("good.json");
    let project = project(&model);
    let config = project.read("verbatim.toml").replace("retries = 0", &format!("retries = 0\nmax_concurrency = {concurrency}"));
    project.write("verbatim.toml", config);
    for answered in 0..all {
        assert!(proposes_until(&project, &model, answered), "after {answered} of {all}");
        assert_eq!((model.answered().len(), kept(&project)), (answered, answered), "each that was answered is kept");
    }
    model.recovers();
    ran(&project, &["propose"]).exits(0);
    assert_eq!(claims(&project), wanted);
    let mut asked: Vec<(String, String)> = model.answered().into_iter().map(|heard| (heard.prompt, heard.input)).collect();
    assert_eq!(asked.len(), all);
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "nothing was asked twice");
}

#[test]
fn killed_at_every_request_nothing_that_was_answered_is_asked_again() {
    killed_at_every_request(1);
}

#[test]
fn killed_with_several_requests_in_flight_nothing_that_was_answered_is_asked_again() {
    killed_at_every_request(4);
}
