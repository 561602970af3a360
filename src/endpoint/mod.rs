//! One model endpoint: a prompt and a schema go in, a typed value comes out.
//!
//! Three layers, each of which can be read without the others: [`Transport`] sends a request value and gives back a response value;
//! [`wire`] holds the pure functions between our request and the JSON of each [`Protocol`]; [`Endpoint`] joins them with the cache of
//! replies, the limits, the retries, the budget and one round of repair. Nothing here knows of calls or themes.

mod cache;
mod check;
mod client;
mod clock;
mod config;
mod cost;
mod dialect;
mod error;
mod exchange;
mod fault;
mod http;
mod key;
mod rate;
mod reply;
mod retry;
mod schema;
mod stream;
#[cfg(test)]
mod test_clock;
#[cfg(test)]
mod tests;
mod transport;
mod watch;
pub mod wire;

pub use cache::{CacheError, NoCache, ReplyCache, RequestHash};
pub use check::ConfigError;
pub use client::{Answer, Endpoint, Question};
pub use clock::{Clock, SystemClock};
pub use config::{EndpointConfig, Price, Protocol, Structured, Timeouts};
pub use cost::{Budget, Reserved, Spent, estimate_tokens};
pub use dialect::{Dialect, Mode};
pub use error::EndpointError;
pub use fault::{Fault, FaultKind};
pub use http::ReqwestTransport;
pub use key::{Key, KeyError};
pub use rate::{Permit, Rate};
pub use reply::{Misfit, read_value};
pub use retry::{RetryPolicy, Wait};
pub use schema::{Schema, SchemaError};
pub use transport::{HttpRequest, HttpResponse, Replay, Transport, TransportError};
pub use watch::{Event, Watch};
