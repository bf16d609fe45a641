//! Generates statements that fit the current rows of the model.

use postgres::{Client, SimpleQueryMessage};

use super::random::Random;
use super::statement::{Condition, Step, literal};

/// What a statement's conditions can be about: a table of the model, whose alias is `t`, and some of its columns.
pub struct Conditions {
    /// The table.
    pub table: &'static str,
    /// The column with the row id.
    pub row_id: &'static str,
    /// Texts that no two rows have in common.
    pub keys: &'static [&'static str],
    /// Texts that several rows can have in common.
    pub texts: &'static [&'static str],
    /// Booleans.
    pub flags: &'static [&'static str],
    /// Joins with tables of which one row at most matches: the item, and the condition of the join.
    pub joins: &'static [(&'static str, &'static str)],
    /// Other conditions.
    pub others: &'static [&'static str],
}

/// Generates the statements of a series.
pub struct Generator {
    pub random: Random,
    /// A connection that reads the model.
    client: Client,
    /// The kinds of statements that follow before each kind has occurred equally often.
    kinds: Vec<Kind>,
    /// Number of new names so far.
    names: usize,
}

/// Generates a statement of a kind.
type Kind = fn(&mut Generator) -> Step;

/// The kinds of statements. Some are more frequent.
const KINDS: [Kind; 25] = [
    Generator::users,
    Generator::users,
    Generator::users,
    Generator::users,
    Generator::users,
    Generator::people,
    Generator::people,
    Generator::contacts,
    Generator::contacts,
    Generator::sessions,
    Generator::organizations,
    Generator::organizations,
    Generator::companies,
    Generator::memberships,
    Generator::memberships,
    Generator::members,
    Generator::organization_invitations,
    Generator::roles,
    Generator::permissions,
    Generator::invitations,
    Generator::waitlist,
    Generator::allowlist,
    Generator::blocklist,
    Generator::redirect_urls,
    Generator::refusals,
];

/// Words for names.
pub const WORDS: [&str; 8] = ["Ada", "Grace", "Kurt", "d''Arc", "Émilie", "X", "Alan Mathison", "\"quoted\\"];

impl Generator {
    /// A generator whose choices depend on the seed and on the rows of the model.
    pub fn new(seed: u64, client: Client) -> Generator {
        Generator { random: Random::new(seed), client, kinds: Vec::new(), names: 0 }
    }

    /// A step of a series.
    pub fn step(&mut self) -> Step {
        if self.kinds.is_empty() {
            self.kinds = KINDS.to_vec();
        }
        let at = self.random.below(self.kinds.len());
        let kind = self.kinds.swap_remove(at);
        let step = kind(self);
        match self.random.below(40) {
            0 | 1 => step.rolled_back(),
            2 | 3 => step.in_block(),
            4 | 5 => step.through_views(),
            6 => step.refused_once(),
            7 => step.lost_once(),
            _ => step,
        }
    }

    /// A name that no row has.
    pub fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// A word as a literal.
    pub fn word(&mut self) -> String {
        format!("'{}'", self.random.pick(&WORDS))
    }

    /// The values that a query on the model returns.
    pub fn values(&mut self, query: &str) -> Vec<String> {
        let messages = self.client.simple_query(query).unwrap_or_else(|error| panic!("{query}: {error:?}"));
        let values = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        values.collect()
    }

    /// One of the values of a column that satisfy a condition, as a literal; `'none'` if there are none.
    pub fn one_where(&mut self, table: &str, column: &str, condition: &str) -> String {
        let query = format!("select distinct {column} from model.{table} t where {condition} order by 1");
        let values: Vec<String> = self.values(&query);
        match values.len() {
            0 => literal("none"),
            len => literal(&values[self.random.below(len)]),
        }
    }

    /// One of the values of a column, as a literal.
    pub fn one(&mut self, table: &str, column: &str) -> String {
        self.one_where(table, column, &format!("{column} is not null"))
    }

    /// One to three of the values of a column, as a list of literals.
    fn list(&mut self, table: &str, column: &str) -> String {
        let count = 1 + self.random.below(3);
        (0..count).map(|_| self.one(table, column)).collect::<Vec<String>>().join(", ")
    }

    /// A condition that one row satisfies.
    pub fn single(&mut self, rows: &Conditions) -> Condition {
        let column = if self.random.once_in(2) { rows.row_id } else { self.random.pick(rows.keys) };
        let value = self.one(rows.table, column);
        Condition::one(format!("t.{column} = {value}"))
    }

    /// A condition that several rows may satisfy.
    pub fn several(&mut self, rows: &Conditions) -> Condition {
        let table = rows.table;
        match self.random.below(13) {
            0 => {
                let values = self.list(table, rows.row_id);
                Condition::of(format!("t.{} in ({values})", rows.row_id))
            }
            1 => {
                let column = self.random.pick(rows.keys);
                let values = self.list(table, column);
                Condition::of(format!("t.{column} in ({values})"))
            }
            2 | 3 if !rows.flags.is_empty() => {
                let (flag, form) = (self.random.pick(rows.flags), self.random.below(4));
                Condition::of(["t.{}", "not t.{}", "t.{} is true", "t.{} = false"][form].replace("{}", flag))
            }
            4 => {
                let column = self.random.pick(rows.texts);
                let value = self.one(table, column);
                Condition::of(format!("t.{column} = {value}"))
            }
            5 => {
                let column = self.random.pick(rows.texts);
                let values = self.list(table, column);
                Condition::of(format!("t.{column} in ({values})"))
            }
            6 => {
                let column = self.random.pick(rows.texts);
                let pattern = self.random.pick(&["A%", "%e%", "%a", "_r%", "%0%", "%:m%"]);
                let operator = self.random.pick(&["like", "ilike", "not like"]);
                Condition::of(format!("t.{column} {operator} '{pattern}'"))
            }
            7 => Condition::of(format!("t.{} is null", self.random.pick(rows.texts))),
            8 => {
                let column = self.random.pick(rows.texts);
                let length = 3 + self.random.below(8);
                Condition::of(format!("length(t.{column}) > {length}"))
            }
            9 | 10 if !rows.joins.is_empty() => {
                let (item, on) = rows.joins[self.random.below(rows.joins.len())];
                let column = self.random.pick(rows.texts);
                let sql = if self.random.once_in(2) { String::new() } else { format!("t.{column} is not null") };
                Condition { join: Some((item.to_owned(), on.to_owned())), sql, ..Condition::default() }
            }
            11 => {
                let columns = [self.random.pick(rows.texts), self.random.pick(rows.texts)];
                let values = columns.map(|column| self.one(table, column));
                let operator = self.random.pick(&["and", "or"]);
                Condition::of(format!("t.{} = {} {operator} t.{} = {}", columns[0], values[0], columns[1], values[1]))
            }
            _ => Condition::of(self.random.pick(rows.others).to_owned()),
        }
    }

    /// A condition: one row in a third of the cases.
    pub fn condition(&mut self, rows: &Conditions) -> Condition {
        if self.random.once_in(3) { self.single(rows) } else { self.several(rows) }
    }

    /// One to three assignments.
    pub fn assignments(&mut self, all: &[String]) -> String {
        self.random.some(all, 3).join(", ")
    }
}

/// An INSERT of rows of literals.
pub fn insert(table: &str, columns: &[&str], rows: &[Vec<String>]) -> Step {
    let rows: Vec<String> = rows.iter().map(|row| format!("({})", row.join(", "))).collect();
    let step = Step::new(format!("insert into {{s}}.{table} ({}) values {}", columns.join(", "), rows.join(", ")));
    if rows.len() == 1 { step.single() } else { step }
}
