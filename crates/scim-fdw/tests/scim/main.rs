//! The built component on two real SCIM servers, and on the stand-in for Contentful, in the harness: the rows of every table,
//! the requests of typical queries, pages, attributes of extensions, and failures.

mod changes;
mod common;
mod contentful;
mod extensions;
mod failures;
mod pages;
mod requests;
mod tables;
