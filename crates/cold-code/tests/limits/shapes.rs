//! Tests of modules with unusual sections, imports and control flow.

use wasmparser::{Parser, Payload};
use wasmtime::{
    Engine, Extern, Func, Global, GlobalType, Instance, Memory, MemoryType, Module, Mutability, Ref, RefType, Table,
    TableType, Val, ValType,
};

use crate::forms::{FORMS, Form, in_each_form, parse, store};

/// Modules with a function `run`: a description, the expected result of `run`, and the module's fields.
const SHAPES: [(&str, i32, &str); 17] = [
    ("no memory and no table", 7, r#"(func (export "run") (result i32) (i32.const 7))"#),
    ("a table and no memory", 7, r#"(table 1 funcref) (func (export "run") (result i32) (i32.const 7))"#),
    ("a memory without pages", 0, r#"(memory 0) (func (export "run") (result i32) (memory.size))"#),
    ("an empty function", 0, r#"(func $f) (func (export "run") (result i32) (call $f) (i32.const 0))"#),
    ("a function with two names", 14, r#"(func (export "run") (export "other") (result i32) (i32.const 14))"#),
    (
        "a start function",
        9,
        r#"(global $g (mut i32) (i32.const 4))
           (start $start)
           (func $start (global.set $g (i32.add (global.get $g) (i32.const 5))))
           (func (export "run") (result i32) (global.get $g))"#,
    ),
    (
        "a start function that calls the host",
        3,
        r#"(import "host" "grow" (func $grow (param i32)))
           (memory (export "memory") 1)
           (start $start)
           (func $start (call $grow (i32.const 2)))
           (func (export "run") (result i32) (memory.size))"#,
    ),
    (
        "an imported function is exported again",
        42,
        r#"(import "host" "call" (func $host (param i32) (result i32)))
           (export "run again" (func $host))
           (func (export "inner") (param i32) (result i32) (i32.add (local.get 0) (i32.const 2)))
           (func (export "run") (result i32) (call $host (i32.const 40)))"#,
    ),
    (
        "an imported function is in the table",
        42,
        r#"(import "host" "call" (func $host (param i32) (result i32)))
           (type $f (func (param i32) (result i32)))
           (table funcref (elem $host))
           (func (export "inner") (param i32) (result i32) (i32.add (local.get 0) (i32.const 2)))
           (func (export "run") (result i32) (call_indirect (type $f) (i32.const 40) (i32.const 0)))"#,
    ),
    (
        "a data segment that a function copies",
        50,
        r#"(memory 1)
           (data $digits "0123")
           (func (export "run") (result i32)
             (memory.init $digits (i32.const 8) (i32.const 2) (i32.const 1))
             (i32.load8_u (i32.const 8)))"#,
    ),
    (
        "an element segment that a function copies",
        5,
        r#"(type $f (func (result i32)))
           (table 3 funcref)
           (elem $elements func $five)
           (func $five (result i32) (i32.const 5))
           (func (export "run") (result i32)
             (table.init $elements (i32.const 1) (i32.const 0) (i32.const 1))
             (table.copy (i32.const 2) (i32.const 1) (i32.const 1))
             (call_indirect (type $f) (i32.const 2)))"#,
    ),
    (
        "a variable is read before it is written",
        12,
        r#"(func (export "run") (result i32) (local i32 i32)
             (local.set 1 (i32.const 12))
             (call $dirty)
             (i32.add (call $clean) (local.get 1)))
           (func $dirty (local i32 i64) (local.set 0 (i32.const 99)) (local.set 1 (i64.const -1)))
           (func $clean (result i32) (local i32 i64) (i32.add (local.get 0) (i32.wrap_i64 (local.get 1))))"#,
    ),
    (
        "a variable changes after it is pushed",
        30,
        r#"(func (export "run") (result i32) (local i32)
             (local.set 0 (i32.const 10))
             (i32.add
               (local.get 0)
               (i32.add
                 (local.tee 0 (i32.const 20))
                 (block (result i32) (local.set 0 (i32.const 5)) (i32.const 0)))))"#,
    ),
    (
        "a loop changes a variable that was pushed before it",
        14,
        r#"(func (export "run") (result i32) (local i32)
             (local.set 0 (i32.const 10))
             (i32.add
               (local.get 0)
               (loop $again (result i32)
                 (local.set 0 (i32.sub (local.get 0) (i32.const 3)))
                 (br_if $again (i32.gt_s (local.get 0) (i32.const 5)))
                 (local.get 0))))"#,
    ),
    (
        "a block changes, depending on a condition, a variable that was pushed before it",
        131,
        r#"(func (export "run") (result i32)
             (i32.add
               (i32.add (call $block (i32.const 7)) (call $block (i32.const 0)))
               (i32.add (call $if (i32.const 7)) (call $if (i32.const 0)))))
           (func $block (param i32) (result i32)
             (local.get 0)
             (block
               (br_if 0 (i32.eqz (local.get 0)))
               (local.set 0 (i32.const 50)))
             (i32.add (local.get 0)))
           (func $if (param i32) (result i32)
             (local.get 0)
             (if (local.get 0) (then (local.set 0 (i32.const 60))) (else (local.set 0 (i32.const 7))))
             (i32.add (local.get 0)))"#,
    ),
    (
        "unreachable code",
        3,
        r#"(func (export "run") (result i32)
             (block (result i32)
               (br 0 (i32.const 3))
               (i32.add)
               (drop)
               (block (br 0))
               (loop (br 0))
               (if (then) (else))
               (unreachable)))"#,
    ),
    (
        "a jump table that carries a value",
        192,
        r#"(func (export "run") (result i32)
             (i32.add (call $pick (i32.const 0)) (i32.add (call $pick (i32.const 1)) (call $pick (i32.const -1)))))
           (func $pick (param i32) (result i32)
             (block $c (result i32)
               (i32.add (i32.const 90)
                 (block $b (result i32)
                   (i32.add (i32.const 9)
                     (block $a (result i32) (br_table $a $b $c (i32.const 1) (local.get 0))))))))"#,
    ),
];

