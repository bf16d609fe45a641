//! Translates instructions on variables, numbers and memory.

use wasmparser::{MemArg, Operator};

use super::{Translator, Value};
use crate::bytecode::{Dst, Flags, Imm, Instr, Load, Op, Store};
use crate::numeric::{Lowered, Numeric};

impl Translator<'_> {
    // Values.

    /// Translates `local.set`. If the last instruction produced the value, that instruction writes the variable
    /// directly.
    pub(super) fn set_variable(&mut self, variable: u32) {
        let (value, height) = self.pop();
        let dst = self.variable(variable);
        if self.stack.contains(&Value::Variable(variable)) {
            self.materialise_variables(Some(variable));
        }
        match self.fresh() {
            Some(instr) if value == Value::Stacked => instr.dst = Dst::Register(dst),
            _ => self.copy(dst, value, height),
        }
        self.top_is_fresh = false;
    }

    pub(super) fn select(&mut self) {
        let (condition, height) = self.pop();
        let condition = self.register(condition, height);
        let (otherwise, height) = self.pop();
        let b = self.register(otherwise, height);
        let (chosen, height) = self.pop();
        let a = self.register(chosen, height);
        self.push_result(Instr { a, b, imm: Imm::Value(i32::from(condition)), ..Instr::new(Op::Select) });
    }

    pub(super) fn numeric(&mut self, numeric: Numeric) {
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
                    // `x > c` becomes "not x < c + 1", because only the second operand can be immediate.
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

    /// Emits an operation on two values, each with the height from which it was popped.
    pub(super) fn binary(
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

    /// Translates `eqz`.
    pub(super) fn is_zero(&mut self, comparison: Numeric) {
        let (value, height) = self.pop();
        if let Some(instr) = self.fresh()
            && value == Value::Stacked
            && matches!(instr.op, Op::Compare(_))
        {
            // The value is the outcome of a comparison, which is negated instead of compared with zero.
            instr.flags.invert ^= true;
            self.stack.push(Value::Stacked);
            return;
        }
        let a = self.register(value, height);
        let flags = Flags { immediate: true, ..Flags::default() };
        self.push_result(Instr { a, flags, ..Instr::new(Op::Compare(comparison)) });
    }

    // Memory.

    pub(super) fn load(&mut self, load: Load, memarg: &MemArg) {
        let (address, height) = self.pop();
        let a = self.register(address, height);
        let flags = Flags { address: true, ..Flags::default() };
        self.push_result(Instr { a, flags, imm: offset(memarg), ..Instr::new(Op::Load(load)) });
    }

    pub(super) fn store(&mut self, store: Store, memarg: &MemArg) {
        let (value, height) = self.pop();
        let b = self.register(value, height);
        let (address, height) = self.pop();
        let a = self.register(address, height);
        let flags = Flags { address: true, ..Flags::default() };
        self.emit(Instr { a, b, flags, imm: offset(memarg), ..Instr::new(Op::Store(store)) });
    }

    pub(super) fn copy_or_fill(&mut self, op: Op) {
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
    // Validation rejects offsets of more than 32 bits.
    Imm::Value(memarg.offset as u32 as i32)
}

/// Returns the load of an operator; `None` if the operator is not a load. The result's type does not matter for narrow
/// loads, because the lower half of the register is the same for both types.
pub(super) fn load<'o>(operator: &'o Operator) -> Option<(Load, &'o MemArg)> {
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

/// Returns the store of an operator; `None` if the operator is not a store.
pub(super) fn store<'o>(operator: &'o Operator) -> Option<(Store, &'o MemArg)> {
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
