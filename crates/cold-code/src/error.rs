//! Why a module cannot be rewritten.

use std::convert::Infallible;

/// Why a module cannot be rewritten.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The module is not valid.
    #[error("the module is not valid: {0}")]
    Invalid(#[from] wasmparser::Error),
    /// The module uses features that are not supported.
    #[error("the module uses a feature that is not supported: {}", .0.join(", "))]
    Features(Vec<String>),
    /// The file is a component or something else that is not a core module.
    #[error("the file is not a core module")]
    NotAModule,
    /// A function uses an instruction that has no bytecode.
    #[error("function {function} uses an instruction that has no bytecode: {instruction}")]
    Instruction {
        /// The function's index.
        function: u32,
        /// The instruction, as the parser shows it.
        instruction: String,
    },
    /// A function has more parameters, variables and values on its stack than registers can be numbered.
    #[error("function {function} needs {registers} registers; a function can have 65,535")]
    TooManyRegisters {
        /// The function's index.
        function: u32,
        /// The registers that it needs.
        registers: usize,
    },
    /// There is more bytecode than a memory can hold beside the registers.
    #[error("the bytecode is too long: {0} bytes")]
    TooLong(usize),
    /// The module that would come out is not one that hosts take, because some limit is passed.
    #[error("the rewritten module would not be valid: {0}")]
    Output(wasmparser::Error),
    /// A part of the module could not be copied.
    #[error("the module cannot be copied: {0}")]
    Copy(String),
    /// The module uses more different operations, types and globals than an instruction can name.
    #[error("the interpreter would need {0} operations; there can be {1}")]
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
