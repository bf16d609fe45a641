//! Assigns addresses in the interpreter's memory, and encodes its initial contents.
//!
//! The memory contains, in this order:
//!
//! - [`MAGIC`], then, at [`POSITION`], the address of the instruction that was started last;
//! - from [`HEADER_BYTES`], the constants that do not fit into an instruction;
//! - the private table, if bytecode calls through it: for each entry, the number of its function's type and the address
//!   of its code;
//! - the dispatch table, if compiled code may call bytecode through the private table: for each entry of the private
//!   table whose function is such bytecode, the number of its type and the address at which the interpreter starts; all
//!   other entries are empty;
//! - the code of each function;
//! - the entry points: for each function that is called from outside the interpreter, one instruction that calls it and
//!   one that exits the interpreter;
//! - from [`Layout::registers`], the registers: the frames of the running functions, each of which overlaps the
//!   beginning of the next one;
//! - from [`Layout::limit`], space for the rest of the last frame: no frame begins after this address, so that the
//!   longest one still ends within the memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::bytecode::{
    Code, Dst, INSTRUCTION_BYTES, Imm, Instr, Item, JUMP_ENTRY_BYTES, Label, MAX_OPERATIONS, Op, REGISTER_BYTES,
};
use crate::module::Module;

/// The first bytes of the interpreter's memory. They identify it to readers of a core dump.
pub(crate) const MAGIC: &[u8; 8] = b"bytecode";

/// The address of the current position: four bytes that contain the address of the instruction that was started last.
pub(crate) const POSITION: u32 = 8;

/// Size of what precedes the constants, in bytes.
pub(crate) const HEADER_BYTES: u32 = 16;

/// Size of a page of WebAssembly memory in bytes.
const PAGE_BYTES: u32 = 1 << 16;

/// Size of the register area in bytes. Wasmtime's default stack for compiled code is half as large.
const REGISTER_AREA_BYTES: u32 = 1 << 20;

/// Size of an entry of the private table and of the dispatch table, in bytes.
pub(crate) const TABLE_ENTRY_BYTES: u32 = 8;

/// The type number of an entry without a function. No type has this number.
const NO_TYPE: u32 = u32::MAX;

/// Bytecode by the index of the function.
pub(crate) type Functions = BTreeMap<u32, Code>;

/// The input of the layout.
pub(crate) struct Contents<'a> {
    pub(crate) module: &'a Module<'a>,
    /// The functions that became bytecode.
    pub(crate) functions: &'a Functions,
    /// The entries of the private table; empty if bytecode does not call through it.
    pub(crate) table: &'a [Option<u32>],
    /// Bytecode that calls the functions of that table that stay compiled, by the index of the function.
    pub(crate) trampolines: &'a Functions,
    /// The functions that became bytecode and need a stub ([`Callees::stubbed`](crate::Callees)).
    pub(crate) stubbed: &'a BTreeSet<u32>,
    /// The functions that became bytecode and that compiled code may call through the private table.
    pub(crate) dispatched: &'a BTreeSet<u32>,
}

impl Contents<'_> {
    /// The bytecode of all functions, then of all trampolines, in the order of the layout.
    pub(crate) fn code(&self) -> impl Iterator<Item = &Code> {
        self.functions.values().chain(self.trampolines.values())
    }

    /// The entries of the dispatch table; empty if compiled code calls no bytecode through the private table.
    pub(crate) fn dispatch_table(&self) -> Vec<Option<u32>> {
        if self.dispatched.is_empty() {
            return Vec::new();
        }
        let is_dispatched = |function: &u32| self.dispatched.contains(function);
        let table = self.module.private_table.iter().flatten();
        table.map(|function| function.filter(is_dispatched)).collect()
    }
}

