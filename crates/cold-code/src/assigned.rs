//! Which variables a function may read before it writes them. They alone have to be set to zero when it begins.

use wasmparser::{FunctionBody, Operator};

use crate::Error;

/// The variables that are certainly written where control is; `None` where it never gets.
type Assigned = Option<Vec<bool>>;

struct Block {
    is_loop: bool,
    /// Where control is behind the block, joined over the branches seen so far.
    exit: Assigned,
    /// Of an `if` without `else` so far: where control is if it is skipped.
    skipped: Assigned,
}

/// Finds the variables, parameters not among them, that may be read before they are written; in rising order.
pub(crate) fn read_before_written(body: &FunctionBody, parameters: usize, variables: usize) -> Result<Vec<u32>, Error> {
    let mut state = vec![false; variables];
    state[..parameters].fill(true);
    let mut walk = Walk { now: Some(state), blocks: Vec::new(), found: vec![false; variables] };
    walk.enter(false, None);
    for operator in body.get_operators_reader()? {
        walk.step(&operator?)?;
    }
    let found = walk.found.iter().enumerate().filter(|(_, found)| **found);
    Ok(found.map(|(variable, _)| variable as u32).collect())
}

struct Walk {
    now: Assigned,
    blocks: Vec<Block>,
    found: Vec<bool>,
}

impl Walk {
    fn enter(&mut self, is_loop: bool, skipped: Assigned) {
        self.blocks.push(Block { is_loop, exit: None, skipped });
    }

    fn step(&mut self, operator: &Operator) -> Result<(), Error> {
        match operator {
            Operator::LocalGet { local_index } => {
                let variable = *local_index as usize;
                if self.now.as_ref().is_some_and(|now| !now[variable]) {
                    self.found[variable] = true;
                }
            }
            Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                if let Some(now) = &mut self.now {
                    now[*local_index as usize] = true;
                }
            }
            Operator::Block { .. } => self.enter(false, None),
            Operator::Loop { .. } => self.enter(true, None),
            Operator::If { .. } => {
                self.enter(false, self.now.clone());
            }
            Operator::Else => {
                self.branch(0);
                let block = self.blocks.last_mut();
                self.now = block.and_then(|block| block.skipped.take());
            }
            Operator::End => {
                if let Some(block) = self.blocks.pop() {
                    join(&mut self.now, block.exit.as_ref());
                    join(&mut self.now, block.skipped.as_ref());
                }
            }
            Operator::Br { relative_depth } => {
                self.branch(*relative_depth);
                self.now = None;
            }
            Operator::BrIf { relative_depth } => self.branch(*relative_depth),
            Operator::BrTable { targets } => {
                for target in targets.targets() {
                    self.branch(target?);
                }
                self.branch(targets.default());
                self.now = None;
            }
            Operator::Return | Operator::Unreachable => self.now = None,
            _ => {}
        }
        Ok(())
    }

    /// Notes that control may go to the end of a block. At a loop's beginning no more is written than when it was entered.
    fn branch(&mut self, depth: u32) {
        let Some(at) = self.blocks.len().checked_sub(depth as usize + 1) else { return };
        let block = &mut self.blocks[at];
        if !block.is_loop {
            join(&mut block.exit, self.now.as_ref());
        }
    }
}

/// Where control is if it comes from either of two places.
fn join(into: &mut Assigned, other: Option<&Vec<bool>>) {
    match (&mut *into, other) {
        (_, None) => {}
        (None, Some(other)) => *into = Some(other.clone()),
        (Some(into), Some(other)) => into.iter_mut().zip(other).for_each(|(into, other)| *into &= *other),
    }
}
