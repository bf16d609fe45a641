//! Tests of recursion, and of the state of an instance after traps.

use wasmtime::Trap;

use crate::forms::in_each_form;

/// Functions `run` that recurse endlessly in different ways. Each case has a description.
const ENDLESS: [(&str, &str); 6] = [
    ("a call of itself", r#"(func $run (export "run") (result i32) (i32.add (call $run) (i32.const 1)))"#),
    (
        "with many variables",
        r#"(func $run (export "run") (result i32)
             (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
             (local.set 0 (i64.extend_i32_u (call $run)))
             (local.set 19 (local.get 0))
             (i32.wrap_i64 (local.get 19)))"#,
    ),
    (
        "in turn",
        r#"(func $run (export "run") (result i32) (i32.add (call $other) (i32.const 1)))
           (func $other (result i32) (i32.add (call $run) (i32.const 1)))"#,
    ),
    (
        "through a table",
        r#"(type $run (func (result i32)))
           (table funcref (elem $first $second))
           (func $first (export "run") (result i32) (i32.add (call_indirect (type $run) (i32.const 1)) (i32.const 1)))
           (func $second (result i32) (i32.add (call_indirect (type $run) (i32.const 0)) (i32.const 1)))"#,
    ),
    (
        "through the host",
        r#"(import "host" "call" (func $host (param i32) (result i32)))
           (func $run (export "run") (result i32) (i32.add (call $host (i32.const 0)) (i32.const 1)))
           (func $inner (export "inner") (param i32) (result i32) (i32.add (call $run) (i32.const 1)))"#,
    ),
    (
        "through the host, without other calls",
        r#"(import "host" "call" (func $host (param i32) (result i32)))
           (func (export "run") (result i32) (call $host (i32.const 0)))
           (func (export "inner") (param i32) (result i32) (call $host (local.get 0)))"#,
    ),
];

const ADD: &str = r#"(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))"#;

#[test]
fn endless_recursion_overflows_the_stack() {
    for (case, functions) in ENDLESS {
        in_each_form(&format!("(module {functions} {ADD})"), |form, machine| {
            for _ in 0..3 {
                assert_eq!(machine.i32("run", &[]), Err(Trap::StackOverflow), "{case}, {form:?}");
                assert_eq!(machine.i32("add", &[2, 3]), Ok(5), "{case}, {form:?}");
            }
        });
    }
}

/// Functions `sum` that add the numbers up to their argument by recursion. Each case has a description and a depth.
const DEEP: [(&str, i32, &str); 5] = [
    (
        "a call of itself",
        1_000,
        r#"(func $sum (export "sum") (param i32) (result i32)
             (if (result i32) (local.get 0)
               (then (i32.add (local.get 0) (call $sum (i32.sub (local.get 0) (i32.const 1)))))
               (else (i32.const 0))))"#,
    ),
    (
        "with many variables",
        1_000,
        r#"(func $sum (export "sum") (param i32) (result i32) (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
             (local.set 5 (local.get 0))
             (if (result i32) (local.get 0)
               (then
                 (local.set 10 (call $sum (i32.sub (local.get 0) (i32.const 1))))
                 (i32.add (local.get 5) (local.get 10)))
               (else (local.get 3))))"#,
    ),
    (
        "in turn",
        1_000,
        r#"(func $sum (export "sum") (param i32) (result i32)
             (if (result i32) (local.get 0)
               (then (i32.add (local.get 0) (call $other (i32.sub (local.get 0) (i32.const 1)))))
               (else (i32.const 0))))
           (func $other (param i32) (result i32)
             (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
             (i32.add (call $sum (i32.sub (local.get 0) (i32.const 1))) (local.get 0)))"#,
    ),
    (
        "through a table",
        1_000,
        r#"(type $sum (func (param i32) (result i32)))
           (table funcref (elem $first $second))
           (func $first (export "sum") (type $sum)
             (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
             (i32.add (local.get 0)
               (call_indirect (type $sum) (i32.sub (local.get 0) (i32.const 1)) (i32.and (local.get 0) (i32.const 1)))))
           (func $second (type $sum)
             (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
             (i32.add (call $first (i32.sub (local.get 0) (i32.const 1))) (local.get 0)))"#,
    ),
    (
        "through the host",
        100,
        r#"(import "host" "call" (func $host (param i32) (result i32)))
           (func (export "sum") (param i32) (result i32) (call $host (local.get 0)))
           (func (export "inner") (param i32) (result i32)
             (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
             (i32.add (local.get 0) (call $host (i32.sub (local.get 0) (i32.const 1)))))"#,
    ),
];

#[test]
fn deep_recursion_works() {
    for (case, depth, functions) in DEEP {
        in_each_form(&format!("(module {functions})"), |form, machine| {
            assert_eq!(machine.i32("sum", &[depth]), Ok(depth * (depth + 1) / 2), "{case}, {form:?}");
        });
    }
}

/// Number of calls that trap or may trap. Each trap may cost some of the stack, but nothing else.
const TRAPS: i32 = 10_000;

/// A function `inner` that calls a function which traps if the argument is odd.
const INNER: &str = r#"
  (func (export "inner") (param i32) (result i32) (local i64 i64)
    (local.set 1 (i64.const 77))
    (i32.add (call $divide (local.get 0)) (i32.wrap_i64 (local.get 1))))
  (func $divide (param i32) (result i32)
    (i32.div_u (i32.const 100) (i32.sub (i32.const 1) (i32.and (local.get 0) (i32.const 1)))))"#;

#[test]
fn traps_that_the_host_passes_on_lose_nothing_but_stack_space() {
    let text = format!(
        r#"(module
           (import "host" "call" (func $host (param i32) (result i32)))
           (func (export "outer") (param i32) (result i32)
             (i32.add (i32.mul (local.get 0) (i32.const 1000)) (call $host (local.get 0))))
           {INNER} {ADD})"#
    );
    in_each_form(&text, |form, machine| {
        for number in 0..TRAPS {
            let expected = if number % 2 == 1 { Err(Trap::IntegerDivisionByZero) } else { Ok(number * 1_000 + 177) };
            let outcome = machine.i32("outer", &[number]);
            assert!(outcome == expected || outcome == Err(Trap::StackOverflow), "{form:?}, {number}: {outcome:?}");
        }
        let outcome = machine.i32("add", &[2, 3]);
        assert!(matches!(outcome, Ok(5) | Err(Trap::StackOverflow)), "{form:?}: {outcome:?}");
    });
}

#[test]
fn traps_that_the_host_ignores_lose_nothing_but_stack_space() {
    let text = format!(
        r#"(module
           (import "host" "try" (func $host (param i32) (result i32)))
           (func (export "outer") (param i32) (result i32) (local i32)
             (loop $again
               (local.set 1 (i32.add (local.get 1) (call $host (i32.const 1))))
               (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
             (i32.add (local.get 1) (call $host (i32.const 2))))
           {INNER} {ADD})"#
    );
    // Each call that traps counts -1. The stack may overflow, so the last call of the host or `outer` itself may trap
    // too.
    in_each_form(&text, |form, machine| {
        let outcome = machine.i32("outer", &[TRAPS]);
        let expected = [Ok(177 - TRAPS), Ok(-1 - TRAPS), Err(Trap::StackOverflow)];
        assert!(expected.contains(&outcome), "{form:?}: {outcome:?}");
        let outcome = machine.i32("add", &[2, 3]);
        assert!(matches!(outcome, Ok(5) | Err(Trap::StackOverflow)), "{form:?}: {outcome:?}");
    });
}
