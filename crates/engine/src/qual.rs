//! The conditions that the host passes down, and what of them an API can be told.
//!
//! Postgres checks every condition again on the rows it gets. So an API may answer less strictly than a condition
//! says, never more strictly, and what has no certain meaning there stays here.

use alloc::string::String;

use crate::access::{Filter, Spelling, Test};
use crate::number;
use crate::plan::Type;
use crate::seen::Seen;
use crate::text::{cut, fingerprint, lines, push_encoded, push_int};

/// A condition on a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Qual {
    /// The column.
    pub column: String,
    /// The operator, as Postgres writes it.
    pub operator: String,
    /// What kind of values it has.
    pub kind: Constant,
    /// The value, or those of which one is to fit, as text, each on a line of its own; none where the engine has no
    /// form for one of them.
    pub values: String,
    /// Whether the values are alternatives: `in`, `= any`.
    pub is_any: bool,
    /// Whether the value is a parameter's.
    pub is_param: bool,
}

/// What kind of value a condition has, and how its text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// boolean: `true` or `false`.
    Bool,
    /// The integer types: a decimal number.
    Int,
    /// timestamp: microseconds since the Unix epoch, a decimal number.
    Timestamp,
    /// timestamptz: the same. Postgres compares the two in the session's time zone, which a guest does not know.
    Timestamptz,
    /// text, as it is.
    Text,
    /// The engine has no form for it.
    Other,
}

/// What the host shows of a parameter that has no value yet, one kind after the other: of a time, 2000-01-01.
const BLANKS: [&str; 4] = ["false", "0", "946684800000000", "null"];

/// How comparisons are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether `<`, `<=`, `>` and `>=` mean what they say. The host swaps the operands of `constant < column` and
    /// leaves the operator, so that a guest cannot tell the two apart.
    pub column_first: bool,
    /// Whether conditions with parameters are left to Postgres.
    pub leaves_params: bool,
}

impl Qual {
    /// Adds a value, unless it is there already. A value that cannot be written makes the condition
    /// unusable. `seen`
    /// holds fingerprints of the values added so far, so that a long list is not searched for each of its values.
    pub fn add(&mut self, kind: Constant, value: &str, seen: &mut Seen) {
        if value.is_empty() || cut(value, b'\n').1.is_some() {
            self.kind = Constant::Other;
        } else if self.kind != Constant::Other {
            self.kind = kind;
            if seen.insert(fingerprint(value)) || lines(&self.values).all(|known| known != value) {
                self.values.push_str(value);
                self.values.push('\n');
            }
        }
    }

    /// Whether the value is known, and there is one, and it may be used.
    pub fn is_known(&self, reading: Reading) -> bool {
        let is_blank = || reading.leaves_params || lines(&self.values).any(|value| BLANKS.contains(&value));
        self.kind != Constant::Other && !self.values.is_empty() && !(self.is_param && is_blank())
    }

    /// Whether it says that a column of this type equals one of its values.
    pub fn is_equality(&self, kind: Constant) -> bool {
        let is_plain = match &*self.operator {
            "=" => true,
            // `is true` lets no null through, as little as `=` does.
            "is" => kind == Constant::Bool,
            _ => false,
        };
        is_plain && self.kind == kind && (self.is_any || lines(&self.values).count() == 1)
    }

    /// Whether it bounds the column from this side: the bound in milliseconds since the Unix epoch, a little wider.
    pub fn bound(&self, ty: Type, from_below: bool, reading: Reading) -> Option<i64> {
        let sided = match &*self.operator {
            "=" => true,
            ">" | ">=" => from_below && reading.column_first,
            "<" | "<=" => !from_below && reading.column_first,
            _ => false,
        };
        if !sided || self.is_any {
            return None;
        }
        let value = number::int(lines(&self.values).next()?)?;
        let millis = match (self.kind, ty) {
            (Constant::Timestamp, Type::Timestamp) | (Constant::Timestamptz, Type::Timestamptz) => {
                value.div_euclid(1000)
            }
            (Constant::Int, Type::I64) => value,
            _ => return None,
        };
        // What is less than a millisecond was cut off, and nothing says whether the bound itself is meant.
        millis.checked_add(if from_below { -1 } else { 2 })
    }

    /// Appends what to send for it, encoded, each value on a line; `false` if the filter does not answer it.
    pub fn send(&self, filter: &Filter, ty: Type, reading: Reading, out: &mut String) -> bool {
        let start = out.len();
        match filter.test {
            Test::Is => {
                let fits = ty == Type::Text && self.is_equality(Constant::Text);
                if !fits || !lines(&self.values).all(|text| spell(text, filter.spelling, out)) {
                    return false;
                }
            }
            Test::Flag => {
                if ty != Type::Bool || !self.is_equality(Constant::Bool) {
                    return false;
                }
                out.push_str(&self.values);
            }
            Test::After | Test::Before => {
                if let Some(bound) = self.bound(ty, filter.test == Test::After, reading) {
                    push_int(out, bound);
                    out.push('\n');
                }
            }
            Test::Holds | Test::HoldsAnyCase => {
                let takes = match &*self.operator {
                    "=" | "~~" => true,
                    "~~*" => filter.test == Test::HoldsAnyCase,
                    _ => false,
                };
                if takes && !self.is_any && self.kind == Constant::Text && ty == Type::Text {
                    let literal = literal(&self.values);
                    if literal.len() >= MIN_LITERAL {
                        out.push_str(literal);
                        out.push('\n');
                    }
                }
            }
        }
        out.len() > start
    }
}

/// Appends a value as a parameter takes it, encoded, on a line; `false` if it may mean something else there.
pub fn spell(text: &str, spelling: Spelling, out: &mut String) -> bool {
    let is_lower = matches!(spelling, Spelling::Lower);
    // A comma may separate values, blanks may be trimmed, letters outside ASCII be folded or composed.
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b',' && !(is_lower && byte.is_ascii_uppercase());
    let is_listed = if let Spelling::Listed(values) = spelling { values.contains(&text) } else { true };
    if !is_listed || text == "." || text == ".." || !text.bytes().all(is_plain) {
        return false;
    }
    if matches!(spelling, Spelling::Signed) && matches!(text.as_bytes().first(), Some(b'+' | b'-')) {
        out.push_str("%2B");
    }
    push_encoded(out, text);
    out.push('\n');
    true
}

/// A shorter text is in nearly every row.
const MIN_LITERAL: usize = 3;

/// The longest part of a pattern of LIKE that stands for itself, to Postgres and to any API: ASCII letters, digits and
/// dots.
fn literal(pattern: &str) -> &str {
    let mut longest = "";
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in pattern.bytes().enumerate() {
        // What follows a backslash stands for itself, but need not to the API.
        if !escaped && (byte.is_ascii_alphanumeric() || byte == b'.') {
            let part = pattern.get(start..=at).unwrap_or("");
            if part.len() > longest.len() {
                longest = part;
            }
        } else {
            start = at + 1;
        }
        escaped = !escaped && byte == b'\\';
    }
    longest
}
