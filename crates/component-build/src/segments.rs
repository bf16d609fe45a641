//! Merging data segments. `wasm-opt` divides data into a segment for each run of bytes other than zero, of which there are
//! more than a thousand, and a host needs more time for a segment than for a few zeros.

use anyhow::Result;
use wasm_encoder::{ConstExpr, DataCountSection, DataSection, Module, RawSection};
use wasmparser::{Data, DataKind, Operator, Parser, Payload};

/// Maximum number of zeros between two segments that become one.
const MAX_GAP: usize = 64;

/// A segment that is copied to a constant address of the memory when the module is instantiated.
struct Segment {
    address: usize,
    bytes: Vec<u8>,
}

/// Merges the data segments of a module that are near each other. A module that has other segments, or that uses segments
/// while it runs, remains as it is.
pub fn merge(module: &[u8]) -> Result<Vec<u8>> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::DataSection(section) => {
                for data in section {
                    let Some(segment) = active(&data?)? else { return Ok(module.to_owned()) };
                    segments.push(segment);
                }
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    if matches!(operator?, Operator::MemoryInit { .. } | Operator::DataDrop { .. }) {
                        return Ok(module.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let mut data = DataSection::new();
    for segment in merged(segments) {
        data.active(0, &ConstExpr::i32_const(segment.address as i32), segment.bytes);
    }
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::DataSection(_) => {
                out.section(&data);
            }
            Payload::DataCountSection { .. } => {
                out.section(&DataCountSection { count: data.len() });
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    out.section(&RawSection { id, data: &module[range.start as usize..range.end as usize] });
                }
            }
        }
    }
    Ok(out.finish())
}

/// A segment of the first memory with a constant address; `None` if it is another one.
fn active(data: &Data) -> Result<Option<Segment>> {
    let DataKind::Active { memory_index: 0, offset_expr } = &data.kind else { return Ok(None) };
    let mut operators = offset_expr.get_operators_reader();
    let Operator::I32Const { value } = operators.read()? else { return Ok(None) };
    Ok(Some(Segment { address: value as u32 as usize, bytes: data.data.to_vec() }))
}

/// Merges segments in ascending order of their addresses, as `wasm-opt` writes them. Of overlapping ones, none is merged.
fn merged(segments: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for segment in segments {
        let gap = out.last().and_then(|last| segment.address.checked_sub(last.address + last.bytes.len()));
        match (gap, out.last_mut()) {
            (Some(gap), Some(last)) if gap <= MAX_GAP => {
                last.bytes.resize(last.bytes.len() + gap, 0);
                last.bytes.extend(segment.bytes);
            }
            _ => out.push(segment),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(text: &str) -> Vec<(usize, usize)> {
        let module = merge(&wat::parse_str(text).expect("a module")).expect("a module");
        wasmparser::validate(&module).expect("the module is valid");
        let mut out = Vec::new();
        for payload in Parser::new(0).parse_all(&module) {
            if let Payload::DataSection(section) = payload.expect("a section") {
                let found = section.into_iter().map(|data| active(&data.expect("a segment")).expect("an address"));
                out.extend(found.flatten().map(|segment| (segment.address, segment.bytes.len())));
            }
        }
        out
    }

    #[test]
    fn near_segments_become_one() {
        let near =
            r#"(module (memory 1) (data (i32.const 8) "ab") (data (i32.const 12) "c") (data (i32.const 999) "d"))"#;
        assert_eq!(segments(near), [(8, 5), (999, 1)]);
        let overlapping = r#"(module (memory 1) (data (i32.const 8) "abc") (data (i32.const 9) "d"))"#;
        assert_eq!(segments(overlapping), [(8, 3), (9, 1)]);
    }

    #[test]
    fn segments_that_the_module_uses_remain() {
        let used = r#"(module (memory 1) (data (i32.const 8) "ab") (data (i32.const 12) "c") (func (data.drop 0)))"#;
        assert_eq!(segments(used), [(8, 2), (12, 1)]);
    }
}
