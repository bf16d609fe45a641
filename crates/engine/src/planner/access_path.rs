//! Which access path a query takes: of those that it can take, the one that needs the fewest requests.

use crate::catalogue::pagination::Pagination;
use crate::catalogue::{Catalogue, Object};
use crate::request::qual::Qual;

use super::lacks_key;
use super::plan::{Field, KeyPlan, Pushdown};
use super::pushdown::PushedQuals;

/// What a list of unknown length is taken for, in pages.
const LIST_COST: u64 = 10;

/// The same for a list that a filter makes shorter.
const FILTERED_COST: u64 = 5;

/// The same for a list that a key makes short.
const KEYED_COST: u64 = 2;

/// Requests for the lists of another object's rows.
const PARENTS_COST: u64 = 1000;

/// More than any path costs that has its keys.
const MISSING_KEY_COST: u64 = 1 << 48;

/// The cheapest path with the quals pushed down, the first of equals; `None` if there is none. One that lacks a key is
/// taken where there is no other: the scan will say what it lacks.
pub fn cheapest(
    catalogue: &'static Catalogue,
    object: &'static Object,
    fields: &[Field],
    quals: &[Qual],
    leaves_parameters: bool,
) -> Option<PushedQuals> {
    let paths = object.access.iter().filter(|access| {
        let has_key = |name: &str| access.has_parts() || access.placeholders().any(|key| key == name);
        !fields.iter().any(|field| lacks_key(&field.place, &has_key))
    });
    paths.map(|access| PushedQuals::new(catalogue, access, fields, quals, leaves_parameters)).min_by_key(cost)
}

/// Whether a path takes no more requests than a list of everything is taken for.
pub fn is_whole_list(pushed: &PushedQuals) -> bool {
    cost(pushed) <= LIST_COST
}

/// Requests that a path may take, as far as can be guessed.
fn cost(pushed: &PushedQuals) -> u64 {
    let has_key = pushed.keys.iter().any(|key| matches!(key.values, KeyPlan::Known(_)));
    let list = match pushed.access.pagination {
        Pagination::Single | Pagination::Unpaged => 1,
        _ if pushed.is_selective => 1,
        _ if has_key => KEYED_COST,
        _ if pushed.pushdown.iter().any(|pushdown| *pushdown != Pushdown::Local) => FILTERED_COST,
        _ => LIST_COST,
    };
    let keys = pushed.keys.iter().map(|key| match &key.values {
        KeyPlan::Known(values) => values.len() as u64,
        KeyPlan::Every(values) => values.len() as u64,
        KeyPlan::Parents { .. } => PARENTS_COST,
        KeyPlan::Missing => MISSING_KEY_COST,
    });
    keys.fold(list * pushed.partitions.len() as u64, u64::saturating_mul)
}
