//! How large a component is. Code is what counts: Wrappers compiles all of it at every query.

use anyhow::Result;
use wasmparser::{Parser, Payload};

/// Bytes of a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// All of it.
    pub total: usize,
    /// The code sections of its core modules.
    pub code: usize,
    /// Their data sections.
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
