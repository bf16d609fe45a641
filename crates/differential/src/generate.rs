//! Generates queries from choices. The placeholder `{s}` in their text is the schema of the foreign tables or that of
//! their copies.

use crate::Subject;
use crate::choices::Choices;
use crate::conditions::literal;
use crate::tables::{Kind, LOCAL, Table};

/// An expression that a query can select, compare or join by: a column of its FROM clause, or an expression of such
/// columns.
#[derive(Clone)]
pub struct Item {
    pub sql: String,
    pub ty: String,
    pub kind: Kind,
    pub samples: Vec<String>,
    /// The kind of object that its values identify, if they are ids.
    entity: Option<&'static str>,
    /// Whether its table has the option `pushdown_comparisons`, which requires comparisons to have the column first.
    pub pushdown_comparisons: bool,
}

impl Item {
    /// An expression of columns, without sample values.
    fn expression(sql: String, ty: &str, kind: Kind) -> Item {
        Item { sql, ty: ty.to_owned(), kind, samples: Vec::new(), entity: None, pushdown_comparisons: false }
    }

    /// Whether it may be compared with a sub-select or correlate one. The value is then a parameter of a scan, and the
    /// framework reads parameters before Postgres sets them, which crashes the backend for these types.
    pub fn can_be_parameter(&self) -> bool {
        !matches!(self.ty.as_str(), "jsonb" | "numeric" | "uuid")
    }
}

/// A FROM clause, and its columns.
struct From {
    sql: String,
    items: Vec<Item>,
}

/// A query, and its columns, which are named `c1`, `c2`, ….
struct Query {
    sql: String,
    columns: Vec<Item>,
}

/// Number of executions of a prepared statement. From the sixth one on, Postgres may use a generic plan.
const EXECUTIONS: usize = 7;

/// A parameter of a prepared statement, with a value for each execution.
pub struct Parameter {
    ty: String,
    values: Vec<String>,
}

/// A statement, or several that belong together.
pub enum Statement {
    /// A query. If it is ordered, its rows are compared as a list.
    Query { sql: String, is_ordered: bool },
    /// A prepared statement, and its executions.
    Prepared { prepare: String, executions: Vec<String> },
    /// A cursor and its FETCH statements. All rows that they return are compared as one multiset.
    Cursor { declare: String, fetches: Vec<String> },
}

/// A statement, and the planner's parameters that are set to `off` for it.
pub struct Test {
    pub settings: Vec<&'static str>,
    pub statement: Statement,
}

impl Test {
    /// The text of all statements.
    pub fn text(&self) -> String {
        match &self.statement {
            Statement::Query { sql, .. } => sql.clone(),
            Statement::Prepared { prepare, executions } => format!("{prepare} {}", executions.join(" ")),
            Statement::Cursor { declare, fetches } => format!("{declare} {}", fetches.join(" ")),
        }
    }
}

/// Generates the statement of a test.
pub struct Generator<'t> {
    pub choices: Choices,
    pub subject: &'t Subject,
    /// The parameters so far; `None` if the statement cannot have parameters.
    pub parameters: Option<Vec<Parameter>>,
    /// Number of table aliases so far.
    aliases: usize,
}

/// Generates a test, and returns it with the choices that it depends on.
pub fn generate(choices: Choices, subject: &Subject) -> (Test, Vec<u32>) {
    let mut generator = Generator { choices, subject, parameters: None, aliases: 0 };
    let test = generator.test();
    (test, generator.choices.into_made())
}

fn names(columns: usize) -> String {
    (1..=columns).map(|at| at.to_string()).collect::<Vec<_>>().join(", ")
}

