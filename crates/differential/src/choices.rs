//! The choices of a generator, as a list of numbers. A query is a function of its list, and a shorter list or smaller
//! numbers generate a simpler query. Shrinking therefore works on the list, and needs no knowledge of SQL.

/// A source of choices: either random ones, which are recorded, or those of a given list.
pub struct Choices {
    /// The recorded choices, or the given list.
    made: Vec<u32>,
    /// Position of the next choice in the given list.
    at: usize,
    /// State of a splitmix64 random-number generator; `None` for a given list.
    random: Option<u64>,
}

impl Choices {
    /// Random choices that depend only on the seed.
    pub fn random(seed: u64) -> Self {
        Choices { made: Vec::new(), at: 0, random: Some(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)) }
    }

    /// The choices of a list. After its end, every choice is 0.
    pub fn given(made: Vec<u32>) -> Self {
        Choices { made, at: 0, random: None }
    }

    /// Chooses a number below `n`. Zero must be the simplest alternative.
    pub fn below(&mut self, n: usize) -> usize {
        let choice = match &mut self.random {
            Some(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                let choice = ((mixed ^ (mixed >> 31)) % n.max(1) as u64) as u32;
                self.made.push(choice);
                choice
            }
            None => {
                let choice = self.made.get(self.at).copied().unwrap_or(0);
                self.at += 1;
                choice
            }
        };
        (choice as usize).min(n.saturating_sub(1))
    }

    /// Returns true with probability `1 / n`, and false for the simplest choice.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) + 1 == n
    }

    /// Chooses one of the items, which must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// The recorded choices.
    pub fn into_made(self) -> Vec<u32> {
        self.made
    }
}

/// Simplifies a list of choices as long as `fails` returns true for it, with at most `tries` calls of `fails`. Removes
/// blocks of choices, or replaces them by zeros, and halves single choices.
pub fn shrink(choices: Vec<u32>, tries: usize, fails: &mut dyn FnMut(&[u32]) -> bool) -> Vec<u32> {
    let mut best = choices;
    let mut left = tries;
    let mut attempt = |best: &mut Vec<u32>, candidate: Vec<u32>| {
        let is_better = left > 0 && candidate != *best && fails(&candidate);
        left = left.saturating_sub(1);
        if is_better {
            *best = candidate;
        }
        is_better
    };
    let mut block = best.len();
    while block > 0 {
        let mut is_smaller = false;
        let mut at = 0;
        while at < best.len() {
            let end = (at + block).min(best.len());
            let without = [&best[..at], &best[end..]].concat();
            if attempt(&mut best, without) {
                is_smaller = true;
                continue;
            }
            let mut zeroed = best.clone();
            zeroed[at..end].fill(0);
            is_smaller |= attempt(&mut best, zeroed);
            let mut halved = best.clone();
            halved[at] /= 2;
            is_smaller |= block == 1 && attempt(&mut best, halved);
            at += block;
        }
        if !is_smaller {
            block /= 2;
        }
    }
    best
}

#[test]
fn shrinking_finds_a_minimal_list() {
    // Fails for a list in which a number above 20 follows a 7.
    let mut fails = |choices: &[u32]| {
        let seven = choices.iter().position(|choice| *choice == 7);
        seven.is_some_and(|at| choices[at..].iter().any(|choice| *choice > 20))
    };
    let found = shrink(vec![3, 1, 7, 0, 12, 99, 4], 200, &mut fails);
    assert_eq!((found[0], found.len()), (7, 2));
    assert!((21..=42).contains(&found[1]), "{found:?}");
}
