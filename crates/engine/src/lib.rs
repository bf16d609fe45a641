//! Foreign tables over a REST API, with no provider and no bindings in it.
//!
//! A provider is a [`catalogue::Catalogue`] (constant data: which objects there are, by which [`access`] paths they are
//! reached, which columns ([`mod@column`]) their rows have) and an [`auth::Auth`]. The engine does the rest, in the order
//! of a query's life:
//!
//! | step | module |
//! |---|---|
//! | the options of server and table | [`options`], [`setting`] |
//! | what the query asks for, checked against the catalogue | [`plan`] |
//! | its conditions, and what of them the API can be told | [`qual`] |
//! | the cheapest way to its rows | [`path`] |
//! | path and query of a request | [`target`] |
//! | which page to ask for next, and which of its rows are new | [`paging`] |
//! | one request, with its retries | [`exchange`], [`retry`] |
//! | a page's text, read once | [`page`], [`json`] |
//! | the asked columns of a row | [`decode`] |
//! | rows kept for a re-scan, rows not to be read twice | [`rows`], [`seen`] |
//! | all of it, one row at a time | [`scan`] |
//! | the scans of one plan node | [`shelf`] |
//!
//! [`ddl`] answers IMPORT FOREIGN SCHEMA. Everything outside, HTTP and clock and Vault, is behind [`host::Host`].
//!
//! Wrappers compiles a guest anew for every query. What does most of the work for each row or byte of an
//! answer stays WebAssembly code and is kept small; what runs rarely becomes bytecode after linking (`docs/cold-code.md`). Where the compiler would
//! merge the two, a function is kept apart by `#[inline(never)]`, with a comment that begins with "Cold" or "Hot".

#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod access;
pub mod auth;
pub mod catalogue;
pub mod column;
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
pub mod path;
pub mod plan;
pub mod qual;
pub mod retry;
pub mod rows;
pub mod scan;
pub mod seen;
pub mod setting;
pub mod shelf;
pub mod target;
pub mod text;
