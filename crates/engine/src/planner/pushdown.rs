//! Which quals an access path answers, and with which requests.
//!
//! Postgres checks every qual again on the rows it gets. So an API may answer less strictly than a qual says, but never
//! more strictly, and what has no certain meaning to the API stays local.

use crate::catalogue::Catalogue;
use crate::catalogue::access::{Access, KeyValues};
use crate::catalogue::filter::{Filter, FilterOperator, FilterTarget, Precision, Values};
use crate::request::qual::{Condition, Qual};
use crate::request::types::Type;

use super::plan::{Field, Key, KeyPlan, NewestFirst, Parameter, Pushdown};
use super::{type_of, value};

/// Values are split into at most so many lists.
const MAX_LISTS: usize = 10;

/// What a qual says, where the planner may use it, with the type of its column.
type UsableQual<'a> = Option<(&'a Condition, Type)>;

/// An access path with the quals pushed down on it.
pub struct CandidatePath<'a> {
    /// The path.
    pub access: &'static Access,
    /// The path's key columns.
    pub keys: Vec<Key>,
    /// The parameters of every request.
    pub parameters: Vec<Parameter>,
    /// The lists for each combination of keys. There is one at least.
    pub partitions: Vec<Vec<Parameter>>,
    /// What became of each qual.
    pub pushdown: Vec<Pushdown>,
    /// Whether a filter leaves few rows.
    pub is_selective: bool,
    /// The quals, as far as the planner may use them.
    usable: Vec<UsableQual<'a>>,
}

impl<'a> CandidatePath<'a> {
    /// Pushes down what the path answers.
    pub fn new(
        catalogue: &'static Catalogue,
        access: &'static Access,
        fields: &[Field],
        quals: &'a [Qual],
        leaves_parameters: bool,
    ) -> Self {
        let mut path = CandidatePath {
            access,
            keys: Vec::new(),
            parameters: Vec::new(),
            partitions: vec![Vec::new()],
            pushdown: vec![Pushdown::Local; quals.len()],
            is_selective: false,
            usable: usable_quals(fields, quals, leaves_parameters),
        };
        path.take_keys(catalogue, quals);
        path.push_filters(quals);
        path
    }

    /// Whether the API answers every qual exactly.
    pub fn is_exact(&self) -> bool {
        self.pushdown.iter().all(|pushdown| *pushdown == Pushdown::Exact)
    }

    /// Whether there is one list to read, and it is known.
    pub fn is_one_list(&self) -> bool {
        let is_one = |key: &Key| matches!(&key.values, KeyPlan::Known(values) if values.len() == 1);
        self.partitions.len() == 1 && !self.access.has_parts() && self.keys.iter().all(is_one)
    }

    /// Where the list can stop if it is read with the newest rows first: at a bound that a qual sets on an order.
    pub fn stop_at_bound(&mut self, quals: &[Qual]) -> Option<NewestFirst> {
        // What orders objects says nothing of their parts.
        if self.is_selective || self.partitions.len() > 1 || self.access.has_parts() {
            return None;
        }
        for (at, usable) in self.usable.iter().enumerate() {
            let is_local = self.pushdown[at] == Pushdown::Local;
            let order = self.access.orders.iter().find(|order| is_local && order.column == quals[at].column);
            if let (Some(order), Some((condition, ty))) = (order, usable)
                && let Some(bound) = value::lower_bound(condition, *ty)
            {
                self.pushdown[at] = Pushdown::Inexact;
                return Some(NewestFirst { order, bound });
            }
        }
        None
    }

    /// Finds the values of the key columns.
    fn take_keys(&mut self, catalogue: &Catalogue, quals: &[Qual]) {
        for column in self.access.placeholders() {
            if catalogue.path_options.iter().any(|option| option.name == column) {
                continue;
            }
            let mut values = match self.access.key_source {
                Some(source) if source.column == column => match source.values {
                    KeyValues::Parents { object, column } => KeyPlan::Parents { object, column },
                    KeyValues::Fixed(values) => KeyPlan::Fixed(values),
                },
                _ => KeyPlan::Missing,
            };
            for (at, _) in quals.iter().enumerate().filter(|(_, qual)| qual.column == column) {
                let texts =
                    self.usable[at].filter(|(_, ty)| *ty == Type::Text).and_then(|(condition, _)| condition.texts());
                if let Some(texts) = texts.filter(|texts| texts.iter().all(|text| value::is_plain(text))) {
                    values = KeyPlan::Known(texts.into_iter().map(str::to_owned).collect());
                    self.pushdown[at] = Pushdown::Exact;
                    break;
                }
            }
            self.keys.push(Key { column, values });
        }
    }

