//! The JSON values of parameters.

use serde_json::{Map, Number, Value};

use crate::catalogue::column::Kind;
use crate::catalogue::write::ParameterFormat;
use crate::request::new_row::NewValue;
use crate::utc;

/// A value that does not fit the kind of its column. It does not contain the value, which may be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongValue;

/// 2^53, below which a double represents every whole number exactly.
const EXACT_LIMIT: f64 = 9_007_199_254_740_992.0;

/// The latest date, in seconds since the Unix epoch, that fits into 64 bits in milliseconds. Infinity is later.
const MAX_DATE: u64 = i64::MAX as u64 / 1000;

/// The value of a parameter, from the value of a column of this kind.
pub fn of_parameter(value: &NewValue, kind: Kind, format: ParameterFormat) -> Result<Value, WrongValue> {
    match format {
        ParameterFormat::Plain => of_kind(value, kind),
        ParameterFormat::Array => Ok(Value::Array(vec![of_kind(value, kind)?])),
        ParameterFormat::Milliseconds => millis(value).map(Value::from),
    }
}

/// The value as JSON of this kind. A text is accepted for every kind, because a column of every kind can have the type
/// text: it is the JSON text of the value, except where the value itself is a text.
fn of_kind(value: &NewValue, kind: Kind) -> Result<Value, WrongValue> {
    match (kind, value) {
        (Kind::Text | Kind::Any, NewValue::Text(text)) => Ok(text.as_str().into()),
        (Kind::Bool | Kind::Any, NewValue::Bool(value)) => Ok((*value).into()),
        (Kind::Integer | Kind::Number | Kind::Any, NewValue::Int(value)) => Ok((*value).into()),
        (Kind::Integer, NewValue::Float(value)) if value.fract() == 0.0 && value.abs() < EXACT_LIMIT => {
            Ok((*value as i64).into())
        }
        (Kind::Number | Kind::Any, NewValue::Float(value)) => {
            Number::from_f64(*value).map(Value::Number).ok_or(WrongValue)
        }
        (Kind::Time, NewValue::Text(text)) => Ok(text.as_str().into()),
        (Kind::Any, NewValue::Date(seconds)) => {
            seconds.checked_mul(1000).and_then(utc::to_date).map(Value::from).ok_or(WrongValue)
        }
        (Kind::Time, value) => utc::to_rfc3339(millis(value)?).map(Value::from).ok_or(WrongValue),
        (Kind::Any, NewValue::Time(_)) => of_kind(value, Kind::Time),
        (_, NewValue::Text(text) | NewValue::Json(text)) => {
            let parsed = serde_json::from_str(text).map_err(|_| WrongValue)?;
            Some(parsed).filter(|value| is_of(value, kind)).ok_or(WrongValue)
        }
        _ => Err(WrongValue),
    }
}

/// Whether a JSON value is of this kind.
fn is_of(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::Bool => value.is_boolean(),
        Kind::Integer => value.is_i64() || value.is_u64(),
        Kind::Number => value.is_number(),
        Kind::Map => value.is_object(),
        Kind::Json => value.is_object() || value.is_array(),
        Kind::Time | Kind::Any => true,
    }
}

/// The milliseconds since the Unix epoch of a time.
fn millis(value: &NewValue) -> Result<i64, WrongValue> {
    match value {
        NewValue::Int(millis) => Ok(*millis),
        NewValue::Float(millis) if millis.abs() < EXACT_LIMIT => Ok(millis.floor() as i64),
        // The largest and the smallest number are infinity.
        NewValue::Time(micros) if !matches!(*micros, i64::MIN | i64::MAX) => Ok(micros.div_euclid(1000)),
        NewValue::Date(seconds) if seconds.unsigned_abs() <= MAX_DATE => Ok(seconds * 1000),
        _ => Err(WrongValue),
    }
}

/// The JSON object in a column such as `attrs`.
pub fn object(value: &NewValue) -> Result<Map<String, Value>, WrongValue> {
    match of_kind(value, Kind::Map)? {
        Value::Object(object) => Ok(object),
        _ => Err(WrongValue),
    }
}

/// The text of a value that is part of a URL.
pub fn text(value: &NewValue) -> Result<String, WrongValue> {
    match value {
        NewValue::Text(text) => Ok(text.clone()),
        NewValue::Int(number) => Ok(number.to_string()),
        _ => Err(WrongValue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_json_of_the_columns_kind() {
        let text = |text: &str| NewValue::Text(text.to_owned());
        let json = |text: &str| NewValue::Json(text.to_owned());
        let cases = [
            (Kind::Text, text("a\"b"), Some(r#""a\"b""#)),
            (Kind::Text, NewValue::Int(1), None),
            (Kind::Text, json(r#""a""#), Some(r#""a""#)),
            (Kind::Bool, NewValue::Bool(true), Some("true")),
            (Kind::Bool, text("false"), Some("false")),
            (Kind::Bool, text("yes"), None),
            (Kind::Integer, NewValue::Int(-7), Some("-7")),
            (Kind::Integer, NewValue::Float(7.0), Some("7")),
            (Kind::Integer, NewValue::Float(7.5), None),
            (Kind::Integer, text("7"), Some("7")),
            (Kind::Number, NewValue::Float(0.5), Some("0.5")),
            (Kind::Number, NewValue::Float(f64::NAN), None),
            (Kind::Time, NewValue::Time(1_500), Some(r#""1970-01-01T00:00:00.001Z""#)),
            (Kind::Time, NewValue::Date(-86_400), Some(r#""1969-12-31T00:00:00.000Z""#)),
            (Kind::Time, NewValue::Int(1000), Some(r#""1970-01-01T00:00:01.000Z""#)),
            (Kind::Time, NewValue::Date(i64::MIN), None),
            (Kind::Time, NewValue::Time(i64::MAX), None),
            (Kind::Time, NewValue::Time(i64::MAX - 1), None),
            (Kind::Time, text("2026-01-01T00:00:00Z"), Some(r#""2026-01-01T00:00:00Z""#)),
            (Kind::Json, json(r#"["a"]"#), Some(r#"["a"]"#)),
            (Kind::Json, text(r#"["a"]"#), Some(r#"["a"]"#)),
            (Kind::Json, text("a"), None),
            (Kind::Json, json("1"), None),
            (Kind::Map, json("[]"), None),
            (Kind::Map, json(r#"{"a":1}"#), Some(r#"{"a":1}"#)),
            (Kind::Any, text("a"), Some(r#""a""#)),
            (Kind::Any, json("null"), Some("null")),
            (Kind::Any, NewValue::Date(0), Some(r#""1970-01-01""#)),
            (Kind::Any, NewValue::Time(0), Some(r#""1970-01-01T00:00:00.000Z""#)),
            (Kind::Any, NewValue::Other("\"char\""), None),
        ];
        for (kind, value, want) in cases {
            let found = of_parameter(&value, kind, ParameterFormat::Plain).map(|value| value.to_string());
            assert_eq!(found.ok().as_deref(), want, "{kind:?} {}", value.type_name());
        }
        let array = of_parameter(&text("a"), Kind::Text, ParameterFormat::Array);
        assert_eq!(array.map(|value| value.to_string()), Ok(r#"["a"]"#.to_owned()));
        let millis = of_parameter(&NewValue::Time(1_500), Kind::Time, ParameterFormat::Milliseconds);
        assert_eq!(millis, Ok(Value::from(1)));
    }
}
