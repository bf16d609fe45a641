//! Measures the sizes of components and of functions. The size of the code matters most, because Wrappers compiles all
//! of it for every query.

use std::collections::BTreeMap;

use anyhow::Result;
use wasmparser::{Parser, Payload, TypeRef};

/// The size of a component in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The whole component.
    pub total: usize,
    /// The code sections of its core modules.
    pub code: usize,
    /// The data sections of its core modules.
    pub data: usize,
}

/// Measures a component.
pub fn measure(component: &[u8]) -> Result<Size> {
    let mut size = Size { total: component.len(), ..Size::default() };
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => size.code += (range.end - range.start) as usize,
            Payload::DataSection(section) => size.data += (section.range().end - section.range().start) as usize,
            _ => {}
        }
    }
    Ok(size)
}

/// Returns the size in bytes of the body of each function of a core module, by the function's index.
pub fn of_functions(module: &[u8]) -> Result<BTreeMap<u32, usize>> {
    let mut next = 0;
    let mut sizes = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    next += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                sizes.insert(next, (body.range().end - body.range().start) as usize);
                next += 1;
            }
            _ => {}
        }
    }
    Ok(sizes)
}
