//! A mock of Clerk's Backend API over real HTTP. It serves the endpoints that the component reads, with Clerk's
//! pagination and its peculiarities, from generated data that depends only on a seed. It executes writes, so that later
//! requests read what earlier ones have written. It keeps a journal of requests and injects faults on request.
//!
//! The mock shares nothing with the component's catalogue. It has its own endpoints, response shapes, parameters and
//! data, which the contract tests check against Clerk's OpenAPI document.

#![recursion_limit = "256"]

pub mod data;
pub mod errors;
pub mod faults;
mod filters;
pub mod journal;
mod lists;
mod params;
pub mod routes;
mod server;
mod time;
pub mod writes;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use anyhow::{Context, Result};
use tokio::sync::oneshot;

pub use data::Size;
pub use faults::{Action, Fault};
pub use filters::USER_FILTERS;
pub use journal::Request;

use data::Instance;
use faults::Faults;

/// Default API key that the mock accepts.
pub const KEY: &str = "sk_test_mock00000000000000000000000000000000";

/// Configuration of a mock.
#[derive(Clone, Debug)]
pub struct Config {
    /// Number of rows of each list.
    pub size: Size,
    /// Seed of the generated data.
    pub seed: u64,
    /// API key that requests have to send.
    pub key: String,
    /// TCP port on loopback; 0 lets the operating system choose one.
    pub port: u16,
}

impl Default for Config {
    fn default() -> Self {
        Config { size: Size::default(), seed: 1, key: KEY.to_owned(), port: 0 }
    }
}

/// State of the mock: its data, pending faults and the requests received.
pub(crate) struct MockState {
    pub(crate) key: String,
    pub(crate) instance: Instance,
    pub(crate) faults: Faults,
    pub(crate) journal: Vec<Request>,
}

/// A running mock, which stops when this value is dropped.
pub struct Mock {
    address: SocketAddr,
    state: Arc<Mutex<MockState>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Mock {
    /// Starts a mock on loopback.
    pub fn start(config: &Config) -> Result<Mock> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", config.port)).context("cannot listen on loopback")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(MockState {
            key: config.key.clone(),
            instance: Instance::new(config.size, config.seed),
            faults: Faults::default(),
            journal: Vec::new(),
        }));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&state);
        let thread = std::thread::spawn(move || runtime.block_on(server::serve(listener, served, stopped)));
        Ok(Mock { address, state, stop: Some(stop), thread: Some(thread) })
    }

    /// Starts a mock with this number of users, and numbers of other rows that suit it (see [`Size::of_users`]).
    pub fn with_users(users: u32) -> Result<Mock> {
        Mock::start(&Config { size: Size::of_users(users), ..Config::default() })
    }

    /// Base URL of the API.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Adds a fault, which applies to requests from now on.
    pub fn fault(&self, fault: Fault) {
        self.state().faults.add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Returns the requests received since the last call, and removes them from the journal.
    pub fn take_journal(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().journal)
    }

    /// Returns to the generated data, and removes all faults and the journal.
    pub fn reset(&self) {
        let mut state = self.state();
        state.instance = Instance::new(state.instance.size, state.instance.seed);
        state.faults.clear();
        state.journal.clear();
    }

    /// Current rows of a list, oldest first.
    pub fn rows(&self, object: &str) -> Vec<serde_json::Value> {
        self.state().instance.all(object)
    }

    /// Number of rows of a list.
    pub fn count(&self, object: &str) -> usize {
        self.state().instance.list(object).map_or(0, data::List::len)
    }

    /// The row of a list at a position, counted from 0, oldest first; null if there is none.
    pub fn row(&self, object: &str, position: usize) -> serde_json::Value {
        self.state().instance.at(object, position)
    }

    /// Ids of the parents of a list's rows, in the order of [`Mock::rows`].
    pub fn parents(&self, object: &str) -> Vec<String> {
        self.state().instance.parents(object)
    }

    fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Sending fails only if the server has already stopped.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
