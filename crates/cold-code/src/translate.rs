//! Translates the body of a function to bytecode.
//!
//! Each position of WebAssembly's operand stack, counted from the bottom and called its height, has a register. Pushing
//! a variable or a constant does not copy it to that register at first. It is copied ("materialised") only where
//! necessary: at the beginning of a block, as an argument of a call, and before the variable changes.

use wasmparser::Operator;

use crate::Error;
use crate::assigned::read_before_written;
use crate::bytecode::{Code, Dst, Imm, Instr, Item, Label, Op};
use crate::module::Module;
use crate::numeric::Numeric;

mod control;
mod values;

use values::{load, store};

/// Maximum number of registers of a function, because instructions have 16 bits for a register's number.
const MAX_REGISTERS: usize = u16::MAX as usize;

/// Maximum size in bytes of a function whose branches are all near. A branch on a comparison has 16 bits for its
/// distance, in units of four bytes. A longer function is translated with jumps instead, which have no such limit.
const MAX_NEAR_BYTES: u32 = (i16::MAX as u32) * 4;

/// Translates a function. `stays_compiled` returns whether a function of the module is imported or stays compiled, so
/// that calls of it leave the interpreter.
pub(crate) fn translate(module: &Module, function: u32, stays_compiled: &dyn Fn(u32) -> bool) -> Result<Code, Error> {
    let near = Translator::new(module, function, stays_compiled, false).run()?;
    if near.size() <= MAX_NEAR_BYTES {
        return Ok(near);
    }
    Translator::new(module, function, stays_compiled, true).run()
}

/// Returns a trampoline: bytecode that calls a function outside the interpreter with its own arguments and returns the
/// result.
pub(crate) fn trampoline(module: &Module, function: u32) -> Code {
    let ty = module.function_type(function);
    let return_link = ty.params().len() as u16;
    // After the return link, because the call may overwrite all registers from the first argument on.
    let first = return_link + 1;
    let mut code = Code { registers: usize::from(2 * first), ..Code::default() };
    let mut emit = |instr| code.items.push(Item::Instr(instr));
    for parameter in 0..return_link {
        emit(Instr { dst: Dst::Register(first + parameter), b: parameter, ..Instr::new(Op::Move) });
    }
    emit(Instr { dst: Dst::Register(first), ..Instr::new(Op::CallOut(function)) });
    let result = if ty.results().is_empty() { 0 } else { first };
    emit(Instr { a: return_link, b: result, ..Instr::new(Op::Return) });
    code
}

/// Where a value on the operand stack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// In the register of its height.
    Stacked,
    /// In the register of a variable.
    Variable(u32),
    /// A constant, as the bits of a register. A 32-bit constant is sign-extended.
    Constant(i64),
}

/// An open block, which branches can refer to.
struct Block {
    kind: Kind,
    /// The height of the stack at the beginning of the block.
    height: usize,
    has_result: bool,
    /// The target of branches to the block: its end, or the beginning of a loop.
    target: Label,
    /// Of an `if` before its `else`: where the code for a false condition begins.
    else_label: Option<Label>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Block,
    Loop,
}

struct Translator<'a> {
    module: &'a Module<'a>,
    function: u32,
    stays_compiled: &'a dyn Fn(u32) -> bool,
    /// Whether the function is too long for near branches ([`MAX_NEAR_BYTES`]).
    is_far: bool,
    parameters: usize,
    /// The register of the bottom of the operand stack.
    base: usize,
    stack: Vec<Value>,
    blocks: Vec<Block>,
    /// Zero in reachable code. In unreachable code, one plus the number of blocks opened since it became unreachable.
    unreachable: u32,
    code: Code,
    /// Whether the last instruction produced the value on top of the stack, so that this instruction can still be
    /// changed.
    top_is_fresh: bool,
    /// The number of registers that the code uses so far.
    registers: usize,
}

/// The place of a label that is not bound yet.
const UNBOUND: usize = usize::MAX;

impl<'a> Translator<'a> {
    fn new(module: &'a Module<'a>, function: u32, stays_compiled: &'a dyn Fn(u32) -> bool, is_far: bool) -> Self {
        Translator {
            module,
            function,
            stays_compiled,
            is_far,
            parameters: module.function_type(function).params().len(),
            base: 0,
            stack: Vec::new(),
            blocks: Vec::new(),
            unreachable: 0,
            code: Code::default(),
            top_is_fresh: false,
            registers: 0,
        }
    }

    fn run(mut self) -> Result<Code, Error> {
        let Some(body) = self.module.body(self.function) else { return Ok(self.code) };
        let mut variables = self.parameters;
        for group in body.get_locals_reader()? {
            variables += group?.0 as usize;
        }
        // One more register, for the return link.
        self.base = variables + 1;
        // Checked before registers are numbered, because a number has only 16 bits.
        self.check_registers()?;
        for variable in read_before_written(body, self.parameters, variables)? {
            let dst = self.variable(variable);
            self.copy(dst, Value::Constant(0), 0);
        }
        let has_result = !self.module.function_type(self.function).results().is_empty();
        let target = self.label();
        self.blocks.push(Block { kind: Kind::Function, height: 0, has_result, target, else_label: None });
        for operator in body.get_operators_reader()? {
            self.operator(&operator?)?;
            self.check_registers()?;
        }
        self.code.registers = self.registers;
        Ok(self.code)
    }

