//! Random queries return the same rows from foreign tables as from local copies of the data. Results are compared as
//! multisets, or as lists if the query has a total order.
//!
//! `QUERIES=20000 SEED=7` runs 20,000 queries, the first of them generated from seed 7, the next from seed 8, and so on. A
//! query whose results differ is shrunk to a simpler one and printed with its seed.

pub mod choices;
mod conditions;
pub mod generate;
pub mod run;
mod suite;
pub mod tables;

pub use suite::{Suite, TRIES, number};

use tables::Table;

/// What queries are generated from.
pub struct Subject {
    /// The tables.
    pub tables: Vec<Table>,
    /// What conditions on JSON contain.
    pub json: Json,
}

/// What conditions on columns of type `jsonb` contain.
#[derive(Clone, Copy, Debug)]
pub struct Json {
    /// Keys of JSON objects.
    pub keys: &'static [&'static str],
    /// A text that is the value of a key.
    pub text: &'static str,
    /// JSON that some value contains.
    pub part: &'static str,
}
