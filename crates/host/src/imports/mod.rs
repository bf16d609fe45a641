//! The imports, as the extension does them.

mod http;
mod jwt;
mod stats;
mod time;
mod types;
mod utils;
