//! The errors of rewriting a module.

use std::convert::Infallible;

/// The reason why a module cannot be rewritten.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The module is not valid.
    #[error("the module is not valid: {0}")]
    Invalid(#[from] wasmparser::Error),
    /// The module uses features that this crate does not support, listed by name.
    #[error("the module uses unsupported features: {}", .0.join(", "))]
    Features(Vec<String>),
    /// The input is not a core module; it may be a component.
    #[error("the input is not a core WebAssembly module")]
    NotAModule,
    /// A function uses an instruction that the bytecode does not support.
    #[error("function {function} uses an instruction that the bytecode does not support: {instruction}")]
    Instruction {
        /// The function's index.
        function: u32,
        /// The instruction, as `wasmparser` formats it.
        instruction: String,
    },
    /// A function has more parameters, variables and stack values than its bytecode can address as registers.
    #[error("function {function} needs {registers} registers; the maximum is 65,535")]
    TooManyRegisters {
        /// The function's index.
        function: u32,
        /// The number of registers that it needs.
        registers: usize,
    },
    /// The bytecode does not fit the interpreter's memory. The value is its size in bytes.
    #[error("the bytecode is too large: {0} bytes")]
    TooLong(usize),
    /// The rewritten module fails validation, because it exceeds one of the limits that hosts impose.
    #[error("the rewritten module would not be valid: {0}")]
    Output(wasmparser::Error),
    /// A section of the module could not be copied to the new module.
    #[error("cannot copy a section of the module: {0}")]
    Copy(String),
    /// The module needs more operations than an instruction can encode. Each combination of an operation with a
    /// function, a type, a global or a segment counts. The values are the number needed and the maximum.
    #[error("the interpreter would need {0} operations; the maximum is {1}")]
    TooManyOperations(usize, usize),
}

impl From<wasm_encoder::reencode::Error<Infallible>> for Error {
    fn from(error: wasm_encoder::reencode::Error<Infallible>) -> Self {
        match error {
            wasm_encoder::reencode::Error::ParseError(error) => Error::Invalid(error),
            other => Error::Copy(other.to_string()),
        }
    }
}
