//! Generates the small functions that accompany the interpreter: the stubs through which compiled code and the host
//! call bytecode, and the function that overflows the stack.

use wasm_encoder::{BlockType, Function, InstructionSink, MemArg};

use crate::bytecode::{NumType, REGISTER_BYTES};
use crate::interpreter::Indices;
use crate::layout::{Layout, TABLE_ENTRY_BYTES};
use crate::module::Module;

/// Generates the function that the interpreter calls to overflow the stack: a function that calls itself. In a private
/// table, it also replaces the functions that only bytecode calls. Its type therefore differs from the types of all
/// indirect calls in compiled code.
pub(crate) fn overflow(indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    zeros(&mut code, indices.overflow_parameters);
    code.call(indices.overflow).end();
    function
}

/// Pushes zeros as arguments whose values do not matter.
pub(crate) fn zeros(code: &mut InstructionSink, count: usize) {
    for _ in 0..count {
        code.i64_const(0);
    }
}

/// Generates the stub that compiled code or the host calls in place of a function that became bytecode. `entry` is the
/// address at which the interpreter starts. If several stubs of this type share their body, `shared` is the index of
/// the function that contains it.
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

/// Generates the body that several stubs of one type share. It takes the stubs' parameters and the address at which the
/// interpreter starts.
pub(crate) fn shared_stub(ty: &wasmparser::FuncType, indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    enter(&mut code, ty, indices, &mut |code| {
        code.local_get(ty.params().len() as u32);
    });
    code.end();
    function
}

/// Generates the dispatch function of a type, which compiled code calls instead of calling through the private table.
/// If the table's entry is bytecode of this type, it starts the interpreter; otherwise it makes the call through the
/// table. Its parameters are those of the call, followed by the index of the entry.
pub(crate) fn dispatch(module: &Module, ty: u32, shared: u32, layout: &Layout, indices: &Indices) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    let parameters = module.types[ty as usize].params().len() as u32;
    let entry = |offset: u32| MemArg {
        offset: u64::from(layout.dispatch_table + offset),
        align: 2,
        memory_index: indices.memory,
    };
    let address = |code: &mut InstructionSink| {
        code.local_get(parameters).i32_const(TABLE_ENTRY_BYTES as i32).i32_mul();
    };
    let arguments = |code: &mut InstructionSink| {
        (0..parameters).for_each(|parameter| {
            code.local_get(parameter);
        });
    };
    code.local_get(parameters).i32_const(layout.dispatch_entries as i32).i32_lt_u().if_(BlockType::Empty);
    fill_memory(&mut code, layout, indices);
    address(&mut code);
    code.i32_load(entry(0)).i32_const(module.type_number(ty) as i32).i32_eq().if_(BlockType::Empty);
    arguments(&mut code);
    address(&mut code);
    code.i32_load(entry(4)).call(shared).return_().end().end();
    arguments(&mut code);
    code.local_get(parameters).call_indirect(0, ty).end();
    function
}

/// Generates code that initialises the interpreter's memory on first use. An active data segment would not suffice: if
/// instantiation fails after some of the module's functions were written to another module's table, those functions can
/// be called although the data segments were never copied.
pub(crate) fn fill_memory(code: &mut InstructionSink, layout: &Layout, indices: &Indices) {
    let magic = MemArg { offset: 0, align: 0, memory_index: indices.memory };
    code.i32_const(0).i32_load8_u(magic).i32_eqz().if_(BlockType::Empty);
    code.i32_const(0).i32_const(0).i32_const(layout.end() as i32).memory_init(indices.memory, indices.data).end();
}

/// Generates code that stores the parameters in the registers of a new frame, runs the interpreter, and returns the
/// result.
fn enter(
    code: &mut InstructionSink,
    ty: &wasmparser::FuncType,
    indices: &Indices,
    entry: &mut dyn FnMut(&mut InstructionSink),
) {
    for (parameter, ty) in ty.params().iter().enumerate() {
        let register =
            MemArg { offset: parameter as u64 * u64::from(REGISTER_BYTES), align: 0, memory_index: indices.memory };
        code.global_get(indices.frame).local_get(parameter as u32);
        store_typed(code, NumType::from(*ty), register);
    }
    entry(code);
    code.call(indices.interpreter);
    if let Some(ty) = ty.results().first() {
        // When the interpreter exits, it restores the global that contains the address of this frame.
        code.global_get(indices.frame);
        load_typed(code, NumType::from(*ty), MemArg { offset: 0, align: 0, memory_index: indices.memory });
    }
}

/// Loads a value of a type from a register.
pub(crate) fn load_typed(code: &mut InstructionSink, ty: NumType, register: MemArg) {
    match ty {
        NumType::I32 => code.i32_load(register),
        NumType::I64 => code.i64_load(register),
        NumType::F32 => code.f32_load(register),
        NumType::F64 => code.f64_load(register),
    };
}

fn store_typed(code: &mut InstructionSink, ty: NumType, register: MemArg) {
    match ty {
        NumType::I32 => code.i32_store(register),
        NumType::I64 => code.i64_store(register),
        NumType::F32 => code.f32_store(register),
        NumType::F64 => code.f64_store(register),
    };
}
