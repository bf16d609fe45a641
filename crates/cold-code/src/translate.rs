//! From a function's body to bytecode.
//!
//! What WebAssembly keeps on a stack stands in registers, one for each height. A variable or a constant that is pushed
//! is not copied there until it has to be: at the beginning of a block, in a call, and before the variable changes.

use wasmparser::{BlockType, BrTable, FuncType, MemArg, Operator};

use crate::Error;
use crate::assigned::read_before_written;
use crate::bytecode::{Code, Dst, Flags, Imm, Instr, Item, Label, Load, Op, Store};
use crate::module::Module;
use crate::numeric::{Lowered, Numeric};

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

    // Blocks and branches.

    fn begin(&mut self, kind: Kind, ty: &BlockType, otherwise: Option<Label>) {
        let target = self.label();
        if kind == Kind::Loop {
            self.bind(target);
        }
        let has_result = !matches!(ty, BlockType::Empty);
        self.blocks.push(Block { kind, height: self.stack.len(), has_result, target, otherwise });
    }

    /// Ends the first half of an `if`, from which control falls through to the end or not.
    fn otherwise(&mut self, falls_through: bool) {
        if falls_through {
            self.jump_to(0);
        }
        self.unreachable = 0;
        let Some(block) = self.blocks.last_mut() else { return };
        let (height, otherwise) = (block.height, block.otherwise.take());
        self.stack.truncate(height);
        if let Some(otherwise) = otherwise {
            self.bind(otherwise);
        }
    }

    /// Ends a block, which control falls out of or not.
    fn end(&mut self, falls_through: bool) {
        self.unreachable = 0;
        if falls_through && self.blocks.len() == 1 {
            self.jump_to(0);
        }
        let Some(block) = self.blocks.pop() else { return };
        if falls_through && block.has_result && block.kind != Kind::Function {
            self.settle(block.height);
        }
        self.stack.truncate(block.height);
        if let Some(otherwise) = block.otherwise {
            self.bind(otherwise);
        }
        if block.kind == Kind::Block {
            self.bind(block.target);
        }
        if block.has_result {
            self.push(Value::Stacked);
        }
    }

    /// What a branch to a block carries: nothing, or the top of the stack with its height.
    fn carried(&self, depth: u32) -> Option<(Value, usize)> {
        let block = self.block(depth);
        let top = self.stack.len().checked_sub(1)?;
        (block.has_result && block.kind != Kind::Loop).then(|| (self.stack[top], top))
    }

    fn block(&self, depth: u32) -> &Block {
        &self.blocks[self.blocks.len() - 1 - depth as usize]
    }

    /// Goes to a block's target, with the value that it carries.
    fn jump_to(&mut self, depth: u32) {
        let carried = self.carried(depth);
        let Block { kind, height, target, .. } = *self.block(depth);
        if kind == Kind::Function {
            let mut instr = Instr { a: self.return_link(), ..Instr::new(Op::Return) };
            if let Some((value, height)) = carried {
                self.second(&mut instr, value, height);
            }
            self.emit(instr);
            return;
        }
        if let Some((value, from)) = carried {
            let register = self.stacked(height);
            self.copy(register, value, from);
        }
        self.emit(Instr { imm: Imm::Label(target), ..Instr::new(Op::Jump) });
    }

    /// Whether a branch to a block has nothing to do but to go there.
    fn is_bare(&self, depth: u32) -> bool {
        let block = self.block(depth);
        block.kind != Kind::Function
            && self.carried(depth).is_none_or(|carried| carried == (Value::Stacked, block.height))
    }

    fn branch_to(&mut self, depth: u32) {
        let (condition, height) = self.pop();
        if self.is_bare(depth) {
            let target = self.block(depth).target;
            self.branch(condition, height, true, target);
        } else {
            let past = self.label();
            self.branch(condition, height, false, past);
            self.jump_to(depth);
            self.bind(past);
        }
    }

    /// Goes to a label if the condition, which was popped from this height, is as wanted.
    fn branch(&mut self, condition: Value, height: usize, wanted: bool, label: Label) {
        let mut instr = match self.fresh().copied() {
            Some(instr) if condition == Value::Stacked && matches!(instr.op, Op::Compare(_)) => {
                self.code.items.pop();
                instr
            }
            _ => {
                let a = self.register(condition, height);
                let flags = Flags { immediate: true, invert: true, ..Flags::default() };
                Instr { a, flags, ..Instr::new(Op::Compare(Numeric::I32Eq)) }
            }
        };
        instr.flags.branch = true;
        instr.flags.invert ^= !wanted;
        if self.is_far {
            instr.flags.invert ^= true;
            let past = self.label();
            self.emit(Instr { dst: Dst::Label(past), ..instr });
            self.emit(Instr { imm: Imm::Label(label), ..Instr::new(Op::Jump) });
            self.bind(past);
        } else {
            self.emit(Instr { dst: Dst::Label(label), ..instr });
        }
    }

    fn jump_table(&mut self, targets: &BrTable) -> Result<(), Error> {
        let (index, height) = self.pop();
        let a = self.register(index, height);
        let depths = targets.targets().chain([Ok(targets.default())]).collect::<Result<Vec<u32>, _>>()?;
        if let Some((_, top)) = depths.iter().find_map(|depth| self.carried(*depth)) {
            self.settle(top);
        }
        let mut entries = Vec::new();
        let mut detours = Vec::new();
        for depth in depths {
            if self.is_bare(depth) {
                entries.push(self.block(depth).target);
            } else {
                let detour = self.label();
                entries.push(detour);
                detours.push((detour, depth));
            }
        }
        self.emit(Instr { a, imm: Imm::Value(targets.len() as i32), ..Instr::new(Op::JumpTable) });
        self.code.items.push(Item::Table(entries));
        for (detour, depth) in detours {
            self.bind(detour);
            self.jump_to(depth);
        }
        self.unreachable = 1;
        Ok(())
    }

    // Calls.

    /// Puts the topmost values into consecutive registers, and pops them. Returns the first one's register.
    fn arguments(&mut self, count: usize) -> Dst {
        let first = self.stack.len() - count;
        for height in first..self.stack.len() {
            self.settle(height);
        }
        // The interpreter reads the register behind them too.
        self.registers = self.registers.max(self.base + self.stack.len() + 1);
        self.stack.truncate(first);
        Dst::Register(self.stacked(first))
    }

    fn call(&mut self, function: u32) {
        let module = self.module;
        let ty = module.function_type(function);
        let dst = self.arguments(ty.params().len());
        if (self.stays_compiled)(function) {
            self.emit(Instr { dst, ..Instr::new(Op::CallOut(function)) });
        } else {
            let a = self.stacked(self.stack.len() + ty.params().len());
            self.emit(Instr { dst, a, imm: Imm::Function(function), ..Instr::new(Op::Call) });
        }
        self.push_call_result(ty);
    }

    fn call_indirect(&mut self, ty: u32) {
        let module = self.module;
        let (index, height) = self.pop();
        let signature = &module.types[ty as usize];
        let mut instr = Instr::new(Op::CallIndirect(ty));
        if module.private_table.is_some() {
            instr.op = Op::CallTable;
            instr.b = self.register(index, height);
            instr.imm = Imm::Value(module.type_number(ty) as i32);
            instr.a = self.stacked(height);
        } else {
            self.second(&mut instr, index, height);
        }
        instr.dst = self.arguments(signature.params().len());
        self.emit(instr);
        self.push_call_result(signature);
    }

    fn push_call_result(&mut self, ty: &FuncType) {
        if !ty.results().is_empty() {
            self.push(Value::Stacked);
        }
    }

    // Values.

    fn set_variable(&mut self, variable: u32) {
        let (value, height) = self.pop();
        let dst = self.variable(variable);
        if self.stack.contains(&Value::Variable(variable)) {
            self.settle_variables(Some(variable));
        }
        match self.fresh() {
            Some(instr) if value == Value::Stacked => instr.dst = Dst::Register(dst),
            _ => self.copy(dst, value, height),
        }
        self.top_is_fresh = false;
    }

    fn select(&mut self) {
        let (condition, height) = self.pop();
        let condition = self.register(condition, height);
        let (otherwise, height) = self.pop();
        let b = self.register(otherwise, height);
        let (chosen, height) = self.pop();
        let a = self.register(chosen, height);
        self.push_result(Instr { a, b, imm: Imm::Value(i32::from(condition)), ..Instr::new(Op::Select) });
    }

    fn numeric(&mut self, numeric: Numeric) {
        match numeric.lowered() {
            Lowered::Nothing => {}
            Lowered::IsZero(comparison) => self.is_zero(comparison),
            Lowered::Value(operation) if operation.operands().len() == 1 => {
                let (value, height) = self.pop();
                let a = self.register(value, height);
                self.push_result(Instr { a, ..Instr::new(Op::Numeric(operation)) });
            }
            Lowered::Value(operation) => {
                let second = self.pop();
                let first = self.pop();
                self.binary(Op::Numeric(operation), operation, first, second, false);
            }
            Lowered::Compare { comparison, swap, invert } => {
                let mut second = self.pop();
                let mut first = self.pop();
                let mut invert = invert;
                if swap {
                    (first, second) = (second, first);
                    // `x > c` is "not x < c + 1", which has its constant where it can be immediate.
                    if let (Value::Constant(constant), height) = first
                        && let Some(next) = comparison.successor(constant)
                    {
                        (first, second) = (second, (Value::Constant(next), height));
                        invert = !invert;
                    }
                }
                self.binary(Op::Compare(comparison), comparison, first, second, invert);
            }
        }
    }

    /// An operation on two values that were popped from their heights.
    fn binary(
        &mut self,
        op: Op,
        numeric: Numeric,
        mut first: (Value, usize),
        mut second: (Value, usize),
        invert: bool,
    ) {
        if numeric.is_commutative() && matches!(first.0, Value::Constant(_)) {
            (first, second) = (second, first);
        }
        let mut instr = Instr::new(op);
        instr.flags.invert = invert;
        instr.a = self.register(first.0, first.1);
        self.second(&mut instr, second.0, second.1);
        self.push_result(instr);
    }

    fn is_zero(&mut self, comparison: Numeric) {
        let (value, height) = self.pop();
        if let Some(instr) = self.fresh()
            && value == Value::Stacked
            && matches!(instr.op, Op::Compare(_))
        {
            // The opposite of a comparison.
            instr.flags.invert ^= true;
            self.stack.push(Value::Stacked);
            return;
        }
        let a = self.register(value, height);
        let flags = Flags { immediate: true, ..Flags::default() };
        self.push_result(Instr { a, flags, ..Instr::new(Op::Compare(comparison)) });
    }

    // Memory.

    fn load(&mut self, load: Load, memarg: &MemArg) {
        let (address, height) = self.pop();
        let a = self.register(address, height);
        let flags = Flags { address: true, ..Flags::default() };
        self.push_result(Instr { a, flags, imm: offset(memarg), ..Instr::new(Op::Load(load)) });
    }

    fn store(&mut self, store: Store, memarg: &MemArg) {
        let (value, height) = self.pop();
        let b = self.register(value, height);
        let (address, height) = self.pop();
        let a = self.register(address, height);
        let flags = Flags { address: true, ..Flags::default() };
        self.emit(Instr { a, b, flags, imm: offset(memarg), ..Instr::new(Op::Store(store)) });
    }

    fn copy_or_fill(&mut self, op: Op) {
        let (length, height) = self.pop();
        let length = self.register(length, height);
        let mut instr = Instr { dst: Dst::Register(length), ..Instr::new(op) };
        let (value, height) = self.pop();
        self.second(&mut instr, value, height);
        let (address, height) = self.pop();
        instr.a = self.register(address, height);
        self.emit(instr);
    }
}

