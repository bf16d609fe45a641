//! Foreign tables for a REST API. This crate knows neither a particular provider nor the WebAssembly bindings.
//!
//! A provider is a [`catalogue::Catalogue`]: constant data that declares the API's objects, their columns and the
//! access paths by which their rows can be read. The engine derives everything else from it. The modules are the steps
//! of a query, in order, and each uses only the ones before it:
//!
//! | step | module |
//! |---|---|
//! | the declarations: objects, columns, access paths, filters, pagination, errors, options | [`catalogue`] |
//! | the query and the options, checked and typed | [`request`] |
//! | the plan: which quals are pushed down, and which access path is read | `planner` |
//! | the HTTP client: authorised requests and retries | `client` |
//! | columns for attributes that only the API's own schemas describe | [`schemas`] |
//! | responses: from JSON text to pages, rows and cells | [`reader`] |
//! | a scan: list by list, page by page, row by row | [`scan`] |
//! | the scans of one plan node | [`scan_cache`] |
//!
//! [`mod@write`] implements INSERT, UPDATE and DELETE, from the row that a statement sets to the requests that write it, and
//! [`import`] implements IMPORT FOREIGN SCHEMA. All of them use [`json`], `text` and `secrets`. Everything outside the
//! engine, such as HTTP, the clock and Vault, is behind the trait [`host::Host`].
//!
//! Wrappers compiles a component anew for every query. Therefore only the functions that do most of the work for each
//! row or byte of a response stay WebAssembly code, and they are kept small. All others become bytecode after linking
//! (`docs/cold-code.md`). Where the compiler would inline a function that becomes bytecode into one that does not, or
//! the reverse, `#[inline(never)]` prevents it, with a comment that begins with "Cold" or "Hot".

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod catalogue;
mod client;
pub mod host;
pub mod import;
pub mod json;
mod planner;
pub mod reader;
mod report;
pub mod request;
pub mod scan;
pub mod scan_cache;
pub mod schemas;
mod secrets;
mod text;
mod utc;
pub mod write;