impl Generator<'_> {
    fn test(&mut self) -> Test {
        let form = self.choices.below(8);
        if form == 7 {
            self.parameters = Some(Vec::new());
        }
        let query = self.query(2);
        let statement = match form {
            0..=2 => Statement::Query { sql: query.sql, is_ordered: false },
            3 => Statement::Query { sql: self.in_order(&query), is_ordered: true },
            4 => Statement::Query { sql: format!("{}{}", self.in_order(&query), self.limit()), is_ordered: true },
            // Without an order, only the number of rows that a limit leaves is determined.
            5 => Statement::Query {
                sql: format!("select count(*) from ({}{}) x", query.sql, self.limit()),
                is_ordered: false,
            },
            6 => self.cursor(query),
            _ => self.prepared(query),
        };
        let settings = [
            "enable_hashjoin",
            "enable_mergejoin",
            "enable_nestloop",
            "enable_material",
            "enable_memoize",
            "enable_sort",
        ];
        Test { settings: settings.into_iter().filter(|_| self.choices.once_in(6)).collect(), statement }
    }

    fn in_order(&mut self, query: &Query) -> String {
        let direction = *self.choices.pick(&["", " desc", " nulls first"]);
        let by: Vec<String> = (1..=query.columns.len()).map(|at| format!("{at}{direction}")).collect();
        format!("select * from ({}) x order by {}", query.sql, by.join(", "))
    }

    fn limit(&mut self) -> String {
        let count = *self.choices.pick(&[5, 1, 0, 17, 100]);
        match self.choices.below(3) {
            0 => format!(" limit {count}"),
            1 => format!(" limit {count} offset {}", self.choices.below(12)),
            _ => format!(" offset {}", self.choices.below(12)),
        }
    }

    fn cursor(&mut self, query: Query) -> Statement {
        let count = 1 + self.choices.below(3);
        let mut fetches: Vec<String> =
            (0..count).map(|_| format!("fetch {} from c", 1 + self.choices.below(9))).collect();
        let sql = if self.choices.once_in(2) {
            // The cursor is not read to its end. Which rows are fetched is then determined only by an order.
            let limit = if self.choices.once_in(2) { self.limit() } else { String::new() };
            self.in_order(&query) + &limit
        } else {
            fetches.push("fetch all from c".to_owned());
            query.sql
        };
        Statement::Cursor { declare: format!("declare c cursor for {sql}"), fetches }
    }

    fn prepared(&mut self, mut query: Query) -> Statement {
        let mut parameters = self.parameters.take().unwrap_or_default();
        if parameters.is_empty() || self.choices.once_in(4) {
            let values =
                (0..EXECUTIONS).map(|_| self.choices.pick(&["3", "1", "0", "40", "null"]).to_string()).collect();
            parameters.push(Parameter { ty: "bigint".to_owned(), values });
            query.sql = format!("select count(*) from ({} limit ${}) x", query.sql, parameters.len());
        }
        let types: Vec<&str> = parameters.iter().map(|parameter| parameter.ty.as_str()).collect();
        let types = if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) };
        let execute = |round: usize| {
            let values: Vec<&str> = parameters.iter().map(|parameter| parameter.values[round].as_str()).collect();
            if values.is_empty() { "execute p".to_owned() } else { format!("execute p ({})", values.join(", ")) }
        };
        Statement::Prepared {
            prepare: format!("prepare p{types} as {}", query.sql),
            executions: (0..EXECUTIONS).map(execute).collect(),
        }
    }

    /// Adds a parameter of an item's type and returns its name, such as `$1`.
    pub fn parameter(&mut self, item: &Item) -> String {
        let values = (0..EXECUTIONS).map(|_| literal(&mut self.choices, item)).collect();
        let parameters = self.parameters.get_or_insert_default();
        parameters.push(Parameter { ty: item.ty.clone(), values });
        format!("${}", parameters.len())
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("t{}", self.aliases)
    }

    /// A foreign table, or sometimes a local one. With an entity, it is a table that has an id of that entity.
    fn table(&mut self, entity_of_id: Option<&'static str>) -> From {
        let has =
            |table: &&Table| entity_of_id.is_none() || table.columns.iter().any(|column| column.entity == entity_of_id);
        let tables: Vec<&Table> = self.subject.tables.iter().filter(has).collect();
        let frequent: Vec<&&Table> = tables.iter().filter(|table| table.is_frequent).collect();
        let table = if frequent.is_empty() || self.choices.once_in(2) {
            *self.choices.pick(&tables)
        } else {
            **self.choices.pick(&frequent)
        };
        let alias = self.alias();
        let schema = if self.choices.once_in(7) { LOCAL } else { "{s}" };
        let items = table.columns.iter().map(|column| Item {
            sql: format!("{alias}.{}", column.name),
            ty: column.ty.clone(),
            kind: column.kind,
            samples: column.samples.clone(),
            entity: column.entity,
            pushdown_comparisons: table.pushdown_comparisons,
        });
        From { items: items.collect(), sql: format!("{schema}.{} {alias}", table.name) }
    }

    /// A table, or sometimes a sub-select.
    fn source(&mut self, depth: usize) -> From {
        if depth == 0 || !self.choices.once_in(6) {
            return self.table(None);
        }
        let query = self.query(depth - 1);
        let alias = self.alias();
        From { items: self.renamed(&query, &alias), sql: format!("({}) {alias}", query.sql) }
    }

    fn renamed(&self, query: &Query, alias: &str) -> Vec<Item> {
        let named = |(at, item): (usize, &Item)| Item { sql: format!("{alias}.c{}", at + 1), ..item.clone() };
        query.columns.iter().enumerate().map(named).collect()
    }

    fn filter(&mut self, items: &[Item]) -> String {
        if self.choices.once_in(2) { format!(" where {}", self.condition(items, 2)) } else { String::new() }
    }

    /// One to four of the items, each of which is sometimes cast to another type.
    fn some(&mut self, items: &[Item]) -> Vec<Item> {
        let count = 1 + self.choices.below(4);
        let one = |_| {
            let item = self.choices.pick(items).clone();
            self.cast(item)
        };
        (0..count).map(one).collect()
    }

    fn cast(&mut self, item: Item) -> Item {
        if !self.choices.once_in(8) {
            return item;
        }
        let ty = match item.kind {
            Kind::Time if item.ty != "date" => "date",
            Kind::Int => "numeric",
            Kind::Bool => "integer",
            _ => "text",
        };
        let kind = match ty {
            "date" => Kind::Time,
            "numeric" => Kind::Number,
            "integer" => Kind::Int,
            _ => Kind::Text,
        };
        Item { sql: format!("{}::{ty}", item.sql), ty: ty.to_owned(), kind, samples: Vec::new(), entity: None, ..item }
    }

    fn select(&self, distinct: &str, columns: Vec<Item>, rest: &str) -> Query {
        let list: Vec<String> =
            columns.iter().enumerate().map(|(at, item)| format!("{} as c{}", item.sql, at + 1)).collect();
        Query { sql: format!("select {distinct}{} from {rest}", list.join(", ")), columns }
    }

    fn query(&mut self, depth: usize) -> Query {
        match self.choices.below(if depth == 0 { 4 } else { 12 }) {
            0 => {
                let from = self.source(depth);
                self.plain(from, "")
            }
            1 => {
                let from = self.join(depth, 2);
                self.plain(from, "")
            }
            2 => self.grouped(depth),
            3 => self.with_subselect(),
            4 => {
                let from = self.join(depth, 3);
                self.plain(from, "")
            }
            5 => {
                let from = self.source(depth);
                self.plain(from, "distinct ")
            }
            6 => self.window(depth),
            7 => self.lateral(),
            8 => self.set_operation(),
            9 => self.common_table(depth),
            10 => self.with_scalar(),
            _ => {
                let from = self.join(depth, 2);
                self.plain(from, "distinct ")
            }
        }
    }

    fn plain(&mut self, from: From, distinct: &str) -> Query {
        let columns = self.some(&from.items);
        let filter = self.filter(&from.items);
        self.select(distinct, columns, &format!("{}{filter}", from.sql))
    }

    /// A table to join with the items, and the condition of the join.
    fn partner(&mut self, items: &[Item]) -> (From, String) {
        let ids: Vec<Item> = items.iter().filter(|item| item.entity.is_some()).cloned().collect();
        if !ids.is_empty() && !self.choices.once_in(6) {
            let id = self.choices.pick(&ids).clone();
            let other = self.table(id.entity);
            let matching: Vec<Item> = other.items.iter().filter(|item| item.entity == id.entity).cloned().collect();
            let condition = format!("{} = {}", id.sql, self.choices.pick(&matching).sql);
            return (other, condition);
        }
        let other = self.table(None);
        let mut pairs = Vec::new();
        for a in items.iter().filter(|item| item.can_be_parameter()) {
            pairs.extend(other.items.iter().filter(|b| a.ty == b.ty).map(|b| format!("{} = {}", a.sql, b.sql)));
        }
        let condition = if pairs.is_empty() { "true".to_owned() } else { self.choices.pick(&pairs).clone() };
        (other, condition)
    }

    fn join(&mut self, depth: usize, tables: usize) -> From {
        let mut from = self.source(depth.saturating_sub(1));
        for _ in 1..tables {
            let (other, mut on) = self.partner(&from.items);
            let mut kind = *self.choices.pick(&["join", "left join", "right join", "full join"]);
            if on == "true" {
                kind = "left join";
            }
            if kind != "full join" && self.choices.once_in(4) {
                let both = [from.items.as_slice(), &other.items].concat();
                on = format!("{on} and {}", self.condition(&both, 0));
            }
            from = From {
                sql: format!("{} {kind} {} on {on}", from.sql, other.sql),
                items: [from.items, other.items].concat(),
            };
        }
        from
    }

    fn aggregate(&mut self, items: &[Item]) -> Item {
        let item = self.choices.pick(items).clone();
        let of = |sql: String, ty: &str, kind| Item::expression(sql, ty, kind);
        let sql = &item.sql;
        match (self.choices.below(6), item.kind) {
            (0, _) => of("count(*)".to_owned(), "bigint", Kind::Int),
            (1, _) => of(format!("count({sql})"), "bigint", Kind::Int),
            (2, _) => of(format!("count(distinct {sql})"), "bigint", Kind::Int),
            (3, Kind::Int) => of(format!("sum({sql})::numeric"), "numeric", Kind::Number),
            (3, Kind::Bool) => of(format!("bool_or({sql})"), "boolean", Kind::Bool),
            (3 | 4, Kind::Text | Kind::Int | Kind::Number | Kind::Time) => {
                of(format!("max({sql})"), &item.ty, item.kind)
            }
            (5, Kind::Text) => of(format!("string_agg({sql}, ',' order by {sql})"), "text", Kind::Text),
            _ => of(format!("count(*) filter (where {})", self.condition(items, 0)), "bigint", Kind::Int),
        }
    }

    fn grouped(&mut self, depth: usize) -> Query {
        let from = if self.choices.once_in(2) { self.join(depth, 2) } else { self.source(depth) };
        let filter = self.filter(&from.items);
        let mut keys = self.some(&from.items);
        keys.truncate(self.choices.below(3));
        let mut columns = keys.clone();
        for _ in 0..1 + self.choices.below(2) {
            columns.push(self.aggregate(&from.items));
        }
        let by = match keys.len() {
            0 => String::new(),
            n if self.choices.once_in(6) => format!(" group by rollup ({})", names(n)),
            n => format!(" group by {}", names(n)),
        };
        let having = if self.choices.once_in(5) { " having count(*) > 1" } else { "" };
        self.select("", columns, &format!("{}{filter}{by}{having}", from.sql))
    }

    /// Semi-joins and anti-joins: EXISTS, NOT EXISTS, IN, NOT IN.
    fn with_subselect(&mut self) -> Query {
        let from = self.table(None);
        let (other, on) = self.partner(&from.items);
        let both = [from.items.as_slice(), &other.items].concat();
        let more = if self.choices.once_in(2) { format!(" and {}", self.condition(&both, 1)) } else { String::new() };
        let not = if self.choices.once_in(3) { "not " } else { "" };
        let condition = match (on.split_once(" = "), self.choices.below(3)) {
            (Some((left, right)), 1) => format!("{left} {not}in (select {right} from {} where true{more})", other.sql),
            (Some((left, right)), 2) => {
                let condition = self.condition(&other.items, 1);
                format!("{left} {not}in (select {right} from {} where {condition})", other.sql)
            }
            _ => format!("{not}exists (select from {} where {on}{more})", other.sql),
        };
        let filter =
            if self.choices.once_in(3) { format!(" and {}", self.condition(&from.items, 1)) } else { String::new() };
        let columns = self.some(&from.items);
        self.select("", columns, &format!("{} where {condition}{filter}", from.sql))
    }

    /// A scalar sub-select, correlated or not, in the select list or in the condition.
    fn with_scalar(&mut self) -> Query {
        let from = self.table(None);
        let (other, on) = self.partner(&from.items);
        let filter = self.filter(&from.items);
        let on = if self.choices.once_in(3) { self.condition(&other.items, 1) } else { on };
        let mut value = self.aggregate(&other.items);
        value.sql = format!("(select {} from {} where {on})", value.sql, other.sql);
        let mut columns = self.some(&from.items);
        let is_like = |item: &&Item| item.ty == value.ty && item.can_be_parameter();
        let comparable: Vec<Item> = from.items.iter().filter(is_like).cloned().collect();
        if !comparable.is_empty() && self.choices.once_in(3) {
            let left = self.choices.pick(&comparable).sql.clone();
            return self.select("", columns, &format!("{} where {left} <= {}", from.sql, value.sql));
        }
        columns.push(value);
        self.select("", columns, &format!("{}{filter}", from.sql))
    }

    fn window(&mut self, depth: usize) -> Query {
        let from = self.source(depth);
        let filter = self.filter(&from.items);
        let mut columns = self.some(&from.items);
        let (by, order) = (self.choices.pick(&from.items).sql.clone(), self.choices.pick(&from.items).sql.clone());
        let function = *self.choices.pick(&["count(*)", "rank()", "dense_rank()"]);
        let sql = format!("{function} over (partition by {by} order by {order})");
        columns.push(Item::expression(sql, "bigint", Kind::Int));
        self.select("", columns, &format!("{}{filter}", from.sql))
    }

    fn lateral(&mut self) -> Query {
        let from = self.table(None);
        let (other, on) = self.partner(&from.items);
        let mut inner = self.some(&other.items);
        inner.truncate(2);
        let inner = self.select("", inner, &format!("{} where {on}", other.sql));
        let alias = self.alias();
        let limit = if self.choices.once_in(2) {
            format!(" order by {} limit {}", names(inner.columns.len()), 1 + self.choices.below(3))
        } else {
            String::new()
        };
        let kind = if self.choices.once_in(2) { "left join" } else { "join" };
        let items = [from.items.clone(), self.renamed(&inner, &alias)].concat();
        let filter = self.filter(&from.items);
        let columns = self.some(&items);
        let rest = format!("{} {kind} lateral ({}{limit}) {alias} on true{filter}", from.sql, inner.sql);
        self.select("", columns, &rest)
    }

    fn set_operation(&mut self) -> Query {
        let operator = *self.choices.pick(&["union", "union all", "intersect", "except", "except all"]);
        let side = |generator: &mut Self| {
            let is_text = |item: &&Item| item.kind == Kind::Text;
            let mut from = generator.table(None);
            while !from.items.iter().any(|item| is_text(&item)) {
                from = generator.table(None);
            }
            let texts: Vec<Item> = from.items.iter().filter(is_text).cloned().collect();
            let filter = generator.filter(&from.items);
            let column = generator.choices.pick(&texts).clone();
            generator.select("", vec![column], &format!("{}{filter}", from.sql))
        };
        let (left, right) = (side(self), side(self));
        Query { sql: format!("{} {operator} {}", left.sql, right.sql), columns: left.columns }
    }

    fn common_table(&mut self, depth: usize) -> Query {
        let inner = self.query(depth - 1);
        let alias = self.alias();
        let materialized = *self.choices.pick(&["", "materialized ", "not materialized "]);
        let items = self.renamed(&inner, &alias);
        let from = From { sql: alias.clone(), items };
        let from = if self.choices.once_in(2) {
            let (other, on) = self.partner(&from.items);
            From { sql: format!("{} join {} on {on}", from.sql, other.sql), items: [from.items, other.items].concat() }
        } else {
            from
        };
        let outer = self.plain(from, "");
        Query { sql: format!("with {alias} as {materialized}({}) {}", inner.sql, outer.sql), columns: outer.columns }
    }
}