    /// Updates the number of registers that the code uses, and fails if there are too many.
    fn check_registers(&mut self) -> Result<(), Error> {
        // A call uses the register after its arguments.
        self.registers = self.registers.max(self.base + self.stack.len() + 1);
        if self.registers > MAX_REGISTERS {
            return Err(Error::TooManyRegisters { function: self.function, registers: self.registers });
        }
        Ok(())
    }

    // Registers and values.

    /// The register of a variable or parameter.
    fn variable(&self, variable: u32) -> u16 {
        let variable = variable as usize;
        (variable + usize::from(variable >= self.parameters)) as u16
    }

    /// The register of a height of the stack.
    fn stacked(&self, height: usize) -> u16 {
        (self.base + height) as u16
    }

    /// The register for the return link.
    fn return_link(&self) -> u16 {
        self.parameters as u16
    }

    fn push(&mut self, value: Value) {
        self.stack.push(value);
        self.top_is_fresh = false;
    }

    /// Pops the value on top of the stack, and returns it with its height. Validation guarantees that there is one.
    fn pop(&mut self) -> (Value, usize) {
        let value = self.stack.pop().unwrap_or(Value::Constant(0));
        (value, self.stack.len())
    }

    /// Emits an instruction that produces a value, and pushes the value.
    fn push_result(&mut self, mut instr: Instr) {
        instr.dst = Dst::Register(self.stacked(self.stack.len()));
        self.emit(instr);
        self.push(Value::Stacked);
        self.top_is_fresh = true;
    }

    /// Returns the register of a value. A constant is first copied to the register of its height.
    fn register(&mut self, value: Value, height: usize) -> u16 {
        match value {
            Value::Variable(variable) => self.variable(variable),
            Value::Stacked => self.stacked(height),
            Value::Constant(_) => {
                let register = self.stacked(height);
                self.copy(register, value, height);
                register
            }
        }
    }

    /// Sets the second operand of an instruction that does not use `imm` otherwise. A constant becomes immediate if it
    /// fits.
    fn second(&mut self, instr: &mut Instr, value: Value, height: usize) {
        match value {
            Value::Constant(bits) if i32::try_from(bits).is_ok() => {
                instr.flags.immediate = true;
                instr.imm = Imm::Value(bits as i32);
            }
            _ => instr.b = self.register(value, height),
        }
    }

    /// Emits a copy of a value to a register, unless the value already is there.
    fn copy(&mut self, dst: u16, value: Value, height: usize) {
        let mut instr = Instr::new(Op::Move);
        instr.dst = Dst::Register(dst);
        match value {
            Value::Constant(bits) => match i32::try_from(bits) {
                Ok(imm) => {
                    instr.flags.immediate = true;
                    instr.imm = Imm::Value(imm);
                }
                Err(_) => {
                    instr.op = Op::Constant;
                    instr.imm = Imm::Pool(bits);
                }
            },
            Value::Variable(variable) => instr.b = self.variable(variable),
            Value::Stacked => instr.b = self.stacked(height),
        }
        if instr.op != Op::Move || instr.flags.immediate || instr.b != dst {
            self.emit(instr);
        }
    }

    /// Copies the value at a height to the register of that height.
    fn materialise(&mut self, height: usize) {
        if self.stack[height] != Value::Stacked {
            let register = self.stacked(height);
            self.copy(register, self.stack[height], height);
            self.stack[height] = Value::Stacked;
        }
    }

    /// Materialises the stack's values that refer to one variable, or to any variable if `only` is `None`.
    fn materialise_variables(&mut self, only: Option<u32>) {
        for height in 0..self.stack.len() {
            match self.stack[height] {
                Value::Variable(variable) if only.is_none_or(|only| only == variable) => self.materialise(height),
                _ => {}
            }
        }
    }

    // Code.

    fn emit(&mut self, instr: Instr) {
        self.code.items.push(Item::Instr(instr));
        self.top_is_fresh = false;
    }

    /// Creates a label that is not bound yet.
    fn label(&mut self) -> Label {
        self.code.labels.push(UNBOUND);
        Label(self.code.labels.len() - 1)
    }

    /// Binds a label to the place of the next instruction.
    fn bind(&mut self, label: Label) {
        self.code.labels[label.0] = self.code.items.len();
        self.top_is_fresh = false;
    }

    /// The last instruction if it produced the value that is, or was just popped from, the top of the stack.
    fn fresh(&mut self) -> Option<&mut Instr> {
        match self.code.items.last_mut() {
            Some(Item::Instr(instr)) if self.top_is_fresh => Some(instr),
            _ => None,
        }
    }

