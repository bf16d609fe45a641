//! Filters: the conditions that an API can evaluate.

use super::column::Kind;

/// A condition on a column that the API can evaluate.
#[derive(Clone, Copy)]
pub struct Filter {
    /// The column.
    pub column: &'static str,
    /// The kind of condition.
    pub operator: FilterOperator,
    /// Where a request contains the filter.
    pub placement: FilterPlacement,
    /// Which values may be sent.
    pub values: Values,
    /// Whether the API returns exactly the rows that satisfy the condition.
    pub precision: Precision,
    /// Maximum number of values in a request. The query parameter is repeated for each value.
    pub max_values: u16,
    /// How times are written.
    pub time_format: TimeFormat,
}

/// The kind of condition that a filter evaluates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOperator {
    /// The column equals the value, or one of several values.
    Equals,
    /// The boolean column equals the value.
    Boolean,
    /// The time in the column is later than the value, or equal to it.
    After,
    /// The time in the column is earlier than the value, or equal to it.
    Before,
    /// The column contains the value as a substring. Whether the API ignores case is unknown.
    Contains,
    /// The column contains the value as a substring; the API ignores case.
    ContainsAnyCase,
    /// The column satisfies a comparison with the operators of SCIM (RFC 7644, section 3.4.2.2), which can express
    /// equality with one or several values, a prefix, a substring, bounds of times, and that there is a value. The
    /// attribute contains values of this kind: texts, booleans or times.
    Compared(Kind),
    /// The column is a path of names, each after a slash, and its last name contains the value as a substring.
    LastNameContains,
}

/// Where a request contains a filter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FilterPlacement {
    /// In a query parameter of its own. Several filters may name the same one; a request then uses only one of them.
    Parameter(&'static str),
    /// In a term of this expression. The text is the beginning of the term, before the value; if the operator is
    /// [`FilterOperator::Compared`], it is the name of the attribute.
    Term(&'static Expression, &'static str),
    /// In a term of this expression that consists of a key, a colon and the value.
    Pair(&'static Expression, &'static PairKey),
}

/// The key of a term that consists of a key and a value.
#[derive(PartialEq, Eq)]
pub struct PairKey {
    /// The column whose value is the key. The query must compare it with one constant.
    pub column: &'static str,
    /// Keys that are never sent, because they mean something else to the API.
    pub reserved: &'static [&'static str],
}

impl FilterPlacement {
    /// The name of the query parameter.
    pub fn parameter(&self) -> &'static str {
        match self {
            FilterPlacement::Parameter(name) => name,
            FilterPlacement::Term(expression, _) | FilterPlacement::Pair(expression, _) => expression.parameter,
        }
    }

    /// The expression that contains the filter.
    pub fn expression(&self) -> Option<&'static Expression> {
        match self {
            FilterPlacement::Parameter(_) => None,
            FilterPlacement::Term(expression, _) | FilterPlacement::Pair(expression, _) => Some(expression),
        }
    }
}

/// A query parameter whose value is an expression of terms, such as `filter=userName eq "x"` or `q=k:v k2:v2`.
#[derive(PartialEq, Eq)]
pub struct Expression {
    /// The name of the query parameter.
    pub parameter: &'static str,
    /// The text between two terms, both of which a row must satisfy; `None` if an expression can only have one term.
    pub separator: Option<&'static str>,
    /// Whether values are written as JSON strings, and may then contain spaces and commas inside. If not, only values of
    /// ASCII letters, digits and `-._@` are sent.
    pub quotes: bool,
    /// Whether the expression is a filter in SCIM's language (RFC 7644, section 3.4.2.2). Servers may ignore it.
    pub is_scim: bool,
}

/// Whether an API returns exactly the rows that satisfy a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// It returns exactly these rows.
    Exact,
    /// It returns these rows, and possibly others.
    Inexact,
}

/// Which texts an equality filter may send, because they mean the same to the API as to Postgres. A text that is empty,
/// or that contains a comma, a space or a character outside visible ASCII, is not sent, unless the variant allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any such text.
    Any,
    /// Any such text. One that begins with `+` or `-` is sent with a `+` before it, because the API reads a leading
    /// sign as "include" or "exclude".
    Signed,
    /// Texts without upper-case letters, because the API may ignore case.
    LowerCase,
    /// Any such text, and also one with spaces or commas that are not at its beginning or end.
    Phrases,
    /// Only these texts, because the API may reject others.
    OneOf(&'static [&'static str]),
}

/// How an API expects times to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// As milliseconds since the Unix epoch.
    Milliseconds,
    /// As RFC 3339, in UTC.
    Rfc3339,
    /// As a date in an unknown time zone. Bounds are therefore widened by at least a day.
    Date,
}

/// Maximum number of values with which a request compares an attribute. A URL with so many e-mail addresses has less than
/// 2,000 characters.
const MAX_COMPARED_VALUES: u16 = 20;

