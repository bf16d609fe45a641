//! Turns the functions of a core WebAssembly module that run rarely into bytecode, so that its host need not compile
//! them.
//!
//! In goes a module and the choice of the functions that stay compiled; out comes a module that does the same. Every
//! other function is bytecode in a data segment, which a small interpreter in the same module runs. A host that compiles
//! a module each time it is used compiles less; data costs it next to nothing.
//!
//! | step | module |
//! |---|---|
//! | read and validate | `module` |
//! | functions to bytecode | `translate`, with `numeric` and `assigned` |
//! | what bytecode is | `bytecode` |
//! | addresses | `layout` |
//! | the interpreter for what occurs, and the ways into it | `interpreter`, `stubs` |
//! | the new module | `emit` |
//! | from a position back to a function | `map` |
//!
//! Results, globals, memory, calls of imported functions and traps are those of the original. The bytecode and the
//! registers are in a memory of their own, so that the program's memory is the same to the last byte, and neither can
//! damage the other. Running out of registers is the same trap as a stack overflow. It may come earlier than in the
//! original, because of a deep recursion or because the instance has trapped very often: the registers of a call that ended
//! with a trap are not given back.

mod assigned;
mod bytecode;
pub mod count;
mod emit;
mod error;
mod interpreter;
mod layout;
mod map;
mod module;
mod numeric;
mod stubs;
mod translate;

use std::collections::BTreeSet;

use wasmparser::{FuncType, Operator, Validator, WasmFeatures};

pub use emit::CompiledBytes;
pub use error::Error;
pub use map::{Map, position};

use bytecode::{Instr, Item, Op};
use emit::Parts;
use layout::{Arms, Contents, Functions, Layout};
use module::Module;

/// What [`rewrite`] returns.
#[derive(Debug)]
pub struct Rewritten {
    /// The module that does the same.
    pub module: Vec<u8>,
    /// Which function each position in the bytecode belongs to.
    pub map: Map<u32>,
    /// What is compiled, in bytes.
    pub compiled: CompiledBytes,
}

/// The most parameters that a function can have.
const MAX_PARAMETERS: usize = 1000;

/// Rewrites a module. Functions for which `stays_compiled` returns true, by their index in the module's function index
/// space, stay as they are; all others become bytecode. The same input gives the same bytes.
pub fn rewrite(bytes: &[u8], stays_compiled: &dyn Fn(u32) -> bool) -> Result<Rewritten, Error> {
    let module = Module::read(bytes)?;
    let stays_compiled = |function: u32| function < module.imported_functions || stays_compiled(function);
    let mut functions = Functions::new();
    for function in module.imported_functions..module.functions.len() as u32 {
        if !stays_compiled(function) {
            functions.insert(function, translate::translate(&module, function, &stays_compiled)?);
        }
    }
    let callees = Callees::of(&module, &functions)?;
    let entered = callees.entered(&module, &functions);
    let dispatched = callees.dispatched(&module, &functions);
    let table = called_table(&module, &functions);
    let detours = detours(&module, table, &functions);
    let contents = Contents {
        module: &module,
        functions: &functions,
        table,
        detours: &detours,
        entered: &entered,
        dispatched: &dispatched,
    };
    let arms = Arms::of(&contents)?;
    let layout = Layout::new(&contents)?;
    let parts = Parts { contents: &contents, callees: &callees, layout: &layout, arms: &arms };
    let (rewritten, compiled) = emit::emit(&parts, bytes)?;
    let features = module::FEATURES.union(WasmFeatures::MULTI_MEMORY);
    Validator::new_with_features(features).validate_all(&rewritten).map_err(Error::Output)?;
    Ok(Rewritten { module: rewritten, map: Map::of(&layout), compiled })
}

/// The private table, if bytecode calls through it.
fn called_table<'a>(module: &'a Module, functions: &Functions) -> &'a [Option<u32>] {
    let is_call = |item: &Item| matches!(item, Item::Instr(Instr { op: Op::CallTable, .. }));
    let is_called = functions.values().any(|code| code.items.iter().any(is_call));
    module.private_table.as_deref().filter(|_| is_called).unwrap_or_default()
}

/// Bytecode that calls the functions of a table that did not become bytecode.
fn detours(module: &Module, table: &[Option<u32>], functions: &Functions) -> Functions {
    let compiled = table.iter().flatten().filter(|function| !functions.contains_key(function));
    compiled.map(|function| (*function, translate::detour(module, *function))).collect()
}

/// Whether a function of this type can be called by way of one that takes another parameter.
pub(crate) fn has_room_for_parameter(ty: &FuncType) -> bool {
    ty.params().len() < MAX_PARAMETERS
}

/// What the functions that stay compiled call.
pub(crate) struct Callees {
    /// Functions that they name.
    functions: BTreeSet<u32>,
    /// The numbers of the types that they call functions of the table by.
    types: BTreeSet<u32>,
}

impl Callees {
    fn of(module: &Module, functions: &Functions) -> Result<Callees, Error> {
        let mut callees = Callees { functions: BTreeSet::new(), types: BTreeSet::new() };
        for (body, function) in module.bodies.iter().zip(module.imported_functions..) {
            if functions.contains_key(&function) {
                continue;
            }
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index } => {
                        callees.functions.insert(function_index);
                    }
                    Operator::CallIndirect { type_index, .. } => {
                        callees.types.insert(module.type_number(type_index));
                    }
                    _ => {}
                }
            }
        }
        Ok(callees)
    }

    /// The types that they call functions of the table by.
    fn types<'a>(&self, module: &'a Module) -> Vec<&'a FuncType> {
        self.types.iter().map(|ty| &module.types[*ty as usize]).collect()
    }

    /// The functions that became bytecode and are called from outside of the interpreter: by the host, by a function
    /// that stays compiled and names them, or by either through a table that is not private.
    fn entered(&self, module: &Module, functions: &Functions) -> BTreeSet<u32> {
        let mut entered: BTreeSet<u32> = self.functions.union(&module.referenced).copied().collect();
        match &module.private_table {
            Some(_) => {
                let called = self.called_through_table(module);
                entered.extend(
                    called.into_iter().filter(|function| !has_room_for_parameter(module.function_type(*function))),
                );
            }
            None => entered.extend(&module.in_segments),
        }
        entered.retain(|function| functions.contains_key(function));
        entered
    }

    /// The functions that became bytecode and that functions which stay compiled may call through a private table. The
    /// interpreter itself does not call through one.
    fn dispatched(&self, module: &Module, functions: &Functions) -> BTreeSet<u32> {
        let mut called = self.called_through_table(module);
        called.retain(|function| {
            functions.contains_key(function) && has_room_for_parameter(module.function_type(*function))
        });
        called
    }

    /// The functions that they may call through a private table.
    fn called_through_table(&self, module: &Module) -> BTreeSet<u32> {
        let table = module.private_table.iter().flatten().flatten().copied();
        table
            .filter(|function| self.types.contains(&module.type_number(module.functions[*function as usize])))
            .collect()
    }
}