    fn push_filters(&mut self, quals: &[Qual]) {
        let mut partitions = self.access.partitions;
        for filter in self.access.filters {
            for (at, qual) in quals.iter().enumerate() {
                // Equality with a time is sent as a lower and an upper bound; any other qual is sent by one filter.
                let is_bound = matches!(filter.operator, FilterOperator::After | FilterOperator::Before);
                let is_free = is_bound || self.pushdown[at] == Pushdown::Local;
                if qual.column != filter.column || !is_free || !self.can_take(filter) {
                    continue;
                }
                let values = self.usable[at].and_then(|(condition, ty)| value::to_send(filter, condition, ty));
                let Some(values) = values else { continue };
                // Where a filter says which of the partitions is meant, it is the only one.
                let name = filter.target.parameter();
                let is_partition = partitions.iter().any(|fixed| fixed.iter().any(|(fixed, _)| *fixed == name));
                if !self.push(filter, values, is_partition || partitions.is_empty()) {
                    continue;
                }
                if is_partition {
                    partitions = &[];
                }
                // The bounds of times are widened.
                let is_exact = filter.precision == Precision::Exact && !is_bound;
                let pushdown = if is_exact { Pushdown::Exact } else { Pushdown::Inexact };
                self.pushdown[at] = self.pushdown[at].max(pushdown);
                let is_wide = matches!(filter.values, Values::OneOf(_));
                self.is_selective |= filter.operator == FilterOperator::Equals && !is_wide;
            }
        }
        if !partitions.is_empty() {
            let fixed = partitions.iter().map(|fixed| fixed.iter().copied().map(Parameter::from).collect());
            self.partitions = fixed.collect();
        }
    }

    /// Whether a request can take the filter: its parameter is unused, or its expression can take another term.
    fn can_take(&self, filter: &Filter) -> bool {
        let name = filter.target.parameter();
        let is_taken = |parameters: &[Parameter]| parameters.iter().any(|parameter| parameter.name == name);
        match filter.target {
            FilterTarget::Term(expression, _) if expression.separator.is_some() => {
                !self.partitions.iter().any(|partition| is_taken(partition))
            }
            _ => !is_taken(&self.parameters) && !self.partitions.iter().any(|partition| is_taken(partition)),
        }
    }

    /// Adds a filter's values, in several lists where they are too many for one; `false` if they would make too many
    /// lists.
    fn push(&mut self, filter: &Filter, values: Vec<String>, may_split: bool) -> bool {
        let name = filter.target.parameter();
        // All terms of an expression must hold: a term has one value.
        let is_term = matches!(filter.target, FilterTarget::Term(..));
        let batch = if is_term { 1 } else { usize::from(filter.max_values) };
        let is_one_list = values.len() <= batch;
        let has_term = self.parameters.iter().any(|parameter| parameter.name == name);
        let may_split = may_split && self.partitions.len() == 1 && self.partitions[0].is_empty() && !has_term;
        if !is_one_list && (!may_split || (batch == 1 && values.len() > MAX_LISTS)) {
            return false;
        }
        if is_one_list {
            for value in values {
                push_value(&mut self.parameters, filter, value);
            }
        } else {
            let parameters: Vec<Parameter> = values.into_iter().map(|value| Parameter { name, value }).collect();
            self.partitions = parameters.chunks(batch).map(<[Parameter]>::to_vec).collect();
        }
        true
    }
}

/// What the planner may use of each qual.
fn usable_quals<'a>(fields: &[Field], quals: &'a [Qual], leaves_parameters: bool) -> Vec<UsableQual<'a>> {
    let use_of = |qual: &'a Qual| {
        let is_known = qual.condition != Condition::Other && !(qual.is_parameter && leaves_parameters);
        Some((&qual.condition, type_of(&qual.column, fields)?)).filter(|_| is_known)
    };
    quals.iter().map(use_of).collect()
}

/// Adds a parameter, or a term to the expression that is there already.
fn push_value(parameters: &mut Vec<Parameter>, filter: &Filter, value: String) {
    let name = filter.target.parameter();
    if let FilterTarget::Term(expression, _) = filter.target
        && let Some(separator) = expression.separator
        && let Some(known) = parameters.iter_mut().find(|parameter| parameter.name == name)
    {
        known.value.push_str(separator);
        known.value.push_str(&value);
    } else {
        parameters.push(Parameter { name, value });
    }
}
