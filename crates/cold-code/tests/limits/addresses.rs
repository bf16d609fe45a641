//! Tests of accesses around the end of the memory and of addresses above 2^32, and of the memory's size.

use wasmtime::{Trap, Val};

use crate::forms::{Form, Machine, in_each_form};

/// Every load and store, with its type and the number of bytes that it accesses.
const ACCESSES: [(&str, &str, u64); 23] = [
    ("i32.load", "i32", 4),
    ("i64.load", "i64", 8),
    ("f32.load", "f32", 4),
    ("f64.load", "f64", 8),
    ("i32.load8_s", "i32", 1),
    ("i32.load8_u", "i32", 1),
    ("i32.load16_s", "i32", 2),
    ("i32.load16_u", "i32", 2),
    ("i64.load8_s", "i64", 1),
    ("i64.load8_u", "i64", 1),
    ("i64.load16_s", "i64", 2),
    ("i64.load16_u", "i64", 2),
    ("i64.load32_s", "i64", 4),
    ("i64.load32_u", "i64", 4),
    ("i32.store", "i32", 4),
    ("i64.store", "i64", 8),
    ("f32.store", "f32", 4),
    ("f64.store", "f64", 8),
    ("i32.store8", "i32", 1),
    ("i32.store16", "i32", 2),
    ("i64.store8", "i64", 1),
    ("i64.store16", "i64", 2),
    ("i64.store32", "i64", 4),
];

const PAGE: u64 = 0x1_0000;

/// Offsets and base addresses whose sums are around the end of the memory, or around and above 2^32. WebAssembly adds
/// them without wrapping around.
const OFFSETS: [u32; 10] = [0, 1, 8, 0xfff8, 0xffff, 0x2_fff8, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];
const BASES: [u32; 12] =
    [0, 1, 4, 8, 0xfff8, 0xfffc, 0xffff, 0x2_fff0, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];

/// Generates a module with functions for each access and offset: one that takes the base address as an argument, and
/// one for each constant base address.
fn accessing() -> String {
    let mut functions = String::new();
    for ((access, ty, _), offset) in ACCESSES.iter().flat_map(|access| OFFSETS.map(|offset| (access, offset))) {
        let value = if access.contains("store") { format!("({ty}.const 1)") } else { String::new() };
        let result = if value.is_empty() { format!("(result {ty})") } else { String::new() };
        functions += &format!(
            r#"(func (export "{access} {offset}") (param i32) {result}
               ({access} offset={offset} (local.get 0) {value}))"#
        );
        for base in BASES {
            functions += &format!(
                r#"(func (export "{access} {offset} {base}") {result}
                   ({access} offset={offset} (i32.const {base}) {value}))"#
            );
        }
    }
    format!(
        r#"(module (memory (export "memory") 1 3) {functions}
           (func (export "grow") (result i32) (memory.grow (i32.const 2))))"#
    )
}

#[test]
fn an_access_after_the_end_traps() {
    in_each_form(&accessing(), |form, machine| {
        check_addresses(form, machine, PAGE);
        assert_eq!(machine.i32("grow", &[]), Ok(1));
        check_addresses(form, machine, 3 * PAGE);
    });
}

fn check_addresses(form: Form, machine: &mut Machine, size: u64) {
    for (access, _, width) in ACCESSES {
        for (offset, base) in OFFSETS.into_iter().flat_map(|offset| BASES.map(|base| (offset, base))) {
            let is_inside = u64::from(offset) + u64::from(base) + width <= size;
            let of_argument = machine.call(&format!("{access} {offset}"), &[Val::I32(base as i32)]);
            let of_constant = machine.call(&format!("{access} {offset} {base}"), &[]);
            let what = format!("{access} at {base:#x} + {offset:#x} in a memory of {size:#x} bytes, {form:?}");
            assert_eq!(of_argument.err(), (!is_inside).then_some(Trap::MemoryOutOfBounds), "{what}");
            assert_eq!(of_constant.err(), (!is_inside).then_some(Trap::MemoryOutOfBounds), "{what}, constant base");
        }
    }
}

const BULK: &str = r#"(module
  (memory 1)
  (data $data "0123456789")
  (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "init") (param i32 i32 i32) (memory.init $data (local.get 0) (local.get 1) (local.get 2)))
  (func (export "drop") (data.drop $data)))"#;