#[test]
fn modules_of_every_shape_work() {
    for (shape, expected, fields) in SHAPES {
        in_each_form(&format!("(module {fields})"), |form, machine| {
            assert_eq!(machine.i32("run", &[]), Ok(expected), "{shape}, {form:?}");
        });
    }
}

#[test]
fn modules_without_functions_work() {
    let modules = ["", r#"(memory 1) (data (i32.const 0) "a")"#, r#"(import "host" "grow" (func (param i32)))"#];
    for fields in modules {
        in_each_form(&format!("(module {fields})"), |_, _| {});
    }
}

const IMPORTS: &str = r#"(module
  (import "" "constant" (global $constant i64))
  (import "" "variable" (global $variable (mut i32)))
  (import "" "memory" (memory 1))
  (import "" "table" (table 3 funcref))
  (import "" "add" (func $add (param i32 i32) (result i32)))
  (type $add (func (param i32 i32) (result i32)))
  (elem (i32.const 1) $subtract)
  (data (i32.const 16) "\2a")
  (func $subtract (type $add) (i32.sub (local.get 0) (local.get 1)))
  (func (export "run") (param i32) (result i32)
    (i32.store (i32.const 4) (i32.add (i32.load (i32.const 0)) (i32.load8_u (i32.const 16))))
    (global.set $variable (i32.wrap_i64 (i64.add (global.get $constant) (i64.extend_i32_s (global.get $variable)))))
    (call $add
      (i32.const 1_000_000)
      (call_indirect (type $add) (i32.load (i32.const 4)) (i32.const 2) (local.get 0)))))"#;

#[test]
fn everything_can_be_imported() {
    for form in FORMS {
        let mut store = store();
        let constant = GlobalType::new(ValType::I64, Mutability::Const);
        let constant = Global::new(&mut store, constant, Val::I64(5_000)).expect("a value of its type");
        let variable = GlobalType::new(ValType::I32, Mutability::Var);
        let variable = Global::new(&mut store, variable, Val::I32(300)).expect("a value of its type");
        let memory = Memory::new(&mut store, MemoryType::new(1, None)).expect("a memory");
        memory.write(&mut store, 0, &[0x10, 0x27]).expect("the address is in the memory");
        let table = TableType::new(RefType::FUNCREF, 3, None);
        let table = Table::new(&mut store, table, Ref::Func(None)).expect("a table");
        let add = Func::wrap(&mut store, |one: i32, other: i32| one + other);
        table.set(&mut store, 2, Ref::Func(Some(add))).expect("the index is in the table");
        let imports: [Extern; 5] = [constant.into(), variable.into(), memory.into(), table.into(), add.into()];
        let module = Module::new(store.engine(), form.of(&parse(IMPORTS))).expect("a valid module");
        let instance = Instance::new(&mut store, &module, &imports).expect("all imports are defined");
        let run = instance.get_typed_func::<i32, i32>(&mut store, "run").expect("the function is exported");
        // Entry 1 of the table is `$subtract`, and entry 2 is the host's function.
        assert_eq!(run.call(&mut store, 1).expect("no trap"), 1_010_040, "{form:?}");
        assert_eq!(run.call(&mut store, 2).expect("no trap"), 1_010_044, "{form:?}");
        assert_eq!(variable.get(&mut store).unwrap_i32(), 10_300, "{form:?}");
        assert_eq!(memory.data(&store)[4..8], [0x3a, 0x27, 0, 0], "{form:?}");
    }
}

