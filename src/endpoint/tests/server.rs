//! A real HTTP server on loopback that does one thing for each request, and remembers what it was asked. The tests of the whole program
//! (`tests/user`) use it too.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

/// What to do with one request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Status, more headers (each ending in CRLF), body.
    Answer(u16, &'static str, String),
    /// Close with the request's last byte unread, which makes a reset.
    Reset,
    /// Begin an answer, then reset.
    ResetInside,
    /// Say nothing until the client goes away.
    Hang,
    /// Begin a body, then nothing more, until the client goes away.
    Trickle,
    /// A body without end.
    Endless,
}

/// The server; it ends with the test's process.
pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    open: Arc<Open>,
}

/// How many connections were taken and are not done with.
#[derive(Default)]
struct Open {
    count: Mutex<usize>,
    none: Condvar,
}

/// One request, as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Server {
    /// Does the acts in order, and the last one for ever.
    pub(crate) fn start(acts: Vec<Act>) -> Self {
        Self::answering(move |n, _| acts.get(n).or(acts.last()).cloned().unwrap())
    }

    /// Does what `act` says of each request and its number (from 0), each in a thread of its own.
    pub(crate) fn answering(act: impl Fn(usize, &Asked) -> Act + Send + Sync + 'static) -> Self {
        Self::over(Some, act)
    }

    /// The same, on whatever `wrap` makes of a connection.
    pub(crate) fn over<S: Read + Write + Send + 'static>(
        wrap: impl Fn(TcpStream) -> Option<S> + Send + 'static,
        act: impl Fn(usize, &Asked) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let open: Arc<Open> = Arc::default();
        let (seen, act, taken) = (Arc::clone(&asked), Arc::new(act), Arc::clone(&open));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten().filter_map(wrap) {
                let (seen, act, open) = (Arc::clone(&seen), Arc::clone(&act), Taken::one(&taken));
                std::thread::spawn(move || {
                    serve(stream, &*act, &seen);
                    drop(open);
                });
            }
        });
        Self { port, asked, open }
    }

    /// Waits until every connection made before is done with: whatever a client that is gone had asked was heard.
    #[allow(dead_code, reason = "the tests of the whole program use it")]
    pub(crate) fn is_done(&self) {
        // Connections are taken in the order in which they were made, so this one is the last.
        let mut last = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        last.shutdown(Shutdown::Write).unwrap();
        let _ = last.read(&mut [0]);
        let open = self.open.count.lock().unwrap();
        drop(self.open.none.wait_while(open, |open| *open > 0).unwrap());
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port())
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// A connection that counts as open until this is dropped, also when its thread panics.
struct Taken(Arc<Open>);

impl Taken {
    fn one(open: &Arc<Open>) -> Self {
        *open.count.lock().unwrap() += 1;
        Self(Arc::clone(open))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        *self.0.count.lock().unwrap() -= 1;
        self.0.none.notify_all();
    }
}

fn serve(mut stream: impl Read + Write, act: &dyn Fn(usize, &Asked) -> Act, seen: &Mutex<Vec<Asked>>) -> Option<()> {
    let head = read_head(&mut stream)?;
    let length: usize = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    // The last byte waits: closing with something unread resets the connection. It is the `}` of a JSON object.
    let mut body = vec![0; length.saturating_sub(1)];
    stream.read_exact(&mut body).ok()?;
    body.push(b'}');
    let request = Asked { head, body: String::from_utf8(body).unwrap() };
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(request.clone());
        seen.len() - 1
    };
    let act = act(number, &request);
    if matches!(act, Act::Reset) {
        return None;
    }
    if matches!(act, Act::ResetInside) {
        return stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"choices\":").ok();
    }
    stream.read_exact(&mut [0]).ok()?;
    match act {
        Act::Answer(status, headers, body) => {
            let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).and_then(|()| stream.flush()).ok()
        }
        Act::Trickle => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{").ok()?;
            until_gone(&mut stream)
        }
        Act::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
            while stream.write_all(&[b' '; 4096]).is_ok() {}
            None
        }
        Act::Hang => until_gone(&mut stream),
        Act::Reset | Act::ResetInside => None,
    }
}

fn until_gone(stream: &mut impl Read) -> Option<()> {
    stream.read(&mut [0]).ok().map(drop)
}

fn read_head(stream: &mut impl Read) -> Option<String> {
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
