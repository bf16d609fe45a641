//! Translates blocks, branches and calls.

use wasmparser::{BlockType, BrTable, FuncType};

use super::{Block, Kind, Translator, Value};
use crate::Error;
use crate::bytecode::{Dst, Flags, Imm, Instr, Item, Label, Op};
use crate::numeric::Numeric;

impl Translator<'_> {
    // Blocks and branches.

    /// Begins a block, loop or `if`.
    pub(super) fn begin_block(&mut self, kind: Kind, ty: &BlockType, else_label: Option<Label>) {
        let target = self.label();
        if kind == Kind::Loop {
            self.bind(target);
        }
        let has_result = !matches!(ty, BlockType::Empty);
        self.blocks.push(Block { kind, height: self.stack.len(), has_result, target, else_label });
    }

    /// Begins the `else` of an `if`. `falls_through` says whether the end of the code for a true condition is
    /// reachable.
    pub(super) fn begin_else(&mut self, falls_through: bool) {
        if falls_through {
            self.jump_to(0);
        }
        self.unreachable = 0;
        let Some(block) = self.blocks.last_mut() else { return };
        let (height, else_label) = (block.height, block.else_label.take());
        self.stack.truncate(height);
        if let Some(else_label) = else_label {
            self.bind(else_label);
        }
    }

    /// Ends a block. `falls_through` says whether the end of the block's code is reachable.
    pub(super) fn end_block(&mut self, falls_through: bool) {
        self.unreachable = 0;
        if falls_through && self.blocks.len() == 1 {
            self.jump_to(0);
        }
        let Some(block) = self.blocks.pop() else { return };
        if falls_through && block.has_result && block.kind != Kind::Function {
            self.materialise(block.height);
        }
        self.stack.truncate(block.height);
        if let Some(else_label) = block.else_label {
            self.bind(else_label);
        }
        if block.kind == Kind::Block {
            self.bind(block.target);
        }
        if block.has_result {
            self.push(Value::Stacked);
        }
    }

    /// Returns the value that a branch to a block carries, with its height: the top of the stack if the block has a
    /// result.
    pub(super) fn carried(&self, depth: u32) -> Option<(Value, usize)> {
        let block = self.block(depth);
        let top = self.stack.len().checked_sub(1)?;
        (block.has_result && block.kind != Kind::Loop).then(|| (self.stack[top], top))
    }

    /// The open block at a depth, counted from the innermost.
    pub(super) fn block(&self, depth: u32) -> &Block {
        &self.blocks[self.blocks.len() - 1 - depth as usize]
    }

    /// Emits an unconditional branch to a block, with the value that it carries. Leaving the function is a return.
    pub(super) fn jump_to(&mut self, depth: u32) {
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

    /// Whether a branch to a block only jumps: it neither returns from the function nor copies a value.
    pub(super) fn is_plain_jump(&self, depth: u32) -> bool {
        let block = self.block(depth);
        block.kind != Kind::Function
            && self.carried(depth).is_none_or(|carried| carried == (Value::Stacked, block.height))
    }

    /// Emits a `br_if` to a block.
    pub(super) fn branch_to(&mut self, depth: u32) {
        let (condition, height) = self.pop();
        if self.is_plain_jump(depth) {
            let target = self.block(depth).target;
            self.branch(condition, height, true, target);
        } else {
            let past = self.label();
            self.branch(condition, height, false, past);
            self.jump_to(depth);
            self.bind(past);
        }
    }

    /// Emits a branch to a label. It is taken if the condition is true and `taken_if` is true, or if both are false.
    /// `height` is the height from which the condition was popped.
    pub(super) fn branch(&mut self, condition: Value, height: usize, taken_if: bool, label: Label) {
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
        instr.flags.invert ^= !taken_if;
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

    /// Emits a `br_table`. Targets that need more than a jump get code of their own after the table.
    pub(super) fn jump_table(&mut self, targets: &BrTable) -> Result<(), Error> {
        let (index, height) = self.pop();
        let a = self.register(index, height);
        let depths = targets.targets().chain([Ok(targets.default())]).collect::<Result<Vec<u32>, _>>()?;
        if let Some((_, top)) = depths.iter().find_map(|depth| self.carried(*depth)) {
            self.materialise(top);
        }
        let mut entries = Vec::new();
        let mut landings = Vec::new();
        for depth in depths {
            if self.is_plain_jump(depth) {
                entries.push(self.block(depth).target);
            } else {
                let landing = self.label();
                entries.push(landing);
                landings.push((landing, depth));
            }
        }
        self.emit(Instr { a, imm: Imm::Value(targets.len() as i32), ..Instr::new(Op::JumpTable) });
        self.code.items.push(Item::Table(entries));
        for (landing, depth) in landings {
            self.bind(landing);
            self.jump_to(depth);
        }
        self.unreachable = 1;
        Ok(())
    }

    // Calls.

    /// Materialises the topmost values, which are a call's arguments, and pops them. Returns the register of the first
    /// one.
    pub(super) fn arguments(&mut self, count: usize) -> Dst {
        let first = self.stack.len() - count;
        for height in first..self.stack.len() {
            self.materialise(height);
        }
        // The interpreter also uses the register after them.
        self.registers = self.registers.max(self.base + self.stack.len() + 1);
        self.stack.truncate(first);
        Dst::Register(self.stacked(first))
    }

    pub(super) fn call(&mut self, function: u32) {
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

    pub(super) fn call_indirect(&mut self, ty: u32) {
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

    pub(super) fn push_call_result(&mut self, ty: &FuncType) {
        if !ty.results().is_empty() {
            self.push(Value::Stacked);
        }
    }
}