/// Many parameters of all types are passed from the host and between functions.
#[test]
fn many_parameters_are_passed_on() {
    let types = ["i32", "i64", "f32", "f64"].repeat(6);
    let parameters = types.join(" ");
    let to_f64 = |(at, ty): (usize, &&str)| match *ty {
        "i32" | "i64" => format!("(f64.convert_{ty}_s (local.get {at}))"),
        "f32" => format!("(f64.promote_f32 (local.get {at}))"),
        _ => format!("(local.get {at})"),
    };
    let weighed = types.iter().enumerate().map(|at| format!("(f64.mul (f64.const {}) {})", at.0 + 1, to_f64(at)));
    let sum = weighed.fold("(f64.const 0)".to_owned(), |sum, value| format!("(f64.add {sum} {value})"));
    let all: String = (0..types.len()).map(|at| format!("(local.get {at})")).collect();
    let text = format!(
        r#"(module (type $f (func (param {parameters}) (result f64))) (table funcref (elem $sum))
           (func $sum (export "sum") (type $f) {sum})
           (func $direct (export "direct") (type $f) (f64.add (f64.const 1) (call $sum {all})))
           (func (export "indirect") (type $f)
             (f64.add (call_indirect (type $f) {all} (i32.const 0)) (call $direct {all}))))"#
    );
    let value = |at: usize| at as f64 - 7.0;
    let arguments: Vec<Val> = (0..types.len())
        .map(|at| match types[at] {
            "i32" => Val::I32(value(at) as i32),
            "i64" => Val::I64(value(at) as i64),
            "f32" => Val::F32((value(at) as f32).to_bits()),
            _ => Val::F64(value(at).to_bits()),
        })
        .collect();
    let expected: f64 = (0..types.len()).map(|at| (at + 1) as f64 * value(at)).sum();
    in_each_form(&text, |form, machine| {
        for (name, expected) in [("sum", expected), ("direct", expected + 1.0), ("indirect", 2.0 * expected + 1.0)] {
            let result = machine.call(name, &arguments).expect("no trap").expect("a result");
            assert_eq!(result.unwrap_f64(), expected, "{name}, {form:?}");
        }
    });
}

/// Tests forward and backward branches over more code than a near branch can reach, and thousands of variables.
#[test]
fn long_functions_work() {
    const LENGTH: usize = 30_000;
    let step = "(local.set 1 (i64.add (i64.mul (local.get 1) (local.get 2)) (i64.const 0x100000001)))".repeat(LENGTH);
    let text = format!(
        r#"(module (func (export "run") (param i32) (result i64) (local i64 i64)
           (local.set 2 (i64.const 3))
           (loop $again
             (block $past (br_if $past (i32.and (local.get 0) (i32.const 1))) {step})
             (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
           (local.get 1))
         (func (export "variables") (param i32) (result i32) (local {})
           (local.set 3999 (i32.add (local.get 0) (local.get 4000)))
           (local.set 1 (local.get 3999))
           (i32.mul (local.get 1) (local.get 3999))))"#,
        "i32 ".repeat(4_000)
    );
    let expected = (0..2 * LENGTH).fold(0_i64, |sum, _| sum.wrapping_mul(3).wrapping_add(0x1_0000_0001));
    in_each_form(&text, |form, machine| {
        let result = machine.call("run", &[Val::I32(5)]).expect("no trap").expect("a result");
        assert_eq!(result.unwrap_i64(), expected, "{form:?}");
        assert_eq!(machine.i32("variables", &[12]), Ok(144), "{form:?}");
    });
}

/// A module with bytecode has a second memory, and its exports are unchanged.
#[test]
fn bytecode_is_in_a_memory_of_its_own() {
    let text = r#"(module (memory (export "memory") 1) (table (export "table") 1 funcref)
      (func (export "run") (result i32) (i32.const 7)))"#;
    let exports = |bytes: &[u8]| -> Vec<String> {
        let module = Module::new(&Engine::default(), bytes).expect("a valid module");
        module.exports().map(|export| format!("{} {:?}", export.name(), export.ty())).collect()
    };
    let original = parse(text);
    let interpreted = Form::Interpreted.of(&original);
    assert_eq!((memories(&original), memories(&interpreted)), (1, 2));
    assert_eq!(exports(&original), exports(&interpreted));
}

fn memories(module: &[u8]) -> u32 {
    let payloads = Parser::new(0).parse_all(module).map(|payload| payload.expect("a valid module"));
    payloads.map(|payload| if let Payload::MemorySection(section) = payload { section.count() } else { 0 }).sum()
}
