//! Which way to an object's rows a query takes: of those it can take, the one that needs the fewest requests.

use alloc::string::String;

use crate::access::{Access, Answer, Parents, Spelling, Test};
use crate::catalogue::Object;
use crate::column::Place;
use crate::plan::{Field, Stop, Type};
use crate::qual::{Constant, Qual, Reading, spell};
use crate::text::{append, cut, lines};

/// A way that a query can take.
pub struct Path {
    /// Which one.
    pub access: &'static Access,
    /// The values of the key column that the query names, each on a line.
    pub keys: String,
    /// The parameters of every request, encoded, each after an ampersand.
    pub params: String,
    /// Those of one list each, on a line of its own, where there are several lists.
    pub lists: String,
    /// The conditions that the API answers, by their position: all rows that it gives meet them.
    pub exact: u64,
    /// The conditions that make the API leave out rows, by their position.
    pub loose: u64,
    /// Requests it may take, as far as can be guessed.
    cost: u64,
    /// Whether a condition leaves few rows.
    is_selective: bool,
}

/// What a list of unknown length is taken for, in pages.
const LIST_COST: u64 = 10;

/// The same of a list that a condition makes shorter.
const NARROWED_COST: u64 = 5;

/// The same of a list that a key makes short.
const KEYED_COST: u64 = 2;

/// The same of one request for each of another object's rows.
const WALK_COST: u64 = 1000;

/// Above what any way costs that can be taken.
const LACKING_COST: u64 = 1 << 48;

/// A list for each value is not worth it beyond so many.
const MAX_LISTS: usize = 10;

/// The bit of a condition; none behind the 64th, of which nobody has to know.
pub fn bit(at: usize) -> u64 {
    1_u64.checked_shl(at as u32).unwrap_or(0)
}

/// The type of a column that the query reads.
fn type_of(column: &str, fields: &[Field]) -> Option<Type> {
    Some(fields.iter().find(|field| field.name == column)?.ty)
}

/// For what was not found yet.
const NOWHERE: Access = Access::one("/");

impl Path {
    /// Nowhere.
    pub fn new() -> Self {
        Path {
            access: &NOWHERE,
            keys: String::new(),
            params: String::new(),
            lists: String::new(),
            exact: 0,
            loose: 0,
            cost: u64::MAX,
            is_selective: false,
        }
    }

    /// Becomes the cheapest way; `false` if there is none. One that lacks a key is taken where there is no other: the
    /// scan will say what it lacks.
    pub fn find(&mut self, object: &'static Object, fields: &[Field], quals: &[Qual], reading: Reading) -> bool {
        self.cost = u64::MAX;
        for access in object.access {
            let covers = fields.iter().all(|field| {
                !matches!(field.place, Place::Key) || !access.inner.is_empty() || field.name == access.key
            });
            let mut path = Path { access, ..Path::new() };
            path.take_key(fields, quals, reading);
            path.push_filters(fields, quals, reading);
            path.guess();
            if covers && path.cost < self.cost {
                *self = path;
            }
        }
        self.cost < u64::MAX
    }

    /// Whether it takes no more requests than a list of everything is taken for.
    pub fn is_whole_list(&self) -> bool {
        self.cost <= LIST_COST
    }

    fn take_key(&mut self, fields: &[Field], quals: &[Qual], reading: Reading) {
        for (at, qual) in quals.iter().enumerate() {
            let is_text = type_of(&qual.column, fields) == Some(Type::Text) && qual.is_equality(Constant::Text);
            if is_text
                && qual.column == self.access.key
                && qual.is_known(reading)
                && lines(&qual.values).all(|value| spell(value, Spelling::Any, &mut String::new()))
            {
                self.keys.clone_from(&qual.values);
                self.exact |= bit(at);
                return;
            }
        }
    }

