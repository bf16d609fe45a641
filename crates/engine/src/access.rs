//! Access paths: constant data that says how rows can be asked for, and which conditions the API answers itself.

/// One way to reach an object's rows.
#[derive(Clone, Copy)]
pub struct Access {
    /// The endpoint below the base url, with its slash; `{}` stands for the value of the key column. What follows a
    /// `?` is sent with every request.
    pub path: &'static str,
    /// The key column: a query must say which values it is to have, or they must come from `parents`. Empty where the
    /// path has no `{}`.
    pub key: &'static str,
    /// Where the values of the key column come from where the query does not say.
    pub parents: Parents,
    /// What the answer is.
    pub answer: Answer,
    /// The attribute that holds the list in the answer; a bare array is accepted everywhere.
    pub list: &'static str,
    /// The attribute of each element that holds the rows, for rows that are parts of other objects; empty where the
    /// elements are the rows.
    pub inner: &'static str,
    /// The list is all of these together, each with a further parameter or none, after an ampersand; empty where one
    /// list has everything.
    pub parts: &'static [&'static str],
    /// The columns by which the API can order so that Postgres agrees. They are never null, and the parameter takes
    /// them by their own name. The first, ascending, is the order that is asked for: new rows land at the end.
    pub orders: &'static [&'static str],
    /// The conditions that the API answers. Filters of the same parameter, of which a request can have one, stand
    /// together.
    pub filters: &'static [Filter],
    /// The endpoint that counts, with the same filters; empty where the count is told beside the list.
    pub count: &'static str,
}

/// Where the values of a key column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parents {
    /// From the query alone.
    None,
    /// From the ids of another object.
    Object(&'static str),
    /// These are all that there are.
    Values(&'static [&'static str]),
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One object.
    One,
    /// All of a list.
    All,
    /// A page of a list, by position. `max` is the largest page the API allows; more may silently give less.
    Offset {
        /// Rows in a page at most.
        max: u16,
    },
    /// A page of a list, by the id of a row before it. In any other order than the first it pages by position.
    Cursor {
        /// Rows in a page at most.
        max: u16,
    },
}

impl Answer {
    /// Rows in a page at most; 0 where there are no pages.
    pub fn max(self) -> u32 {
        match self {
            Answer::One | Answer::All => 0,
            Answer::Offset { max } | Answer::Cursor { max } => u32::from(max),
        }
    }
}

impl Access {
    /// A list in pages by position.
    pub const fn list(path: &'static str, max: u16) -> Self {
        Access {
            path,
            key: "",
            parents: Parents::None,
            answer: Answer::Offset { max },
            list: "data",
            inner: "",
            parts: &[],
            orders: &[],
            filters: &[],
            count: "",
        }
    }

    /// A list that one request gives.
    pub const fn all(path: &'static str) -> Self {
        Access { answer: Answer::All, ..Self::list(path, 0) }
    }

    /// One object.
    pub const fn one(path: &'static str) -> Self {
        Access { answer: Answer::One, ..Self::list(path, 0) }
    }

    /// One object, by the value of a column.
    pub const fn get(path: &'static str, key: &'static str) -> Self {
        Self::one(path).by(key)
    }

    /// The same, by the value of a column.
    pub const fn by(self, key: &'static str) -> Self {
        Access { key, ..self }
    }

    /// The same; where the query does not give the key, every id of another object is taken for it.
    pub const fn of_each(self, object: &'static str) -> Self {
        Access { parents: Parents::Object(object), ..self }
    }

