//! The functions that the guest imports, which behave like those of the Postgres extension.

mod http;
mod jwt;
mod stats;
mod time;
mod types;
mod utils;