#[test]
fn bulk_instructions_trap_after_the_end() {
    let outside = Err(Trap::MemoryOutOfBounds);
    let cases = [
        ("fill", [0, 1, 0x1_0000], Ok(0)),
        ("fill", [0x1_0000, 1, 0], Ok(0)),
        ("fill", [1, 1, 0x1_0000], outside),
        ("fill", [0x1_0001, 1, 0], outside),
        ("fill", [8, 1, -1], outside),
        ("fill", [-1, 1, 8], outside),
        ("copy", [0, 0x8000, 0x8000], Ok(0)),
        ("copy", [0, 0x8001, 0x8000], outside),
        ("copy", [0x8001, 0, 0x8000], outside),
        ("copy", [8, 0, -1], outside),
        ("copy", [-1, -1, 0], outside),
        ("init", [0xfff6, 0, 10], Ok(0)),
        ("init", [0xfff7, 0, 10], outside),
        ("init", [0, 1, 10], outside),
        ("init", [0, -1, 2], outside),
        ("drop", [0; 3], Ok(0)),
        ("init", [0, 0, 0], Ok(0)),
        ("init", [0, 0, 1], outside),
    ];
    in_each_form(BULK, |form, machine| {
        for (name, arguments, expected) in cases {
            let arguments: &[i32] = if name == "drop" { &[] } else { &arguments };
            assert_eq!(machine.i32(name, arguments), expected, "{name} {arguments:x?}, {form:?}");
        }
    });
}

#[test]
fn the_memory_has_the_size_that_it_reports() {
    let text = r#"(module
      (memory (export "memory") 1 10)
      (func (export "size") (result i32) (memory.size))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "grow by 2") (result i32) (memory.grow (i32.const 2))))"#;
    // The number of pages to grow by, the expected result, and the expected size afterwards.
    let steps = [(0, 1, 1), (1, 1, 2), (9, -1, 2), (-1, -1, 2), (i32::MIN, -1, 2), (6, 2, 8), (0, 8, 8), (3, -1, 8)];
    in_each_form(text, |form, machine| {
        for (pages, result, size) in steps {
            assert_eq!(machine.i32("grow", &[pages]), Ok(result), "growing by {pages}, {form:?}");
            assert_eq!(machine.i32("size", &[]), Ok(size), "after growing by {pages}, {form:?}");
            assert_eq!(machine.memory().size(&machine.store), size as u64, "after growing by {pages}, {form:?}");
        }
        assert_eq!(machine.i32("grow by 2", &[]), Ok(8), "{form:?}");
        assert_eq!(machine.i32("grow by 2", &[]), Ok(-1), "{form:?}");
    });
}

/// Functions that fill the whole memory, and a function `power` that runs a loop with calls.
const FILLING: &str = r#"(module
  (memory (export "memory") 2 5)
  (func (export "fill") (param $byte i32) (local $at i32)
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $at) (i32.mul (memory.size) (i32.const 0x10000))))
        (i32.store8 (local.get $at) (local.get $byte))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))
  (func (export "fill at once") (param $byte i32)
    (memory.fill (i32.const 0) (local.get $byte) (i32.mul (memory.size) (i32.const 0x10000))))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "power") (param $base i64) (param $exponent i32) (result i64) (local $power i64)
    (local.set $power (i64.const 1))
    (loop $again
      (local.set $power (call $times (local.get $power) (local.get $base)))
      (br_if $again (local.tee $exponent (i32.sub (local.get $exponent) (i32.const 1)))))
    (local.get $power))
  (func $times (param i64 i64) (result i64) (i64.mul (local.get 0) (local.get 1))))"#;

/// The bytecode is in a separate memory, so the program can overwrite all of its own memory without damaging it.
#[test]
fn a_program_cannot_overwrite_the_bytecode() {
    in_each_form(FILLING, |form, machine| {
        for (step, byte) in [0xff, 0x00, 0x5a, 0x01].into_iter().enumerate() {
            machine.i32("fill", &[byte]).expect("no trap");
            check_power(form, machine);
            machine.i32("fill at once", &[!byte]).expect("no trap");
            check_power(form, machine);
            let memory = machine.memory();
            assert!(memory.data(&machine.store).iter().all(|found| i32::from(*found) == !byte & 0xff), "{form:?}");
            memory.data_mut(&mut machine.store).fill(byte as u8);
            check_power(form, machine);
            assert_eq!(machine.i32("grow", &[1]), Ok(if step < 3 { step as i32 + 2 } else { -1 }), "{form:?}");
        }
    });
}

fn check_power(form: Form, machine: &mut Machine) {
    let result = machine.call("power", &[Val::I64(-3), Val::I32(35)]).expect("no trap").expect("a result");
    assert_eq!(result.unwrap_i64(), (-3_i64).pow(35), "{form:?}");
}
