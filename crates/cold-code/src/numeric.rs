//! The numeric instructions of the WebAssembly MVP, of sign extension and of saturating conversion, with their types.
//!
//! Each instruction is declared once. Parsing it, selecting its arm in the interpreter and generating the arm's code
//! all derive from the declaration.

use wasm_encoder::Instruction;
use wasmparser::Operator;

use crate::bytecode::NumType;

macro_rules! numeric {
    ($($name:ident: ($($operand:ident),*) -> $result:ident;)*) => {
        /// A numeric instruction. The variants have the instructions' names in the specification.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Numeric {
            $($name,)*
        }

        impl Numeric {
            /// Returns the numeric instruction of an operator; `None` if the operator is not numeric.
            pub(crate) fn of(operator: &Operator) -> Option<Numeric> {
                match operator {
                    $(Operator::$name => Some(Numeric::$name),)*
                    _ => None,
                }
            }

            /// The instruction in the encoder's representation.
            pub(crate) fn instruction(self) -> Instruction<'static> {
                match self {
                    $(Numeric::$name => Instruction::$name,)*
                }
            }

            /// The types of the instruction's one or two operands.
            pub(crate) fn operands(self) -> &'static [NumType] {
                match self {
                    $(Numeric::$name => &[$(NumType::$operand),*],)*
                }
            }

            /// The type of the instruction's result.
            pub(crate) fn result(self) -> NumType {
                match self {
                    $(Numeric::$name => NumType::$result,)*
                }
            }
        }
    };
}

