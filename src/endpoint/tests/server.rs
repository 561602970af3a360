//! A real HTTP server on loopback that does one scripted thing for each connection, and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What to do with one connection.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Status, more headers (each ending in CRLF), body.
    Answer(u16, &'static str, String),
    /// Close with the request unread, which makes a reset.
    Reset,
    /// Begin an answer, then reset.
    ResetInside,
    /// Say nothing until the client goes away.
    Hang,
    /// One byte at a time, until the client goes away.
    Trickle,
    /// A body without end.
    Endless,
    /// Plain words to whoever connects, whatever they wanted.
    Shout,
}

/// The server; it ends with the test's process.
pub(super) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// One request, as it came.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) head: String,
    pub(super) body: String,
}

impl Server {
    /// Does the acts in order, and the last one for ever.
    pub(super) fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().flatten().enumerate() {
                let act = acts.get(n).or(acts.last()).cloned().unwrap();
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || serve(stream, &act, &seen));
            }
        });
        Self { port, asked }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, act: &Act, seen: &Mutex<Vec<Asked>>) {
    if matches!(act, Act::Shout) {
        let _ = stream.write_all(b"HTTP/1.1 400 X\r\n\r\n");
        return until_gone(&mut stream);
    }
    let Some(head) = read_head(&mut stream) else { return };
    if matches!(act, Act::Reset | Act::ResetInside) {
        // The request's body stays unread: closing then resets the connection.
        seen.lock().unwrap().push(Asked { head, body: String::new() });
        if matches!(act, Act::ResetInside) {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"choices\":");
        }
        return;
    }
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    if stream.read_exact(&mut body).is_err() {
        return;
    }
    seen.lock().unwrap().push(Asked { head, body: String::from_utf8(body).unwrap() });
    match act {
        Act::Answer(status, headers, body) => {
            let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        }
        Act::Hang => until_gone(&mut stream),
        Act::Trickle => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{");
            until_gone(&mut stream);
        }
        Act::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b' '; 4096]).is_ok() {}
        }
        Act::Reset | Act::ResetInside | Act::Shout => {}
    }
}

fn until_gone(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 1 << 16 || stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}
