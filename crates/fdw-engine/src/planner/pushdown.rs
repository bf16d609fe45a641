//! Pushdown: which quals an access path can evaluate, and with which requests.
//!
//! Postgres rechecks every qual on the rows that it receives. The API may therefore return more rows than satisfy a
//! qual, but never fewer. A qual stays local if its meaning to the API is not certain.

use crate::catalogue::Catalogue;
use crate::catalogue::access_path::{AccessPath, KeyValues};
use crate::catalogue::filter::{Filter, FilterOperator, FilterPlacement, Precision, Values};
use crate::request::qual::{Condition, Constant, Qual};
use crate::request::types::Type;

use super::plan::{Field, Key, KeyPlan, NewestFirst, Parameter, Pushdown};
use super::{KeptLocal, type_of, value};

/// Maximum number of partitions into which the values of a qual are split if a request can contain only one value.
const MAX_PARTITIONS: usize = 10;

/// The condition of a qual and the type of its column; `None` if the qual must stay local.
type UsableQual<'a> = Option<(&'a Condition, Type)>;

/// An access path that the planner considers, with the quals pushed down.
pub struct CandidatePath<'a> {
    /// The access path.
    pub access_path: &'static AccessPath,
    /// The key columns, in the order of the endpoint's placeholders.
    pub keys: Vec<Key>,
    /// The query parameters of every request.
    pub parameters: Vec<Parameter>,
    /// For each partition, its additional query parameters. There is at least one partition.
    pub partitions: Vec<Vec<Parameter>>,
    /// How each qual is pushed down.
    pub pushdown: Vec<Pushdown>,
    /// Whether filters probably leave only a few rows.
    pub is_selective: bool,
    /// The quals in a form that can be pushed down.
    usable: Vec<UsableQual<'a>>,
}

impl<'a> CandidatePath<'a> {
    /// Pushes down the quals that the access path can evaluate.
    pub fn new(
        catalogue: &'static Catalogue,
        access_path: &'static AccessPath,
        fields: &[Field],
        quals: &'a [Qual],
        kept_local: KeptLocal,
    ) -> Self {
        let mut candidate = CandidatePath {
            access_path,
            keys: Vec::new(),
            parameters: Vec::new(),
            partitions: vec![Vec::new()],
            pushdown: vec![Pushdown::Local; quals.len()],
            is_selective: false,
            usable: usable_quals(fields, quals, kept_local),
        };
        candidate.resolve_keys(catalogue, quals);
        candidate.push_filters(quals);
        candidate
    }

    /// Whether requests contain a filter.
    pub fn is_filtered(&self) -> bool {
        !self.parameters.is_empty() || self.partitions.iter().any(|partition| !partition.is_empty())
    }

    /// Whether every qual is pushed down exactly.
    pub fn is_exact(&self) -> bool {
        self.pushdown.iter().all(|pushdown| *pushdown == Pushdown::Exact)
    }

    /// Whether all rows are in a single list, which can be requested without reading parents.
    pub fn is_one_list(&self) -> bool {
        let has_one_value = |key: &Key| matches!(&key.values, KeyPlan::Known(values) if values.len() == 1);
        self.partitions.len() == 1 && !self.access_path.has_embedded_rows() && self.keys.iter().all(has_one_value)
    }

    /// The order and the bound with which the scan can read the newest rows first; `None` if there is no bound. The
    /// bound comes from a qual that is still local, on a column by which the API can order the list. That qual becomes
    /// inexact.
    pub fn stop_at_bound(&mut self, quals: &[Qual]) -> Option<NewestFirst> {
        // The order of owners does not determine the order of embedded rows.
        if self.is_selective || self.partitions.len() > 1 || self.access_path.has_embedded_rows() {
            return None;
        }
        for (at, usable) in self.usable.iter().enumerate() {
            let is_local = self.pushdown[at] == Pushdown::Local;
            let order = self.access_path.orders.iter().find(|order| is_local && order.column == quals[at].column);
            if let (Some(order), Some((condition, ty))) = (order, usable)
                && let Some(bound) = value::lower_bound(condition, *ty)
            {
                self.pushdown[at] = Pushdown::Inexact;
                return Some(NewestFirst { order, bound });
            }
        }
        None
    }

    /// Determines the sources of the key columns' values.
    fn resolve_keys(&mut self, catalogue: &Catalogue, quals: &[Qual]) {
        for column in self.access_path.placeholders() {
            if catalogue.endpoint_options.iter().any(|option| option.name == column) {
                continue;
            }
            let mut values = match self.access_path.key_source {
                Some(source) if source.covers(column) => match source.values {
                    KeyValues::Parents(_) => KeyPlan::Parents,
                    KeyValues::Fixed(values) => KeyPlan::Fixed(values),
                },
                _ => KeyPlan::Missing,
            };
            for (at, _) in quals.iter().enumerate().filter(|(_, qual)| qual.column == column) {
                let texts =
                    self.usable[at].filter(|(_, ty)| *ty == Type::Text).and_then(|(condition, _)| condition.texts());
                if let Some(texts) = texts.filter(|texts| texts.iter().all(|text| value::is_unambiguous(text))) {
                    values = KeyPlan::Known(texts.into_iter().map(str::to_owned).collect());
                    self.pushdown[at] = Pushdown::Exact;
                    break;
                }
            }
            self.keys.push(Key { column, values });
        }
    }

