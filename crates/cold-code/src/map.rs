//! Maps a position in the bytecode to the function that contains it, so that a trap can be reported by function name.
//!
//! A position is the address of an instruction in the interpreter's memory. The interpreter stores the position of each
//! instruction at [`POSITION`] before it runs the instruction. After a trap, [`position`] reads it from there.

use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use crate::layout::{Layout, MAGIC, POSITION};

/// Reads the last position from the contents of a memory. Returns `None` if the memory is not an interpreter's, if the
/// interpreter has not run, or if it has exited since.
pub fn position(memory: &[u8]) -> Option<u32> {
    let begin = POSITION as usize;
    let position = memory.starts_with(MAGIC).then(|| memory.get(begin..begin + 4))??;
    Some(u32::from_le_bytes(position.try_into().ok()?)).filter(|position| *position > 0)
}

/// A map from positions to functions. `F` identifies a function: by its index (`u32`), or by its name (`String`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map<F> {
    /// The positions at which code begins, in ascending order, with the function that it belongs to. A function can
    /// occur twice: its entry point, the two instructions by which it is called from outside, is separate from its
    /// code.
    begins: Vec<(u32, F)>,
    /// The position after the last instruction.
    end: u32,
}

impl Map<u32> {
    pub(crate) fn of(layout: &Layout) -> Map<u32> {
        Map { begins: layout.code_starts().into_iter().collect(), end: layout.end() }
    }
}

impl<F> Map<F> {
    /// Returns the function that contains a position; `None` if the position is not in the bytecode.
    pub fn function(&self, position: u32) -> Option<&F> {
        let after = self.begins.partition_point(|(begin, _)| *begin <= position);
        let (_, function) = self.begins.get(after.checked_sub(1)?)?;
        (position < self.end).then_some(function)
    }

    /// Iterates over the contiguous stretches of code, each with its function and its size in bytes.
    pub fn stretches(&self) -> impl Iterator<Item = (&F, u32)> {
        let ends = self.begins.iter().skip(1).map(|(begin, _)| *begin).chain([self.end]);
        self.begins.iter().zip(ends).map(|((begin, function), end)| (function, end - begin))
    }

    /// Converts the map to one with names.
    pub fn named(self, name: impl Fn(F) -> String) -> Map<String> {
        Map {
            begins: self.begins.into_iter().map(|(begin, function)| (begin, name(function))).collect(),
            end: self.end,
        }
    }
}

impl Map<String> {
    /// Reads the map of a module or component from the file beside it that has the extension `map`. Returns `None` if
    /// there is no such file or it is not a map.
    pub fn beside(file: &Path) -> Option<Map<String>> {
        Map::from_text(&fs::read_to_string(file.with_extension("map")).ok()?)
    }

    /// Writes the map to the file that [`Map::beside`] reads.
    pub fn write_beside(&self, file: &Path) -> io::Result<()> {
        fs::write(file.with_extension("map"), self.to_text())
    }

    /// Formats the map as text: one line for each stretch of code, with the position at which it begins and the name of
    /// its function, and a last line with the position at which the code ends.
    fn to_text(&self) -> String {
        let mut text = String::new();
        for (begin, name) in &self.begins {
            let _ = writeln!(text, "{begin} {name}");
        }
        let _ = writeln!(text, "{}", self.end);
        text
    }

    /// Parses the format of [`Map::to_text`]. Returns `None` if the text has another format.
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
    fn each_position_in_the_code_has_a_name() {
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
    fn the_position_is_read_only_from_an_interpreters_memory() {
        let mut memory = MAGIC.to_vec();
        memory.extend([0x34, 0x12, 0, 0]);
        assert_eq!(position(&memory), Some(0x1234));
        assert_eq!(position(&memory[..11]), None);
        assert_eq!(position(&[0; 16]), None);
        memory[8..].fill(0);
        assert_eq!(position(&memory), None);
    }
}
