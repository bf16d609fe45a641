//! Decoding: which values each type accepts, and the cells that they become.

mod common;

use common::{Script, shown};
use fdw_engine::json::Scanner;
use fdw_engine::reader::decode::{Change, decode};
use fdw_engine::reader::row_buffer::RowBuffer;
use fdw_engine::request::types::Type;

/// Decodes a value. Returns the cell as text, preceded by how it was changed, or `mismatch` if the type does not accept
/// the value.
fn cell(ty: Type, text: &str) -> String {
    let mut scanner = Scanner::new(text);
    scanner.value().expect("the test value should be JSON");
    let mut buffer = RowBuffer::default();
    let change = decode(Some(text), ty, scanner.needs_sanitizing, &mut Script::new(), &mut buffer);
    buffer.end_row();
    let out = shown(buffer.cell(0));
    match change {
        Err(_) => "mismatch".into(),
        Ok(None) => out,
        Ok(Some(Change::Replaced)) => format!("replaced {out}"),
        Ok(Some(Change::OutOfRange)) => format!("out of range {out}"),
    }
}

#[test]
fn values_become_cells_of_their_types() {
    use Type::*;
    let cases: &[(Type, &str, &str)] = &[
        (Bool, "true", "true"),
        (Bool, "false", "false"),
        (Bool, "1", "mismatch"),
        (Bool, "\"True\"", "true"),
        (Bool, "\"yes\"", "mismatch"),
        (I16, "32767", "32767"),
        (I16, "32768", "mismatch"),
        (I16, "-32768", "-32768"),
        (I32, "2147483647", "2147483647"),
        (I32, "2147483648", "mismatch"),
        (I32, "1.0", "1"),
        (I32, "1e3", "1000"),
        (I32, "1.5", "mismatch"),
        (I32, "true", "mismatch"),
        (I64, "9223372036854775807", "9223372036854775807"),
        (I64, "-9223372036854775808", "-9223372036854775808"),
        (I64, "9223372036854775808", "mismatch"),
        (I64, "9007199254740993", "9007199254740993"),
        (I64, "9.007199254740991e15", "9007199254740991"),
        (I64, "9.007199254740993e15", "mismatch"),
        (I64, "1e18", "mismatch"),
        (I64, "\"12\"", "12"),
        (I64, "\"1 2\"", "mismatch"),
        (I64, "\"\"", "mismatch"),
        (I64, "[1]", "mismatch"),
        (F64, "0.1", "0.1"),
        (F64, "-0", "-0.0"),
        (F64, "1e999", "mismatch"),
        (F64, "\"1\"", "mismatch"),
        (F32, "16777217", "16777217.0"),
        (F32, "1e39", "mismatch"),
        (Numeric, "12.50", "12.5"),
        (Numeric, "9007199254740992", "9007199254740992.0"),
        (Numeric, "9007199254740991.0", "9007199254740991.0"),
        (Numeric, "9007199254740993", "mismatch"),
        (Numeric, "-9007199254740993", "mismatch"),
        (Numeric, "9007199254740994", "9007199254740994.0"),
        (Numeric, "9223372036854775807", "mismatch"),
        (Numeric, "123456789012345678901234567890", "mismatch"),
        (Numeric, "9007199254740993.0", "mismatch"),
        (Numeric, "9.007199254740993e15", "mismatch"),
        (Numeric, "9007199254740993.5", "mismatch"),
        (Numeric, "18446744073709551616", "1.8446744073709552e19"),
        (Numeric, "1e20", "1e20"),
        (Numeric, "0.12345678901234567890", "0.12345678901234568"),
        (Text, "\"a\\nb\\u00e9\"", "a\nbé"),
        (Text, "12.50", "12.50"),
        (Text, "true", "true"),
        (Text, "{\"a\": [1]}", "{\"a\": [1]}"),
        (Text, "\"\"", ""),
        (Text, "\"null\"", "null"),
        (Text, "\"a\\u0000\"", "replaced a\u{fffd}"),
        (Text, "\"a\\ufffd\"", "a\u{fffd}"),
        (Json, "{\"a\": [1]}", "{\"a\": [1]}"),
        (Json, "\"x\"", "\"x\""),
        (Json, "1e400", "replaced \"1e400\""),
        (Json, "[1e4]", "[1e4]"),
        (Json, "null", "NULL"),
        (Uuid, "\"F47AC10B-58cc-4372-a567-0e02b2c3d479\"", "F47AC10B-58cc-4372-a567-0e02b2c3d479"),
        (Uuid, "\"f47ac10b58cc4372a5670e02b2c3d479\"", "mismatch"),
        (Uuid, "\"f47ac10b-58cc-4372-a567-0e02b2c3d47g\"", "mismatch"),
        (Uuid, "12", "mismatch"),
        // Milliseconds.
        (Timestamptz, "1700000000123", "1700000000123000"),
        (Timestamp, "-1", "-1000"),
        (Timestamp, "1700000000000.5", "1700000000000500"),
        (Timestamp, "1.7e12", "1700000000000000"),
        (Date, "1700000000123", "1700000000"),
        (Date, "-1", "-1"),
        (Timestamptz, "0", "0"),
        (Timestamptz, "true", "mismatch"),
        (Timestamptz, "[]", "mismatch"),
        // Times at the limits of Postgres' range.
        (Timestamptz, "9223372036854775", "9223372036854775000"),
        (Timestamptz, "9223372036854776", "out of range NULL"),
        (Timestamptz, "-210866803200000", "-210866803200000000"),
        (Timestamptz, "-210866803200001", "out of range NULL"),
        (Timestamptz, "1e30", "out of range NULL"),
        (Date, "99999999999999999999", "out of range NULL"),
        // Strings: an RFC 3339 time, or a date alone.
        (Timestamptz, "\"2024-02-29T12:00:00.5+02:00\"", "1709200800500000"),
        (Timestamptz, "\"2024-02-29\"", "1709164800000000"),
        (Date, "\"2024-02-29\"", "1709208000"),
        (Timestamp, "\"\"", "mismatch"),
        (Timestamp, "\"soon\"", "mismatch"),
    ];
    for (ty, text, want) in cases {
        assert_eq!(cell(*ty, text), *want, "{text} as {ty:?}");
    }
    for ty in [Bool, I16, I32, I64, F32, F64, Numeric, Text, Date, Timestamp, Timestamptz, Json, Uuid] {
        assert_eq!(cell(ty, "null"), "NULL", "{ty:?}");
    }
}
