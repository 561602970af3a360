//! The real transport: reqwest with rustls, every wait and every byte bounded.

use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Certificate, Client, Proxy, Response, Url, redirect};
use secrecy::ExposeSecret;

use super::{ConfigError, EndpointConfig, HttpRequest, HttpResponse, Timeouts, Transport, TransportError};

/// No real reply is longer: a million tokens are 4 MB.
const LONGEST_BODY: usize = 16 << 20;

/// Sends over the network.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    timeouts: Timeouts,
    longest_body: usize,
}

impl ReqwestTransport {
    /// A transport for this endpoint. Reads `ca_file` when there is one.
    ///
    /// # Errors
    /// [`ConfigError`] when the config does not hold together.
    pub fn new(config: &EndpointConfig) -> Result<Self, ConfigError> {
        config.check()?;
        // A second install finds the first one; both are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            // A redirect would carry the key and the transcript to a place nobody configured.
            .redirect(redirect::Policy::none())
            .connect_timeout(config.timeouts.connect)
            .https_only(!config.allow_insecure && !config.is_loopback())
            .user_agent(concat!("verbatim/", env!("CARGO_PKG_VERSION")));
        if config.proxy.as_deref() == Some("none") {
            client = client.no_proxy();
        } else if let Some(proxy) = &config.proxy {
            client = client.proxy(Proxy::all(proxy).map_err(|_| ConfigError::Proxy("it cannot be read".into()))?);
        } else if config.is_loopback() {
            client = client.no_proxy();
        }
        if let Some(path) = &config.ca_file {
            let wrong = |why: String| ConfigError::Certificates { path: path.clone(), why };
            let pem = std::fs::read(path).map_err(|why| wrong(why.to_string()))?;
            let found = Certificate::from_pem_bundle(&pem).map_err(|why| wrong(why.to_string()))?;
            if found.is_empty() {
                return Err(wrong("there is none in it".into()));
            }
            client = client.tls_certs_merge(found);
        }
        // Certificates are read here; when there are some of the user's own, they are what is wrong.
        let client = client.build().map_err(|why| match &config.ca_file {
            Some(path) => ConfigError::Certificates { path: path.clone(), why: chain(&why) },
            None => ConfigError::Tls(chain(&why)),
        })?;
        Ok(Self { client, timeouts: config.timeouts, longest_body: LONGEST_BODY })
    }

    /// The same with another bound for bodies, in bytes.
    #[must_use]
    pub fn with_longest_body(self, longest_body: usize) -> Self {
        Self { longest_body, ..self }
    }

    async fn read(&self, mut response: Response, received: &(dyn Fn(usize) + Sync), body: &mut Vec<u8>) -> Result<(), TransportError> {
        if response.content_length().is_some_and(|length| length > self.longest_body as u64) {
            return Err(TransportError::TooLarge(self.longest_body));
        }
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.longest_body => {
                    return Err(TransportError::TooLarge(self.longest_body));
                }
                Ok(Some(chunk)) => {
                    body.extend_from_slice(&chunk);
                    received(body.len());
                }
                Ok(None) => return Ok(()),
                Err(why) => return Err(TransportError::Broken(chain(&why.without_url()))),
            }
        }
    }
}

impl Transport for ReqwestTransport {
    async fn send(&self, request: &HttpRequest, received: &(dyn Fn(usize) + Sync)) -> Result<HttpResponse, TransportError> {
        let url = Url::parse(&request.url).map_err(|why| TransportError::Unsendable(why.to_string()))?;
        let host = authority(&url);
        let mut post = self.client.post(url).body(request.body.clone());
        for (name, value) in &request.headers {
            post = post.header(name, value);
        }
        for (name, secret) in &request.secret_headers {
            let unsendable = || TransportError::Unsendable(format!("the key does not fit into the header {name}"));
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable())?;
            let mut value = HeaderValue::from_str(secret.expose_secret()).map_err(|_| unsendable())?;
            value.set_sensitive(true);
            post = post.header(name, value);
        }
        let mut body = Vec::new();
        let exchange = async {
            let response = match tokio::time::timeout(self.timeouts.first_byte, post.send()).await {
                Err(_) => return Err(TransportError::FirstByteTimeout(self.timeouts.first_byte)),
                Ok(Err(why)) => return Err(failure(&host, self.timeouts.connect, why)),
                Ok(Ok(response)) => response,
            };
            let status = response.status().as_u16();
            let text = |(name, value): (&HeaderName, &HeaderValue)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()));
            let headers = response.headers().iter().filter_map(text).collect();
            self.read(response, received, &mut body).await?;
            Ok((status, headers))
        };
        match tokio::time::timeout(self.timeouts.whole, exchange).await {
            Ok(Ok((status, headers))) => Ok(HttpResponse { status, headers, body }),
            Ok(Err(why)) => Err(why),
            Err(_) => Err(TransportError::WholeTimeout { limit: self.timeouts.whole, received: body.len() }),
        }
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Says what went wrong before a reply began. What reqwest does not tell apart stands in the errors it wraps.
fn failure(host: &str, limit: Duration, why: reqwest::Error) -> TransportError {
    let why = why.without_url();
    let host = host.to_owned();
    let detail = chain(&why);
    let mut io = None;
    let mut tls = None;
    let mut next = why.source();
    while let Some(cause) = next {
        let inner = cause.downcast_ref::<std::io::Error>().inspect(|found| io = Some(found.kind())).and_then(|found| found.get_ref());
        tls = tls.or_else(|| cause.downcast_ref::<rustls::Error>());
        // An io::Error that wraps another error gives that one's source as its own, and so would skip it.
        next = inner.map_or_else(|| cause.source(), |inner| Some(inner));
    }
    if let Some(tls) = tls {
        return TransportError::Tls { host, detail: tls.to_string() };
    }
    if why.is_dns() {
        return TransportError::Dns { host, detail };
    }
    if why.is_connect() {
        return match io {
            Some(std::io::ErrorKind::ConnectionRefused) => TransportError::Refused { host },
            _ if why.is_timeout() => TransportError::ConnectTimeout { host, limit },
            _ => TransportError::Connect { host, detail },
        };
    }
    if why.is_builder() { TransportError::Unsendable(detail) } else { TransportError::Broken(detail) }
}

/// An error's innermost reason: the outer ones only repeat that a request failed.
fn chain(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Protocol;

    #[test]
    fn a_file_without_certificates_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("company.pem");
        let config = EndpointConfig { ca_file: Some(path.clone()), ..EndpointConfig::new(Protocol::OpenAi, "m") };
        for text in [None, Some("not a certificate"), Some("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")] {
            if let Some(text) = text {
                std::fs::write(&path, text).unwrap();
            }
            let said = ReqwestTransport::new(&config).unwrap_err().to_string();
            assert!(said.contains("company.pem") && said.ends_with('.'), "{said}");
        }
    }

    #[test]
    fn http_to_another_machine_is_refused_before_anything_is_sent() {
        let config = EndpointConfig { base_url: Some("http://a.example/v1".into()), ..EndpointConfig::new(Protocol::OpenAi, "m") };
        let said = ReqwestTransport::new(&config).unwrap_err().to_string();
        assert!(said.contains("in the clear") && said.contains("allow_insecure"), "{said}");
    }
}
