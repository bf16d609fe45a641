//! From a position in the bytecode to the function that it belongs to.
//!
//! A position is the address of an instruction in the interpreter's memory. After a trap, the one of the instruction that
//! was begun last stands there at [`POSITION`]: [`position`] reads it.

use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use crate::layout::{Layout, MAGIC, POSITION};

/// The position in an interpreter's memory; `None` if it is another memory, or the interpreter has not run.
pub fn position(memory: &[u8]) -> Option<u32> {
    let begin = POSITION as usize;
    let position = memory.starts_with(MAGIC).then(|| memory.get(begin..begin + 4))??;
    Some(u32::from_le_bytes(position.try_into().ok()?)).filter(|position| *position > 0)
}

/// Which function each position belongs to. A function is known by a name, or by its index before names are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map<F> {
    /// Where functions begin, by rising positions. The two instructions by which a function is called from outside stand
    /// apart from its code.
    begins: Vec<(u32, F)>,
    /// Where the code ends.
    end: u32,
}

impl Map<u32> {
    pub(crate) fn of(layout: &Layout) -> Map<u32> {
        Map { begins: layout.places().into_iter().collect(), end: layout.end() }
    }
}

impl<F> Map<F> {
    /// The function at a position.
    pub fn function(&self, position: u32) -> Option<&F> {
        let after = self.begins.partition_point(|(begin, _)| *begin <= position);
        let (_, function) = self.begins.get(after.checked_sub(1)?)?;
        (position < self.end).then_some(function)
    }

    /// Each function with the bytes of one stretch of its code.
    pub fn stretches(&self) -> impl Iterator<Item = (&F, u32)> {
        let ends = self.begins.iter().skip(1).map(|(begin, _)| *begin).chain([self.end]);
        self.begins.iter().zip(ends).map(|((begin, function), end)| (function, end - begin))
    }

    /// The same map with names.
    pub fn named(self, name: impl Fn(F) -> String) -> Map<String> {
        Map {
            begins: self.begins.into_iter().map(|(begin, function)| (begin, name(function))).collect(),
            end: self.end,
        }
    }
}

impl Map<String> {
    /// Reads the map of a module or component from the file that stands beside it, with the extension `map`.
    pub fn beside(file: &Path) -> Option<Map<String>> {
        Map::from_text(&fs::read_to_string(file.with_extension("map")).ok()?)
    }

    /// Writes it there.
    pub fn write_beside(&self, file: &Path) -> io::Result<()> {
        fs::write(file.with_extension("map"), self.to_text())
    }

    /// A line for each stretch of code, with the position where it begins and the name of its function; in the last line
    /// the position where the code ends.
    fn to_text(&self) -> String {
        let mut text = String::new();
        for (begin, name) in &self.begins {
            let _ = writeln!(text, "{begin} {name}");
        }
        let _ = writeln!(text, "{}", self.end);
        text
    }

    /// Reads what [`Map::to_text`] wrote; `None` if the text is something else.
    fn from_text(text: &str) -> Option<Map<String>> {
        let (last, lines) =
            text.lines().collect::<Vec<_>>().split_last().map(|(last, lines)| (*last, lines.to_vec()))?;
        let begins = lines.into_iter().map(|line| {
            let (begin, name) = line.split_once(' ')?;
            Some((begin.parse().ok()?, name.to_owned()))
        });
        Some(Map { begins: begins.collect::<Option<_>>()?, end: last.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_has_a_name() {
        let map = Map { begins: vec![(16, "a b".to_owned()), (40, "c".to_owned())], end: 64 };
        for (position, name) in
            [(0, None), (15, None), (16, Some("a b")), (39, Some("a b")), (40, Some("c")), (63, Some("c")), (64, None)]
        {
            assert_eq!(map.function(position).map(String::as_str), name, "{position}");
        }
        assert_eq!(map.stretches().map(|(_, bytes)| bytes).collect::<Vec<_>>(), [24, 24]);
        assert_eq!(Map::from_text(&map.to_text()), Some(map));
        for text in ["", "a", "1 a\nb\n", "x a\n2\n"] {
            assert_eq!(Map::from_text(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_memory_tells_its_position() {
        let mut memory = MAGIC.to_vec();
        memory.extend([0x34, 0x12, 0, 0]);
        assert_eq!(position(&memory), Some(0x1234));
        assert_eq!(position(&memory[..11]), None);
        assert_eq!(position(&[0; 16]), None);
        memory[8..].fill(0);
        assert_eq!(position(&memory), None);
    }
}
