//! A proxy on loopback in front of a server. It records requests in a journal and injects faults on request.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod body;
mod faults;
mod forward;
mod json;
mod serve;

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use anyhow::{Context, Result};
use tokio::sync::oneshot;

pub use faults::Fault;

use faults::Faults;
use forward::Answer;

/// A request that the proxy received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// HTTP method, in upper case.
    pub method: String,
    /// Path and query of the URL, percent-encoded as received.
    pub target: String,
    /// Headers except `authorization`, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// HTTP status of the response; 0 if a fault closed the connection instead.
    pub status: u16,
    /// Size of the response's body in bytes before a fault truncated it; 0 if a fault closed the connection instead.
    pub bytes: usize,
}

impl Request {
    /// The value of a header; `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the request asks for a token at a token endpoint of OAuth 2.0.
    pub fn is_for_token(&self) -> bool {
        self.method == "POST" && self.target.ends_with("/token")
    }
}

/// What the proxy's connections share.
struct State {
    upstream: String,
    faults: Mutex<Faults>,
    journal: Mutex<Vec<Request>>,
    /// The answers to GET requests by target, if the proxy remembers them.
    answers: Mutex<Option<HashMap<String, Answer>>>,
    agent: ureq::Agent,
}

/// A running proxy, which stops when this value is dropped.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Starts a proxy in front of the server with this base URL, on a port that the system chooses.
    pub fn start(upstream: &str) -> Result<Proxy> {
        Proxy::start_on(upstream, 0)
    }

    /// Starts a proxy in front of the server with this base URL, on this port.
    pub fn start_on(upstream: &str, port: u16) -> Result<Proxy> {
        let listener = TcpListener::bind(("127.0.0.1", port)).context("cannot listen on loopback")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            upstream: upstream.trim_end_matches('/').to_owned(),
            faults: Mutex::default(),
            journal: Mutex::default(),
            answers: Mutex::default(),
            agent: forward::agent(),
        });
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&state);
        let thread = std::thread::spawn(move || runtime.block_on(serve::run(listener, served, stopped)));
        Ok(Proxy { address, state, stop: Some(stop), thread: Some(thread) })
    }

    /// The base URL at which clients reach the server through the proxy.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Adds a fault, which applies to requests from now on.
    pub fn fault(&self, fault: Fault) {
        lock(&self.state.faults).add(fault);
    }

    /// Returns the requests since the last call in the order of their responses, and removes them from the journal.
    pub fn take_journal(&self) -> Vec<Request> {
        std::mem::take(&mut lock(&self.state.journal))
    }

    /// Answers a GET request from now on as it did before, without asking the server again. This is much faster where many
    /// queries read data that do not change. Whoever asks gets the answer, whatever the rights of their token are.
    pub fn remember(&self) {
        *lock(&self.state.answers) = Some(HashMap::new());
    }

    /// Removes all faults and the journal.
    pub fn reset(&self) {
        lock(&self.state.faults).clear();
        lock(&self.state.journal).clear();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Sending fails only if the proxy has already stopped.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a mutex protects. No value is left half changed by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
