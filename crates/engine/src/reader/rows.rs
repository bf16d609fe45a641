//! Rows in a compact form, as they were decoded.

/// A value, borrowed. Its column's type says which of the host's it becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// boolean
    Bool(bool),
    /// The integer types; seconds for date, microseconds for timestamp and timestamptz, all since the Unix epoch.
    Int(i64),
    /// real, double precision, numeric
    Float(f64),
    /// text, jsonb, uuid
    Text(&'a str),
}

#[derive(Clone, Copy)]
enum Stored {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A part of the chunk's text.
    Text {
        start: u32,
        end: u32,
    },
}

/// Rows of one page.
#[derive(Default)]
pub struct Chunk {
    cells: Vec<Stored>,
    text: String,
    rows: usize,
}

impl Chunk {
    #[inline(never)] // Hot for each cell, unlike what adds to other vectors.
    fn push(&mut self, cell: Stored) {
        self.cells.push(cell);
    }

    /// Adds NULL to the row being built.
    pub fn push_null(&mut self) {
        self.push(Stored::Null);
    }

    /// Adds a boolean.
    pub fn push_bool(&mut self, value: bool) {
        self.push(Stored::Bool(value));
    }

    /// Adds a whole number.
    pub fn push_int(&mut self, value: i64) {
        self.push(Stored::Int(value));
    }

    /// Adds a double.
    pub fn push_float(&mut self, value: f64) {
        self.push(Stored::Float(value));
    }

    /// Adds the text that `write` appends; returns what `write` returns.
    pub fn push_text<T>(&mut self, write: impl FnOnce(&mut String) -> T) -> T {
        let start = self.text.len() as u32;
        let result = write(&mut self.text);
        self.push(Stored::Text { start, end: self.text.len() as u32 });
        result
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.rows += 1;
    }

    /// A cell, counted from the first one of the first row.
    pub fn cell(&self, at: usize) -> Option<Cell<'_>> {
        match *self.cells.get(at)? {
            Stored::Null => None,
            Stored::Bool(value) => Some(Cell::Bool(value)),
            Stored::Int(value) => Some(Cell::Int(value)),
            Stored::Float(value) => Some(Cell::Float(value)),
            Stored::Text { start, end } => Some(Cell::Text(self.text.get(start as usize..end as usize).unwrap_or(""))),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes it holds.
    pub fn size(&self) -> usize {
        self.text.capacity() + self.cells.capacity() * size_of::<Stored>()
    }

    /// Drops the rows and keeps their memory.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.text.clear();
        self.rows = 0;
    }
}