    /// The same; where the query does not give the key, each of these is taken for it.
    pub const fn of_values(self, values: &'static [&'static str]) -> Self {
        Access { parents: Parents::Values(values), ..self }
    }

    /// The same, in pages by cursor.
    pub const fn by_cursor(self) -> Self {
        match self.answer {
            Answer::Offset { max } => Access { answer: Answer::Cursor { max }, ..self },
            _ => self,
        }
    }

    /// The same, with the list elsewhere in the answer.
    pub const fn list_at(self, list: &'static str) -> Self {
        Access { list, ..self }
    }

    /// The same, of rows that are parts of what the path gives.
    pub const fn inner(self, inner: &'static str) -> Self {
        Access { inner, ..self }
    }

    /// The same, as several lists that make one together.
    pub const fn in_parts(self, parts: &'static [&'static str]) -> Self {
        Access { parts, ..self }
    }

    /// The same, with the columns that it can be ordered by.
    pub const fn ordered(self, orders: &'static [&'static str]) -> Self {
        Access { orders, ..self }
    }

    /// The same, with filters.
    pub const fn filtered(self, filters: &'static [Filter]) -> Self {
        Access { filters, ..self }
    }

    /// The same, with an endpoint that counts.
    pub const fn counted(self, count: &'static str) -> Self {
        Access { count, ..self }
    }
}

/// A condition on a column that the API answers by a parameter.
#[derive(Clone, Copy)]
pub struct Filter {
    /// The column.
    pub column: &'static str,
    /// The parameter.
    pub param: &'static str,
    /// Which condition.
    pub test: Test,
    /// Which values may be sent.
    pub spelling: Spelling,
    /// Whether the API gives exactly the rows that meet the condition, not more.
    pub exact: bool,
    /// How many values a request takes at most, each with the parameter's name.
    pub batch: u16,
}

/// Which condition a parameter means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Equal to the value, or to one of several.
    Is,
    /// The same, of a boolean column.
    Flag,
    /// Later than a time, or at it.
    After,
    /// Earlier than a time, or at it.
    Before,
    /// Holds the text, in the same case at least.
    Holds,
    /// Holds the text, in any case.
    HoldsAnyCase,
}

/// Which values mean the same to the API as to Postgres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Any that is not empty.
    Any,
    /// The same, after a plus where they begin with a plus or a minus, which say whether to include or exclude.
    Signed,
    /// Lower-case ASCII: the API may fold other letters.
    Lower,
    /// These alone: others may be refused.
    Listed(&'static [&'static str]),
}

impl Filter {
    /// Equal to one value.
    pub const fn is(column: &'static str, param: &'static str) -> Self {
        Filter { column, param, test: Test::Is, spelling: Spelling::Any, exact: true, batch: 1 }
    }

    /// Equal to one value of a boolean column.
    pub const fn flag(column: &'static str, param: &'static str) -> Self {
        Filter { test: Test::Flag, ..Self::is(column, param) }
    }

    /// Not before a time. Nothing says whether the bound itself is meant, so it is widened by a millisecond.
    pub const fn after(column: &'static str, param: &'static str) -> Self {
        Filter { test: Test::After, exact: false, ..Self::is(column, param) }
    }

    /// Not after a time.
    pub const fn before(column: &'static str, param: &'static str) -> Self {
        Filter { test: Test::Before, exact: false, ..Self::is(column, param) }
    }

    /// Holds a text. Nothing says whether case matters.
    pub const fn holds(column: &'static str, param: &'static str) -> Self {
        Filter { test: Test::Holds, exact: false, ..Self::is(column, param) }
    }

    /// Holds a text in any case.
    pub const fn holds_any_case(column: &'static str, param: &'static str) -> Self {
        Filter { test: Test::HoldsAnyCase, ..Self::holds(column, param) }
    }

    /// The same, of several values at once.
    pub const fn batch(self, batch: u16) -> Self {
        Filter { batch, ..self }
    }

    /// The same, where a sign before a value means something.
    pub const fn signed(self) -> Self {
        Filter { spelling: Spelling::Signed, ..self }
    }

    /// The same, of values that are the same in any case.
    pub const fn lower(self) -> Self {
        Filter { spelling: Spelling::Lower, ..self }
    }

    /// The same, of these values.
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        Filter { spelling: Spelling::Listed(values), ..self }
    }

    /// The same, of which the API may give more rows than those that meet the condition.
    pub const fn loose(self) -> Self {
        Filter { exact: false, ..self }
    }
}
