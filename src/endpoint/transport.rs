//! A request value goes in, a response value comes out. What is between them can be the network, or a test.

use std::fmt::Write as _;
use std::future::Future;
use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;

/// One POST of JSON.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// The whole address.
    pub url: String,
    /// Headers that anybody may see.
    pub headers: Vec<(String, String)>,
    /// Headers that carry the key.
    pub secret_headers: Vec<(String, SecretString)>,
    /// The body, JSON.
    pub body: Vec<u8>,
}

impl HttpRequest {
    /// Every byte that would leave, for `--show`, with the key hidden.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut text = format!("POST {}\n", self.url);
        for (name, value) in &self.headers {
            let _ = writeln!(text, "{name}: {value}");
        }
        for (name, _) in &self.secret_headers {
            let _ = writeln!(text, "{name}: [key]");
        }
        let _ = write!(text, "\n{}\n", String::from_utf8_lossy(&self.body));
        text
    }
}

/// What came back, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case; values that are no text are left out.
    pub headers: Vec<(String, String)>,
    /// The body, at most the transport's limit.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The first header of that name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why no response came back whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransportError {
    /// The name is not known.
    #[error("The endpoint's name {host} cannot be found ({detail}).")]
    Dns {
        /// The host asked for.
        host: String,
        /// The system's words.
        detail: String,
    },
    /// Nobody listens there.
    #[error("Nothing answers at {host}: the connection was refused.")]
    Refused {
        /// The host and port.
        host: String,
    },
    /// The certificate or the handshake is not right.
    #[error("No secure connection to {host}: {detail}.")]
    Tls {
        /// The host and port.
        host: String,
        /// The TLS library's words.
        detail: String,
    },
    /// No connection in time.
    #[error("No connection to {host} within {limit:?}.")]
    ConnectTimeout {
        /// The host and port.
        host: String,
        /// The limit that was passed.
        limit: Duration,
    },
    /// Connected, but no reply began.
    #[error("The endpoint took the request, but no reply began within {0:?}.")]
    FirstByteTimeout(Duration),
    /// The reply did not end in time.
    #[error("The reply began, but was not complete within {limit:?} ({received} bytes came).")]
    WholeTimeout {
        /// The limit that was passed.
        limit: Duration,
        /// What had come until then.
        received: usize,
    },
    /// The reply broke off.
    #[error("The connection broke before the reply was complete ({0}).")]
    Broken(String),
    /// The reply is longer than any real one.
    #[error("The reply is longer than {} MiB, which no real reply is; reading was stopped.", .0 >> 20)]
    TooLarge(usize),
    /// Anything else between here and there, such as a proxy.
    #[error("The connection to {host} failed: {detail}.")]
    Connect {
        /// The host and port.
        host: String,
        /// What the system said.
        detail: String,
    },
    /// A replay had no reply for this request.
    #[error("No reply was kept for this request, and nothing may be sent.")]
    NotKept,
    /// The request cannot be sent as it is.
    #[error("The request cannot be sent: {0}.")]
    Unsendable(String),
}

/// Sends a request and waits for the whole response.
pub trait Transport: Send + Sync {
    /// Sends `request`; `received` is told how many bytes of the body have come so far.
    ///
    /// # Errors
    /// [`TransportError`] when no whole response came. A response with an error status is a response.
    fn send(
        &self,
        request: &HttpRequest,
        received: &(dyn Fn(usize) + Sync),
    ) -> impl Future<Output = Result<HttpResponse, TransportError>> + Send;
}

/// Never sends anything: with it, an endpoint lives from its cache alone and fails on a miss.
#[derive(Debug, Clone, Copy, Default)]
pub struct Replay;

impl Transport for Replay {
    async fn send(&self, _request: &HttpRequest, _received: &(dyn Fn(usize) + Sync)) -> Result<HttpResponse, TransportError> {
        Err(TransportError::NotKept)
    }
}
