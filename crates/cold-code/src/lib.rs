//! Converts the rarely executed ("cold") functions of a core WebAssembly module into bytecode, so that the host does
//! not have to compile them.
//!
//! [`rewrite`] takes a module and a choice of the functions that stay compiled, and returns an equivalent module. All
//! other functions become bytecode in a data segment, and a small interpreter is added to the module to run them. A
//! host that compiles the module each time it is used then compiles much less code. The bytecode costs it almost
//! nothing, because data is not compiled.
//!
//! | step | module |
//! |---|---|
//! | read and validate the module | `module` |
//! | translate functions to bytecode | `translate`, with `numeric` and `assigned` |
//! | define the bytecode's instructions and their encoding | `bytecode` |
//! | assign addresses in the interpreter's memory | `layout` |
//! | generate the interpreter and the stubs that call it | `interpreter`, `stubs` |
//! | write the new module | `emit` |
//! | find the function at a position of the bytecode | `map` |
//!
//! The new module has the same results, globals, memory contents, calls of imported functions and traps as the
//! original. Bytecode and registers are in a second memory, separate from the program's memory: the program's memory
//! has exactly the same contents as before, and neither side can overwrite the other. Running out of registers traps
//! like a stack overflow. This can happen earlier than in the original module: after a very deep recursion, or in an
//! instance that has trapped very often, because a call that ends with a trap does not release its registers.

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

/// The result of [`rewrite`].
#[derive(Debug)]
pub struct Rewritten {
    /// The equivalent module.
    pub module: Vec<u8>,
    /// Maps each position in the bytecode to the index of its function in the original module.
    pub map: Map<u32>,
    /// The size of the code that the host still compiles.
    pub compiled: CompiledBytes,
}

/// Maximum number of parameters of a function that hosts accept.
const MAX_PARAMETERS: usize = 1000;

/// Rewrites a module. `stays_compiled` receives the index of a function in the module's function index space. Functions
/// for which it returns true stay as they are; all others become bytecode. The output is deterministic.
///
/// # Errors
///
/// [`Error`] if the module is not valid, uses an unsupported feature, or exceeds one of the bytecode's limits.
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
    let stubbed = callees.stubbed(&module, &functions);
    let dispatched = callees.dispatched(&module, &functions);
    let table = called_table(&module, &functions);
    let trampolines = trampolines(&module, table, &functions);
    let contents = Contents {
        module: &module,
        functions: &functions,
        table,
        trampolines: &trampolines,
        stubbed: &stubbed,
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

/// The private table's functions if bytecode calls through that table, otherwise an empty slice.
fn called_table<'a>(module: &'a Module, functions: &Functions) -> &'a [Option<u32>] {
    let is_call = |item: &Item| matches!(item, Item::Instr(Instr { op: Op::CallTable, .. }));
    let is_called = functions.values().any(|code| code.items.iter().any(is_call));
    module.private_table.as_deref().filter(|_| is_called).unwrap_or_default()
}

/// Trampolines for the functions of the table that stay compiled, so that every entry of the table has bytecode to
/// call.
fn trampolines(module: &Module, table: &[Option<u32>], functions: &Functions) -> Functions {
    let compiled = table.iter().flatten().filter(|function| !functions.contains_key(function));
    compiled.map(|function| (*function, translate::trampoline(module, *function))).collect()
}

/// Whether a function of this type can take one more parameter, as a shared stub or a dispatch function needs.
pub(crate) fn has_room_for_parameter(ty: &FuncType) -> bool {
    ty.params().len() < MAX_PARAMETERS
}

/// The calls that occur in functions that stay compiled.
pub(crate) struct Callees {
    /// Functions that are called directly.
    functions: BTreeSet<u32>,
    /// Numbers of the types of indirect calls ([`Module::type_number`]).
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

    /// The types of indirect calls.
    fn types<'a>(&self, module: &'a Module) -> Vec<&'a FuncType> {
        self.types.iter().map(|ty| &module.types[*ty as usize]).collect()
    }

    /// The functions that became bytecode and need a stub because something other than the interpreter calls them: the
    /// host, a direct call in a function that stays compiled, or either of them through a table that is not private.
    fn stubbed(&self, module: &Module, functions: &Functions) -> BTreeSet<u32> {
        let mut stubbed: BTreeSet<u32> = self.functions.union(&module.referenced).copied().collect();
        match &module.private_table {
            Some(_) => {
                let called = self.called_through_table(module);
                stubbed.extend(
                    called.into_iter().filter(|function| !has_room_for_parameter(module.function_type(*function))),
                );
            }
            None => stubbed.extend(&module.in_segments),
        }
        stubbed.retain(|function| functions.contains_key(function));
        stubbed
    }

    /// The functions that became bytecode and that functions which stay compiled may call through a private table. For
    /// calls in bytecode, the interpreter uses its own copy of a private table.
    fn dispatched(&self, module: &Module, functions: &Functions) -> BTreeSet<u32> {
        let mut called = self.called_through_table(module);
        called.retain(|function| {
            functions.contains_key(function) && has_room_for_parameter(module.function_type(*function))
        });
        called
    }

    /// The functions that functions which stay compiled may call through a private table.
    fn called_through_table(&self, module: &Module) -> BTreeSet<u32> {
        let table = module.private_table.iter().flatten().flatten().copied();
        table
            .filter(|function| self.types.contains(&module.type_number(module.functions[*function as usize])))
            .collect()
    }
}
