//! Instruments a generated module so that a wrong intermediate value becomes observable.
//!
//! Generated code drops most of the values that it computes, or leaves them in variables. The instrumented code
//! therefore mixes every dropped value into a global, and all variables at each loop iteration and at each return.

use std::collections::VecDeque;
use std::convert::Infallible;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, InstructionSink,
};
use wasmparser::{
    ExportSectionReader, FuncToValidate, FuncValidator, FuncValidatorAllocations, FunctionBody, GlobalSectionReader,
    Operator, Parser, ValType, ValidPayload, Validator, ValidatorResources,
};

/// The exported name of the fuel global, which ends endless loops.
pub const FUEL: &str = "the fuel of the test";

/// The exported name of the global into which values are mixed.
const MIXED: &str = "what the test has mixed";

/// Exports the fuel global, which is the module's last global with index `fuel`, and adds and exports a global into
/// which values are mixed.
pub fn make_visible(module: &[u8], fuel: u32) -> Result<Vec<u8>, reencode::Error> {
    let mut validator = Validator::new();
    let mut functions = VecDeque::new();
    for payload in Parser::new(0).parse_all(module) {
        if let ValidPayload::Func(function, _) = validator.payload(&payload?)? {
            functions.push_back(function);
        }
    }
    let mut visible = wasm_encoder::Module::new();
    MakeVisible { fuel, functions }.parse_core_module(&mut visible, Parser::new(0), module)?;
    Ok(visible.finish())
}

struct MakeVisible {
    fuel: u32,
    /// The validators of the functions that are not yet instrumented. They provide the types of dropped values.
    functions: VecDeque<FuncToValidate<ValidatorResources>>,
}

impl Reencode for MakeVisible {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        reencode::utils::parse_global_section(self, globals, section)?;
        let ty = GlobalType { val_type: wasm_encoder::ValType::I64, mutable: true, shared: false };
        globals.global(ty, &ConstExpr::i64_const(0));
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        reencode::utils::parse_export_section(self, exports, section)?;
        exports.export(FUEL, ExportKind::Global, self.fuel);
        exports.export(MIXED, ExportKind::Global, self.fuel + 1);
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), reencode::Error> {
        let function = self.functions.pop_front().expect("each body has a function");
        let mut validator = function.into_validator(FuncValidatorAllocations::default());
        validator.read_locals(&mut body.get_binary_reader())?;
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            let (operator, offset) = reader.read_with_offset()?;
            let is_last = reader.eof();
            self.before(&mut function, &validator, &operator, is_last);
            validator.op(offset, &operator)?;
            let is_loop = matches!(operator, Operator::Loop { .. });
            function.instruction(&self.instruction(operator)?);
            if is_loop {
                self.mix_variables(&mut function.instructions(), &validator);
            }
        }
        code.function(&function);
        Ok(())
    }
}

impl MakeVisible {
    /// Emits the instrumentation before an instruction.
    fn before(
        &self,
        function: &mut Function,
        validator: &FuncValidator<ValidatorResources>,
        operator: &Operator,
        is_last: bool,
    ) {
        let mut code = function.instructions();
        match operator {
            Operator::Drop => {
                // In unreachable code, the value may have no type.
                if let Some(Some(ty)) = validator.get_operand_type(0) {
                    self.mix(&mut code, ty);
                    // For the original `drop`, because mixing has consumed the value.
                    code.i32_const(0);
                }
            }
            Operator::Return => self.mix_variables(&mut code, validator),
            Operator::End if is_last => self.mix_variables(&mut code, validator),
            _ => {}
        }
    }

    fn mix_variables(&self, code: &mut InstructionSink, validator: &FuncValidator<ValidatorResources>) {
        for variable in 0..validator.len_locals() {
            if let Some(ty) = validator.get_local_type(variable) {
                code.local_get(variable);
                self.mix(code, ty);
            }
        }
    }

    /// Emits code that mixes the value on top of the stack into the global and so consumes it.
    fn mix(&self, code: &mut InstructionSink, ty: ValType) {
        const ODD: i64 = 0x9e37_79b9_7f4a_7c15_u64 as i64;
        match ty {
            ValType::I32 => code.i64_extend_i32_u(),
            ValType::F32 => code.i32_reinterpret_f32().i64_extend_i32_u(),
            ValType::F64 => code.i64_reinterpret_f64(),
            _ => code,
        };
        let mixed = self.fuel + 1;
        code.global_get(mixed).i64_const(ODD).i64_mul().i64_xor().global_set(mixed);
    }
}
