//! The bytecode: instructions of fixed width that operate on registers.
//!
//! An instruction has twelve bytes:
//!
//! | bytes | field | meaning |
//! |---|---|---|
//! | 0–1 | operation | the number of the operation's arm in the interpreter; the four lowest bits are the [`Flags`] |
//! | 2–3 | `dst` | the register of the result; in a branch, the signed distance in units of four bytes |
//! | 4–5 | `a` | the register of the first operand |
//! | 6–7 | `b` | the register of the second operand, unless that operand is immediate |
//! | 8–11 | `imm` | an immediate operand, an offset, an address or a count |
//!
//! A register has 64 bits. A 32-bit value occupies the lower half; the upper half is unspecified. Registers are
//! numbered within the frame of a function: first the parameters, then one register for the return link to the caller,
//! then the other variables, then the values on WebAssembly's operand stack. The frame of a called function begins at
//! the caller's register that contains the first argument, and the result is returned in the same register, so that
//! neither arguments nor results are copied.

use wasm_encoder::ValType;

use crate::numeric::Numeric;

/// Size of an instruction in bytes.
pub(crate) const INSTRUCTION_BYTES: u32 = 12;

/// Size of an entry of a jump table in bytes.
pub(crate) const JUMP_ENTRY_BYTES: u32 = 4;

/// Size of a register in bytes.
pub(crate) const REGISTER_BYTES: u32 = 8;

/// The operation of an instruction. Each distinct value gets an arm in the interpreter, in the order of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// Copies `b` to `dst`.
    Move,
    /// Loads into `dst` the 64-bit constant at the address `imm` of the interpreter's memory.
    Constant,
    /// Stores into `dst` the result of the numeric instruction on `a` and `b`.
    Numeric(Numeric),
    /// Compares `a` with `b`, and stores the outcome or branches on it ([`Flags::branch`]).
    Compare(Numeric),
    /// Copies `a` to `dst` if the register numbered `imm` is not zero, otherwise `b`.
    Select,
    /// Loads into `dst` the value at the address `a` + `imm` of the program's memory.
    Load(Load),
    /// Stores `b` at the address `a` + `imm` of the program's memory.
    Store(Store),
    /// Jumps to `imm`.
    Jump,
    /// Jumps to entry `a` of the jump table after the instruction. The table has `imm` + 1 entries, and the last one is
    /// the target if `a` is out of range.
    JumpTable,
    /// Calls the bytecode at `imm`. The callee's frame begins at the register `dst`; the return link is stored in `a`.
    Call,
    /// Calls the function with this index, which is imported or stays compiled. The arguments are in consecutive
    /// registers from `dst`; the result is stored in `dst`.
    CallOut(u32),
    /// Calls, in the same way as [`Op::Call`], the bytecode of entry `b` of the private table. Traps unless the entry's
    /// function has the type number `imm`.
    CallTable,
    /// Calls the function at entry `b` of a table that is not private, by the type with this index. Arguments and
    /// result are in the same registers as for [`Op::CallOut`].
    CallIndirect(u32),
    /// Stores `b` as the result and returns to the caller by the return link in `a`.
    Return,
    /// Leaves the interpreter.
    Exit,
    /// Traps.
    Unreachable,
    /// Loads the global with this index and type into `dst`.
    GlobalGet(u32, NumType),
    /// Sets the global with this index and type to `b`.
    GlobalSet(u32, NumType),
    /// Loads the size of the program's memory, in pages, into `dst`.
    MemorySize,
    /// Grows the program's memory by `a` pages. Stores the previous size in `dst`, or -1 if the memory cannot grow.
    MemoryGrow,
    /// Copies bytes from the address `b` to the address `a`. The register `dst` contains their number.
    MemoryCopy,
    /// Sets bytes from the address `a` to the value `b`. The register `dst` contains their number.
    MemoryFill,
    /// Copies bytes from offset `b` of a data segment to the address `a`. The register `dst` contains their number.
    MemoryInit(u32),
    /// Drops a data segment.
    DataDrop(u32),
    /// Copies elements from offset `b` of an element segment to entry `a` of the table. The register `dst` contains
    /// their number.
    TableInit(u32),
    /// Copies table entries from `b` to `a`. The register `dst` contains their number.
    TableCopy,
    /// Drops an element segment.
    ElemDrop(u32),
}