    fn operator(&mut self, operator: &Operator) -> Result<(), Error> {
        if self.unreachable > 0 {
            self.skip(operator);
            return Ok(());
        }
        match operator {
            Operator::Nop => {}
            Operator::Unreachable => {
                self.emit(Instr::new(Op::Unreachable));
                self.unreachable = 1;
            }
            Operator::Block { blockty } => {
                self.materialise_variables(None);
                self.begin_block(Kind::Block, blockty, None);
            }
            Operator::Loop { blockty } => {
                self.materialise_variables(None);
                self.begin_block(Kind::Loop, blockty, None);
            }
            Operator::If { blockty } => {
                let (condition, height) = self.pop();
                self.materialise_variables(None);
                let else_label = self.label();
                self.branch(condition, height, false, else_label);
                self.begin_block(Kind::Block, blockty, Some(else_label));
            }
            Operator::Else => self.begin_else(true),
            Operator::End => self.end_block(true),
            Operator::Br { relative_depth } => {
                self.jump_to(*relative_depth);
                self.unreachable = 1;
            }
            Operator::BrIf { relative_depth } => self.branch_to(*relative_depth),
            Operator::BrTable { targets } => self.jump_table(targets)?,
            Operator::Return => {
                self.jump_to(self.blocks.len() as u32 - 1);
                self.unreachable = 1;
            }
            Operator::Call { function_index } => self.call(*function_index),
            Operator::CallIndirect { type_index, .. } => self.call_indirect(*type_index),
            Operator::Drop => {
                self.pop();
                self.top_is_fresh = false;
            }
            Operator::Select => self.select(),
            Operator::LocalGet { local_index } => self.push(Value::Variable(*local_index)),
            Operator::LocalSet { local_index } => {
                self.set_variable(*local_index);
            }
            Operator::LocalTee { local_index } => {
                self.set_variable(*local_index);
                self.push(Value::Variable(*local_index));
            }
            Operator::GlobalGet { global_index } => {
                let ty = self.module.globals[*global_index as usize].into();
                self.push_result(Instr::new(Op::GlobalGet(*global_index, ty)));
            }
            Operator::GlobalSet { global_index } => {
                let ty = self.module.globals[*global_index as usize].into();
                let (value, height) = self.pop();
                let mut instr = Instr::new(Op::GlobalSet(*global_index, ty));
                self.second(&mut instr, value, height);
                self.emit(instr);
            }
            Operator::I32Const { value } => self.push(Value::Constant(i64::from(*value))),
            Operator::I64Const { value } => self.push(Value::Constant(*value)),
            Operator::F32Const { value } => self.push(Value::Constant(i64::from(value.bits() as i32))),
            Operator::F64Const { value } => self.push(Value::Constant(value.bits() as i64)),
            other => return self.numeric_or_memory(other),
        }
        Ok(())
    }

    /// Translates an instruction on numbers, memory or the table.
    fn numeric_or_memory(&mut self, operator: &Operator) -> Result<(), Error> {
        if let Some(numeric) = Numeric::of(operator) {
            self.numeric(numeric);
        } else if let Some((load, memarg)) = load(operator) {
            self.load(load, memarg);
        } else if let Some((store, memarg)) = store(operator) {
            self.store(store, memarg);
        } else {
            match operator {
                Operator::MemorySize { .. } => self.push_result(Instr::new(Op::MemorySize)),
                Operator::MemoryGrow { .. } => {
                    let (pages, height) = self.pop();
                    let a = self.register(pages, height);
                    self.push_result(Instr { a, ..Instr::new(Op::MemoryGrow) });
                }
                Operator::MemoryCopy { .. } => self.copy_or_fill(Op::MemoryCopy),
                Operator::MemoryFill { .. } => self.copy_or_fill(Op::MemoryFill),
                Operator::MemoryInit { data_index, .. } => self.copy_or_fill(Op::MemoryInit(*data_index)),
                Operator::DataDrop { data_index } => self.emit(Instr::new(Op::DataDrop(*data_index))),
                Operator::TableInit { elem_index, .. } => self.copy_or_fill(Op::TableInit(*elem_index)),
                Operator::TableCopy { .. } => self.copy_or_fill(Op::TableCopy),
                Operator::ElemDrop { elem_index } => self.emit(Instr::new(Op::ElemDrop(*elem_index))),
                other => {
                    let instruction = format!("{other:?}");
                    return Err(Error::Instruction { function: self.function, instruction });
                }
            }
        }
        Ok(())
    }

    /// Skips an instruction of unreachable code, but keeps track of blocks.
    fn skip(&mut self, operator: &Operator) {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => self.unreachable += 1,
            Operator::Else if self.unreachable == 1 => self.begin_else(false),
            Operator::End if self.unreachable == 1 => self.end_block(false),
            Operator::End => self.unreachable -= 1,
            _ => {}
        }
    }
}