/// Constructors, and builder methods that each set one property.
impl Filter {
    const fn new(column: &'static str, placement: FilterPlacement) -> Self {
        Filter {
            column,
            operator: FilterOperator::Equals,
            placement,
            values: Values::Any,
            precision: Precision::Exact,
            max_values: 1,
            time_format: TimeFormat::Milliseconds,
        }
    }

    /// The column equals the value of the query parameter.
    pub const fn equals(column: &'static str, parameter: &'static str) -> Self {
        Self::new(column, FilterPlacement::Parameter(parameter))
    }

    /// The boolean column equals the value of the query parameter.
    pub const fn boolean(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Boolean, ..Self::equals(column, parameter) }
    }

    /// The time in the column is later than the value of the query parameter. It is unknown whether the API includes
    /// the value itself, so the bound is widened and the filter is inexact.
    pub const fn after(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::After, ..Self::equals(column, parameter).inexact() }
    }

    /// The time in the column is earlier than the value of the query parameter; otherwise like [`Filter::after`].
    pub const fn before(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Before, ..Self::equals(column, parameter).inexact() }
    }

    /// The column contains the value of the query parameter. It is unknown whether the API ignores case, so the filter
    /// is inexact.
    pub const fn contains(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::Contains, ..Self::equals(column, parameter).inexact() }
    }

    /// The column contains the value of the query parameter, in any case. The filter is inexact.
    pub const fn contains_any_case(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::ContainsAnyCase, ..Self::contains(column, parameter) }
    }

    /// The column equals the value in a term of an expression. `prefix` is the text of the term before the value.
    pub const fn term(column: &'static str, expression: &'static Expression, prefix: &'static str) -> Self {
        Self::new(column, FilterPlacement::Term(expression, prefix))
    }

    /// The column equals the value in a term of an expression that has a key. The filter is inexact.
    pub const fn pair(key: &'static PairKey, column: &'static str, expression: &'static Expression) -> Self {
        Self::new(column, FilterPlacement::Pair(expression, key)).inexact()
    }

    /// A text attribute satisfies a comparison in a term of an expression: [`FilterOperator::Compared`]. The filter is
    /// inexact, because the API may ignore case.
    pub const fn compared(column: &'static str, expression: &'static Expression, attribute: &'static str) -> Self {
        let term = Self::term(column, expression, attribute);
        term.with_operator(FilterOperator::Compared(Kind::Text)).with_max_values(MAX_COMPARED_VALUES)
    }

    /// Like [`Filter::compared`], for an attribute that contains a boolean.
    pub const fn compared_bool(column: &'static str, expression: &'static Expression, attribute: &'static str) -> Self {
        Self::term(column, expression, attribute).with_operator(FilterOperator::Compared(Kind::Bool))
    }

    /// Like [`Filter::compared`], for an attribute that contains a time.
    pub const fn compared_time(column: &'static str, expression: &'static Expression, attribute: &'static str) -> Self {
        Self::term(column, expression, attribute).with_operator(FilterOperator::Compared(Kind::Time))
    }

    /// The last name of the path in the column contains the value of the query parameter. The filter is inexact.
    pub const fn last_name_contains(column: &'static str, parameter: &'static str) -> Self {
        Filter { operator: FilterOperator::LastNameContains, ..Self::equals(column, parameter).inexact() }
    }

    /// Sets another operator, and makes the filter inexact.
    pub const fn with_operator(self, operator: FilterOperator) -> Self {
        Filter { operator, ..self }.inexact()
    }

    /// Sets the maximum number of values in a request.
    pub const fn with_max_values(self, max_values: u16) -> Self {
        Filter { max_values, ..self }
    }

    /// Declares that the API reads a sign before a value as "include" or "exclude": [`Values::Signed`].
    pub const fn with_signed_values(self) -> Self {
        Filter { values: Values::Signed, ..self }
    }

    /// Restricts the values that are sent to those without upper-case letters: [`Values::LowerCase`].
    pub const fn with_lower_case_values(self) -> Self {
        Filter { values: Values::LowerCase, ..self }
    }

    /// Sends texts with spaces and commas inside, too: [`Values::Phrases`].
    pub const fn with_phrases(self) -> Self {
        Filter { values: Values::Phrases, ..self }
    }

    /// Restricts the values that are sent to these: [`Values::OneOf`].
    pub const fn with_only_values(self, values: &'static [&'static str]) -> Self {
        Filter { values: Values::OneOf(values), ..self }
    }

    /// Declares that the API may return more rows than those that satisfy the condition.
    pub const fn inexact(self) -> Self {
        Filter { precision: Precision::Inexact, ..self }
    }

    /// Sets how times are written.
    pub const fn with_time_format(self, time_format: TimeFormat) -> Self {
        Filter { time_format, ..self }
    }
}
