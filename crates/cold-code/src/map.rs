//! From a position in the bytecode to the function that it belongs to.

use crate::layout::Layout;

/// Which function each position belongs to. A position is the address of an instruction in the interpreter's memory, as
/// it stands at [`crate::POSITION`] after a trap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Where each function begins, by rising positions; a function's two instructions for calls from outside stand apart.
    begins: Vec<(u32, u32)>,
    end: u32,
}

impl Map {
    pub(crate) fn of(layout: &Layout) -> Map {
        Map { begins: layout.places().into_iter().collect(), end: layout.end() }
    }

    /// The function at a position, by its index in the module that was rewritten.
    pub fn function(&self, position: u32) -> Option<u32> {
        let after = self.begins.partition_point(|(begin, _)| *begin <= position);
        let (_, function) = self.begins.get(after.checked_sub(1)?)?;
        (position < self.end).then_some(*function)
    }

    /// Where each function's code begins, by rising positions.
    pub fn begins(&self) -> impl Iterator<Item = (u32, u32)> {
        self.begins.iter().copied()
    }

    /// Where the code ends.
    pub fn end(&self) -> u32 {
        self.end
    }
}
