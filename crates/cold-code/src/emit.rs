//! Writes the new module: the sections of the original, plus the interpreter and everything that it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use wasm_encoder::reencode::{self, Error as ReencodeError, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, Instruction, MemorySection, MemoryType, Module as Encoder, StartSection,
    TableSection, TypeSection, ValType,
};
use wasmparser::{FuncType, Operator, Parser, Payload};

use crate::bytecode::NumType;
use crate::interpreter::{self, Indices};
use crate::layout::{Arms, Contents, Layout};
use crate::stubs;
use crate::{Callees, Error, has_room_for_parameter};

/// Prefixes of the names of custom sections that are dropped because rewriting makes them wrong: they refer to indices
/// or positions of code, or list the features that the module uses.
const DROPPED: [&str; 9] = [
    ".debug_",
    "dylink",
    "external_debug_info",
    "linking",
    "metadata.code.",
    "name",
    "reloc.",
    "sourceMappingURL",
    "target_features",
];

/// The input for writing the module.
pub(crate) struct Parts<'a> {
    pub(crate) contents: &'a Contents<'a>,
    pub(crate) callees: &'a Callees,
    pub(crate) layout: &'a Layout,
    pub(crate) arms: &'a Arms,
}

/// The size in bytes of the code that the host compiles, by its purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompiledBytes {
    /// The functions that stay compiled.
    pub functions: usize,
    /// The stubs through which compiled code and the host call functions that became bytecode.
    pub stubs: usize,
    /// The interpreter and the function that overflows the stack.
    pub interpreter: usize,
}

/// Writes the module. Returns it with the size of its code.
pub(crate) fn emit(parts: &Parts, bytes: &[u8]) -> Result<(Vec<u8>, CompiledBytes), Error> {
    let mut emitter = Emitter::new(parts);
    let mut sections = Sections::default();
    for payload in Parser::new(0).parse_all(bytes) {
        emitter.section(&mut sections, payload?)?;
    }
    emitter.add(&mut sections);
    let compiled = emitter.code(&mut sections)?;
    Ok((sections.finish(), compiled))
}

#[derive(Default)]
struct Sections {
    types: TypeSection,
    imports: ImportSection,
    functions: FunctionSection,
    tables: TableSection,
    memories: MemorySection,
    globals: GlobalSection,
    exports: ExportSection,
    start: Option<StartSection>,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    custom: Vec<(String, Vec<u8>)>,
}

impl Sections {
    fn finish(self) -> Vec<u8> {
        let mut out = Encoder::new();
        out.section(&self.types);
        if !self.imports.is_empty() {
            out.section(&self.imports);
        }
        out.section(&self.functions).section(&self.tables).section(&self.memories).section(&self.globals);
        if !self.exports.is_empty() {
            out.section(&self.exports);
        }
        if let Some(start) = &self.start {
            out.section(start);
        }
        out.section(&self.elements);
        out.section(&DataCountSection { count: self.data.len() });
        out.section(&self.code).section(&self.data);
        for (name, data) in &self.custom {
            out.section(&wasm_encoder::CustomSection { name: name.into(), data: data.into() });
        }
        out.finish()
    }
}

struct Emitter<'a> {
    parts: &'a Parts<'a>,
    indices: Indices,
    /// The types whose stubs share their body: types with several stubs, and types with a dispatch function.
    shared_types: Vec<u32>,
    /// The types that have a dispatch function, because compiled code calls bytecode by them through the private table.
    dispatched_types: Vec<u32>,
}

