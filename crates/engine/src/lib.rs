//! Foreign tables over a REST API, with no provider and no bindings in it.
//!
//! A provider is a [`catalogue::Catalogue`]: constant data that says which objects its API has, by which access paths
//! their rows are reached and which columns they have. The engine does the rest. Its modules are the steps of a query, in
//! order, and each uses only those before it:
//!
//! | step | module |
//! |---|---|
//! | what an API has: objects, columns, access paths, filters, pagination, errors, authorisation, options | [`catalogue`] |
//! | what a query asks, in types, and what the options say | [`request`] |
//! | which quals are pushed down, by which access path the rows are read: a plan | `planner` |
//! | one authorised request, sent again where that may help | `client` |
//! | from an answer's text to pages, rows and cells | [`reader`] |
//! | one list after the other, page by page, one row at a time | [`scan`] |
//! | the scans of one plan node | [`scan_cache`] |
//!
//! [`import`] answers IMPORT FOREIGN SCHEMA. All steps use [`json`], `text` and `secrets`, and everything outside, HTTP
//! and clock and Vault, is behind [`host::Host`].
//!
//! Wrappers compiles a component anew for every query. The functions that do most of the work for each row or byte of an
//! answer stay WebAssembly code and are kept small; all others become bytecode after linking (`docs/cold-code.md`). Where
//! the compiler would merge the two, a function is kept apart by `#[inline(never)]`, with a comment that begins with
//! "Cold" or "Hot".

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod catalogue;
mod client;
pub mod host;
pub mod import;
pub mod json;
mod planner;
pub mod reader;
pub mod request;
pub mod scan;
pub mod scan_cache;
mod secrets;
mod text;
