//! Replaying: rows are kept for rescans while they fit into a budget of memory.

use crate::reader::row_buffer::{Cell, RowBuffer};

/// The decoded rows of a scan so far, or only the current row after the rows have exceeded the budget.
pub struct Replay {
    /// Maximum memory for the rows, in bytes.
    budget: usize,
    /// The rows of earlier pages, one row buffer for each page.
    kept: Vec<RowBuffer>,
    /// Memory that `kept` uses, in bytes.
    used: usize,
    /// The rows of the current page.
    current: RowBuffer,
    /// The position of the next row: the index of its row buffer, where `current` follows those in `kept`, and its
    /// index within that buffer.
    next: (usize, usize),
    past_budget: bool,
}

impl Replay {
    /// No rows yet. The budget is in bytes.
    pub fn new(budget: usize) -> Self {
        let (kept, current) = (Vec::new(), RowBuffer::default());
        Replay { budget, kept, used: 0, current, next: (0, 0), past_budget: budget == 0 }
    }

    /// The budget in bytes.
    pub fn budget(&self) -> usize {
        self.budget
    }

    /// Whether all rows so far were kept.
    pub fn is_complete(&self) -> bool {
        !self.past_budget
    }

    /// Memory used, in bytes.
    pub fn size(&self) -> usize {
        self.used + self.current.size()
    }

    /// Whether rows can be appended, before the scan advances to them, without exceeding the budget.
    pub fn has_room(&self) -> bool {
        // A vector doubles when it grows.
        !self.past_budget && self.size() < self.budget / 4
    }

    /// Returns to the beginning, before the first row. Returns whether all rows were kept; if not, they must be read
    /// again.
    pub fn rewind(&mut self) -> bool {
        self.next = (0, 0);
        if self.past_budget {
            self.current.clear();
        }
        !self.past_budget
    }

    /// Advances to the next decoded row. Returns `false` if there is none.
    pub fn advance(&mut self) -> bool {
        loop {
            let (at, row) = self.next;
            if row < self.buffer_at(at).rows() {
                self.next = (at, row + 1);
                return true;
            }
            if at == self.kept.len() {
                // Stay at this position, because rows may still be appended to the current page.
                return false;
            }
            self.next = (at + 1, 0);
        }
    }

    /// A cell of the current row, which is the one before the next. `width` is the number of cells of a row.
    pub fn cell(&self, width: usize, column: usize) -> Option<Cell<'_>> {
        let (at, next_row) = self.next;
        self.buffer_at(at).cell(next_row.checked_sub(1)? * width + column)
    }

    fn buffer_at(&self, at: usize) -> &RowBuffer {
        self.kept.get(at).unwrap_or(&self.current)
    }

    /// Begins a new page: the rows of the current one become earlier rows.
    pub fn begin_page(&mut self) {
        if !self.past_budget && self.current.rows() > 0 {
            self.used += self.current.size();
            self.kept.push(std::mem::take(&mut self.current));
        }
    }

    /// The row buffer to which the next row is appended. The caller must advance to that row before it appends another
    /// one, because after the budget is exceeded, only one row is kept.
    pub fn buffer(&mut self) -> &mut RowBuffer {
        self.past_budget |= self.size() > self.budget;
        if self.past_budget {
            self.kept.clear();
            self.used = 0;
            self.current.clear();
            self.next = (0, 0);
        }
        &mut self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(replay: &mut Replay, value: &str) {
        let buffer = replay.buffer();
        buffer.push_text(|out| out.push_str(value));
        buffer.push_null();
        buffer.end_row();
    }

    fn next(replay: &mut Replay) -> Option<String> {
        let cell = |cell: Option<Cell>| match cell {
            Some(Cell::Text(text)) => text.to_owned(),
            Some(other) => format!("{other:?}"),
            None => "null".to_owned(),
        };
        replay.advance().then(|| (0..2).map(|column| cell(replay.cell(2, column))).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn kept_rows_are_replayed_before_rows_that_are_read_later() {
        let mut replay = Replay::new(1 << 20);
        replay.begin_page();
        add(&mut replay, "a");
        assert_eq!(next(&mut replay).as_deref(), Some("a|null"));
        add(&mut replay, "b");
        assert!(replay.rewind());
        assert_eq!(next(&mut replay).as_deref(), Some("a|null"));
        assert_eq!(next(&mut replay).as_deref(), Some("b|null"));
        assert_eq!(next(&mut replay), None);
        replay.begin_page();
        assert_eq!(next(&mut replay), None);
        add(&mut replay, "c");
        assert_eq!(next(&mut replay).as_deref(), Some("c|null"));
        assert!(replay.rewind());
        let all: Vec<String> = std::iter::from_fn(|| next(&mut replay)).collect();
        assert_eq!(all, ["a|null", "b|null", "c|null"]);
    }

    #[test]
    fn only_the_current_row_is_kept_after_the_budget_is_exceeded() {
        for budget in [0, 100, 5000] {
            let mut replay = Replay::new(budget);
            for page in 0..20 {
                replay.begin_page();
                for row in 0..20 {
                    let value = format!("{page}-{row}");
                    add(&mut replay, &value);
                    assert_eq!(next(&mut replay), Some(value + "|null"), "budget {budget}");
                    assert_eq!(next(&mut replay), None);
                }
            }
            assert!(!replay.rewind());
            assert_eq!(next(&mut replay), None);
            let used: usize = replay.kept.iter().map(RowBuffer::size).sum::<usize>() + replay.current.size();
            assert!(used <= 5000 + 2000, "{used} bytes are used with a budget of {budget}");
        }
    }

    #[test]
    fn rows_without_columns_are_counted() {
        let mut replay = Replay::new(1000);
        replay.begin_page();
        for _ in 0..3 {
            replay.buffer().end_row();
        }
        let mut count = 0;
        while replay.advance() {
            count += 1;
        }
        assert_eq!(count, 3);
    }
}
