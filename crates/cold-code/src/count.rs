//! Counts the instructions that each function of a module runs, so that the choice of what stays compiled can be measured.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error as ReencodeError, Reencode, utils};
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, InstructionSink, MemArg, MemorySection,
    MemoryType, Module as Encoder, TypeSection, ValType,
};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, TypeSectionReader};

use crate::Error;
use crate::module::Module;

/// The name of the export of the module that [`count`] returns: a function that takes the index of a function, imports
/// among them, and gives the number of instructions that it has run since the module was instantiated.
pub const EXPORT: &str = "instructions";

/// Bytes of a counter.
const COUNTER: u32 = 8;

/// Bytes of a page of memory.
const PAGE: u32 = 1 << 16;

/// A module that does the same and counts. Blocks and their ends are no instructions. The module must have a memory and
/// an export, as every module of a component has.
pub fn count(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let module = Module::read(bytes)?;
    let mut counter = Counter { module: &module, next: module.imported_functions };
    let mut out = Encoder::new();
    counter.parse_core_module(&mut out, Parser::new(0), bytes)?;
    Ok(out.finish())
}

struct Counter<'a> {
    module: &'a Module<'a>,
    /// The function whose body comes next.
    next: u32,
}

impl Counter<'_> {
    /// A counter, in a memory of its own behind the module's.
    fn at(&self, function: u32) -> MemArg {
        MemArg { offset: u64::from(function * COUNTER), align: 3, memory_index: self.module.memories }
    }

    /// The function behind the export. It trusts its caller, who knows the module.
    fn reader(&self) -> Function {
        let mut function = Function::new([]);
        function.instructions().local_get(0).i32_const(COUNTER as i32).i32_mul().i64_load(self.at(0)).end();
        function
    }

    /// Adds to a function's counter.
    fn add(&self, code: &mut InstructionSink, function: u32, instructions: i64) {
        if instructions > 0 {
            code.i32_const(0).i32_const(0).i64_load(self.at(function));
            code.i64_const(instructions).i64_add().i64_store(self.at(function));
        }
    }
}

impl Reencode for Counter<'_> {
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
        let pages = u64::from((self.module.functions.len() as u32 * COUNTER).div_ceil(PAGE));
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
        code.function(&self.reader());
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
        // The instructions of a stretch that control passes from its beginning to its end; they are counted before it.
        let mut stretch = Vec::new();
        let mut instructions = 0;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let is_marker =
                matches!(operator, Operator::Block { .. } | Operator::Loop { .. } | Operator::Else | Operator::End);
            instructions += i64::from(!is_marker);
            let ends = ends_stretch(&operator);
            stretch.push(self.instruction(operator)?);
            if ends {
                self.add(&mut out.instructions(), function, instructions);
                stretch.drain(..).for_each(|instruction| {
                    out.instruction(&instruction);
                });
                instructions = 0;
            }
        }
        code.function(&out);
        Ok(())
    }
}

/// Whether control may come from elsewhere, or go elsewhere, behind an instruction.
fn ends_stretch(operator: &Operator) -> bool {
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