/// The assigned addresses.
pub(crate) struct Layout {
    /// The address of the code of each function, or of its trampoline.
    functions: BTreeMap<u32, u32>,
    /// The address of the private table.
    pub(crate) table: u32,
    /// The address of the dispatch table.
    pub(crate) dispatch_table: u32,
    /// The number of entries of the dispatch table.
    pub(crate) dispatch_entries: u32,
    /// The address of the entry point of each function that is called from outside the interpreter.
    entries: BTreeMap<u32, u32>,
    /// The address of each constant.
    constants: BTreeMap<i64, u32>,
    /// The end of the code.
    end: u32,
    /// The address of the first register.
    pub(crate) registers: u32,
    /// A call whose frame would begin after this address is a stack overflow.
    pub(crate) limit: u32,
    /// Size of the memory in pages.
    pub(crate) pages: u32,
}

impl Layout {
    /// Assigns all addresses.
    pub(crate) fn new(contents: &Contents) -> Result<Layout, Error> {
        let mut at = HEADER_BYTES;
        let mut constants = BTreeMap::new();
        for item in contents.code().flat_map(|code| &code.items) {
            if let Item::Instr(Instr { imm: Imm::Pool(bits), .. }) = item {
                constants.insert(*bits, 0);
            }
        }
        for address in constants.values_mut() {
            *address = at;
            at += REGISTER_BYTES;
        }
        let table = at;
        let size: usize = contents.code().map(|code| code.size() as usize).sum();
        let called: BTreeSet<u32> = contents.stubbed.union(contents.dispatched).copied().collect();
        let dispatch_entries = contents.dispatch_table().len();
        let tables = (contents.table.len() + dispatch_entries) * TABLE_ENTRY_BYTES as usize;
        let size = size + tables + called.len() * 2 * INSTRUCTION_BYTES as usize;
        // Only half of the address space may be used, so that the additions below cannot overflow.
        if size + at as usize > i32::MAX as usize {
            return Err(Error::TooLong(size));
        }
        at += contents.table.len() as u32 * TABLE_ENTRY_BYTES;
        let dispatch_table = at;
        at += dispatch_entries as u32 * TABLE_ENTRY_BYTES;
        let mut functions = BTreeMap::new();
        for (function, code) in contents.functions.iter().chain(contents.trampolines) {
            functions.insert(*function, at);
            at += code.size();
        }
        let mut entries = BTreeMap::new();
        for function in called {
            entries.insert(function, at);
            at += 2 * INSTRUCTION_BYTES;
        }
        let registers = at.next_multiple_of(REGISTER_BYTES);
        let limit = registers + REGISTER_AREA_BYTES;
        // A frame may begin at the limit. A call after it traps only once its arguments and its return link are stored,
        // so there must be room for those too.
        let longest = contents.code().map(|code| code.registers).max().unwrap_or(0);
        let most_arguments = module_arguments(contents.module);
        let pages = (limit + (longest + most_arguments + 2) as u32 * REGISTER_BYTES).div_ceil(PAGE_BYTES);
        let dispatch_entries = dispatch_entries as u32;
        Ok(Layout {
            functions,
            table,
            dispatch_table,
            dispatch_entries,
            entries,
            constants,
            end: at,
            registers,
            limit,
            pages,
        })
    }

    /// The address with which to start the interpreter to call a function from outside. As for all jump targets, it is
    /// the address of the preceding instruction, because the interpreter increments the address before each
    /// instruction.
    pub(crate) fn entry(&self, function: u32) -> u32 {
        self.entries[&function] - INSTRUCTION_BYTES
    }

    /// The function at each address where code begins. Entry points are listed apart from the functions' own code.
    pub(crate) fn code_starts(&self) -> BTreeMap<u32, u32> {
        self.functions.iter().chain(&self.entries).map(|(function, address)| (*address, *function)).collect()
    }

    /// The end of the code.
    pub(crate) fn end(&self) -> u32 {
        self.end
    }

