//! Tests of calls through a table.

use wasmtime::{Linker, Module, Trap};

use crate::forms::{FORMS, Form, in_each_form, parse, store};

/// Three kinds of tables: one that the host can reach, one that only calls use (a private table), and one that an
/// instruction changes.
const TABLES: [&str; 3] = [
    r#"(table (export "table") 6 6 funcref)"#,
    "(table 6 6 funcref)",
    r#"(table 6 6 funcref)
       (func (export "change") (table.copy (i32.const 1) (i32.const 0) (i32.const 1)))"#,
];

/// Calls by two equal types through a table whose element segments overwrite each other.
const CALLS: &str = r#"
  (type $f (func (param i32) (result i32)))
  (type $equal (func (param i32) (result i32)))
  (import "host" "call" (func $host (type $equal)))
  (elem (i32.const 0) $long $no_result $double)
  (elem (i32.const 2) $long $host)
  (elem (i32.const 0) $double)
  (func $double (type $f) (i32.mul (local.get 0) (i32.const 2)))
  (func $no_result (param i32))
  (func $long (param i64) (result i32) (i32.const 0))
  (func (export "inner") (type $f) (i32.add (local.get 0) (i32.const 500)))
  (func (export "call") (param $index i32) (param $argument i32) (result i32)
    (i32.add (i32.const 1000) (call_indirect (type $f) (local.get $argument) (local.get $index))))
  (func (export "call by the equal type") (param $index i32) (param $argument i32) (result i32)
    (i32.add (i32.const 1000) (call_indirect (type $equal) (local.get $argument) (local.get $index))))
  (func (export "call 0") (result i32) (call_indirect (type $f) (i32.const 1) (i32.const 0)))
  (func (export "call 7") (result i32) (call_indirect (type $f) (i32.const 1) (i32.const 7)))
  (func (export "call -1") (result i32) (call_indirect (type $f) (i32.const 1) (i32.const -1)))"#;

#[test]
fn calls_through_a_table_trap_correctly() {
    let cases = [
        (0, Ok(1042)),
        (1, Err(Trap::BadSignature)),
        (2, Err(Trap::BadSignature)),
        (3, Ok(1521)),
        (4, Err(Trap::IndirectCallToNull)),
        (5, Err(Trap::IndirectCallToNull)),
        (6, Err(Trap::TableOutOfBounds)),
        (i32::MAX, Err(Trap::TableOutOfBounds)),
        (i32::MIN, Err(Trap::TableOutOfBounds)),
        (-1, Err(Trap::TableOutOfBounds)),
    ];
    for table in TABLES {
        in_each_form(&format!("(module {CALLS} {table})"), |form, machine| {
            for ((index, expected), call) in cases.iter().flat_map(|case| CALLERS.map(|call| (case, call))) {
                assert_eq!(machine.i32(call, &[*index, 21]), *expected, "{form:?}, {table}, {call}, element {index}");
            }
            for (name, expected) in CONSTANT {
                assert_eq!(machine.i32(name, &[]), expected, "{form:?}, {table}, {name}");
            }
            assert_eq!(machine.i32("call", &[0, 4]), Ok(1008), "{form:?}, {table}, after the traps");
        });
    }
}

const CALLERS: [&str; 2] = ["call", "call by the equal type"];

const CONSTANT: [(&str, Result<i32, Trap>); 3] =
    [("call 0", Ok(2)), ("call 7", Err(Trap::TableOutOfBounds)), ("call -1", Err(Trap::TableOutOfBounds))];

#[test]
fn calls_see_changes_of_the_table() {
    in_each_form(&format!("(module {CALLS} {})", TABLES[2]), |form, machine| {
        assert_eq!(machine.i32("call", &[1, 3]), Err(Trap::BadSignature), "{form:?}");
        machine.i32("change", &[]).expect("no trap");
        assert_eq!(machine.i32("call", &[1, 3]), Ok(1006), "{form:?}");
    });
}

const CALLEE: &str = r#"(module
  (type $f (func (param i32) (result i32)))
  (import "caller" "table" (table 2 funcref))
  (elem (i32.const 1) $triple)
  (global $calls (mut i32) (i32.const 0))
  (func $triple (type $f)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.add (i32.mul (local.get 0) (i32.const 3)) (global.get $calls))))"#;

const CALLER: &str = r#"(module
  (type $f (func (param i32) (result i32)))
  (table (export "table") 2 funcref)
  (func (export "call") (param i32) (result i32)
    (i32.add (i32.const 100) (call_indirect (type $f) (local.get 0) (i32.const 1)))))"#;

/// Two instances can share a table although each has its own interpreter.
#[test]
fn instances_can_call_each_other_through_a_table() {
    for (caller_form, callee_form) in FORMS.into_iter().flat_map(|one| FORMS.map(|other| (one, other))) {
        let mut store = store();
        let engine = store.engine().clone();
        let compile = |text: &str, form: Form| Module::new(&engine, form.of(&parse(text))).expect("a valid module");
        let mut linker = Linker::new(&engine);
        let caller = linker.instantiate(&mut store, &compile(CALLER, caller_form)).expect("the module has no imports");
        linker.instance(&mut store, "caller", caller).expect("the name is free");
        linker.instantiate(&mut store, &compile(CALLEE, callee_form)).expect("the import is defined");
        let call = caller.get_typed_func::<i32, i32>(&mut store, "call").expect("the function is exported");
        for (round, expected) in [(1, 116), (2, 117)] {
            let result = call.call(&mut store, 5).expect("no trap");
            assert_eq!(result, expected, "{caller_form:?} calls {callee_form:?}, round {round}");
        }
    }
}
