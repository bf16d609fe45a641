//! Validates a core module and reads the parts of it that rewriting needs.

use std::collections::{BTreeSet, HashMap};

use wasmparser::{
    ConstExpr, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Import, Operator,
    Parser, Payload, TypeRef, ValType, Validator, WasmFeatures,
};

use crate::Error;

/// The WebAssembly features that a module may use. `call-indirect-overlong` is not a feature of the specification: it
/// permits the padded encoding of a table's index that linkers leave in the code.
pub(crate) const FEATURES: WasmFeatures = WasmFeatures::MVP
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG);

/// A core module. As in WebAssembly's index spaces, indices count the imports first.
#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) types: Vec<FuncType>,
    /// For each type, the index of the first equal type.
    type_numbers: Vec<u32>,
    /// The index of each function's type.
    pub(crate) functions: Vec<u32>,
    pub(crate) imported_functions: u32,
    /// The types of the globals.
    pub(crate) globals: Vec<ValType>,
    pub(crate) memories: u32,
    pub(crate) tables: u32,
    pub(crate) data_segments: u32,
    /// The bodies of the functions that are not imported.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// Functions that are exported, referenced by a global's initial value, or the start function.
    pub(crate) referenced: BTreeSet<u32>,
    /// Functions in element segments of any kind.
    pub(crate) in_segments: BTreeSet<u32>,
    /// The entries of the table if it is private: only indirect calls in this module use it. The host cannot reach it,
    /// and no instruction writes to it, so its contents are constant. `None` if there is no table or it is not private.
    pub(crate) private_table: Option<Vec<Option<u32>>>,
    /// Information about the table, collected while the sections are read.
    table: Table,
}

/// The facts that decide whether a module's table is private.
#[derive(Default)]
struct Table {
    /// The initial number of entries of the table that the module declares.
    size: Option<u64>,
    /// Whether the table is imported or exported, or its initial contents depend on an imported global.
    is_reachable: bool,
    /// Active element segments: the index of the first entry, and the functions.
    segments: Vec<(u32, Vec<Option<u32>>)>,
}

/// Maximum number of entries of a private table. The interpreter's memory contains a copy, which should stay small.
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
            // Validation has rejected the features that other kinds belong to.
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
            // Such a segment has an effect only if an instruction copies it to the table, and then the table is not
            // private.
            ElementKind::Passive | ElementKind::Declared => {}
        }
        Ok(())
    }

    /// The entries of the table; `None` if it is not private.
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
            // A segment after the end of the table makes instantiation fail.
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

    /// The body of a function; `None` if the function is imported.
    pub(crate) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported_functions)? as usize)
    }

    /// The number of the type with an index. Equal types have the same number, although their indices differ.
    pub(crate) fn type_number(&self, ty: u32) -> u32 {
        self.type_numbers[ty as usize]
    }

    /// The type of a function.
    pub(crate) fn function_type(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }
}

/// Validates a module. If only unsupported features make it invalid, the error lists them.
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

/// The value of a constant expression if it is an `i32` constant; `None` if it reads a global.
fn constant(expression: &ConstExpr) -> Result<Option<u32>, Error> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(Some(value as u32)),
        _ => Ok(None),
    }
}
