//! Tests that modules which cannot be rewritten are rejected with a message that says why.

use wasmparser::{Validator, WasmFeatures};

use crate::forms::{Form, parse};

/// Modules with unsupported features. The first text is the feature's name as in the message, but in lower case and
/// with spaces instead of hyphens.
const UNSUPPORTED: [(&str, &str); 32] = [
    ("simd", "(module (func (result v128) (v128.const i64x2 0 0)))"),
    ("simd", "(module (func (drop (i32x4.splat (i32.const 1)))))"),
    ("simd", "(module (global v128 (v128.const i64x2 0 0)))"),
    ("multi value", "(module (func (result i32 i32) (i32.const 1) (i32.const 2)))"),
    ("multi value", "(module (func (i32.const 1) (block (param i32) (drop))))"),
    ("multi value", "(module (func (block (result i32 i32) (i32.const 1) (i32.const 2)) (drop) (drop)))"),
    ("reference types", "(module (func (param externref)))"),
    ("reference types", "(module (table 1 externref))"),
    ("reference types", "(module (table 1 funcref) (func (drop (table.size 0))))"),
    ("reference types", "(module (table 1 funcref) (func (drop (table.get 0 (i32.const 0)))))"),
    ("reference types", "(module (func (drop (ref.null func))))"),
    ("reference types", "(module (func (drop (ref.is_null (ref.null func)))))"),
    ("reference types", "(module (func $f) (elem declare func $f) (func (drop (ref.func $f))))"),
    ("reference types", "(module (func (drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 0)))))"),
    ("reference types", "(module (table 1 funcref) (table 1 funcref))"),
    ("reference types", "(module (func $f) (elem funcref (ref.func $f)))"),
    ("tail call", "(module (func $f (return_call $f)))"),
    ("tail call", "(module (table 1 funcref) (type $f (func)) (func (return_call_indirect (type $f) (i32.const 0))))"),
    ("threads", "(module (memory 1 1 shared))"),
    ("threads", "(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))"),
    ("threads", "(module (func (atomic.fence)))"),
    ("exceptions", "(module (tag (param i32)))"),
    ("exceptions", r#"(module (import "host" "tag" (tag)))"#),
    ("multi memory", "(module (memory 1) (memory 1))"),
    ("multi memory", r#"(module (import "host" "memory" (memory 1)) (memory 1))"#),
    ("memory64", "(module (memory i64 1))"),
    ("memory64", "(module (table i64 1 funcref))"),
    ("extended const", "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))"),
    ("gc", "(module (type (struct)))"),
    ("custom page sizes", "(module (memory 1 (pagesize 1)))"),
    ("wide arithmetic", "(module (func (drop (i64.mul_wide_u (i64.const 1) (i64.const 1))) (drop)))"),
    ("simd", "(module (func (param v128) (drop (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))))"),
];

#[test]
fn unsupported_features_are_rejected_by_name() {
    let mut wrong = Vec::new();
    for (feature, text) in UNSUPPORTED {
        let module = parse(text);
        Validator::new_with_features(WasmFeatures::all())
            .validate_all(&module)
            .expect("the module is valid if all features are enabled");
        let Err(error) = cold_code::rewrite(&module, &|_| false) else {
            wrong.push(format!("{feature}: the module is not rejected: {text}"));
            continue;
        };
        if !error.to_string().to_lowercase().replace('-', " ").contains(feature) {
            wrong.push(format!(r#"{feature}: the message is "{error}" for {text}"#));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same features are rejected if every function stays compiled.
#[test]
fn compiled_functions_are_restricted_to_the_same_features() {
    for (feature, text) in UNSUPPORTED {
        assert!(cold_code::rewrite(&parse(text), &|_| true).is_err(), "{feature}: {text}");
    }
}

#[test]
fn input_that_is_not_a_module_is_rejected() {
    let component = parse("(component)");
    for bytes in [&b""[..], b"\0", b"\0asm", b"\0asm\x02\0\0\0", b"some text that is not a module", &component] {
        assert!(cold_code::rewrite(bytes, &|_| false).is_err(), "{bytes:x?}");
    }
}

/// A truncated or altered module is either rejected or rewritten to a valid one, without a panic.
#[test]
fn a_damaged_module_causes_no_panic() {
    let module = parse(
        r#"(module (import "host" "call" (func (param i32) (result i32))) (memory 1 2) (table 2 funcref)
           (global (mut i64) (i64.const -1)) (elem (i32.const 0) 0 1) (data (i32.const 0) "data") (data "more")
           (func (export "f") (param i32) (result i32) (local i64 f32)
             (memory.init 1 (i32.const 0) (i32.const 0) (local.get 0))
             (block (loop (br_table 0 1 (local.get 0))))
             (call_indirect (param i32) (result i32) (call 0 (i32.const 1)) (i32.const 1))))"#,
    );
    let check = |bytes: &[u8]| {
        if cold_code::rewrite(bytes, &|_| false).is_ok() {
            wasmparser::validate(&Form::Interpreted.of(bytes)).expect("the rewritten module is valid");
        }
    };
    (0..module.len()).for_each(|length| check(&module[..length]));
    for at in 0..module.len() {
        for bits in [0x01, 0x80, 0xff] {
            let mut damaged = module.clone();
            damaged[at] ^= bits;
            check(&damaged);
        }
    }
}
