//! The host module `spectest` that the scripts import.

use anyhow::Result;
use wasmtime::{
    Extern, FuncType, Global, GlobalType, Linker, Memory, MemoryType, Mutability, Ref, RefType, Store, Table,
    TableType, Val, ValType,
};

/// The module's functions with their parameters. They only record their calls.
const PRINTS: [(&str, &[ValType]); 7] = [
    ("print", &[]),
    ("print_i32", &[ValType::I32]),
    ("print_i64", &[ValType::I64]),
    ("print_f32", &[ValType::F32]),
    ("print_f64", &[ValType::F64]),
    ("print_i32_f32", &[ValType::I32, ValType::F32]),
    ("print_f64_f64", &[ValType::F64, ValType::F64]),
];

/// Defines the module. Calls of its functions are recorded in the store.
pub fn define(linker: &mut Linker<Vec<String>>, store: &mut Store<Vec<String>>) -> Result<()> {
    for (name, parameters) in PRINTS {
        let ty = FuncType::new(store.engine(), parameters.iter().cloned(), []);
        linker.func_new("spectest", name, ty, move |mut caller, arguments, _| {
            caller.data_mut().push(format!("{name} {arguments:?}"));
            Ok(())
        })?;
    }
    let globals = [
        ("global_i32", Val::I32(666)),
        ("global_i64", Val::I64(666)),
        ("global_f32", Val::F32(666.6_f32.to_bits())),
        ("global_f64", Val::F64(666.6_f64.to_bits())),
    ];
    for (name, value) in globals {
        let ty = GlobalType::new(value.ty(&*store)?, Mutability::Const);
        let global = Extern::from(Global::new(&mut *store, ty, value)?);
        linker.define(&mut *store, "spectest", name, global)?;
    }
    let memory = Extern::from(Memory::new(&mut *store, MemoryType::new(1, Some(2)))?);
    linker.define(&mut *store, "spectest", "memory", memory)?;
    let ty = TableType::new(RefType::FUNCREF, 10, Some(20));
    let table = Extern::from(Table::new(&mut *store, ty, Ref::Func(None))?);
    linker.define(&mut *store, "spectest", "table", table)?;
    Ok(())
}
