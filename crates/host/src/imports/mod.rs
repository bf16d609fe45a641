//! The imports, each as the extension does it.

mod http;
mod jwt;
mod stats;
mod time;
mod types;
mod utils;