impl<'a> Emitter<'a> {
    fn new(parts: &'a Parts<'a>) -> Self {
        let Contents { module, functions, stubbed, dispatched, .. } = *parts.contents;
        let is_kept = |function: &u32| !functions.contains_key(function) || stubbed.contains(function);
        let kept = (0..module.functions.len() as u32).filter(is_kept);
        let function_indices: BTreeMap<u32, u32> = kept.zip(0..).collect();
        let interpreter = function_indices.len() as u32;
        let overflow_parameters = parameters_unlike(&parts.callees.types(module));
        // The types of the functions in the new module's table, including the function that overflows the stack.
        let table = module.private_table.iter().flatten().flatten();
        let table = table.filter(|function| function_indices.contains_key(function));
        let mut types_in_table: Vec<&FuncType> = table.map(|function| module.function_type(*function)).collect();
        let overflow_type = FuncType::new(vec![wasmparser::ValType::I64; overflow_parameters], []);
        types_in_table.push(&overflow_type);
        let added_types = module.types.len() as u32;
        let indices = Indices {
            memory: module.memories,
            data: module.data_segments,
            frame: module.globals.len() as u32,
            interpreter,
            overflow: interpreter + 1,
            overflow_parameters,
            no_function: (added_types + 2, parameters_unlike(&types_in_table)),
            functions: function_indices,
        };
        let mut stubs: BTreeMap<u32, u32> = BTreeMap::new();
        for function in stubbed {
            *stubs.entry(module.functions[*function as usize]).or_default() += 1;
        }
        let dispatched: BTreeSet<u32> =
            dispatched.iter().map(|function| module.type_number(module.functions[*function as usize])).collect();
        let dispatched_types: Vec<u32> = dispatched.into_iter().collect();
        let is_shared = |ty: &u32| {
            let is_short = has_room_for_parameter(&module.types[*ty as usize]);
            dispatched_types.contains(ty) || (is_short && stubs.get(ty).is_some_and(|stubs| *stubs > 1))
        };
        let shared_types = (0..module.types.len() as u32).filter(is_shared).collect();
        Emitter { parts, indices, shared_types, dispatched_types }
    }

    /// The index of the first shared stub body. The dispatch functions follow the last one.
    fn first_shared(&self) -> u32 {
        self.indices.overflow + 1
    }

    /// The index of the dispatch function that replaces indirect calls by a type, if that type has one.
    fn dispatch_function(&self, ty: u32) -> Option<u32> {
        let number = self.parts.contents.module.type_number(ty);
        let place = self.dispatched_types.iter().position(|dispatched| *dispatched == number)?;
        Some(self.first_shared() + (self.shared_types.len() + place) as u32)
    }

    /// The index of the body that the stubs of a type share, if they share one.
    fn shared_function(&self, ty: u32) -> Option<u32> {
        let place = self.shared_types.iter().position(|shared| *shared == ty)?;
        Some(self.first_shared() + place as u32)
    }

