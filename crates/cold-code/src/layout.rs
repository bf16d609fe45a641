//! Where everything stands in the interpreter's memory.
//!
//! | from | what |
//! |---|---|
//! | 0 | [`MAGIC`], then the address of the instruction that was begun last |
//! | [`HEADER`] | the constants that do not fit an instruction |
//! | | the private table, where there is one: for each entry the number of its function's type and where its code begins |
//! | | the dispatch table, where there is one: for each entry of the private table whose function became bytecode and may be called by compiled code, the number of its type and where the interpreter starts |
//! | | the code of each function, then for each function that is called from outside two instructions that call it and leave |
//! | [`Layout::registers`] | the registers: frames of functions, one overlapping the next |
//! | [`Layout::limit`] | where no frame begins, so that the longest one still ends within the memory |

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::bytecode::{Code, Dst, ENTRY, Imm, Instr, Item, Label, MAX_OPERATIONS, Op, REGISTER, WIDTH};
use crate::module::Module;

/// What the memory begins with.
pub(crate) const MAGIC: &[u8; 8] = b"bytecode";

/// The address of the position: of four bytes that hold the address of the instruction that was begun last.
pub(crate) const POSITION: u32 = 8;

/// Bytes before the constants.
pub(crate) const HEADER: u32 = 16;

/// Bytes of a page of memory.
const PAGE: u32 = 1 << 16;

/// Bytes for registers. Wasmtime gives compiled code half as much for its stack.
const REGISTERS: u32 = 1 << 20;

/// Bytes of an entry of the private table.
pub(crate) const TABLE_ENTRY: u32 = 8;

/// The type of an entry that has no function. No type has this number.
const NO_TYPE: u32 = u32::MAX;

/// Code by function.
pub(crate) type Functions = BTreeMap<u32, Code>;

/// What there is to lay out.
pub(crate) struct Contents<'a> {
    pub(crate) module: &'a Module<'a>,
    /// The functions that became bytecode.
    pub(crate) functions: &'a Functions,
    /// The functions in the private table by their place; empty if bytecode does not call through it.
    pub(crate) table: &'a [Option<u32>],
    /// Ways from bytecode to functions of that table that did not become bytecode.
    pub(crate) detours: &'a Functions,
    /// Those that became bytecode and are called from outside of the interpreter.
    pub(crate) entered: &'a BTreeSet<u32>,
    /// Those that became bytecode and that compiled code may call through the private table.
    pub(crate) dispatched: &'a BTreeSet<u32>,
}

impl Contents<'_> {
    /// All code.
    pub(crate) fn code(&self) -> impl Iterator<Item = &Code> {
        self.functions.values().chain(self.detours.values())
    }

    /// The functions of the dispatch table by their place; nothing if compiled code calls no bytecode through the table.
    pub(crate) fn dispatch_table(&self) -> Vec<Option<u32>> {
        if self.dispatched.is_empty() {
            return Vec::new();
        }
        let is_dispatched = |function: &u32| self.dispatched.contains(function);
        let table = self.module.private_table.iter().flatten();
        table.map(|function| function.filter(is_dispatched)).collect()
    }
}

/// The addresses.
pub(crate) struct Layout {
    /// The address of the code of each function, or of the detour to it.
    functions: BTreeMap<u32, u32>,
    /// The address of the private table.
    pub(crate) table: u32,
    /// The address of the dispatch table.
    pub(crate) dispatch_table: u32,
    /// Its entries.
    pub(crate) dispatch_entries: u32,
    /// The entry point of each function that is called from outside of the interpreter.
    entries: BTreeMap<u32, u32>,
    constants: BTreeMap<i64, u32>,
    /// Where the code ends.
    end: u32,
    /// The first register's address.
    pub(crate) registers: u32,
    /// A frame that begins after this address is an overflow.
    pub(crate) limit: u32,
    /// Pages of the memory.
    pub(crate) pages: u32,
}

