//! The bytecode: instructions of fixed width on registers.
//!
//! An instruction is twelve bytes:
//!
//! | bytes | field | meaning |
//! |---|---|---|
//! | 0–1 | operation | the number of the operation's arm in the interpreter, and in the four lowest bits [`Flags`] |
//! | 2–3 | `dst` | the register of the result; for a branch, the signed distance in units of four bytes |
//! | 4–5 | `a` | the register of the first operand |
//! | 6–7 | `b` | the register of the second operand, unless it is immediate |
//! | 8–11 | `imm` | an immediate operand, an offset, an address, a count |
//!
//! A register is 64 bits wide; the upper half of a 32-bit value means nothing. Registers are numbered within the frame of
//! their function: first the parameters, then one for the return link to the caller, then the other variables, then the
//! values on WebAssembly's stack. The frame of a called function begins at the caller's register of the first argument,
//! where the result is left too, so that neither is copied.

use wasm_encoder::ValType;

use crate::numeric::Numeric;

/// Bytes of an instruction.
pub(crate) const WIDTH: u32 = 12;

/// Bytes of an entry of a jump table.
pub(crate) const ENTRY: u32 = 4;

/// Bytes of a register.
pub(crate) const REGISTER: u32 = 8;

/// What an instruction does. Its order is the order of the arms in the interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// `dst` becomes `b`.
    Move,
    /// `dst` becomes the 64 bits at the address `imm` of the pool of constants.
    Constant,
    /// `dst` becomes what the numeric instruction gives.
    Numeric(Numeric),
    /// Compares, and stores the outcome or branches on it.
    Compare(Numeric),
    /// `dst` becomes `a` if the register numbered `imm` is not zero, else `b`.
    Select,
    /// `dst` becomes what stands at the address `a` + `imm`.
    Load(Load),
    /// Stores `b` at the address `a` + `imm`.
    Store(Store),
    /// Goes on at `imm`.
    Jump,
    /// Goes on at entry `a` of the `imm` + 1 entries behind the instruction, or at the last one.
    JumpTable,
    /// Calls the bytecode at `imm`, whose frame begins at `dst`, and which finds the return link in `a`.
    Call,
    /// Calls a function that is imported or stays compiled; arguments are from `dst` on.
    CallOut(u32),
    /// Calls the bytecode of entry `b` of the table, if it has the type `imm`; as [`Op::Call`] does. For a table that
    /// nothing but the module's calls can reach.
    CallTable,
    /// Calls the function at `b` of the table, which has this type; arguments are from `dst` on.
    CallIndirect(u32),
    /// Leaves `b` as the result and takes the return link, which is in `a`.
    Return,
    /// Leaves the interpreter.
    Exit,
    /// Traps.
    Unreachable,
    /// `dst` becomes a global's value.
    GlobalGet(u32, Width),
    /// A global becomes `b`.
    GlobalSet(u32, Width),
    /// `dst` becomes the memory's size.
    MemorySize,
    /// Grows the memory by `a`; `dst` becomes the size before.
    MemoryGrow,
    /// Copies the number of bytes that is in `dst` from `b` to `a`.
    MemoryCopy,
    /// Sets the number of bytes that is in `dst` at `a` to `b`.
    MemoryFill,
    /// Copies the number of bytes that is in `dst` from `b` of a data segment to `a`.
    MemoryInit(u32),
    DataDrop(u32),
    /// Copies the number of elements that is in `dst` from `b` of an element segment to `a` of the table.
    TableInit(u32),
    /// Copies the number of elements that is in `dst` from `b` to `a`.
    TableCopy,
    ElemDrop(u32),
}

/// What a load reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Load {
    U8,
    S8,
    U16,
    S16,
    U32,
    S32,
    U64,
}

/// What a store writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Store {
    B8,
    B16,
    B32,
    B64,
}

/// A type of values, with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Width {
    I32,
    I64,
    F32,
    F64,
}

