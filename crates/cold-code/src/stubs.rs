//! The small functions beside the interpreter: stubs, through which compiled code and the host call bytecode, and the one
//! that overflows the stack.

use wasm_encoder::{BlockType, Function, InstructionSink, MemArg};

use crate::bytecode::{REGISTER, Width};
use crate::interpreter::Indices;
use crate::layout::{Layout, TABLE_ENTRY};
use crate::module::Module;

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

/// Generates the stub that compiled code or the host calls in place of a function that became bytecode. `entry` is where the interpreter
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

/// Generates what compiled code calls in place of a call through the private table by this type: bytecode starts in the
/// interpreter, all else is called through the table. The parameters are the call's, then the place in the table.
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
        code.local_get(parameters).i32_const(TABLE_ENTRY as i32).i32_mul();
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

/// Fills the interpreter's memory when it is used for the first time. An active segment would not do: a module that fails
/// to be instantiated after some of its functions have been put into another module's table has those called all the
/// same, but may not have come to its data.
pub(crate) fn fill_memory(code: &mut InstructionSink, layout: &Layout, indices: &Indices) {
    let magic = MemArg { offset: 0, align: 0, memory_index: indices.memory };
    code.i32_const(0).i32_load8_u(magic).i32_eqz().if_(BlockType::Empty);
    code.i32_const(0).i32_const(0).i32_const(layout.end() as i32).memory_init(indices.memory, indices.data).end();
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