numeric! {
    I32Eqz: (I32) -> I32;
    I32Eq: (I32, I32) -> I32;
    I32Ne: (I32, I32) -> I32;
    I32LtS: (I32, I32) -> I32;
    I32LtU: (I32, I32) -> I32;
    I32GtS: (I32, I32) -> I32;
    I32GtU: (I32, I32) -> I32;
    I32LeS: (I32, I32) -> I32;
    I32LeU: (I32, I32) -> I32;
    I32GeS: (I32, I32) -> I32;
    I32GeU: (I32, I32) -> I32;
    I64Eqz: (I64) -> I32;
    I64Eq: (I64, I64) -> I32;
    I64Ne: (I64, I64) -> I32;
    I64LtS: (I64, I64) -> I32;
    I64LtU: (I64, I64) -> I32;
    I64GtS: (I64, I64) -> I32;
    I64GtU: (I64, I64) -> I32;
    I64LeS: (I64, I64) -> I32;
    I64LeU: (I64, I64) -> I32;
    I64GeS: (I64, I64) -> I32;
    I64GeU: (I64, I64) -> I32;
    F32Eq: (F32, F32) -> I32;
    F32Ne: (F32, F32) -> I32;
    F32Lt: (F32, F32) -> I32;
    F32Gt: (F32, F32) -> I32;
    F32Le: (F32, F32) -> I32;
    F32Ge: (F32, F32) -> I32;
    F64Eq: (F64, F64) -> I32;
    F64Ne: (F64, F64) -> I32;
    F64Lt: (F64, F64) -> I32;
    F64Gt: (F64, F64) -> I32;
    F64Le: (F64, F64) -> I32;
    F64Ge: (F64, F64) -> I32;
    I32Clz: (I32) -> I32;
    I32Ctz: (I32) -> I32;
    I32Popcnt: (I32) -> I32;
    I32Add: (I32, I32) -> I32;
    I32Sub: (I32, I32) -> I32;
    I32Mul: (I32, I32) -> I32;
    I32DivS: (I32, I32) -> I32;
    I32DivU: (I32, I32) -> I32;
    I32RemS: (I32, I32) -> I32;
    I32RemU: (I32, I32) -> I32;
    I32And: (I32, I32) -> I32;
    I32Or: (I32, I32) -> I32;
    I32Xor: (I32, I32) -> I32;
    I32Shl: (I32, I32) -> I32;
    I32ShrS: (I32, I32) -> I32;
    I32ShrU: (I32, I32) -> I32;
    I32Rotl: (I32, I32) -> I32;
    I32Rotr: (I32, I32) -> I32;
    I64Clz: (I64) -> I64;
    I64Ctz: (I64) -> I64;
    I64Popcnt: (I64) -> I64;
    I64Add: (I64, I64) -> I64;
    I64Sub: (I64, I64) -> I64;
    I64Mul: (I64, I64) -> I64;
    I64DivS: (I64, I64) -> I64;
    I64DivU: (I64, I64) -> I64;
    I64RemS: (I64, I64) -> I64;
    I64RemU: (I64, I64) -> I64;
    I64And: (I64, I64) -> I64;
    I64Or: (I64, I64) -> I64;
    I64Xor: (I64, I64) -> I64;
    I64Shl: (I64, I64) -> I64;
    I64ShrS: (I64, I64) -> I64;
    I64ShrU: (I64, I64) -> I64;
    I64Rotl: (I64, I64) -> I64;
    I64Rotr: (I64, I64) -> I64;
    F32Abs: (F32) -> F32;
    F32Neg: (F32) -> F32;
    F32Ceil: (F32) -> F32;
    F32Floor: (F32) -> F32;
    F32Trunc: (F32) -> F32;
    F32Nearest: (F32) -> F32;
    F32Sqrt: (F32) -> F32;
    F32Add: (F32, F32) -> F32;
    F32Sub: (F32, F32) -> F32;
    F32Mul: (F32, F32) -> F32;
    F32Div: (F32, F32) -> F32;
    F32Min: (F32, F32) -> F32;
    F32Max: (F32, F32) -> F32;
    F32Copysign: (F32, F32) -> F32;
    F64Abs: (F64) -> F64;
    F64Neg: (F64) -> F64;
    F64Ceil: (F64) -> F64;
    F64Floor: (F64) -> F64;
    F64Trunc: (F64) -> F64;
    F64Nearest: (F64) -> F64;
    F64Sqrt: (F64) -> F64;
    F64Add: (F64, F64) -> F64;
    F64Sub: (F64, F64) -> F64;
    F64Mul: (F64, F64) -> F64;
    F64Div: (F64, F64) -> F64;
    F64Min: (F64, F64) -> F64;
    F64Max: (F64, F64) -> F64;
    F64Copysign: (F64, F64) -> F64;
    I32WrapI64: (I64) -> I32;
    I32TruncF32S: (F32) -> I32;
    I32TruncF32U: (F32) -> I32;
    I32TruncF64S: (F64) -> I32;
    I32TruncF64U: (F64) -> I32;
    I64ExtendI32S: (I32) -> I64;
    I64ExtendI32U: (I32) -> I64;
    I64TruncF32S: (F32) -> I64;
    I64TruncF32U: (F32) -> I64;
    I64TruncF64S: (F64) -> I64;
    I64TruncF64U: (F64) -> I64;
    F32ConvertI32S: (I32) -> F32;
    F32ConvertI32U: (I32) -> F32;
    F32ConvertI64S: (I64) -> F32;
    F32ConvertI64U: (I64) -> F32;
    F32DemoteF64: (F64) -> F32;
    F64ConvertI32S: (I32) -> F64;
    F64ConvertI32U: (I32) -> F64;
    F64ConvertI64S: (I64) -> F64;
    F64ConvertI64U: (I64) -> F64;
    F64PromoteF32: (F32) -> F64;
    I32ReinterpretF32: (F32) -> I32;
    I64ReinterpretF64: (F64) -> I64;
    F32ReinterpretI32: (I32) -> F32;
    F64ReinterpretI64: (I64) -> F64;
    I32Extend8S: (I32) -> I32;
    I32Extend16S: (I32) -> I32;
    I64Extend8S: (I64) -> I64;
    I64Extend16S: (I64) -> I64;
    I64Extend32S: (I64) -> I64;
    I32TruncSatF32S: (F32) -> I32;
    I32TruncSatF32U: (F32) -> I32;
    I32TruncSatF64S: (F64) -> I32;
    I32TruncSatF64U: (F64) -> I32;
    I64TruncSatF32S: (F32) -> I64;
    I64TruncSatF32U: (F32) -> I64;
    I64TruncSatF64S: (F64) -> I64;
    I64TruncSatF64U: (F64) -> I64;
}

