//! The choice of the access path that a query uses: of those that it can use, the one with the lowest estimated cost.

use crate::catalogue::pagination::Pagination;
use crate::catalogue::{Catalogue, Object};
use crate::request::qual::Qual;

use super::plan::{Field, KeyPlan, Pushdown};
use super::pushdown::CandidatePath;
use super::{KeptLocal, needs_missing_key};

/// Assumed cost of a paged list without filters and key values, in requests.
pub const LIST_COST: u64 = 10;

/// Assumed cost of a paged list that a filter shortens, in requests.
const FILTERED_COST: u64 = 5;

/// Assumed cost of a paged list for given key values, in requests.
const KEYED_COST: u64 = 2;

/// Assumed number of parents.
const ASSUMED_PARENTS: u64 = 1000;

/// The cost of an access path without a value for a key column. It is higher than the cost of any other.
const MISSING_KEY_COST: u64 = 1 << 48;

/// The cheapest access path that can fill all fields, with the quals pushed down; `None` if there is none. Of equally
/// cheap ones, it is the first. An access path without a value for a key column is returned only if there is no other;
/// the scan then reports the error.
pub fn cheapest<'a>(
    catalogue: &'static Catalogue,
    object: &'static Object,
    fields: &[Field],
    quals: &'a [Qual],
    kept_local: KeptLocal,
) -> Option<CandidatePath<'a>> {
    let usable = object.access_paths.iter().filter(|access_path| {
        // If rows are embedded, a key column has the id of their owner, which every response contains.
        let has_key = |name: &str| access_path.has_embedded_rows() || access_path.placeholders().any(|key| key == name);
        !fields.iter().any(|field| needs_missing_key(&field.source, &has_key))
    });
    usable
        .map(|access_path| CandidatePath::new(catalogue, access_path, fields, quals, kept_local))
        .filter(|candidate| !candidate.access_path.needs_filter || candidate.is_filtered())
        .min_by_key(cost)
}

/// Whether an access path costs at most as much as reading a list without filters and key values.
pub fn costs_at_most_a_list(candidate: &CandidatePath) -> bool {
    cost(candidate) <= LIST_COST
}

/// The estimated number of requests that reading an access path takes.
fn cost(candidate: &CandidatePath) -> u64 {
    let has_key = candidate.keys.iter().any(|key| matches!(key.values, KeyPlan::Known(_)));
    let list = match candidate.access_path.pagination {
        Pagination::Single | Pagination::Unpaged => 1,
        _ if candidate.is_selective => 1,
        _ if has_key => KEYED_COST,
        _ if candidate.pushdown.iter().any(|pushdown| *pushdown != Pushdown::Local) => FILTERED_COST,
        _ => LIST_COST,
    };
    let keys = candidate.keys.iter().map(|key| match &key.values {
        KeyPlan::Known(values) => values.len() as u64,
        KeyPlan::Fixed(values) => values.len() as u64,
        KeyPlan::Parents => 1,
        KeyPlan::Missing => MISSING_KEY_COST,
    });
    let has_parents = candidate.keys.iter().any(|key| key.values == KeyPlan::Parents);
    let parents = if has_parents { ASSUMED_PARENTS } else { 1 };
    keys.fold(list * parents * candidate.partitions.len() as u64, u64::saturating_mul)
}