    /// Encodes the initial contents of the memory, up to the end of the code.
    pub(crate) fn encode(&self, contents: &Contents, arms: &Arms) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.resize(HEADER_BYTES as usize, 0);
        for bits in self.constants.keys() {
            bytes.extend_from_slice(&bits.to_le_bytes());
        }
        let module = contents.module;
        let mut push_table = |functions: &[Option<u32>], start: &dyn Fn(u32) -> u32| {
            for function in functions {
                let entry = match *function {
                    Some(function) => [module.type_number(module.functions[function as usize]), start(function)],
                    None => [NO_TYPE, 0],
                };
                bytes.extend(entry.into_iter().flat_map(u32::to_le_bytes));
            }
        };
        push_table(contents.table, &|function| self.functions[&function] - INSTRUCTION_BYTES);
        push_table(&contents.dispatch_table(), &|function| self.entry(function));
        for code in contents.code() {
            self.encode_code(code, arms, &mut bytes);
        }
        for function in self.entries.keys() {
            let parameters = module.function_type(*function).params().len() as u16;
            let call = Instr { a: parameters, imm: Imm::Function(*function), ..Instr::new(Op::Call) };
            for instr in [call, Instr::new(Op::Exit)] {
                let imm = self.imm(instr.imm, &[]);
                bytes.extend_from_slice(&instr.encode(arms.number(instr.op), 0, imm));
            }
        }
        bytes
    }

    fn encode_code(&self, code: &Code, arms: &Arms, bytes: &mut Vec<u8>) {
        let mut at = bytes.len() as u32;
        let mut addresses = Vec::with_capacity(code.items.len() + 1);
        for item in &code.items {
            addresses.push(at);
            at += item.size();
        }
        addresses.push(at);
        let labels: Vec<u32> = code
            .labels
            .iter()
            .map(|item| addresses.get(*item).map_or(0, |address| address - INSTRUCTION_BYTES))
            .collect();
        for (item, here) in code.items.iter().zip(addresses) {
            match item {
                Item::Instr(instr) => {
                    let dst = match instr.dst {
                        Dst::Register(register) => register,
                        Dst::Label(Label(label)) => {
                            (labels[label].wrapping_sub(here) as i32 / JUMP_ENTRY_BYTES as i32) as u16
                        }
                    };
                    let imm = self.imm(instr.imm, &labels);
                    bytes.extend_from_slice(&instr.encode(arms.number(instr.op), dst, imm));
                }
                Item::Table(entries) => {
                    for Label(label) in entries {
                        bytes.extend_from_slice(&labels[*label].to_le_bytes());
                    }
                }
            }
        }
    }

    fn imm(&self, imm: Imm, labels: &[u32]) -> u32 {
        match imm {
            Imm::Value(value) => value as u32,
            Imm::Pool(bits) => self.constants[&bits],
            Imm::Label(Label(label)) => labels[label],
            Imm::Function(function) => self.functions[&function] - INSTRUCTION_BYTES,
        }
    }
}

/// The largest number of parameters of any function type.
fn module_arguments(module: &Module) -> usize {
    module.types.iter().map(|ty| ty.params().len()).max().unwrap_or(0)
}

/// The operations that occur in the bytecode. The index of an operation is the number of its arm in the interpreter.
pub(crate) struct Arms(Vec<Op>);

impl Arms {
    /// Collects the operations of all bytecode.
    pub(crate) fn of(contents: &Contents) -> Result<Arms, Error> {
        let mut operations = BTreeSet::from([Op::Call, Op::Exit]);
        for item in contents.code().flat_map(|code| &code.items) {
            if let Item::Instr(instr) = item {
                operations.insert(instr.op);
            }
        }
        if operations.len() > MAX_OPERATIONS {
            return Err(Error::TooManyOperations(operations.len(), MAX_OPERATIONS));
        }
        Ok(Arms(operations.into_iter().collect()))
    }

    /// The operations, in the order of their arms.
    pub(crate) fn operations(&self) -> &[Op] {
        &self.0
    }

    /// The number of an operation's arm.
    fn number(&self, op: Op) -> u16 {
        self.0.binary_search(&op).unwrap_or(0) as u16
    }
}