impl Layout {
    /// Lays everything out.
    pub(crate) fn new(contents: &Contents) -> Result<Layout, Error> {
        let mut at = HEADER;
        let mut constants = BTreeMap::new();
        for item in contents.code().flat_map(|code| &code.items) {
            if let Item::Instr(Instr { imm: Imm::Pool(bits), .. }) = item {
                constants.insert(*bits, 0);
            }
        }
        for address in constants.values_mut() {
            *address = at;
            at += REGISTER;
        }
        let table = at;
        let size: usize = contents.code().map(|code| code.size() as usize).sum();
        let called: BTreeSet<u32> = contents.entered.union(contents.dispatched).copied().collect();
        let dispatch_entries = contents.dispatch_table().len();
        let tables = (contents.table.len() + dispatch_entries) * TABLE_ENTRY as usize;
        let size = size + tables + called.len() * 2 * WIDTH as usize;
        // Far less than an address can hold, so that nothing below overflows.
        if size + at as usize > i32::MAX as usize {
            return Err(Error::TooLong(size));
        }
        at += contents.table.len() as u32 * TABLE_ENTRY;
        let dispatch_table = at;
        at += dispatch_entries as u32 * TABLE_ENTRY;
        let mut places = BTreeMap::new();
        for (function, code) in contents.functions.iter().chain(contents.detours) {
            places.insert(*function, at);
            at += code.size();
        }
        let mut entries = BTreeMap::new();
        for function in called {
            entries.insert(function, at);
            at += 2 * WIDTH;
        }
        let registers = at.next_multiple_of(REGISTER);
        let limit = registers + REGISTERS;
        // A frame may begin at the limit. A call past it is refused only after its arguments and its return link were
        // stored, so there must be room for those.
        let longest = contents.code().map(|code| code.registers).max().unwrap_or(0);
        let most_arguments = module_arguments(contents.module);
        let pages = (limit + (longest + most_arguments + 2) as u32 * REGISTER).div_ceil(PAGE);
        let dispatch_entries = dispatch_entries as u32;
        Ok(Layout {
            functions: places,
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

    /// The address to start the interpreter with to call a function from outside. Like all addresses that control goes
    /// to, it is that of the instruction before: the interpreter steps forward first.
    pub(crate) fn entry(&self, function: u32) -> u32 {
        self.entries[&function] - WIDTH
    }

    /// Where each function's code begins, in the order of addresses, and where the last one's ends.
    pub(crate) fn places(&self) -> BTreeMap<u32, u32> {
        self.functions.iter().chain(&self.entries).map(|(function, address)| (*address, *function)).collect()
    }

    /// Where the code ends.
    pub(crate) fn end(&self) -> u32 {
        self.end
    }

    /// The memory's contents up to the end of the code.
    pub(crate) fn encode(&self, contents: &Contents, arms: &Arms) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.resize(HEADER as usize, 0);
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
        push_table(contents.table, &|function| self.functions[&function] - WIDTH);
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
        let labels: Vec<u32> =
            code.labels.iter().map(|item| addresses.get(*item).map_or(0, |address| address - WIDTH)).collect();
        for (item, here) in code.items.iter().zip(addresses) {
            match item {
                Item::Instr(instr) => {
                    let dst = match instr.dst {
                        Dst::Register(register) => register,
                        Dst::Label(Label(label)) => (labels[label].wrapping_sub(here) as i32 / ENTRY as i32) as u16,
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
            Imm::Function(function) => self.functions[&function] - WIDTH,
        }
    }
}

/// The most arguments of a function.
fn module_arguments(module: &Module) -> usize {
    module.types.iter().map(|ty| ty.params().len()).max().unwrap_or(0)
}

/// The operations that occur, each with the number of its arm.
pub(crate) struct Arms(Vec<Op>);

impl Arms {
    /// The operations of all code.
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

    /// The operations, in the order of their numbers.
    pub(crate) fn operations(&self) -> &[Op] {
        &self.0
    }

    /// The number of an operation.
    fn number(&self, op: Op) -> u16 {
        self.0.binary_search(&op).unwrap_or(0) as u16
    }
}
