//! From a function's body to bytecode.
//!
//! What WebAssembly keeps on a stack stands in registers, one for each height. A variable or a constant that is pushed
//! is not copied there until it has to be: at the beginning of a block, in a call, and before the variable changes.

use wasmparser::Operator;

use crate::Error;
use crate::assigned::read_before_written;
use crate::bytecode::{Code, Dst, Imm, Instr, Item, Label, Op};
use crate::module::Module;
use crate::numeric::Numeric;

mod control;
mod values;

use values::{load, store};

/// The most registers of a function.
const MAX_REGISTERS: usize = u16::MAX as usize;

/// A branch on a comparison has sixteen bits for its distance, in units of four bytes. A function that may be longer
/// than that is translated with jumps, which reach everywhere.
const MAX_NEAR: u32 = (i16::MAX as u32) * 4;

/// Translates a function. `stays_compiled` tells of every function of the module whether it is called outside of the
/// interpreter.
pub(crate) fn translate(module: &Module, function: u32, stays_compiled: &dyn Fn(u32) -> bool) -> Result<Code, Error> {
    let near = Translator::new(module, function, stays_compiled, false).run()?;
    if near.size() <= MAX_NEAR {
        return Ok(near);
    }
    Translator::new(module, function, stays_compiled, true).run()
}

/// The code of a function that calls another one outside of the interpreter, with the same arguments.
pub(crate) fn detour(module: &Module, function: u32) -> Code {
    let ty = module.function_type(function);
    let return_link = ty.params().len() as u16;
    // Behind the return link, because the call may use all registers from its arguments on.
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

/// A value on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// In the register of its height.
    Stacked,
    /// In the register of a variable.
    Variable(u32),
    /// The bits of a register; of a 32-bit constant with its sign extended.
    Constant(i64),
}

/// What a branch to a block does.
struct Block {
    kind: Kind,
    /// The height of the stack below it.
    height: usize,
    has_result: bool,
    /// Where branches go.
    target: Label,
    /// Of an `if`: where its other half begins.
    otherwise: Option<Label>,
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
    /// Whether branches on comparisons must not rely on a short distance.
    is_far: bool,
    parameters: usize,
    /// The register of the stack's lowest value.
    base: usize,
    stack: Vec<Value>,
    blocks: Vec<Block>,
    /// Zero where code is reachable. Otherwise one, plus the number of blocks opened since it stopped being so.
    unreachable: u32,
    code: Code,
    /// Whether the last instruction gave the value on top of the stack, with nothing in between.
    top_is_fresh: bool,
    /// The most registers used.
    registers: usize,
}