    /// Copies a section and replaces the indices of functions.
    fn section(&mut self, sections: &mut Sections, payload: Payload) -> Result<(), ReencodeError<Infallible>> {
        match payload {
            Payload::TypeSection(section) => self.parse_type_section(&mut sections.types, section)?,
            Payload::ImportSection(section) => self.parse_import_section(&mut sections.imports, section)?,
            Payload::TableSection(section) => self.parse_table_section(&mut sections.tables, section)?,
            Payload::MemorySection(section) => self.parse_memory_section(&mut sections.memories, section)?,
            Payload::GlobalSection(section) => self.parse_global_section(&mut sections.globals, section)?,
            Payload::ExportSection(section) => self.parse_export_section(&mut sections.exports, section)?,
            Payload::StartSection { func, .. } => {
                sections.start = Some(StartSection { function_index: self.function_index(func)? });
            }
            Payload::ElementSection(section) => self.parse_element_section(&mut sections.elements, section)?,
            Payload::DataSection(section) => self.parse_data_section(&mut sections.data, section)?,
            Payload::CustomSection(section) if !DROPPED.iter().any(|dropped| section.name().starts_with(dropped)) => {
                sections.custom.push((section.name().to_owned(), section.data().to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds the types, the memory, the global and the data segment that the interpreter needs.
    fn add(&mut self, sections: &mut Sections) {
        let Parts { contents, layout, arms, .. } = *self.parts;
        let module = contents.module;
        sections.types.ty().function([ValType::I32], []);
        for parameters in [self.indices.overflow_parameters, self.indices.no_function.1] {
            sections.types.ty().function(vec![ValType::I64; parameters], []);
        }
        for ty in &self.shared_types {
            let ty = &module.types[*ty as usize];
            let types =
                |types: &[wasmparser::ValType]| types.iter().map(|ty| ValType::from(NumType::from(*ty))).collect();
            let (mut params, results): (Vec<ValType>, Vec<ValType>) = (types(ty.params()), types(ty.results()));
            params.push(ValType::I32);
            sections.types.ty().function(params, results);
        }
        let pages = u64::from(layout.pages);
        sections.memories.memory(MemoryType {
            minimum: pages,
            maximum: Some(pages),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let frame = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        sections.globals.global(frame, &ConstExpr::i32_const(layout.registers as i32));
        let data = layout.encode(contents, arms);
        // As the last segment, so that the others keep their indices.
        sections.data.passive(data);
    }

    /// Declares and writes all functions. Returns the size of their code.
    fn code(&mut self, sections: &mut Sections) -> Result<CompiledBytes, ReencodeError<Infallible>> {
        let Parts { contents, layout, arms, .. } = *self.parts;
        let Contents { module, functions, stubbed, .. } = *contents;
        let mut compiled = CompiledBytes::default();
        let add = |sections: &mut Sections, ty: u32, function: &Function| {
            sections.functions.function(ty);
            sections.code.function(function);
            function.byte_len()
        };
        for (function, ty) in module.functions.iter().enumerate().skip(module.imported_functions as usize) {
            let function = function as u32;
            if !functions.contains_key(&function) {
                let Some(body) = module.body(function) else { continue };
                let before = sections.code.byte_len();
                sections.functions.function(*ty);
                self.parse_function_body(&mut sections.code, body.clone())?;
                compiled.functions += sections.code.byte_len() - before;
            } else if stubbed.contains(&function) {
                let entry = layout.entry(function);
                let stub = stubs::stub(module.function_type(function), entry, self.shared_function(*ty), &self.indices);
                compiled.stubs += add(sections, *ty, &stub);
            }
        }
        let own_types = module.types.len() as u32;
        let interpreter = interpreter::generate(module, arms, layout, &self.indices);
        compiled.interpreter += add(sections, own_types, &interpreter);
        let overflow = stubs::overflow(&self.indices);
        compiled.interpreter += add(sections, own_types + 1, &overflow);
        for (place, ty) in self.shared_types.iter().enumerate() {
            let shared = stubs::shared_stub(&module.types[*ty as usize], &self.indices);
            compiled.stubs += add(sections, own_types + 3 + place as u32, &shared);
        }
        for ty in &self.dispatched_types {
            let Some(shared) = self.shared_function(*ty) else { continue };
            let dispatch = stubs::dispatch(module, *ty, shared, layout, &self.indices);
            compiled.stubs += add(sections, own_types + 3 + shared - self.first_shared(), &dispatch);
        }
        Ok(compiled)
    }
}

/// The smallest number of `i64` parameters with which a function type without results differs from all of these types.
fn parameters_unlike(types: &[&FuncType]) -> usize {
    let is_like = |parameters: usize| {
        let mut types = types.iter().filter(|ty| ty.results().is_empty() && ty.params().len() == parameters);
        types.any(|ty| ty.params().iter().all(|ty| *ty == wasmparser::ValType::I64))
    };
    (0..).find(|parameters| !is_like(*parameters)).unwrap_or(0)
}

impl Reencode for Emitter<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, ReencodeError<Infallible>> {
        // Only the element segments of a private table still refer to functions that no longer exist. Compiled code can
        // reach such an entry only by a call of another type, which must trap. The replacement has such another type.
        Ok(self.indices.functions.get(&function).copied().unwrap_or(self.indices.overflow))
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, ReencodeError<Infallible>> {
        if let Operator::CallIndirect { type_index, .. } = operator
            && let Some(dispatch) = self.dispatch_function(type_index)
        {
            return Ok(Instruction::Call(dispatch));
        }
        reencode::utils::instruction(self, operator)
    }
}
