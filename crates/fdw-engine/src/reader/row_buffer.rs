//! Row buffers: decoded rows in a compact form.

/// The value of a cell that is not NULL. The type of the column determines the Postgres value that it becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A boolean.
    Bool(bool),
    /// A smallint, integer or bigint; the seconds of a date, or the microseconds of a timestamp or timestamptz, since
    /// the Unix epoch.
    Int(i64),
    /// A real, double precision or numeric.
    Float(f64),
    /// A text, jsonb or uuid.
    Text(&'a str),
}

/// A cell as the row buffer stores it.
#[derive(Clone, Copy)]
enum Stored {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A part of the row buffer's text: the positions of its beginning and of its end.
    Text {
        start: u32,
        end: u32,
    },
}

/// Decoded rows of one page. Cells are appended one after the other; [`RowBuffer::end_row`] ends each row.
#[derive(Default)]
pub struct RowBuffer {
    /// The cells of all rows, row by row.
    cells: Vec<Stored>,
    /// The characters of all text cells.
    text: String,
    /// Number of rows that have ended. It is counted, because rows may have no cells.
    rows: usize,
}

impl RowBuffer {
    #[inline(never)] // Hot: runs for each cell. Code that appends to other vectors is not hot.
    fn push(&mut self, cell: Stored) {
        self.cells.push(cell);
    }

    /// Appends NULL to the row.
    pub fn push_null(&mut self) {
        self.push(Stored::Null);
    }

    /// Appends a boolean to the row.
    pub fn push_bool(&mut self, value: bool) {
        self.push(Stored::Bool(value));
    }

    /// Appends a whole number to the row.
    pub fn push_int(&mut self, value: i64) {
        self.push(Stored::Int(value));
    }

    /// Appends a double to the row.
    pub fn push_float(&mut self, value: f64) {
        self.push(Stored::Float(value));
    }

    /// Appends a text to the row: the characters that `write` appends to the string. Returns the result of `write`.
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

    /// The cell at an index, counted from the first cell of the first row; `None` if it is NULL.
    pub fn cell(&self, at: usize) -> Option<Cell<'_>> {
        match *self.cells.get(at)? {
            Stored::Null => None,
            Stored::Bool(value) => Some(Cell::Bool(value)),
            Stored::Int(value) => Some(Cell::Int(value)),
            Stored::Float(value) => Some(Cell::Float(value)),
            Stored::Text { start, end } => Some(Cell::Text(self.text.get(start as usize..end as usize).unwrap_or(""))),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Memory used, in bytes.
    pub fn size(&self) -> usize {
        self.text.capacity() + self.cells.capacity() * size_of::<Stored>()
    }

    /// Removes all rows, but keeps the allocated memory for further rows.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.text.clear();
        self.rows = 0;
    }
}
