//! Calls through a table.

use wasmtime::{Linker, Module, Trap};

use crate::forms::{FORMS, Form, in_each_form, parse, store};

const CALLS: &str = r#"(module
  (type $f (func (param i32) (result i32)))
  (table (export "table") 5 5 funcref)
  (elem (i32.const 0) $double $no_result $long)
  (func $double (type $f) (i32.mul (local.get 0) (i32.const 2)))
  (func $no_result (param i32))
  (func $long (param i64) (result i32) (i32.const 0))
  (func (export "call") (param $index i32) (param $argument i32) (result i32)
    (i32.add (i32.const 1000) (call_indirect (type $f) (local.get $argument) (local.get $index))))
  (func (export "call 7") (result i32) (call_indirect (type $f) (i32.const 1) (i32.const 7)))
  (func (export "call -1") (result i32) (call_indirect (type $f) (i32.const 1) (i32.const -1))))"#;

#[test]
fn calls_through_a_table_trap_as_they_should() {
    let cases = [
        (0, Ok(1042)),
        (1, Err(Trap::BadSignature)),
        (2, Err(Trap::BadSignature)),
        (3, Err(Trap::IndirectCallToNull)),
        (4, Err(Trap::IndirectCallToNull)),
        (5, Err(Trap::TableOutOfBounds)),
        (i32::MAX, Err(Trap::TableOutOfBounds)),
        (i32::MIN, Err(Trap::TableOutOfBounds)),
        (-1, Err(Trap::TableOutOfBounds)),
    ];
    in_each_form(CALLS, |form, machine| {
        for (index, expected) in cases {
            assert_eq!(machine.i32("call", &[index, 21]), expected, "{form:?}, element {index}");
        }
        for constant in ["call 7", "call -1"] {
            assert_eq!(machine.i32(constant, &[]), Err(Trap::TableOutOfBounds), "{form:?}, {constant}");
        }
        assert_eq!(machine.i32("call", &[0, 4]), Ok(1008), "{form:?} after the traps");
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

/// Two instances may share a table, each with an interpreter of its own.
#[test]
fn instances_can_call_each_other_through_a_table() {
    for (caller_form, callee_form) in FORMS.into_iter().flat_map(|one| FORMS.map(|other| (one, other))) {
        let mut store = store();
        let engine = store.engine().clone();
        let compile = |text: &str, form: Form| Module::new(&engine, form.of(&parse(text))).expect("a valid module");
        let mut linker = Linker::new(&engine);
        let caller = linker.instantiate(&mut store, &compile(CALLER, caller_form)).expect("no imports");
        linker.instance(&mut store, "caller", caller).expect("a free name");
        linker.instantiate(&mut store, &compile(CALLEE, callee_form)).expect("its import is there");
        let call = caller.get_typed_func::<i32, i32>(&mut store, "call").expect("the function is exported");
        for (round, expected) in [(1, 116), (2, 117)] {
            let result = call.call(&mut store, 5).expect("no trap");
            assert_eq!(result, expected, "{caller_form:?} calls {callee_form:?}, round {round}");
        }
    }
}
