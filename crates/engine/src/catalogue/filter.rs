//! Filters: the conditions that an API answers itself.

/// A condition on a column that the API answers.
#[derive(Clone, Copy)]
pub struct Filter {
    /// The column.
    pub column: &'static str,
    /// Which condition.
    pub operator: FilterOperator,
    /// Where in a request it stands.
    pub target: FilterTarget,
    /// Which values may be sent.
    pub values: Values,
    /// Whether the API gives exactly the rows that meet the condition, or more.
    pub precision: Precision,
    /// How many values a request takes at most. The parameter is repeated for each.
    pub max_values: u16,
    /// How times are written.
    pub time_format: TimeFormat,
}

/// Which condition a filter answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOperator {
    /// The column equals the value, or one of several.
    Equals,
    /// A boolean column equals the value.
    Boolean,
    /// The column is a time after the value, or the value itself.
    After,
    /// The column is a time before the value, or the value itself.
    Before,
    /// The column contains the text, in the same case at least.
    Contains,
    /// The column contains the text, in any case.
    ContainsAnyCase,
}

/// Where in a request a filter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FilterTarget {
    /// A parameter. Filters may share one; a request then has only one of them.
    Parameter(&'static str),
    /// A term of an expression in one parameter: the text before the value.
    Term(&'static Expression, &'static str),
}

impl FilterTarget {
    /// The parameter's name.
    pub fn parameter(&self) -> &'static str {
        match self {
            FilterTarget::Parameter(name) => name,
            FilterTarget::Term(expression, _) => expression.parameter,
        }
    }
}

/// An expression of terms in one parameter, such as `filter=userName eq "x"` or `q=k:v k2:v2`.
#[derive(PartialEq, Eq)]
pub struct Expression {
    /// The parameter.
    pub parameter: &'static str,
    /// The text between two terms, all of which must hold; `None` where there can only be one term.
    pub separator: Option<&'static str>,
    /// Whether values are written as JSON strings. Otherwise only values of letters, digits and `-._@` are sent.
    pub quotes: bool,
}

/// Whether an API gives exactly the rows that meet a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Exactly these rows.
    Exact,
    /// These rows, and perhaps more.
    Inexact,
}

/// Which values mean the same to the API as to Postgres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any that is not empty.
    Any,
    /// Any. A value that begins with `+` or `-` is sent with a `+` before it, because the API reads a leading sign as
    /// include or exclude.
    Signed,
    /// Text in lower case alone, because the API may ignore case.
    LowerCase,
    /// These alone, because others may be refused.
    OneOf(&'static [&'static str]),
}

/// How an API wants times to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// Milliseconds since the Unix epoch.
    Milliseconds,
    /// RFC 3339, in UTC.
    Rfc3339,
    /// A date, in a time zone that is not known: bounds are widened by a day.
    Date,
}

impl Filter {
    const fn new(column: &'static str, target: FilterTarget) -> Self {
        Filter {
            column,
            operator: FilterOperator::Equals,
            target,
            values: Values::Any,
            precision: Precision::Exact,
            max_values: 1,
            time_format: TimeFormat::Milliseconds,
        }
    }

    /// The column equals the value of a parameter.
    pub const fn equals(column: &'static str, parameter: &'static str) -> Self {
        Self::new(column, FilterTarget::Parameter(parameter))
    }

    /// A boolean column equals the value of a parameter.
    pub const fn boolean(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Boolean, ..Self::equals(column, parameter) }
    }

    /// The column is a time after the value of a parameter. Whether the value itself is included is not known, so
    /// bounds are widened by a millisecond.
    pub const fn after(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::After, ..Self::equals(column, parameter).inexact() }
    }

    /// The column is a time before the value of a parameter.
    pub const fn before(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Before, ..Self::equals(column, parameter).inexact() }
    }

    /// The column contains the value of a parameter. Whether case matters is not known.
    pub const fn contains(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Contains, ..Self::equals(column, parameter).inexact() }
    }

    /// The column contains the value of a parameter, in any case.
    pub const fn contains_any_case(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::ContainsAnyCase, ..Self::contains(column, parameter) }
    }

    /// The column equals the value in a term of an expression, which begins with `before`.
    pub const fn term(column: &'static str, expression: &'static Expression, before: &'static str) -> Self {
        Self::new(column, FilterTarget::Term(expression, before))
    }

    /// The same filter for another operator; the API may give more rows than meet the condition.
    pub const fn with_operator(self, operator: FilterOperator) -> Self {
        Filter { operator, ..self }.inexact()
    }

    /// The same filter, with several values in a request.
    pub const fn max_values(self, max_values: u16) -> Self {
        Filter { max_values, ..self }
    }

    /// The same filter, of a parameter in which a sign before a value has a meaning.
    pub const fn signed(self) -> Self {
        Filter { values: Values::Signed, ..self }
    }

    /// The same filter, for values in lower case alone.
    pub const fn lower_case(self) -> Self {
        Filter { values: Values::LowerCase, ..self }
    }

    /// The same filter, for these values alone.
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        Filter { values: Values::OneOf(values), ..self }
    }

    /// The same filter, where the API may give more rows than those that meet the condition.
    pub const fn inexact(self) -> Self {
        Filter { precision: Precision::Inexact, ..self }
    }

    /// The same filter, with times in another format than milliseconds.
    pub const fn time_format(self, time_format: TimeFormat) -> Self {
        Filter { time_format, ..self }
    }
}