/// How the bytecode expresses an instruction with the smaller set of operations that the interpreter implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lowered {
    /// No operation: the operand's register already contains the bits of the result.
    Nothing,
    /// An operation that stores a result.
    Value(Numeric),
    /// A comparison of two operands. `swap` exchanges the operands first; `invert` negates the outcome.
    Compare { comparison: Numeric, swap: bool, invert: bool },
    /// A comparison with zero.
    IsZero(Numeric),
}

impl Numeric {
    /// Returns the operation that replaces this instruction. The upper half of a register with a 32-bit value is
    /// unspecified. A 32-bit instruction therefore becomes the 64-bit one if the lower half of the result does not
    /// depend on the upper halves of the operands.
    pub(crate) fn lowered(self) -> Lowered {
        use Numeric::*;
        let compare = |comparison, swap, invert| Lowered::Compare { comparison, swap, invert };
        match self {
            I32WrapI64 | I32ReinterpretF32 | I64ReinterpretF64 | F32ReinterpretI32 | F64ReinterpretI64 => {
                Lowered::Nothing
            }
            I32Add => Lowered::Value(I64Add),
            I32Sub => Lowered::Value(I64Sub),
            I32Mul => Lowered::Value(I64Mul),
            I32And => Lowered::Value(I64And),
            I32Or => Lowered::Value(I64Or),
            I32Xor => Lowered::Value(I64Xor),
            I32Extend8S => Lowered::Value(I64Extend8S),
            I32Extend16S => Lowered::Value(I64Extend16S),
            I64ExtendI32S => Lowered::Value(I64Extend32S),
            I32Eqz => Lowered::IsZero(I32Eq),
            I64Eqz => Lowered::IsZero(I64Eq),
            I32Eq | I64Eq | F32Eq | F64Eq | I32LtS | I32LtU | I64LtS | I64LtU | F32Lt | F64Lt | F32Le | F64Le => {
                compare(self, false, false)
            }
            I32Ne => compare(I32Eq, false, true),
            I64Ne => compare(I64Eq, false, true),
            F32Ne => compare(F32Eq, false, true),
            F64Ne => compare(F64Eq, false, true),
            I32GtS => compare(I32LtS, true, false),
            I32GtU => compare(I32LtU, true, false),
            I64GtS => compare(I64LtS, true, false),
            I64GtU => compare(I64LtU, true, false),
            I32GeS => compare(I32LtS, false, true),
            I32GeU => compare(I32LtU, false, true),
            I64GeS => compare(I64LtS, false, true),
            I64GeU => compare(I64LtU, false, true),
            I32LeS => compare(I32LtS, true, true),
            I32LeU => compare(I32LtU, true, true),
            I64LeS => compare(I64LtS, true, true),
            I64LeU => compare(I64LtU, true, true),
            // These are not the negation of "less": with a NaN, both comparisons are false.
            F32Gt => compare(F32Lt, true, false),
            F64Gt => compare(F64Lt, true, false),
            F32Ge => compare(F32Le, true, false),
            F64Ge => compare(F64Le, true, false),
            _ => Lowered::Value(self),
        }
    }

    /// Whether the operands of an operation can be exchanged. This is never the case for floating-point operations,
    /// because the bits of a resulting NaN depend on the order.
    pub(crate) fn is_commutative(self) -> bool {
        use Numeric::*;
        matches!(self, I64Add | I64Mul | I64And | I64Or | I64Xor | I32Eq | I64Eq)
    }

    /// Returns `constant + 1` for an integer "less than" in that integer's type; `None` on overflow. With it, `x > c`
    /// can become `x >= c + 1`.
    pub(crate) fn successor(self, constant: i64) -> Option<i64> {
        match self {
            Numeric::I32LtS => (constant as i32).checked_add(1).map(i64::from),
            Numeric::I32LtU => (constant as u32).checked_add(1).map(|next| i64::from(next as i32)),
            Numeric::I64LtS => constant.checked_add(1),
            Numeric::I64LtU => (constant as u64).checked_add(1).map(|next| next as i64),
            _ => None,
        }
    }
}
