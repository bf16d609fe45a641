//! The small functions beside the interpreter: stubs, by which outside calls bytecode, and the one that overflows the stack.

use wasm_encoder::{Function, InstructionSink, MemArg};

use crate::bytecode::{REGISTER, Width};
use crate::interpreter::Indices;

/// Generates what is called to overflow the stack: a function that calls itself. It also takes the place, in a private
/// table, of functions that only bytecode calls; so its type is one by which nothing else calls.
pub(crate) fn overflow(indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    zeros(&mut code, indices.overflow_parameters);
    code.call(indices.overflow).end();
    function
}

/// Pushes arguments that mean nothing.
pub(crate) fn zeros(code: &mut InstructionSink, count: usize) {
    for _ in 0..count {
        code.i64_const(0);
    }
}

/// Generates the function that outside calls in place of one that became bytecode. `entry` is where the interpreter
/// starts; `shared` is the function that does the rest, where several stubs share one.
pub(crate) fn stub(ty: &wasmparser::FuncType, entry: u32, shared: Option<u32>, indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    match shared {
        Some(shared) => {
            for parameter in 0..ty.params().len() as u32 {
                code.local_get(parameter);
            }
            code.i32_const(entry as i32).call(shared);
        }
        None => enter(&mut code, ty, indices, &mut |code| {
            code.i32_const(entry as i32);
        }),
    }
    code.end();
    function
}

/// Generates what stubs of one type share: it takes their parameters and where the interpreter starts.
pub(crate) fn shared_stub(ty: &wasmparser::FuncType, indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    enter(&mut code, ty, indices, &mut |code| {
        code.local_get(ty.params().len() as u32);
    });
    code.end();
    function
}

/// Stores the parameters in a new frame's registers, runs the interpreter, and gives the result.
fn enter(
    code: &mut InstructionSink,
    ty: &wasmparser::FuncType,
    indices: &Indices,
    entry: &mut dyn FnMut(&mut InstructionSink),
) {
    for (parameter, ty) in ty.params().iter().enumerate() {
        let register =
            MemArg { offset: parameter as u64 * u64::from(REGISTER), align: 0, memory_index: indices.memory };
        code.global_get(indices.frame).local_get(parameter as u32);
        store_typed(code, Width::from(*ty), register);
    }
    entry(code);
    code.call(indices.interpreter);
    if let Some(ty) = ty.results().first() {
        // On its way out the interpreter has put the frame back to where it was.
        code.global_get(indices.frame);
        load_typed(code, Width::from(*ty), MemArg { offset: 0, align: 0, memory_index: indices.memory });
    }
}

/// Loads a value of a type.
pub(crate) fn load_typed(code: &mut InstructionSink, width: Width, register: MemArg) {
    match width {
        Width::I32 => code.i32_load(register),
        Width::I64 => code.i64_load(register),
        Width::F32 => code.f32_load(register),
        Width::F64 => code.f64_load(register),
    };
}

fn store_typed(code: &mut InstructionSink, width: Width, register: MemArg) {
    match width {
        Width::I32 => code.i32_store(register),
        Width::I64 => code.i64_store(register),
        Width::F32 => code.f32_store(register),
        Width::F64 => code.f64_store(register),
    };
}
