//! Instruments a module to count the instructions that each function executes. The choice of the functions that stay
//! compiled is based on such measurements.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error as ReencodeError, Reencode, utils};
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, InstructionSink, MemArg, MemorySection,
    MemoryType, Module as Encoder, TypeSection, ValType,
};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, TypeSectionReader};

use crate::Error;
use crate::module::Module;

/// The name of the function that [`count`] adds to the module's exports. It takes the index of a function, counting
/// imports, and returns the number of instructions that this function has executed since the module was instantiated.
pub const EXPORT: &str = "instructions";

/// Size of a counter in bytes.
const COUNTER_BYTES: u32 = 8;

/// Size of a page of WebAssembly memory in bytes.
const PAGE_BYTES: u32 = 1 << 16;

/// Returns an equivalent module that also counts. The markers `block`, `loop`, `else` and `end` do not count as
/// instructions. The module must have a memory section and an export section, as every module of a component has.
///
/// # Errors
///
/// [`Error`] if the module is not valid or uses an unsupported feature.
pub fn count(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let module = Module::read(bytes)?;
    let mut instrumenter = Instrumenter { module: &module, next: module.imported_functions };
    let mut out = Encoder::new();
    instrumenter.parse_core_module(&mut out, Parser::new(0), bytes)?;
    Ok(out.finish())
}

struct Instrumenter<'a> {
    module: &'a Module<'a>,
    /// The index of the function whose body is instrumented next.
    next: u32,
}

impl Instrumenter<'_> {
    /// The memory argument of a function's counter. The counters are in an additional memory after the module's own.
    fn counter(&self, function: u32) -> MemArg {
        MemArg { offset: u64::from(function * COUNTER_BYTES), align: 3, memory_index: self.module.memories }
    }

    /// Generates the exported function. It does not check the index, because its caller knows the module.
    fn export_function(&self) -> Function {
        let mut function = Function::new([]);
        function.instructions().local_get(0).i32_const(COUNTER_BYTES as i32).i32_mul().i64_load(self.counter(0)).end();
        function
    }

    /// Generates code that adds a number of instructions to a function's counter.
    fn add(&self, code: &mut InstructionSink, function: u32, instructions: i64) {
        if instructions > 0 {
            code.i32_const(0).i32_const(0).i64_load(self.counter(function));
            code.i64_const(instructions).i64_add().i64_store(self.counter(function));
        }
    }
}

impl Reencode for Instrumenter<'_> {
    type Error = Infallible;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: TypeSectionReader<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        utils::parse_type_section(self, types, section)?;
        types.ty().function([ValType::I32], [ValType::I64]);
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        utils::parse_function_section(self, functions, section)?;
        functions.function(self.module.types.len() as u32);
        Ok(())
    }

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        utils::parse_memory_section(self, memories, section)?;
        let pages = u64::from((self.module.functions.len() as u32 * COUNTER_BYTES).div_ceil(PAGE_BYTES));
        memories.memory(MemoryType {
            minimum: pages,
            maximum: Some(pages),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        exports.export(EXPORT, ExportKind::Func, self.module.functions.len() as u32);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        utils::parse_code_section(self, code, section)?;
        code.function(&self.export_function());
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), ReencodeError<Infallible>> {
        let function = self.next;
        self.next += 1;
        let mut out = self.new_function_with_parsed_locals(&body)?;
        // The instructions of a basic block. Code before the block adds their number to the counter.
        let mut basic_block = Vec::new();
        let mut instructions = 0;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let is_block_marker =
                matches!(operator, Operator::Block { .. } | Operator::Loop { .. } | Operator::Else | Operator::End);
            instructions += i64::from(!is_block_marker);
            let ends = ends_basic_block(&operator);
            basic_block.push(self.instruction(operator)?);
            if ends {
                self.add(&mut out.instructions(), function, instructions);
                basic_block.drain(..).for_each(|instruction| {
                    out.instruction(&instruction);
                });
                instructions = 0;
            }
        }
        code.function(&out);
        Ok(())
    }
}

/// Whether an instruction ends a basic block, because control can leave before the next instruction or enter there.
fn ends_basic_block(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable
    )
}
