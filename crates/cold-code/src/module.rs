//! A core module, validated and read as far as the rewriting needs it.

use std::collections::{BTreeSet, HashMap};

use wasmparser::{
    ConstExpr, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Import, Operator,
    Parser, Payload, TypeRef, ValType, Validator, WasmFeatures,
};

use crate::Error;

/// The features that a module may use. LLVM's `call-indirect-overlong` is no feature of its own but a way to write a
/// table's index that linkers leave behind.
pub(crate) const FEATURES: WasmFeatures = WasmFeatures::MVP
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG);

/// A module. Indices count through the imports first, as in WebAssembly's own index spaces.
#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) types: Vec<FuncType>,
    /// For each type, the index of the first one that is equal.
    type_numbers: Vec<u32>,
    /// The type of each function.
    pub(crate) functions: Vec<u32>,
    pub(crate) imported_functions: u32,
    /// The types of the globals.
    pub(crate) globals: Vec<ValType>,
    pub(crate) memories: u32,
    pub(crate) tables: u32,
    pub(crate) data_segments: u32,
    /// The bodies of the functions that are not imported.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// Functions that can be reached from outside: exported, in a global, or the start function.
    pub(crate) referenced: BTreeSet<u32>,
    /// Functions in element segments.
    pub(crate) in_segments: BTreeSet<u32>,
    /// The functions in the table by their place, where nothing but calls can reach the table: neither the host nor an
    /// instruction that writes to it.
    pub(crate) private_table: Option<Vec<Option<u32>>>,
    /// What is known of the table so far.
    table: Table,
}

/// What decides whether a module's table is private.
#[derive(Default)]
struct Table {
    /// The size of the table that the module declares.
    size: Option<u64>,
    is_reachable: bool,
    /// Active element segments: where they begin, and their functions.
    segments: Vec<(u32, Vec<Option<u32>>)>,
}

/// A larger table is never treated as private, because its copy would be large.
const MAX_PRIVATE_TABLE: u64 = 1 << 16;

impl<'a> Module<'a> {
    /// Validates and reads a module.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        if !Parser::is_core_wasm(bytes) {
            return Err(Error::NotAModule);
        }
        validate(bytes)?;
        let mut module = Module::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.add(payload?)?;
        }
        module.private_table = module.read_table()?;
        Ok(module)
    }

    fn add(&mut self, payload: Payload<'a>) -> Result<(), Error> {
        match payload {
            Payload::TypeSection(section) => {
                let mut known: HashMap<FuncType, u32> = HashMap::new();
                for ty in section.into_iter_err_on_gc_types() {
                    let ty = ty?;
                    let number = known.entry(ty.clone()).or_insert(self.types.len() as u32);
                    self.type_numbers.push(*number);
                    self.types.push(ty);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    self.add_import(import?);
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                self.tables += section.count();
                for table in section {
                    self.table.size = Some(table?.ty.initial);
                }
            }
            Payload::MemorySection(section) => self.memories += section.count(),
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push(global.ty.content_type);
                    self.add_references(&global.init_expr)?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let Export { kind, index, .. } = export?;
                    match kind {
                        ExternalKind::Func => {
                            self.referenced.insert(index);
                        }
                        ExternalKind::Table => self.table.is_reachable = true,
                        _ => {}
                    }
                }
            }
            Payload::StartSection { func, .. } => {
                self.referenced.insert(func);
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.add_segment(element?)?;
                }
            }
            Payload::DataSection(section) => self.data_segments = section.count(),
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            _ => {}
        }
        Ok(())
    }

    fn add_import(&mut self, import: Import) {
        match import.ty {
            TypeRef::Func(ty) => {
                self.functions.push(ty);
                self.imported_functions += 1;
            }
            TypeRef::Global(ty) => self.globals.push(ty.content_type),
            TypeRef::Memory(_) => self.memories += 1,
            TypeRef::Table(_) => {
                self.tables += 1;
                self.table.is_reachable = true;
            }
            // Other kinds belong to features that validation refuses.
            _ => {}
        }
    }

    fn add_segment(&mut self, element: Element) -> Result<(), Error> {
        let functions = functions_of(element.items)?;
        self.in_segments.extend(functions.iter().flatten());
        match element.kind {
            ElementKind::Active { offset_expr, .. } => match constant(&offset_expr)? {
                Some(offset) => self.table.segments.push((offset, functions)),
                None => self.table.is_reachable = true,
            },
            // An instruction may put it into the table; if none does, it has no effect.
            ElementKind::Passive | ElementKind::Declared => {}
        }
        Ok(())
    }

    /// The functions of a table that is private.
    fn read_table(&mut self) -> Result<Option<Vec<Option<u32>>>, Error> {
        let Table { size, is_reachable, segments } = std::mem::take(&mut self.table);
        let Some(size) = size.filter(|size| *size <= MAX_PRIVATE_TABLE && !is_reachable) else { return Ok(None) };
        for body in &self.bodies {
            for operator in body.get_operators_reader()? {
                if let Operator::TableInit { .. } | Operator::TableCopy { .. } = operator? {
                    return Ok(None);
                }
            }
        }
        let mut table = vec![None; size as usize];
        for (offset, functions) in segments {
            let end = (offset as usize).saturating_add(functions.len());
            // A segment past the end keeps the module from being instantiated at all.
            let Some(part) = table.get_mut(offset as usize..end) else { return Ok(None) };
            part.copy_from_slice(&functions);
        }
        Ok(Some(table))
    }

    fn add_references(&mut self, expression: &ConstExpr) -> Result<(), Error> {
        for operator in expression.get_operators_reader() {
            if let Operator::RefFunc { function_index } = operator? {
                self.referenced.insert(function_index);
            }
        }
        Ok(())
    }

    /// The body of a function, if it is not imported.
    pub(crate) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported_functions)? as usize)
    }

    /// The number of a type, equal for equal types.
    pub(crate) fn type_number(&self, ty: u32) -> u32 {
        self.type_numbers[ty as usize]
    }

    /// The type of a function.
    pub(crate) fn function_type(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }
}

/// Validates a module. If it is valid but for features that are not supported, the error names them.
fn validate(bytes: &[u8]) -> Result<(), Error> {
    let is_valid = |features| Validator::new_with_features(features).validate_all(bytes);
    let Err(error) = is_valid(FEATURES) else { return Ok(()) };
    let all = WasmFeatures::all();
    if is_valid(all).is_ok() {
        let others = all.iter_names().filter(|(_, feature)| !FEATURES.contains(*feature));
        let missing = others.filter(|(_, feature)| is_valid(all.difference(*feature)).is_err());
        let names: Vec<String> = missing.map(|(name, _)| name.to_lowercase().replace('_', "-")).collect();
        if !names.is_empty() {
            return Err(Error::Features(names));
        }
    }
    Err(error.into())
}

fn functions_of(items: ElementItems) -> Result<Vec<Option<u32>>, Error> {
    let mut functions = Vec::new();
    match items {
        ElementItems::Functions(section) => {
            for function in section {
                functions.push(Some(function?));
            }
        }
        ElementItems::Expressions(_, expressions) => {
            for expression in expressions {
                let mut function = None;
                for operator in expression?.get_operators_reader() {
                    if let Operator::RefFunc { function_index } = operator? {
                        function = Some(function_index);
                    }
                }
                functions.push(function);
            }
        }
    }
    Ok(functions)
}

/// The value of a constant expression, if it is a number.
fn constant(expression: &ConstExpr) -> Result<Option<u32>, Error> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(Some(value as u32)),
        _ => Ok(None),
    }
}
