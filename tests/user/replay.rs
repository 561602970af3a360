//! An endpoint that answers from `fixtures/replies/run`, each reply to one whole request, and fails on any other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::loopback::{Act, Asked, Server};
use crate::spoken::{self, Protocol};

/// Where requests are written that there is no reply for.
const MISSED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/replay");

pub struct Replay {
    server: Server,
    missed: Arc<Mutex<Vec<PathBuf>>>,
}

struct Kept {
    file: PathBuf,
    reply: Value,
    used: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/replies/run")
}

/// All replies, by the hash of their request.
fn kept() -> BTreeMap<String, Kept> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        (value["request"].as_str().unwrap().to_owned(), Kept { file, reply: value["reply"].clone(), used: false })
    };
    files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "json")).map(read).collect()
}

/// SHA-256 of the request's line and body, so of everything but the address and what every request has in its head.
fn hash(asked: &Asked) -> String {
    let line = asked.head.lines().next().unwrap_or_default();
    Sha256::digest(format!("{line}\n{}", asked.body)).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Replay {
    /// With `REPLAY_REKEY=1`, for when prompts or fixtures were changed on purpose: a request without a reply gets the first reply of its
    /// step that nobody asked for, which is written down under the new hash.
    pub fn start() -> Replay {
        let kept = Mutex::new(kept());
        let missed = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&missed);
        let rekeys = std::env::var_os("REPLAY_REKEY").is_some();
        let server = Server::answering(move |_, asked| {
            let hash = hash(asked);
            let heard = spoken::heard(asked).unwrap();
            let mut kept = kept.lock().unwrap();
            if rekeys && !kept.contains_key(&hash) {
                let stale = kept.iter().filter(|(_, k)| !k.used && step_of(&k.file) == heard.step).min_by_key(|(_, k)| k.file.clone());
                if let Some(old) = stale.map(|(old, _)| old.clone()) {
                    let moved = kept.remove(&old).unwrap();
                    let text = std::fs::read_to_string(&moved.file).unwrap().replace(&old, &hash);
                    std::fs::write(&moved.file, text).unwrap();
                    kept.insert(hash.clone(), moved);
                }
            }
            if let Some(known) = kept.get_mut(&hash) {
                known.used = true;
                let (kind, body) = spoken::reply(Protocol::OpenAi, &known.reply.to_string(), false);
                return Act::Answer(200, kind, body);
            }
            let file = Path::new(MISSED).join(format!("{}-{}.txt", heard.step, &hash[..8]));
            std::fs::create_dir_all(MISSED).unwrap();
            std::fs::write(&file, format!("{hash}\n\n{}\n\n{}\n", heard.prompt, heard.input)).unwrap();
            seen.lock().unwrap().push(file);
            Act::Answer(404, "content-type: application/json\r\n", json!({"error": "no reply is kept for this request"}).to_string())
        });
        Replay { server, missed }
    }

    /// What a project's `verbatim.toml` says of it. One request at a time, so that the first miss is always the same.
    pub fn config(&self) -> String {
        format!(
            "[endpoint]\nprotocol = \"openai\"\nmodel = \"fixture-model\"\nbase_url = \"{}\"\nmax_concurrency = 1\nretries = 0\n",
            self.server.url()
        )
    }

    pub fn requests(&self) -> usize {
        self.server.asked().len()
    }

    /// Fails the test where anything was asked that there is no reply for.
    #[track_caller]
    pub fn missed_nothing(&self) {
        let missed = self.missed.lock().unwrap();
        assert!(missed.is_empty(), "no reply is kept for {missed:?}; fixtures/replies/README.md says what to do");
    }
}

/// `find` of `find-2.json`.
fn step_of(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name.rsplit_once('-').map_or_else(|| name.to_string(), |(step, _)| step.to_owned())
}
