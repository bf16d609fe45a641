//! Tests of operations with one constant operand, whose result is used as a value or decides a branch.

use wasmtime::{Trap, Val};

use crate::forms::{FORMS, Form, Machine};

const BINARY: [&str; 15] = [
    "add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl",
    "rotr",
];

const COMPARISONS: [&str; 10] = ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];

/// The limits of both integer types, and their neighbours.
const EDGES: [i64; 14] = [
    0,
    1,
    -1,
    2,
    i32::MAX as i64 - 1,
    i32::MAX as i64,
    i32::MAX as i64 + 1,
    i32::MIN as i64 - 1,
    i32::MIN as i64,
    i32::MIN as i64 + 1,
    u32::MAX as i64,
    i64::MAX,
    i64::MIN,
    i64::MIN + 1,
];

/// The edges that are in the range of a type.
fn constants(ty: &str) -> impl Iterator<Item = i64> {
    let is_narrow = ty == "i32";
    EDGES.into_iter().filter(move |edge| !is_narrow || i32::try_from(*edge).is_ok())
}

/// Generates functions of one parameter, in the text format without their names.
fn functions(ty: &str) -> Vec<String> {
    let mut functions = Vec::new();
    for constant in constants(ty) {
        let (variable, constant) = ("(local.get 0)".to_owned(), format!("({ty}.const {constant})"));
        for (first, second) in [(&variable, &constant), (&constant, &variable)] {
            let value = |operation: &&str| format!("(result {ty}) ({ty}.{operation} {first} {second})");
            functions.extend(BINARY.iter().map(value));
            for comparison in COMPARISONS {
                let outcome = format!("({ty}.{comparison} {first} {second})");
                functions.push(format!("(result i32) {outcome}"));
                functions.push(format!("(result i32) (i32.eqz {outcome})"));
                functions.push(format!("(result i32) (select (i32.const 5) (i32.const 6) {outcome})"));
                functions
                    .push(format!("(result i32) (block (br_if 0 {outcome}) (return (i32.const 5))) (i32.const 6)"));
                functions.push(format!(
                    "(result i32) (if (result i32) (i32.eqz {outcome}) (then (i32.const 5)) (else (i32.const 6)))"
                ));
            }
        }
    }
    functions
}

/// Calls every function with every edge, and returns the outcomes in that order.
fn outcomes(form: Form, ty: &str, functions: &[String]) -> Vec<Result<String, Trap>> {
    let export = |(number, function): (usize, &String)| format!("(func (export \"{number}\") (param {ty}) {function})");
    let module: String = functions.iter().enumerate().map(export).collect();
    let mut machine = Machine::new(&format!("(module {module})"), form);
    let mut outcomes = Vec::new();
    for number in 0..functions.len() {
        for edge in constants(ty) {
            let argument = if ty == "i32" { Val::I32(edge as i32) } else { Val::I64(edge) };
            outcomes.push(machine.call(&number.to_string(), &[argument]).map(|result| format!("{result:?}")));
        }
    }
    outcomes
}

#[test]
fn constant_operands_at_the_limits_work() {
    for ty in ["i32", "i64"] {
        let functions = functions(ty);
        let expected = outcomes(Form::Original, ty, &functions);
        for form in FORMS {
            let outcomes = outcomes(form, ty, &functions);
            for (at, (outcome, expected)) in outcomes.iter().zip(&expected).enumerate() {
                let (function, edge) = (at / constants(ty).count(), constants(ty).nth(at % constants(ty).count()));
                assert_eq!(outcome, expected, "{form:?}, of {edge:?}: {}", functions[function]);
            }
            assert_eq!(outcomes.len(), expected.len());
        }
    }
}
