//! Generates the interpreter, with an arm for each operation that occurs in the bytecode.
//!
//! The interpreter is one function with one loop. Each iteration decodes an instruction's fields and operands in code
//! that all operations share, branches to the operation's arm, and stores the result, again in shared code. An arm
//! therefore takes only a few bytes, and the host has little to compile. A call from bytecode to bytecode is an
//! ordinary iteration; only imported functions and functions that stay compiled are called with WebAssembly's own
//! instructions.
//!
//! [`crate::bytecode`] describes the instructions, and [`crate::layout`] the memory.

use std::collections::BTreeMap;

use wasm_encoder::{BlockType, Encode, Function, InstructionSink, MemArg, ValType};

use crate::bytecode::{Flags, INSTRUCTION_BYTES, JUMP_ENTRY_BYTES, Load, NumType, Op, REGISTER_BYTES, Store};
use crate::layout::{Arms, Layout, POSITION, TABLE_ENTRY_BYTES};
use crate::module::Module;
use crate::numeric::Numeric;
use crate::stubs::{fill_memory, load_typed, zeros};

/// The indices of what the generated code refers to in the new module.
pub(crate) struct Indices {
    /// The interpreter's memory.
    pub(crate) memory: u32,
    /// The data segment with the initial contents of the interpreter's memory.
    pub(crate) data: u32,
    /// The global that contains the address at which the next frame begins.
    pub(crate) frame: u32,
    /// The function that overflows the stack ([`crate::stubs::overflow`]).
    pub(crate) overflow: u32,
    /// The interpreter's function.
    pub(crate) interpreter: u32,
    /// Number of parameters, all of type `i64`, of the function that overflows the stack.
    pub(crate) overflow_parameters: usize,
    /// A type that no function in the private table has, and its number of parameters, all of type `i64`.
    pub(crate) no_function: (u32, usize),
    /// The new index of each function that still exists, itself or as a stub, by its original index.
    pub(crate) functions: BTreeMap<u32, u32>,
}

/// The interpreter's local variables. The first is its parameter.
#[derive(Clone, Copy)]
enum Var {
    /// The address of the current instruction.
    Pc,
    /// The address of register 0 of the current frame.
    Frame,
    /// The instruction's first field: the number of the arm and the flags.
    Operation,
    /// The address of the register `a`.
    AddressA,
    /// The address of the register `dst`.
    AddressDst,
    /// The field `imm`.
    Imm,
    /// The sum of `a` and `imm`.
    Sum,
    /// The lower half of the first operand.
    A32,
    /// The lower half of the second operand.
    B32,
    /// The first operand. This variable and the following ones are of type `i64`.
    A64,
    /// The second operand.
    B64,
    /// The result to store.
    Result,
}

/// The blocks around the arms, listed from the innermost to the outermost. An arm ends with a branch to the end of one
/// of them, where the shared code continues.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// The block that ends where the arm with this number begins.
    Arm(usize),
    /// Takes an `i32`, the outcome of a comparison, and stores it or branches on it.
    Compared,
    /// Takes an `f32` and stores it.
    F32,
    /// Takes an `f64` and stores it.
    F64,
    /// Takes an `i32` and stores it.
    I32,
    /// Takes an `i64` and stores it.
    I64,
    /// Calls the bytecode at the address in [`Var::Imm`].
    Call,
    /// Traps like an indirect call that finds no function of the right type.
    BadCall,
    /// Traps like an access after the end of the memory.
    OutOfBounds,
    /// Traps like a stack overflow.
    Overflow,
    /// Continues with the next instruction.
    Next,
}

/// Generates the interpreter.
pub(crate) fn generate(module: &Module, arms: &Arms, layout: &Layout, indices: &Indices) -> Function {
    // The first variable is the parameter, which the function's type declares.
    let mut function = Function::new([(Var::B32 as u32, ValType::I32), (3, ValType::I64)]);
    let (arms, exits, bytes) = (arms.operations(), Vec::new(), Vec::new());
    let mut generator = Generator { module, arms, layout, indices, exits, bytes };
    generator.run();
    function.raw(generator.bytes);
    function
}

struct Generator<'a> {
    module: &'a Module<'a>,
    arms: &'a [Op],
    layout: &'a Layout,
    indices: &'a Indices,
    /// The open blocks, from the outermost.
    exits: Vec<Exit>,
    bytes: Vec<u8>,
}