    fn push_filters(&mut self, fields: &[Field], quals: &[Qual], reading: Reading) {
        let mut last = "";
        let mut parts = self.access.parts;
        for filter in self.access.filters {
            // Filters of the same parameter stand together.
            if filter.param == last {
                continue;
            }
            for (at, qual) in quals.iter().enumerate() {
                // A moment is sent as both of its sides; anything else once.
                let is_sent = (self.exact | self.loose) & bit(at) != 0;
                let is_side = matches!(filter.test, Test::After | Test::Before);
                if qual.column != filter.column || (is_sent && !is_side) || !qual.is_known(reading) {
                    continue;
                }
                let mut values = String::new();
                let sends = type_of(&qual.column, fields).is_some_and(|ty| qual.send(filter, ty, reading, &mut values));
                // Where a filter says which of the parts is meant, it is the only one.
                let is_part = parts.iter().any(|part| cut(part, b'=').0.get(1..) == Some(filter.param));
                let may_split = self.lists.is_empty() && (is_part || parts.is_empty());
                if !sends || !self.push(filter.param, usize::from(filter.batch), &values, may_split) {
                    continue;
                }
                if is_part {
                    parts = &[];
                }
                *(if filter.exact { &mut self.exact } else { &mut self.loose }) |= bit(at);
                self.is_selective |= filter.test == Test::Is && !matches!(filter.spelling, Spelling::Listed(_));
                last = filter.param;
                break;
            }
        }
        for part in parts {
            self.lists.push_str(part);
            self.lists.push('\n');
        }
    }

    /// Adds values of a parameter, so many to a list at most; `false` if they would make too many lists.
    fn push(&mut self, param: &str, batch: usize, values: &str, may_split: bool) -> bool {
        let count = lines(values).count();
        let is_one_list = count <= batch;
        if !is_one_list && (!may_split || (batch == 1 && count > MAX_LISTS)) {
            return false;
        }
        let out = if is_one_list { &mut self.params } else { &mut self.lists };
        for (at, value) in lines(values).enumerate() {
            push_param(out, param, "", value);
            if !is_one_list && (at + 1 == count || (at + 1) % batch == 0) {
                out.push('\n');
            }
        }
        true
    }

    fn guess(&mut self) {
        let keys = lines(&self.keys).count() as u64;
        let list = match self.access.answer {
            Answer::One | Answer::All => 1,
            _ if self.is_selective => 1,
            _ if keys > 0 => KEYED_COST,
            _ if self.exact | self.loose != 0 => NARROWED_COST,
            _ => LIST_COST,
        };
        let times = match self.access.parents {
            _ if self.access.key.is_empty() => 1,
            _ if keys > 0 => keys,
            Parents::Object(_) => WALK_COST,
            Parents::Values(values) => values.len() as u64,
            Parents::None => LACKING_COST,
        };
        self.cost = list * times * lines(&self.lists).count().max(1) as u64;
    }

    /// Whether there is one list to read, and it is known.
    pub fn is_one_list(&self) -> bool {
        let keys = lines(&self.keys).count();
        self.lists.is_empty() && self.access.inner.is_empty() && (keys == 1 || self.access.key.is_empty())
    }

    /// Where the list can be read with the largest first and no further than a bound that a condition sets.
    pub fn stop(&mut self, fields: &[Field], quals: &[Qual], reading: Reading) -> Option<Stop> {
        // What orders objects says nothing of their parts.
        if self.is_selective || !self.lists.is_empty() || !self.access.inner.is_empty() {
            return None;
        }
        for (at, qual) in quals.iter().enumerate() {
            let is_free = (self.exact | self.loose) & bit(at) == 0 && qual.is_known(reading);
            let Some(column) = self.access.orders.iter().find(|column| is_free && **column == qual.column) else {
                continue;
            };
            if let Some(bound) = type_of(column, fields).and_then(|ty| qual.bound(ty, true, reading)) {
                self.loose |= bit(at);
                return Some(Stop { column, bound });
            }
        }
        None
    }

    /// Writes the values that conditions fix into the fields. Returns whether every field has one, so that the rows
    /// need not be read to know them.
    pub fn fix(&self, fields: &mut [Field], quals: &[Qual]) -> bool {
        for field in fields.iter_mut() {
            for (at, qual) in quals.iter().enumerate() {
                if qual.column == field.name && self.exact & bit(at) != 0 && lines(&qual.values).count() == 1 {
                    field.fixed = lines(&qual.values).next().map(String::from);
                }
            }
        }
        self.access.inner.is_empty()
            && fields.iter().all(|field| field.fixed.is_some())
            && quals.iter().all(|qual| type_of(&qual.column, fields).is_some())
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::new()
    }
}

/// Appends a parameter after an ampersand; `sign` comes before the value.
pub fn push_param(out: &mut String, name: &str, sign: &str, value: &str) {
    append(out, &["&", name, "=", sign, value]);
}