impl From<wasmparser::ValType> for Width {
    fn from(ty: wasmparser::ValType) -> Self {
        match ty {
            wasmparser::ValType::I64 => Width::I64,
            wasmparser::ValType::F32 => Width::F32,
            wasmparser::ValType::F64 => Width::F64,
            // Validation refuses the types of other features.
            _ => Width::I32,
        }
    }
}

impl From<Width> for ValType {
    fn from(width: Width) -> Self {
        match width {
            Width::I32 => ValType::I32,
            Width::I64 => ValType::I64,
            Width::F32 => ValType::F32,
            Width::F64 => ValType::F64,
        }
    }
}

/// The lowest bits of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// `imm`, with its sign extended, takes the place of the register `b`.
    pub(crate) immediate: bool,
    /// Of a comparison: it branches where it is true.
    pub(crate) branch: bool,
    /// Of a comparison: the outcome is the opposite.
    pub(crate) invert: bool,
    /// `a` + `imm` is an address in the program's memory.
    pub(crate) address: bool,
}

impl Flags {
    /// The number of bits that they take.
    pub(crate) const BITS: u32 = 4;
    pub(crate) const IMMEDIATE: u16 = 1;
    pub(crate) const BRANCH: u16 = 1 << 1;
    /// The number of the bit of `invert`.
    pub(crate) const INVERT_BIT: u32 = 2;
    /// The number of the bit of `address`.
    pub(crate) const ADDRESS_BIT: u32 = 3;

    fn bits(self) -> u16 {
        let bits = [
            (self.immediate, Self::IMMEDIATE),
            (self.branch, Self::BRANCH),
            (self.invert, 1 << Self::INVERT_BIT),
            (self.address, 1 << Self::ADDRESS_BIT),
        ];
        bits.iter().map(|(is_set, bit)| u16::from(*is_set) * bit).sum()
    }
}

/// The most operations that an instruction can name.
pub(crate) const MAX_OPERATIONS: usize = 1 << (16 - Flags::BITS);

/// A place in a function's code, bound once it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) usize);

/// The field `imm` before addresses are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imm {
    Value(i32),
    /// The address of a constant.
    Pool(i64),
    Label(Label),
    /// The address of a function's code.
    Function(u32),
}

/// The field `dst` before addresses are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dst {
    Register(u16),
    Label(Label),
}

/// An instruction before addresses are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instr {
    pub(crate) op: Op,
    pub(crate) flags: Flags,
    pub(crate) dst: Dst,
    pub(crate) a: u16,
    pub(crate) b: u16,
    pub(crate) imm: Imm,
}

impl Instr {
    /// An instruction whose fields are zero.
    pub(crate) fn new(op: Op) -> Self {
        Instr { op, flags: Flags::default(), dst: Dst::Register(0), a: 0, b: 0, imm: Imm::Value(0) }
    }

    /// Its twelve bytes.
    pub(crate) fn encode(&self, arm: u16, dst: u16, imm: u32) -> [u8; WIDTH as usize] {
        let mut bytes = [0; WIDTH as usize];
        let operation = (arm << Flags::BITS) | self.flags.bits();
        for (field, at) in [(operation, 0), (dst, 2), (self.a, 4), (self.b, 6)] {
            bytes[at..at + 2].copy_from_slice(&field.to_le_bytes());
        }
        bytes[8..].copy_from_slice(&imm.to_le_bytes());
        bytes
    }
}

/// An instruction, or the jump table behind one.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Instr(Instr),
    Table(Vec<Label>),
}

impl Item {
    /// Its bytes.
    pub(crate) fn size(&self) -> u32 {
        match self {
            Item::Instr(_) => WIDTH,
            Item::Table(entries) => ENTRY * entries.len() as u32,
        }
    }
}

/// The code of a function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) items: Vec<Item>,
    /// For each label, the item that it stands before.
    pub(crate) labels: Vec<usize>,
    /// How many registers its frame has, those for the arguments of its calls included.
    pub(crate) registers: usize,
}

impl Code {
    /// Its bytes.
    pub(crate) fn size(&self) -> u32 {
        self.items.iter().map(Item::size).sum()
    }
}
