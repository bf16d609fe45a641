//! Which access path a query takes: of those that it can take, the one that needs the fewest requests.

use crate::catalogue::pagination::Pagination;
use crate::catalogue::{Catalogue, Object};
use crate::request::qual::Qual;

use super::lacks_key;
use super::plan::{Field, KeyPlan, Pushdown};
use super::pushdown::CandidatePath;

/// Assumed cost of reading a list of unknown length, in requests.
pub const LIST_COST: u64 = 10;

/// Assumed cost of a list that a filter shortens.
const FILTERED_COST: u64 = 5;

/// Assumed cost of a list that a key shortens.
const KEYED_COST: u64 = 2;

/// Assumed number of parents.
const PARENTS_COST: u64 = 1000;

/// More than any path costs that has its keys.
const MISSING_KEY_COST: u64 = 1 << 48;

/// The cheapest path with the quals pushed down, the first of equals; `None` if there is none. One that lacks a key is
/// taken where there is no other: the scan will say what it lacks.
pub fn cheapest<'a>(
    catalogue: &'static Catalogue,
    object: &'static Object,
    fields: &[Field],
    quals: &'a [Qual],
    leaves_parameters: bool,
) -> Option<CandidatePath<'a>> {
    let paths = object.access.iter().filter(|access| {
        let has_key = |name: &str| access.has_parts() || access.placeholders().any(|key| key == name);
        !fields.iter().any(|field| lacks_key(&field.place, &has_key))
    });
    paths.map(|access| CandidatePath::new(catalogue, access, fields, quals, leaves_parameters)).min_by_key(cost)
}

/// Whether a path costs no more than reading a whole list.
pub fn is_whole_list(path: &CandidatePath) -> bool {
    cost(path) <= LIST_COST
}

/// Requests that a path may take, as far as can be guessed.
fn cost(path: &CandidatePath) -> u64 {
    let has_key = path.keys.iter().any(|key| matches!(key.values, KeyPlan::Known(_)));
    let list = match path.access.pagination {
        Pagination::Single | Pagination::Unpaged => 1,
        _ if path.is_selective => 1,
        _ if has_key => KEYED_COST,
        _ if path.pushdown.iter().any(|pushdown| *pushdown != Pushdown::Local) => FILTERED_COST,
        _ => LIST_COST,
    };
    let keys = path.keys.iter().map(|key| match &key.values {
        KeyPlan::Known(values) => values.len() as u64,
        KeyPlan::Fixed(values) => values.len() as u64,
        KeyPlan::Parents { .. } => PARENTS_COST,
        KeyPlan::Missing => MISSING_KEY_COST,
    });
    keys.fold(list * path.partitions.len() as u64, u64::saturating_mul)
}
