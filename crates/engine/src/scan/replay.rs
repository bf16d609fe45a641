//! Replaying: rows are kept for a re-scan as long as they fit a budget.

use crate::reader::rows::{Cell, Chunk};

/// The rows of a scan so far, or only the last one once they are past the budget.
pub struct Replay {
    budget: usize,
    /// The rows of earlier pages.
    kept: Vec<Chunk>,
    /// Bytes in them.
    used: usize,
    /// The rows of the page being read.
    current: Chunk,
    /// The next row: its chunk, of which the page being read is the last, and its place in it.
    next: (usize, usize),
    past_budget: bool,
}

impl Replay {
    /// Empty. The budget is in bytes.
    pub fn new(budget: usize) -> Self {
        let (kept, current) = (Vec::new(), Chunk::default());
        Replay { budget, kept, used: 0, current, next: (0, 0), past_budget: budget == 0 }
    }

    /// Whether every row is still there.
    pub fn is_whole(&self) -> bool {
        !self.past_budget
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        self.used + self.current.size()
    }

    /// Starts over from the first row. Returns whether the rows are there.
    pub fn rewind(&mut self) -> bool {
        self.next = (0, 0);
        if self.past_budget {
            self.current.clear();
        }
        !self.past_budget
    }

    /// Goes on to the next row that is kept. Returns whether there is one.
    pub fn advance(&mut self) -> bool {
        loop {
            let (at, row) = self.next;
            if row < self.chunk_at(at).rows() {
                self.next = (at, row + 1);
                return true;
            }
            if at == self.kept.len() {
                // The page being read may still grow.
                return false;
            }
            self.next = (at + 1, 0);
        }
    }

    /// A cell of the row that was gone on to last. `width` is how many cells each row has.
    pub fn cell(&self, width: usize, column: usize) -> Option<Cell<'_>> {
        let (at, next_row) = self.next;
        self.chunk_at(at).cell(next_row.checked_sub(1)? * width + column)
    }

    fn chunk_at(&self, at: usize) -> &Chunk {
        self.kept.get(at).unwrap_or(&self.current)
    }

    /// Begins a page's rows.
    pub fn begin_page(&mut self) {
        if !self.past_budget && self.current.rows() > 0 {
            self.used += self.current.size();
            self.kept.push(std::mem::take(&mut self.current));
        }
    }

    /// The chunk for the next row, which is to be handed out before another is asked for: past the budget, no more
    /// than that one is kept.
    pub fn chunk(&mut self) -> &mut Chunk {
        self.past_budget |= self.size() > self.budget;
        if self.past_budget {
            self.kept.clear();
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
        let chunk = replay.chunk();
        chunk.push_text(|out| out.push_str(value));
        chunk.push_null();
        chunk.end_row();
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
    fn rows_come_back_and_the_live_scan_goes_on_behind_them() {
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
    fn past_the_budget_only_the_row_at_hand_is_kept() {
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
            let held: usize = replay.kept.iter().map(Chunk::size).sum::<usize>() + replay.current.size();
            assert!(held <= 5000 + 2000, "{held} bytes for a budget of {budget}");
        }
    }

    #[test]
    fn rows_without_columns_are_counted() {
        let mut replay = Replay::new(1000);
        replay.begin_page();
        for _ in 0..3 {
            replay.chunk().end_row();
        }
        let mut count = 0;
        while replay.advance() {
            count += 1;
        }
        assert_eq!(count, 3);
    }
}