impl Generator<'_> {
    fn run(&mut self) {
        let mut code = InstructionSink::new(&mut self.bytes);
        fill_memory(&mut code, self.layout, self.indices);
        code.global_get(self.indices.frame);
        self.set(Var::Frame);
        self.code().loop_(BlockType::Empty);
        self.exits.push(Exit::Next);
        self.decode();
        self.open(Exit::Overflow, BlockType::Empty);
        self.open(Exit::OutOfBounds, BlockType::Empty);
        self.check_address();
        self.open(Exit::BadCall, BlockType::Empty);
        self.open(Exit::Call, BlockType::Empty);
        self.open(Exit::I64, BlockType::Result(ValType::I64));
        self.open(Exit::I32, BlockType::Result(ValType::I32));
        self.open(Exit::F64, BlockType::Result(ValType::F64));
        self.open(Exit::F32, BlockType::Result(ValType::F32));
        self.open(Exit::Compared, BlockType::Result(ValType::I32));
        self.dispatch();
        self.close();
        self.finish_comparison();
        self.close();
        self.code().i32_reinterpret_f32();
        self.leave(Exit::I32);
        self.close();
        self.code().i64_reinterpret_f64();
        self.leave(Exit::I64);
        self.close();
        self.code().i64_extend_i32_u();
        self.close();
        self.store_result();
        self.close();
        self.call();
        self.close();
        self.bad_call();
        self.close();
        // No memory has this address, so this load traps in the same way as the access that was out of bounds.
        self.code().i32_const(-1);
        InstructionSink::new(&mut self.bytes).i32_load8_u(MemArg {
            offset: u64::from(u32::MAX),
            align: 0,
            memory_index: self.indices.memory,
        });
        self.code().drop();
        self.close();
        let mut code = InstructionSink::new(&mut self.bytes);
        zeros(&mut code, self.indices.overflow_parameters);
        code.call(self.indices.overflow).end().unreachable().end();
    }

    /// Advances to the next instruction and decodes its fields and operands.
    fn decode(&mut self) {
        self.get(Var::Pc);
        self.code().i32_const(INSTRUCTION_BYTES as i32).i32_add();
        self.set(Var::Pc);
        // After a trap, the host can read the position in the bytecode from here.
        self.code().i32_const(POSITION as i32);
        self.get(Var::Pc);
        let position = self.register(0);
        self.code().i32_store(position);
        self.get(Var::Pc);
        self.load_field(0);
        self.set(Var::Operation);
        self.register_address(2);
        self.set(Var::AddressDst);
        self.register_address(4);
        self.tee(Var::AddressA);
        self.load_register();
        self.tee(Var::A64);
        self.code().i32_wrap_i64();
        self.set(Var::A32);
        self.get(Var::Pc);
        let imm = self.register(8);
        self.code().i64_load32_s(imm);
        self.tee(Var::B64);
        self.code().i32_wrap_i64();
        self.set(Var::Imm);
        self.get(Var::B64);
        self.register_address(6);
        self.load_register();
        self.get(Var::Operation);
        self.code().i32_const(i32::from(Flags::IMMEDIATE)).i32_and().select();
        self.tee(Var::B64);
        self.code().i32_wrap_i64();
        self.set(Var::B32);
    }

    /// Computes the address `a` + `imm`. If the operation accesses memory, the sum must not wrap around.
    fn check_address(&mut self) {
        self.get(Var::A32);
        self.get(Var::Imm);
        self.code().i32_add();
        self.tee(Var::Sum);
        self.get(Var::Imm);
        self.code().i32_lt_u();
        self.get(Var::Operation);
        self.code().i32_const(Flags::ADDRESS_BIT as i32).i32_shr_u().i32_and();
        self.leave_if(Exit::OutOfBounds);
    }

    /// Branches to the operation's arm, and generates the arms.
    fn dispatch(&mut self) {
        let count = self.arms.len();
        for arm in (0..count).rev() {
            self.open(Exit::Arm(arm), BlockType::Empty);
        }
        self.get(Var::Operation);
        self.code().i32_const(Flags::BITS as i32).i32_shr_u();
        // The innermost block is that of the first arm.
        let last = count as u32 - 1;
        self.code().br_table(0..last, last);
        for op in self.arms {
            self.close();
            self.arm(*op);
        }
    }

    fn arm(&mut self, op: Op) {
        match op {
            Op::Move => self.leave_with(Var::B64, Exit::I64),
            Op::Constant => {
                self.get(Var::Imm);
                self.load_register();
                self.leave(Exit::I64);
            }
            Op::Numeric(numeric) => {
                self.apply(numeric);
                self.leave(exit(numeric.result()));
            }
            Op::Compare(numeric) => {
                self.apply(numeric);
                self.leave(Exit::Compared);
            }
            Op::Select => {
                self.get(Var::A64);
                self.get(Var::B64);
                self.get(Var::Frame);
                self.get(Var::Imm);
                self.scale_and_add();
                let condition = self.register(0);
                self.code().i32_load(condition).select();
                self.leave(Exit::I64);
            }
            Op::Load(load) => self.load(load),
            Op::Store(store) => self.store(store),
            Op::Jump => {
                self.get(Var::Imm);
                self.jump();
            }
            Op::JumpTable => self.jump_table(),
            Op::Call => self.leave(Exit::Call),
            Op::CallTable => self.call_table(),
            Op::CallOut(function) => {
                let ty = self.module.functions[function as usize];
                self.arguments(ty);
                InstructionSink::new(&mut self.bytes).call(self.indices.functions[&function]);
                self.leave_with_result(ty);
            }
            Op::CallIndirect(ty) => {
                self.arguments(ty);
                self.get(Var::B32);
                // Without the reference types feature, a module has at most one table.
                self.code().call_indirect(0, ty);
                self.leave_with_result(ty);
            }
            Op::Return => self.return_(),
            Op::Exit => {
                // From here on, a trap happens in compiled code, not in bytecode.
                self.code().i32_const(POSITION as i32).i32_const(0);
                let position = self.register(0);
                self.code().i32_store(position);
                self.get(Var::Frame);
                InstructionSink::new(&mut self.bytes).global_set(self.indices.frame).return_();
            }
            Op::Unreachable => {
                self.code().unreachable();
            }
            Op::GlobalGet(global, ty) => {
                self.code().global_get(global);
                self.leave(exit(ty));
            }
            Op::GlobalSet(global, ty) => {
                self.operand(Var::B32, Var::B64, ty);
                self.code().global_set(global);
                self.leave(Exit::Next);
            }
            Op::MemorySize => {
                self.code().memory_size(0);
                self.leave(Exit::I32);
            }
            Op::MemoryGrow => {
                self.get(Var::A32);
                self.code().memory_grow(0);
                self.leave(Exit::I32);
            }
            Op::MemoryCopy => self.copy_or_fill(|code| {
                code.memory_copy(0, 0);
            }),
            Op::MemoryFill => self.copy_or_fill(|code| {
                code.memory_fill(0);
            }),
            Op::MemoryInit(data) => self.copy_or_fill(|code| {
                code.memory_init(0, data);
            }),
            Op::TableInit(elements) => self.copy_or_fill(|code| {
                code.table_init(0, elements);
            }),
            Op::TableCopy => self.copy_or_fill(|code| {
                code.table_copy(0, 0);
            }),
            Op::DataDrop(data) => {
                self.code().data_drop(data);
                self.leave(Exit::Next);
            }
            Op::ElemDrop(elements) => {
                self.code().elem_drop(elements);
                self.leave(Exit::Next);
            }
        }
    }

    // Operands.

    fn operand(&mut self, narrow: Var, wide: Var, ty: NumType) {
        match ty {
            NumType::I32 => self.get(narrow),
            NumType::I64 => self.get(wide),
            NumType::F32 => {
                self.get(narrow);
                self.code().f32_reinterpret_i32();
            }
            NumType::F64 => {
                self.get(wide);
                self.code().f64_reinterpret_i64();
            }
        }
    }

    fn apply(&mut self, numeric: Numeric) {
        for (ty, (narrow, wide)) in numeric.operands().iter().zip([(Var::A32, Var::A64), (Var::B32, Var::B64)]) {
            self.operand(narrow, wide, *ty);
        }
        numeric.instruction().encode(&mut self.bytes);
    }

    /// Applies a bulk instruction to `a`, `b` and the length in the register `dst`.
    fn copy_or_fill(&mut self, instruction: impl Fn(&mut InstructionSink)) {
        self.get(Var::A32);
        self.get(Var::B32);
        self.get(Var::AddressDst);
        let length = self.register(0);
        self.code().i32_load(length);
        instruction(&mut self.code());
        self.leave(Exit::Next);
    }

    // Memory.

    fn load(&mut self, load: Load) {
        self.get(Var::Sum);
        let at = MemArg { offset: 0, align: 0, memory_index: 0 };
        let exit = match load {
            Load::U8 => {
                self.code().i32_load8_u(at);
                Exit::I32
            }
            Load::S8 => {
                self.code().i64_load8_s(at);
                Exit::I64
            }
            Load::U16 => {
                self.code().i32_load16_u(at);
                Exit::I32
            }
            Load::S16 => {
                self.code().i64_load16_s(at);
                Exit::I64
            }
            Load::U32 => {
                self.code().i32_load(at);
                Exit::I32
            }
            Load::S32 => {
                self.code().i64_load32_s(at);
                Exit::I64
            }
            Load::U64 => {
                self.code().i64_load(at);
                Exit::I64
            }
        };
        self.leave(exit);
    }

    fn store(&mut self, store: Store) {
        self.get(Var::Sum);
        self.get(Var::B64);
        let at = MemArg { offset: 0, align: 0, memory_index: 0 };
        match store {
            Store::B8 => self.code().i64_store8(at),
            Store::B16 => self.code().i64_store16(at),
            Store::B32 => self.code().i64_store32(at),
            Store::B64 => self.code().i64_store(at),
        };
        self.leave(Exit::Next);
    }

    // Control.

    /// Continues after the instruction whose address is on the stack.
    fn jump(&mut self) {
        self.set(Var::Pc);
        self.leave(Exit::Next);
    }

    fn jump_table(&mut self) {
        self.get(Var::Pc);
        self.get(Var::A32);
        self.get(Var::Imm);
        self.get(Var::A32);
        self.get(Var::Imm);
        self.code().i32_lt_u().select().i32_const(JUMP_ENTRY_BYTES.ilog2() as i32).i32_shl().i32_add();
        let entry = self.register(INSTRUCTION_BYTES);
        self.code().i32_load(entry);
        self.jump();
    }

    /// Looks up an entry of the private table and calls its bytecode.
    fn call_table(&mut self) {
        let entries = self.module.private_table.as_ref().map_or(0, Vec::len);
        self.get(Var::B32);
        self.code().i32_const(entries as i32).i32_ge_u();
        self.leave_if(Exit::BadCall);
        self.get(Var::B32);
        self.code().i32_const(TABLE_ENTRY_BYTES.ilog2() as i32).i32_shl();
        self.tee(Var::Sum);
        let number = self.register(self.layout.table);
        self.code().i32_load(number);
        self.get(Var::Imm);
        self.code().i32_ne();
        self.leave_if(Exit::BadCall);
        self.get(Var::Sum);
        let begin = self.register(self.layout.table + 4);
        self.code().i32_load(begin);
        self.set(Var::Imm);
        self.leave(Exit::Call);
    }

    /// Repeats a failed call through the private table on the module's real table, with a type that no entry has. It
    /// then traps for the correct reason: an index out of range, an empty entry or a function of another type.
    fn bad_call(&mut self) {
        if self.module.private_table.is_some() {
            let (ty, parameters) = self.indices.no_function;
            zeros(&mut self.code(), parameters);
            self.get(Var::B32);
            self.code().call_indirect(0, ty);
        }
        self.code().unreachable();
    }

    fn call(&mut self) {
        self.get(Var::AddressA);
        self.get(Var::Frame);
        self.code().i64_extend_i32_u().i64_const(32).i64_shl();
        self.get(Var::Pc);
        self.code().i64_extend_i32_u().i64_or();
        let return_link = self.register(0);
        self.code().i64_store(return_link);
        self.get(Var::AddressDst);
        self.tee(Var::Frame);
        InstructionSink::new(&mut self.bytes).i32_const(self.layout.limit as i32).i32_gt_u();
        self.leave_if(Exit::Overflow);
        self.get(Var::Imm);
        self.jump();
    }

    fn return_(&mut self) {
        self.get(Var::Frame);
        self.get(Var::B64);
        let result = self.register(0);
        self.code().i64_store(result);
        self.get(Var::A64);
        self.code().i64_const(32).i64_shr_u().i32_wrap_i64();
        self.set(Var::Frame);
        self.get(Var::A32);
        self.jump();
    }

    /// Pushes the arguments of a call that leaves the interpreter. Sets the address of the next frame first, for the
    /// case that the callee enters the interpreter again.
    fn arguments(&mut self, ty: u32) {
        self.get(Var::AddressDst);
        InstructionSink::new(&mut self.bytes).global_set(self.indices.frame);
        let module = self.module;
        for (parameter, ty) in module.types[ty as usize].params().iter().enumerate() {
            self.get(Var::AddressDst);
            let register = self.register(parameter as u32 * REGISTER_BYTES);
            load_typed(&mut self.code(), NumType::from(*ty), register);
        }
    }

    fn leave_with_result(&mut self, ty: u32) {
        let result = self.module.types.get(ty as usize).and_then(|ty| ty.results().first());
        self.leave(result.map_or(Exit::Next, |ty| exit(NumType::from(*ty))));
    }

    /// Stores the outcome of a comparison, or branches on it.
    fn finish_comparison(&mut self) {
        self.get(Var::Operation);
        self.code().i32_const(Flags::INVERT_BIT as i32).i32_shr_u().i32_const(1).i32_and().i32_xor();
        self.get(Var::Operation);
        self.code().i32_const(i32::from(Flags::BRANCH)).i32_and().i32_eqz();
        // If the instruction is a branch, the outcome stays on the stack for the `if`.
        self.leave_if(Exit::I32);
        self.code().if_(BlockType::Empty);
        self.exits.push(Exit::Arm(usize::MAX));
        self.get(Var::Pc);
        self.get(Var::Pc);
        let distance = self.register(2);
        self.code().i32_load16_s(distance).i32_const(JUMP_ENTRY_BYTES.ilog2() as i32).i32_shl().i32_add();
        self.set(Var::Pc);
        self.close();
        self.leave(Exit::Next);
    }

    fn store_result(&mut self) {
        self.set(Var::Result);
        self.get(Var::AddressDst);
        self.get(Var::Result);
        let register = self.register(0);
        self.code().i64_store(register);
        self.leave(Exit::Next);
    }

    // Instructions, variables and blocks of the generated code.

    fn code(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.bytes)
    }

    fn register(&self, offset: u32) -> MemArg {
        MemArg { offset: u64::from(offset), align: 0, memory_index: self.indices.memory }
    }

    /// Loads a 16-bit field of the instruction whose address is on the stack.
    fn load_field(&mut self, offset: u32) {
        let field = self.register(offset);
        self.code().i32_load16_u(field);
    }

    /// Computes the address of the register whose number is in a field of the instruction.
    fn register_address(&mut self, field: u32) {
        self.get(Var::Frame);
        self.get(Var::Pc);
        self.load_field(field);
        self.scale_and_add();
    }

    fn scale_and_add(&mut self) {
        self.code().i32_const(REGISTER_BYTES.ilog2() as i32).i32_shl().i32_add();
    }

    fn load_register(&mut self) {
        let register = self.register(0);
        self.code().i64_load(register);
    }

    fn leave_with(&mut self, var: Var, exit: Exit) {
        self.get(var);
        self.leave(exit);
    }

    fn get(&mut self, var: Var) {
        self.code().local_get(var as u32);
    }

    fn set(&mut self, var: Var) {
        self.code().local_set(var as u32);
    }

    fn tee(&mut self, var: Var) {
        self.code().local_tee(var as u32);
    }

    fn open(&mut self, exit: Exit, ty: BlockType) {
        self.code().block(ty);
        self.exits.push(exit);
    }

    fn close(&mut self) {
        self.code().end();
        self.exits.pop();
    }

    fn depth(&self, exit: Exit) -> u32 {
        self.exits.iter().rev().position(|open| *open == exit).unwrap_or(0) as u32
    }

    fn leave(&mut self, exit: Exit) {
        let depth = self.depth(exit);
        self.code().br(depth);
    }

    fn leave_if(&mut self, exit: Exit) {
        let depth = self.depth(exit);
        self.code().br_if(depth);
    }
}

/// The exit that stores a result of a type.
fn exit(ty: NumType) -> Exit {
    match ty {
        NumType::I32 => Exit::I32,
        NumType::I64 => Exit::I64,
        NumType::F32 => Exit::F32,
        NumType::F64 => Exit::F64,
    }
}
