//! Foreign tables over a REST API, with no provider and no bindings in it.
//!
//! A provider is a [`catalogue::Catalogue`] (constant data: which lists there are, how they page, which columns
//! their rows have) and an [`auth::Auth`]. The engine does the rest, in the order of a query's life:
//!
//! | step | module |
//! |---|---|
//! | the options of server and table | [`options`] |
//! | what the query asks for, checked against the catalogue | [`plan`] |
//! | which page to ask for next, and which of its rows are new | [`paging`] |
//! | one request, with its retries | [`exchange`], [`retry`] |
//! | a page's text, read once | [`page`], [`json`] |
//! | the asked columns of a row | [`decode`] |
//! | rows kept for a re-scan | [`rows`] |
//! | all of it, one row at a time | [`scan`] |
//!
//! [`ddl`] answers IMPORT FOREIGN SCHEMA. Everything outside, HTTP and clock and Vault, is behind [`host::Host`].
//!
//! The crate is compiled into every query that Postgres runs, so it avoids what costs code: no `core::fmt`, no
//! generic copies on the common paths, no indexing that can panic.

#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod auth;
pub mod catalogue;
pub mod ddl;
pub mod decode;
pub mod error;
pub mod exchange;
pub mod host;
pub mod json;
pub mod number;
pub mod options;
pub mod page;
pub mod paging;
pub mod plan;
pub mod retry;
pub mod rows;
pub mod scan;
pub mod text;
