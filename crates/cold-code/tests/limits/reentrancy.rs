//! Tests of calls from the host into an instance that is itself waiting for a call of the host.

use wasmtime::Val;

use crate::forms::in_each_form;

/// The function `outer` calls the host, which calls `inner`, while `outer` has values on the stack and in variables.
const OUTER: &str = r#"(module
  (import "host" "call" (func $host (param i32) (result i32)))
  (global $calls (mut i32) (i32.const 0))
  (memory (export "memory") 1)
  (func (export "outer") (param $x i32) (param $y i64) (param $z f64) (result f64) (local $w f32)
    (local.set $w (f32.const 0.5))
    (f64.add
      (f64.convert_i32_s (i32.sub (local.get $x) (i32.mul (i32.const 3) (call $host (local.get $x)))))
      (f64.add
        (f64.mul (local.get $z) (f64.convert_i32_s (call $host (i32.const 1))))
        (f64.add
          (f64.convert_i64_s (i64.sub (local.get $y) (i64.extend_i32_s (call $host (local.tee $x (i32.const 2))))))
          (f64.add (f64.promote_f32 (local.get $w)) (f64.convert_i32_s (global.get $calls)))))))
  (func (export "inner") (param i32) (result i32) (local i64 i64 i64 i64 i64 f64 f64)
    (local.set 1 (i64.const -1))
    (local.set 2 (i64.mul (local.get 1) (i64.const 0x123456789abcdef)))
    (local.set 3 (i64.xor (local.get 2) (local.get 1)))
    (local.set 6 (f64.convert_i64_u (local.get 3)))
    (local.set 7 (f64.sqrt (local.get 6)))
    (i64.store (i32.const 8) (i64.reinterpret_f64 (local.get 7)))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $twice (i32.add (local.get 0) (i32.const 10))))
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))"#;

#[test]
fn the_host_can_call_back_while_values_are_live() {
    in_each_form(OUTER, |form, machine| {
        for round in 1..=3 {
            let result = machine.call("outer", &[Val::I32(7), Val::I64(1_000), Val::F64(0.25_f64.to_bits())]);
            let result = result.expect("no trap").expect("a result").unwrap_f64();
            // The sum of 7 - 3 × 34, 0.25 × 22, 1000 - 24, 0.5 and the number of calls, three in each round.
            let expected = -95.0 + 5.5 + 976.0 + 0.5 + 3.0 * f64::from(round);
            assert_eq!(result, expected, "{form:?}, round {round}");
        }
    });
}

/// The host grows the memory during a call. The memory may move then.
const GROWING: &str = r#"(module
  (import "host" "grow" (func $grow (param i32)))
  (memory (export "memory") 1 20)
  (func (export "across") (param $address i32) (result i32)
    (i32.store (i32.const 100) (i32.const 11))
    (i32.add
      (i32.load (i32.const 100))
      (block (result i32)
        (call $grow (i32.const 10))
        (i32.store (local.get $address) (i32.const 22))
        (i32.add (i32.load (local.get $address)) (i32.mul (memory.size) (i32.const 1000)))))))"#;

#[test]
fn the_host_can_grow_the_memory_meanwhile() {
    in_each_form(GROWING, |form, machine| {
        assert_eq!(machine.i32("across", &[11 * 0x1_0000 - 4]), Ok(11_033), "{form:?}");
    });
}