    /// Pushes down quals by the filters of the access path, and determines the partitions.
    fn push_filters(&mut self, quals: &[Qual]) {
        let mut partitions = self.access_path.partitions;
        for filter in self.access_path.filters {
            for (at, qual) in quals.iter().enumerate() {
                // Equality with a time becomes a lower and an upper bound. Any other qual is pushed down by only one
                // filter.
                let is_bound = matches!(filter.operator, FilterOperator::After | FilterOperator::Before);
                let is_free = is_bound || self.pushdown[at] == Pushdown::Local;
                if qual.column != filter.column || !is_free || !self.can_take(filter) {
                    continue;
                }
                let values = self.usable[at].and_then(|(condition, ty)| value::values_to_send(filter, condition, ty));
                let Some((key, values)) = values.and_then(|values| self.with_key(filter, values, quals)) else {
                    continue;
                };
                // A filter by the parameter that distinguishes the partitions replaces them.
                let name = filter.placement.parameter();
                let is_partition = partitions.iter().any(|fixed| fixed.iter().any(|(parameter, _)| *parameter == name));
                if !self.add_values(filter, values, is_partition || partitions.is_empty()) {
                    continue;
                }
                if is_partition {
                    partitions = &[];
                }
                // Bounds of times are widened.
                let is_exact = filter.precision == Precision::Exact && !is_bound;
                let pushdown = if is_exact { Pushdown::Exact } else { Pushdown::Inexact };
                self.pushdown[at] = self.pushdown[at].max(pushdown);
                if let Some(key) = key {
                    self.pushdown[key] = self.pushdown[key].max(Pushdown::Inexact);
                }
                // Each value of a small, fixed set may have many rows.
                let has_fixed_values = matches!(filter.values, Values::OneOf(_));
                self.is_selective |= match filter.operator {
                    FilterOperator::Equals => !has_fixed_values,
                    FilterOperator::Compared(_) => {
                        self.usable[at].is_some_and(|(condition, _)| condition.texts().is_some())
                    }
                    _ => false,
                };
            }
        }
        if !partitions.is_empty() {
            let declared = partitions.iter().map(|fixed| fixed.iter().copied().map(Parameter::from).collect());
            self.partitions = declared.collect();
        }
    }

    /// Puts the key before each value of a filter, if it needs one. Returns the index of the qual on the key, too. `None` if
    /// the query does not compare the column of the key with one constant that can be sent.
    fn with_key(&self, filter: &Filter, values: Vec<String>, quals: &[Qual]) -> Option<(Option<usize>, Vec<String>)> {
        let FilterPlacement::Pair(expression, pair_key) = filter.placement else { return Some((None, values)) };
        let key = |at: usize| match self.usable[at]?.0.single_value()? {
            Constant::Text(key) if !pair_key.reserved.contains(&key.as_str()) => Some((at, key)),
            _ => None,
        };
        let on_column = quals.iter().enumerate().filter(|(_, qual)| qual.column == pair_key.column);
        let (at, key) = on_column.map(|(at, _)| at).find_map(key)?;
        let values = values.iter().map(|value| value::write_pair(key, value, expression)).collect::<Option<_>>()?;
        Some((Some(at), values))
    }

    /// Whether requests can contain the filter in addition to their other parameters: its query parameter is unused, or
    /// its expression can contain another term.
    fn can_take(&self, filter: &Filter) -> bool {
        let name = filter.placement.parameter();
        let is_taken = |parameters: &[Parameter]| parameters.iter().any(|parameter| parameter.name == name);
        match filter.placement.expression() {
            Some(expression) if expression.separator.is_some() => {
                !self.partitions.iter().any(|partition| is_taken(partition))
            }
            _ => !is_taken(&self.parameters) && !self.partitions.iter().any(|partition| is_taken(partition)),
        }
    }

    /// Adds the values of a filter to the requests. If there are too many values for one request and `may_split` is
    /// set, they are split into several partitions. Returns `false` and adds nothing if this is not possible or takes
    /// too many partitions.
    fn add_values(&mut self, filter: &Filter, values: Vec<String>, may_split: bool) -> bool {
        let name = filter.placement.parameter();
        // A row must satisfy all terms of an expression, so alternative values cannot be several terms.
        let is_term = filter.placement.expression().is_some();
        let batch = if is_term { 1 } else { usize::from(filter.max_values) };
        let is_one_list = values.len() <= batch;
        let has_term = self.parameters.iter().any(|parameter| parameter.name == name);
        let may_split = may_split && self.partitions.len() == 1 && self.partitions[0].is_empty() && !has_term;
        if !is_one_list && (!may_split || (batch == 1 && values.len() > MAX_PARTITIONS)) {
            return false;
        }
        if is_one_list {
            for value in values {
                add_value(&mut self.parameters, filter, value);
            }
        } else {
            let parameters: Vec<Parameter> = values.into_iter().map(|value| Parameter { name, value }).collect();
            self.partitions = parameters.chunks(batch).map(<[Parameter]>::to_vec).collect();
        }
        true
    }
}

/// The quals in a form that can be pushed down.
fn usable_quals<'a>(fields: &[Field], quals: &'a [Qual], kept_local: KeptLocal) -> Vec<UsableQual<'a>> {
    let usable = |qual: &'a Qual| {
        let is_kept_local = match kept_local {
            KeptLocal::Nothing => false,
            KeptLocal::Parameters => qual.is_parameter,
            KeptLocal::Everything => true,
        };
        let may_push_down = qual.condition != Condition::Other && !is_kept_local;
        Some((&qual.condition, type_of(&qual.column, fields)?)).filter(|_| may_push_down)
    };
    quals.iter().map(usable).collect()
}

/// Adds a value as a query parameter, or as a further term to the expression that the parameter already contains.
fn add_value(parameters: &mut Vec<Parameter>, filter: &Filter, value: String) {
    let name = filter.placement.parameter();
    if let Some(expression) = filter.placement.expression()
        && let Some(separator) = expression.separator
        && let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == name)
    {
        parameter.value.push_str(separator);
        parameter.value.push_str(&value);
    } else {
        parameters.push(Parameter { name, value });
    }
}