fn offset(memarg: &MemArg) -> Imm {
    // Validation refuses offsets of more than 32 bits.
    Imm::Value(memarg.offset as u32 as i32)
}

/// What a load reads. A narrow load gives the same lower half whichever type it is for.
fn load<'o>(operator: &'o Operator) -> Option<(Load, &'o MemArg)> {
    Some(match operator {
        Operator::I32Load8U { memarg } | Operator::I64Load8U { memarg } => (Load::U8, memarg),
        Operator::I32Load8S { memarg } | Operator::I64Load8S { memarg } => (Load::S8, memarg),
        Operator::I32Load16U { memarg } | Operator::I64Load16U { memarg } => (Load::U16, memarg),
        Operator::I32Load16S { memarg } | Operator::I64Load16S { memarg } => (Load::S16, memarg),
        Operator::I32Load { memarg } | Operator::I64Load32U { memarg } | Operator::F32Load { memarg } => {
            (Load::U32, memarg)
        }
        Operator::I64Load32S { memarg } => (Load::S32, memarg),
        Operator::I64Load { memarg } | Operator::F64Load { memarg } => (Load::U64, memarg),
        _ => return None,
    })
}

/// What a store writes.
fn store<'o>(operator: &'o Operator) -> Option<(Store, &'o MemArg)> {
    Some(match operator {
        Operator::I32Store8 { memarg } | Operator::I64Store8 { memarg } => (Store::B8, memarg),
        Operator::I32Store16 { memarg } | Operator::I64Store16 { memarg } => (Store::B16, memarg),
        Operator::I32Store { memarg } | Operator::I64Store32 { memarg } | Operator::F32Store { memarg } => {
            (Store::B32, memarg)
        }
        Operator::I64Store { memarg } | Operator::F64Store { memarg } => (Store::B64, memarg),
        _ => return None,
    })
}
