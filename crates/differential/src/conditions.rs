//! Generates conditions on columns, with values that the tables contain, similar values, and NULL.

use crate::choices::Choices;
use crate::generate::{Generator, Item};
use crate::tables::Kind;

/// A text as an SQL literal.
pub fn quote(text: &str) -> String {
    if text.contains('\\') {
        format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// A value of a column, a similar value or NULL, as a literal with its type.
pub fn literal(choices: &mut Choices, item: &Item) -> String {
    if item.samples.is_empty() || choices.once_in(25) {
        return format!("null::{}", item.ty);
    }
    let sample = choices.pick(&item.samples).clone();
    let near = choices.below(8);
    let typed = |text: &str| format!("{}::{}", quote(text), item.ty);
    match (item.kind, near) {
        (Kind::Text, 4) => quote(&sample.to_uppercase()),
        (Kind::Text, 5) => quote(&sample.chars().take(3).collect::<String>()),
        (Kind::Text, 6) => quote(&format!("{sample} ")),
        (Kind::Text, 7) => quote(""),
        (Kind::Text, _) => quote(&sample),
        (Kind::Time, 4) if item.ty != "date" => format!("({} + interval '1 ms')", typed(&sample)),
        (Kind::Time, 5) if item.ty != "date" => format!("({} - interval '1 day')", typed(&sample)),
        (Kind::Time, 6) => format!("({}::date)", typed(&sample)),
        (Kind::Int | Kind::Number, 5) => format!("({} + 1)", typed(&sample)),
        (Kind::Int, 6) => format!("({}::numeric)", typed(&sample)),
        _ => typed(&sample),
    }
}

/// A pattern for LIKE, made of a part of one of the column's values.
fn pattern(choices: &mut Choices, item: &Item) -> String {
    let sample = if item.samples.is_empty() { "x".to_owned() } else { choices.pick(&item.samples).clone() };
    let letters: Vec<char> = sample.chars().collect();
    let from = choices.below(letters.len().max(1));
    let part: String = letters.iter().skip(from).take(1 + choices.below(4)).collect();
    let part = part.replace('\\', "\\\\").replace('%', "\\%");
    quote(&match choices.below(6) {
        0 => format!("%{part}%"),
        1 => format!("{part}%"),
        2 => format!("%{part}"),
        3 => sample.replace('\\', "\\\\"),
        4 => format!("_%{part}%"),
        _ => format!("{}%", letters.iter().take(2).collect::<String>().replace('\\', "\\\\")),
    })
}

impl Generator<'_> {
    /// A condition on the items of a FROM clause. It contains AND, OR and NOT in at most `depth` levels.
    pub fn condition(&mut self, items: &[Item], depth: usize) -> String {
        match self.choices.below(if depth == 0 { 6 } else { 9 }) {
            0..=5 => self.simple(items),
            6 => format!("({} and {})", self.condition(items, depth - 1), self.condition(items, depth - 1)),
            7 => format!("({} or {})", self.condition(items, depth - 1), self.condition(items, depth - 1)),
            _ => format!("not ({})", self.condition(items, depth - 1)),
        }
    }

    fn simple(&mut self, items: &[Item]) -> String {
        let item = self.choices.pick(items).clone();
        if self.choices.once_in(8) {
            return format!("{} is {}null", item.sql, if self.choices.once_in(2) { "not " } else { "" });
        }
        match item.kind {
            Kind::Text => self.on_text(&item, items),
            Kind::Bool => self.on_bool(&item),
            Kind::Json => self.on_json(&item),
            Kind::Int | Kind::Number | Kind::Time => self.on_ordered(&item, items),
        }
    }

    /// A literal, or a parameter ($1) if the statement may have parameters.
    fn value(&mut self, item: &Item) -> String {
        if self.parameters.is_some() && self.choices.once_in(2) {
            return self.parameter(item);
        }
        literal(&mut self.choices, item)
    }

    fn list(&mut self, item: &Item) -> String {
        let count = 1 + self.choices.below(4);
        let values: Vec<String> = (0..count).map(|_| literal(&mut self.choices, item)).collect();
        values.join(", ")
    }

    fn comparison(&mut self, item: &Item) -> String {
        let operator = *self.choices.pick(&["=", "<>", "<", "<=", ">", ">="]);
        let value = self.value(item);
        // Sometimes write the constant first.
        if self.choices.once_in(5) && !item.pushdown_comparisons {
            format!("{value} {operator} {}", item.sql)
        } else {
            format!("{} {operator} {value}", item.sql)
        }
    }

    fn membership(&mut self, item: &Item) -> String {
        let list = self.list(item);
        match self.choices.below(4) {
            0 => format!("{} in ({list})", item.sql),
            1 => format!("{} not in ({list})", item.sql),
            2 => format!("{} = any (array[{list}])", item.sql),
            _ => format!("{} <> all (array[{list}])", item.sql),
        }
    }

    fn on_text(&mut self, item: &Item, items: &[Item]) -> String {
        match self.choices.below(9) {
            0 | 1 => self.comparison(item),
            2 => self.membership(item),
            3 | 4 => {
                let operator = *self.choices.pick(&["like", "ilike", "not like", "not ilike"]);
                format!("{} {operator} {}", item.sql, pattern(&mut self.choices, item))
            }
            5 => format!("{} between {} and {}", item.sql, self.value(item), self.value(item)),
            6 => format!("lower({}) = lower({})", item.sql, literal(&mut self.choices, item)),
            7 => format!("coalesce({}, '') <> {}", item.sql, literal(&mut self.choices, item)),
            _ => self.with_another_column(item, items),
        }
    }

    fn on_bool(&mut self, item: &Item) -> String {
        match self.choices.below(8) {
            0 => item.sql.clone(),
            1 => format!("not {}", item.sql),
            2 => format!("{} is true", item.sql),
            3 => format!("{} is not true", item.sql),
            4 => format!("{} is false", item.sql),
            5 => format!("{} is not false", item.sql),
            6 => format!("{} is unknown", item.sql),
            _ => self.comparison(item),
        }
    }

    fn on_json(&mut self, item: &Item) -> String {
        let json = self.subject.json;
        let key = *self.choices.pick(json.keys);
        match self.choices.below(4) {
            0 => format!("{} ->> '{key}' = {}", item.sql, quote(json.text)),
            1 => format!("{} ? '{key}'", item.sql),
            2 => format!("jsonb_typeof({}) = 'object'", item.sql),
            _ => format!("{} @> {}", item.sql, quote(json.part)),
        }
    }

    fn on_ordered(&mut self, item: &Item, items: &[Item]) -> String {
        match self.choices.below(8) {
            0..=2 => self.comparison(item),
            3 => self.membership(item),
            4 => format!("{} between {} and {}", item.sql, self.value(item), self.value(item)),
            5 => format!(
                "{0} >= {1} and {0} < {2}",
                item.sql,
                literal(&mut self.choices, item),
                literal(&mut self.choices, item)
            ),
            6 => match item.kind {
                Kind::Time => format!("{}::date = {}::date", item.sql, literal(&mut self.choices, item)),
                _ => format!("{}::text like '%1%'", item.sql),
            },
            _ => self.with_another_column(item, items),
        }
    }

    /// A comparison of a column with another one of the same type.
    fn with_another_column(&mut self, item: &Item, items: &[Item]) -> String {
        let others: Vec<&Item> = items.iter().filter(|other| other.ty == item.ty && other.sql != item.sql).collect();
        if others.is_empty() || !item.can_be_parameter() {
            return self.comparison(item);
        }
        let operator = *self.choices.pick(&["=", "<", ">=", "is distinct from"]);
        let other = *self.choices.pick(&others);
        // With pushdown_comparisons, the column has to be the left operand. Which of the two columns becomes a
        // parameter is the planner's choice, so the operator has to be symmetric.
        let operator = if item.pushdown_comparisons || other.pushdown_comparisons { "=" } else { operator };
        format!("{} {operator} {}", item.sql, other.sql)
    }
}