/// A label that is not bound yet.
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
        // One more, for the return link.
        self.base = variables + 1;
        // Before anything is numbered by sixteen bits.
        self.check_registers()?;
        for variable in read_before_written(body, self.parameters, variables)? {
            let dst = self.variable(variable);
            self.copy(dst, Value::Constant(0), 0);
        }
        let has_result = !self.module.function_type(self.function).results().is_empty();
        let target = self.label();
        self.blocks.push(Block { kind: Kind::Function, height: 0, has_result, target, otherwise: None });
        for operator in body.get_operators_reader()? {
            self.operator(&operator?)?;
            self.check_registers()?;
        }
        self.code.registers = self.registers;
        Ok(self.code)
    }

    /// Notes how many registers are in use.
    fn check_registers(&mut self) -> Result<(), Error> {
        // A call reads the register behind its arguments.
        self.registers = self.registers.max(self.base + self.stack.len() + 1);
        if self.registers > MAX_REGISTERS {
            return Err(Error::TooManyRegisters { function: self.function, registers: self.registers });
        }
        Ok(())
    }

    // Registers and values.

    fn variable(&self, variable: u32) -> u16 {
        let variable = variable as usize;
        (variable + usize::from(variable >= self.parameters)) as u16
    }

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

    /// The value on top of the stack, and its height. Validation has seen to it that there is one.
    fn pop(&mut self) -> (Value, usize) {
        let value = self.stack.pop().unwrap_or(Value::Constant(0));
        (value, self.stack.len())
    }

    /// Emits an instruction that gives a value, and pushes it.
    fn push_result(&mut self, mut instr: Instr) {
        instr.dst = Dst::Register(self.stacked(self.stack.len()));
        self.emit(instr);
        self.push(Value::Stacked);
        self.top_is_fresh = true;
    }

    /// The register that a value is in, where it is put if it is in none.
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

    /// Sets the second operand of an instruction whose field `imm` is free.
    fn second(&mut self, instr: &mut Instr, value: Value, height: usize) {
        match value {
            Value::Constant(bits) if i32::try_from(bits).is_ok() => {
                instr.flags.immediate = true;
                instr.imm = Imm::Value(bits as i32);
            }
            _ => instr.b = self.register(value, height),
        }
    }

    /// Copies a value into a register.
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

    /// Puts a value into the register of its height.
    fn settle(&mut self, height: usize) {
        if self.stack[height] != Value::Stacked {
            let register = self.stacked(height);
            self.copy(register, self.stack[height], height);
            self.stack[height] = Value::Stacked;
        }
    }

    /// Puts the values that stand for a variable, or for any, into the registers of their heights.
    fn settle_variables(&mut self, only: Option<u32>) {
        for height in 0..self.stack.len() {
            match self.stack[height] {
                Value::Variable(variable) if only.is_none_or(|only| only == variable) => self.settle(height),
                _ => {}
            }
        }
    }

    // Code.

    fn emit(&mut self, instr: Instr) {
        self.code.items.push(Item::Instr(instr));
        self.top_is_fresh = false;
    }

    fn label(&mut self) -> Label {
        self.code.labels.push(UNBOUND);
        Label(self.code.labels.len() - 1)
    }

    fn bind(&mut self, label: Label) {
        self.code.labels[label.0] = self.code.items.len();
        self.top_is_fresh = false;
    }

    /// The last instruction, if it gave the value that was on top of the stack and nothing came in between.
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
                self.settle_variables(None);
                self.begin(Kind::Block, blockty, None);
            }
            Operator::Loop { blockty } => {
                self.settle_variables(None);
                self.begin(Kind::Loop, blockty, None);
            }
            Operator::If { blockty } => {
                let (condition, height) = self.pop();
                self.settle_variables(None);
                let otherwise = self.label();
                self.branch(condition, height, false, otherwise);
                self.begin(Kind::Block, blockty, Some(otherwise));
            }
            Operator::Else => self.otherwise(true),
            Operator::End => self.end(true),
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
                let width = self.module.globals[*global_index as usize].into();
                self.push_result(Instr::new(Op::GlobalGet(*global_index, width)));
            }
            Operator::GlobalSet { global_index } => {
                let width = self.module.globals[*global_index as usize].into();
                let (value, height) = self.pop();
                let mut instr = Instr::new(Op::GlobalSet(*global_index, width));
                self.second(&mut instr, value, height);
                self.emit(instr);
            }
            Operator::I32Const { value } => self.push(Value::Constant(i64::from(*value))),
            Operator::I64Const { value } => self.push(Value::Constant(*value)),
            Operator::F32Const { value } => self.push(Value::Constant(i64::from(value.bits() as i32))),
            Operator::F64Const { value } => self.push(Value::Constant(value.bits() as i64)),
            other => return self.plain(other),
        }
        Ok(())
    }

    /// Numbers and memory.
    fn plain(&mut self, operator: &Operator) -> Result<(), Error> {
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

    /// Passes code that control never gets to.
    fn skip(&mut self, operator: &Operator) {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => self.unreachable += 1,
            Operator::Else if self.unreachable == 1 => self.otherwise(false),
            Operator::End if self.unreachable == 1 => self.end(false),
            Operator::End => self.unreachable -= 1,
            _ => {}
        }
    }
}
