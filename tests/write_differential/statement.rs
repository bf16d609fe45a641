//! Statements of a series, each for the foreign tables and for the model.

use clerk_mock::Fault;

/// The schema of the foreign tables, and that of the model.
pub const SIDES: [&str; 2] = ["clerk", "model"];

/// A statement that both sides execute.
#[derive(Clone, Debug)]
pub struct Step {
    /// The statement for the foreign tables, and the one for the model.
    pub sql: [String; 2],
    /// The documented form, for the foreign tables, of a statement whose rows leave the list while they are written: it
    /// selects the ids first.
    pub safe: Option<String>,
    /// Whether it writes at most one row, so that it may fail: a failed statement on several rows would leave a part of
    /// them written.
    pub is_single: bool,
    /// Whether it reads only the row id and columns in conditions that the component receives. The component then reads
    /// all rows before the first one is written.
    pub reads_only_ids: bool,
    /// What the mock does to a request of the statement, which is then repeated.
    pub fault: Option<Fault>,
    /// Whether both sides report the same number of rows. In the model, a trigger can replace the write of a row by
    /// another one, which Postgres does not count.
    pub has_count: bool,
}

impl Step {
    /// A statement whose text is the same for both sides, except that `{s}` is the schema.
    pub fn new(sql: impl AsRef<str>) -> Step {
        Step::of_sides(sql.as_ref(), sql.as_ref())
    }

    /// A statement with a text for each side.
    pub fn of_sides(foreign: &str, model: &str) -> Step {
        let sql = [foreign.replace("{s}", SIDES[0]), model.replace("{s}", SIDES[1])];
        Step { sql, safe: None, is_single: false, reads_only_ids: false, fault: None, has_count: true }
    }

    /// A statement that the foreign tables refuse.
    pub fn refused(foreign: &str) -> Step {
        Step::of_sides(foreign, "select model.refuse()").single()
    }

    pub fn single(self) -> Step {
        Step { is_single: true, ..self }
    }

    /// The statement for the foreign tables in a transaction that is rolled back. This undoes nothing.
    pub fn rolled_back(self) -> Step {
        self.executed(|sql| format!("begin; {sql}; rollback"))
    }

    /// The statement for the foreign tables in a PL/pgSQL block.
    pub fn in_block(self) -> Step {
        self.executed(|sql| format!("do $block$ begin execute $sql${sql}$sql$; end $block$"))
    }

    /// The statement for views of the foreign tables.
    pub fn through_views(self) -> Step {
        let has_count = self.has_count;
        Step { has_count, ..self.executed(|sql| sql.replace("clerk.", "through.")) }
    }

    /// The statement, while the API refuses a request because there are too many.
    pub fn refused_once(self) -> Step {
        Step { fault: Some(Fault::status_with(429, "retry-after", "0").method("POST")), ..self }
    }

    /// The statement, while the response to a request that the API has executed is a server error.
    pub fn lost_once(self) -> Step {
        Step { fault: Some(Fault::status(500).method("PATCH").executed()), ..self }
    }

    fn executed(mut self, change: impl FnOnce(&str) -> String) -> Step {
        self.sql[0] = change(&self.sql[0]);
        self.uncounted()
    }

    pub fn uncounted(self) -> Step {
        Step { has_count: false, ..self }
    }
}

/// A condition on the rows of a table, whose alias is `t`.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// An item that is joined, and the condition of the join.
    pub join: Option<(String, String)>,
    /// The condition; true if it is empty.
    pub sql: String,
    /// Whether at most one row satisfies it.
    pub is_single: bool,
}

impl Condition {
    /// A condition that several rows may satisfy.
    pub fn of(sql: String) -> Condition {
        Condition { sql, ..Condition::default() }
    }

    /// A condition that at most one row satisfies.
    pub fn one(sql: String) -> Condition {
        Condition { is_single: true, ..Condition::of(sql) }
    }

    /// This condition and another one.
    pub fn and(self, other: &str) -> Condition {
        let sql = if self.sql.is_empty() { other.to_owned() } else { format!("({}) and {other}", self.sql) };
        Condition { sql, ..self }
    }

    fn clause(&self, is_written: Option<&str>) -> String {
        let join = self.join.as_ref().map(|(_, on)| on.as_str());
        let sql = Some(self.sql.as_str()).filter(|sql| !sql.is_empty());
        let parts: Vec<&str> = is_written.into_iter().chain(join).chain(sql).collect();
        if parts.is_empty() { String::new() } else { format!(" where {}", parts.join(" and ")) }
    }

    fn item(&self, keyword: &str) -> String {
        self.join.as_ref().map_or_else(String::new, |(item, _)| format!(" {keyword} {item}"))
    }

    /// A query of the row ids of a foreign table.
    fn ids(&self, table: &str, row_id: &str) -> String {
        format!("select t.{row_id} as id from {{s}}.{table} t{}{}", self.item("cross join"), self.clause(None))
    }

    /// Only the part that the rows keep while they are written: the join.
    fn kept(&self) -> Condition {
        Condition { join: self.join.clone(), ..Condition::default() }
    }
}

/// The table that a statement writes: the names on both sides, and the column with the row id.
#[derive(Clone, Copy)]
pub struct Target<'t> {
    pub foreign: &'t str,
    pub model: &'t str,
    pub row_id: &'t str,
}

impl<'t> Target<'t> {
    /// A table that has the same name on both sides.
    pub fn new(name: &'t str, row_id: &'t str) -> Target<'t> {
        Target { foreign: name, model: name, row_id }
    }

    /// An UPDATE. `set` is the list of assignments on each side.
    pub fn update(self, set: [&str; 2], condition: &Condition) -> Step {
        let text = |table: &str, set: &str, condition: &Condition, written: Option<&str>| {
            let (from, clause) = (condition.item("from"), condition.clause(written));
            format!("update {{s}}.{table} t set {set}{from}{clause}")
        };
        let foreign = text(self.foreign, set[0], condition, None);
        let model = text(self.model, set[1], condition, None);
        let safe = text(self.foreign, set[0], &condition.kept(), Some(&self.is_chosen()));
        self.step(&foreign, &model, &safe, condition)
    }

    /// A DELETE.
    pub fn delete(self, condition: &Condition) -> Step {
        let text = |table: &str, condition: &Condition, written: Option<&str>| {
            format!("delete from {{s}}.{table} t{}{}", condition.item("using"), condition.clause(written))
        };
        let foreign = text(self.foreign, condition, None);
        let model = text(self.model, condition, None);
        let safe = text(self.foreign, &condition.kept(), Some(&self.is_chosen()));
        self.step(&foreign, &model, &safe, condition)
    }

    fn is_chosen(self) -> String {
        format!("t.{} = any (array(select id from ids))", self.row_id)
    }

    fn step(self, foreign: &str, model: &str, safe: &str, condition: &Condition) -> Step {
        let ids = condition.ids(self.foreign, self.row_id);
        let safe = format!("create temporary table ids as {ids}; {safe}; drop table ids").replace("{s}", SIDES[0]);
        Step { safe: Some(safe), is_single: condition.is_single, ..Step::of_sides(foreign, model) }
    }
}

/// A literal of type text.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