/// The width of a load in bits and how it is extended to 64 bits: unsigned (`U`) or signed (`S`).
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

/// The width of a store in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Store {
    B8,
    B16,
    B32,
    B64,
}

/// A number type of WebAssembly. Unlike the types of the parser and the encoder, it is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumType {
    I32,
    I64,
    F32,
    F64,
}

impl From<wasmparser::ValType> for NumType {
    fn from(ty: wasmparser::ValType) -> Self {
        match ty {
            wasmparser::ValType::I64 => NumType::I64,
            wasmparser::ValType::F32 => NumType::F32,
            wasmparser::ValType::F64 => NumType::F64,
            // Validation has rejected modules with other types.
            _ => NumType::I32,
        }
    }
}

impl From<NumType> for ValType {
    fn from(ty: NumType) -> Self {
        match ty {
            NumType::I32 => ValType::I32,
            NumType::I64 => ValType::I64,
            NumType::F32 => ValType::F32,
            NumType::F64 => ValType::F64,
        }
    }
}

/// Modifiers of an operation, in the lowest bits of an instruction's first field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// The second operand is `imm`, sign-extended, instead of the register `b`.
    pub(crate) immediate: bool,
    /// Of a comparison: branches if the outcome is true, instead of storing the outcome.
    pub(crate) branch: bool,
    /// Of a comparison: negates the outcome.
    pub(crate) invert: bool,
    /// `a` + `imm` is an address in the program's memory, so the sum must not exceed 32 bits.
    pub(crate) address: bool,
}

impl Flags {
    /// The number of bits that flags occupy.
    pub(crate) const BITS: u32 = 4;
    pub(crate) const IMMEDIATE: u16 = 1;
    pub(crate) const BRANCH: u16 = 1 << 1;
    /// The position of the bit of `invert`.
    pub(crate) const INVERT_BIT: u32 = 2;
    /// The position of the bit of `address`.
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

/// Maximum number of operations that an instruction can encode.
pub(crate) const MAX_OPERATIONS: usize = 1 << (16 - Flags::BITS);

/// The index of a label of a function ([`Code::labels`]), which is bound to a place once that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) usize);

/// The field `imm` before addresses are assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imm {
    Value(i32),
    /// The address of this constant.
    Pool(i64),
    /// The address of this label.
    Label(Label),
    /// The address of this function's code.
    Function(u32),
}

/// The field `dst` before addresses are assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dst {
    Register(u16),
    Label(Label),
}

/// An instruction before addresses are assigned.
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
    /// An instruction whose fields are all zero.
    pub(crate) fn new(op: Op) -> Self {
        Instr { op, flags: Flags::default(), dst: Dst::Register(0), a: 0, b: 0, imm: Imm::Value(0) }
    }

    /// Encodes the instruction with the number of its operation's arm and the final values of `dst` and `imm`.
    pub(crate) fn encode(&self, arm: u16, dst: u16, imm: u32) -> [u8; INSTRUCTION_BYTES as usize] {
        let mut bytes = [0; INSTRUCTION_BYTES as usize];
        let operation = (arm << Flags::BITS) | self.flags.bits();
        for (field, at) in [(operation, 0), (dst, 2), (self.a, 4), (self.b, 6)] {
            bytes[at..at + 2].copy_from_slice(&field.to_le_bytes());
        }
        bytes[8..].copy_from_slice(&imm.to_le_bytes());
        bytes
    }
}

/// An instruction, or the jump table that follows one.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Instr(Instr),
    Table(Vec<Label>),
}

impl Item {
    /// The encoded size in bytes.
    pub(crate) fn size(&self) -> u32 {
        match self {
            Item::Instr(_) => INSTRUCTION_BYTES,
            Item::Table(entries) => JUMP_ENTRY_BYTES * entries.len() as u32,
        }
    }
}

/// The bytecode of a function before addresses are assigned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) items: Vec<Item>,
    /// For each label, the index of the item that it points to.
    pub(crate) labels: Vec<usize>,
    /// Number of registers in the function's frame, including those for the arguments of its calls.
    pub(crate) registers: usize,
}

impl Code {
    /// The encoded size in bytes.
    pub(crate) fn size(&self) -> u32 {
        self.items.iter().map(Item::size).sum()
    }
}
