//! A mock of Clerk's Backend API over real HTTP: the lists that the component reads, with Clerk's paging and its
//! quirks, over made-up data that is the same every time. It keeps a journal of the requests and makes faults on
//! demand.
//!
//! Nothing in it comes from the component's catalogue: paths, shapes, parameters and data are its own, and the contract
//! tests hold them against the OpenAPI text.

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

/// The key that lets in, unless another is given.
pub const KEY: &str = "sk_test_mock00000000000000000000000000000000";

/// How a mock is to be.
#[derive(Clone, Debug)]
pub struct Config {
    /// Rows of each object.
    pub size: Size,
    /// Where the made-up data begins.
    pub seed: u64,
    /// The key that lets in.
    pub key: String,
    /// The port; 0 lets the system choose.
    pub port: u16,
}

impl Default for Config {
    fn default() -> Self {
        Config { size: Size::default(), seed: 1, key: KEY.to_owned(), port: 0 }
    }
}

/// What the mock has and has seen.
pub(crate) struct World {
    pub(crate) key: String,
    pub(crate) instance: Instance,
    pub(crate) faults: Faults,
    pub(crate) journal: Vec<Request>,
}

/// A running mock. It ends when this is dropped.
pub struct Mock {
    address: SocketAddr,
    world: Arc<Mutex<World>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Mock {
    /// Starts a mock on loopback.
    pub fn start(config: &Config) -> Result<Mock> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", config.port)).context("cannot listen on loopback")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let world = Arc::new(Mutex::new(World {
            key: config.key.clone(),
            instance: Instance::new(config.size, config.seed),
            faults: Faults::default(),
            journal: Vec::new(),
        }));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&world);
        let thread = std::thread::spawn(move || runtime.block_on(server::serve(listener, served, stopped)));
        Ok(Mock { address, world, stop: Some(stop), thread: Some(thread) })
    }

    /// A mock with so many users, and of the rest what goes with them.
    pub fn with_users(users: u32) -> Result<Mock> {
        Mock::start(&Config { size: Size::of_users(users), ..Config::default() })
    }

    /// The base url of the API.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Makes a fault from now on.
    pub fn fault(&self, fault: Fault) {
        self.world().faults.add(fault);
    }

    /// The requests since the last call.
    pub fn take_journal(&self) -> Vec<Request> {
        std::mem::take(&mut self.world().journal)
    }

    /// The rows of an object's list, as they are now, oldest first.
    pub fn rows(&self, object: &str) -> Vec<serde_json::Value> {
        self.world().instance.all(object)
    }

    /// For each of these rows, the id of the object that it stands under.
    pub fn parents(&self, object: &str) -> Vec<String> {
        self.world().instance.parents(object)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may be gone already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
