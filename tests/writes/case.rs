//! What a case says: a statement, the requests that the mock receives, and what the tables show afterwards.
//!
//! Texts can contain placeholders such as `{users}`, which [`crate::select`] explains. A column is its name and its
//! type as in CREATE FOREIGN TABLE, and a value is the text of a literal, or [`NULL`].

/// The value NULL.
pub const NULL: &str = "NULL";

/// A statement on one row, and what follows from it.
#[derive(Clone, Copy)]
pub struct Case {
    /// The object whose table is written.
    pub object: &'static str,
    /// The statement.
    pub statement: Statement,
    /// Requests that prepare the data: method, target and body. They are not the component's.
    pub given: &'static [&'static str],
    /// The columns that the statement sets.
    pub set: &'static [Set],
    /// The requests of the component: method, target and body, in order.
    pub requests: &'static [&'static str],
    /// Columns of the row and their values afterwards, in addition to those that the statement sets. Of a JSON value,
    /// only the attributes are compared that the expected value has.
    pub shows: &'static [(&'static str, &'static str)],
    /// Rows of any table afterwards.
    pub others: &'static [OtherRow],
    /// Whether the row does not exist afterwards.
    pub is_gone: bool,
    /// The warning that the statement reports; empty if it reports none.
    pub warning: &'static str,
}

/// A kind of statement, and the row that it writes.
#[derive(Clone, Copy)]
pub enum Statement {
    /// INSERT. The conditions `column = value`, joined by `and`, find the new row.
    Insert(&'static str),
    /// UPDATE of the row with this row id.
    Update(&'static str),
    /// DELETE of the row with this row id.
    Delete(&'static str),
}

/// A column that a statement sets.
#[derive(Clone, Copy)]
pub struct Set {
    /// The column.
    pub column: &'static str,
    /// Its value.
    pub value: &'static str,
    /// What shows the value afterwards.
    pub effect: Effect,
}

/// What shows the value of a column after a statement has set it.
#[derive(Clone, Copy)]
pub enum Effect {
    /// The column has the value.
    Same,
    /// The column has this value instead.
    Becomes(&'static str),
    /// This other column of the row has this value. Of a JSON value, only the attributes are compared that the expected
    /// value has.
    Shows(&'static str, &'static str),
    /// A row of any table.
    Other(OtherRow),
    /// This attribute of the only row of this list of the mock has the value. No table shows it.
    InMock(&'static str, &'static str),
    /// The API has no attribute that shows it. This is true of columns only that cannot be read.
    Hidden,
}

/// A row of any table.
#[derive(Clone, Copy)]
pub struct OtherRow {
    /// The object.
    pub object: &'static str,
    /// Conditions that find the row, as in [`Statement::Insert`].
    pub found_by: &'static str,
    /// A column and its value; `None` if the row must not exist.
    pub shows: Option<(&'static str, &'static str)>,
}

const fn case(object: &'static str, statement: Statement, set: &'static [Set]) -> Case {
    Case { object, statement, given: &[], set, requests: &[], shows: &[], others: &[], is_gone: false, warning: "" }
}

/// INSERT of a row, which these conditions find afterwards.
pub const fn insert(object: &'static str, found_by: &'static str, set: &'static [Set]) -> Case {
    case(object, Statement::Insert(found_by), set)
}

/// UPDATE of the row with this row id.
pub const fn update(object: &'static str, row_id: &'static str, set: &'static [Set]) -> Case {
    case(object, Statement::Update(row_id), set)
}

/// DELETE of the row with this row id, which does not exist afterwards.
pub const fn delete(object: &'static str, row_id: &'static str) -> Case {
    case(object, Statement::Delete(row_id), &[]).gone()
}

impl Case {
    /// Sets the requests that the component sends.
    pub const fn sends(self, requests: &'static [&'static str]) -> Case {
        Case { requests, ..self }
    }

    /// Sets the requests that prepare the data.
    pub const fn given(self, given: &'static [&'static str]) -> Case {
        Case { given, ..self }
    }

    /// Sets values of further columns of the row, which exists afterwards, even after a DELETE.
    pub const fn shows(self, shows: &'static [(&'static str, &'static str)]) -> Case {
        Case { shows, is_gone: false, ..self }
    }

    /// Declares that the row does not exist afterwards.
    pub const fn gone(self) -> Case {
        Case { is_gone: true, ..self }
    }

    /// Sets what other rows show.
    pub const fn others(self, others: &'static [OtherRow]) -> Case {
        Case { others, ..self }
    }

    /// Sets the warning.
    pub const fn warns(self, warning: &'static str) -> Case {
        Case { warning, ..self }
    }
}

/// A column that has the value afterwards.
pub const fn set(column: &'static str, value: &'static str) -> Set {
    Set { column, value, effect: Effect::Same }
}

/// A column that has another value afterwards.
pub const fn becomes(column: &'static str, value: &'static str, after: &'static str) -> Set {
    Set { column, value, effect: Effect::Becomes(after) }
}

/// A column whose value another column shows afterwards.
pub const fn shown_by(column: &'static str, value: &'static str, by: &'static str, after: &'static str) -> Set {
    Set { column, value, effect: Effect::Shows(by, after) }
}

/// A column whose value another row shows afterwards.
pub const fn shown_in(column: &'static str, value: &'static str, other: OtherRow) -> Set {
    Set { column, value, effect: Effect::Other(other) }
}

/// A column whose value no table shows afterwards, but the attribute of the same name of one of the mock's settings.
pub const fn in_mock(column: &'static str, value: &'static str, list: &'static str, attribute: &'static str) -> Set {
    Set { column, value, effect: Effect::InMock(list, attribute) }
}

/// A column whose value nothing shows afterwards.
pub const fn hidden(column: &'static str, value: &'static str) -> Set {
    Set { column, value, effect: Effect::Hidden }
}

/// A row of any table that has a value afterwards.
pub const fn row(object: &'static str, found_by: &'static str, column: &'static str, value: &'static str) -> OtherRow {
    OtherRow { object, found_by, shows: Some((column, value)) }
}

/// A row of any table that does not exist afterwards.
pub const fn no_row(object: &'static str, found_by: &'static str) -> OtherRow {
    OtherRow { object, found_by, shows: None }
}

impl Set {
    /// The name of the column.
    pub fn name(&self) -> &'static str {
        name(self.column)
    }
}

/// The name in the text of a column.
pub fn name(column: &'static str) -> &'static str {
    column.split(' ').next().unwrap_or(column)
}
