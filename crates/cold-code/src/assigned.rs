//! Finds the variables that a function may read before it writes them. WebAssembly's variables start as zero; the
//! bytecode has to clear only these.

use wasmparser::{FunctionBody, Operator};

use crate::Error;

/// For each variable, whether every path to this place in the code has written it; `None` where the code is
/// unreachable.
type Assigned = Option<Vec<bool>>;

struct Block {
    is_loop: bool,
    /// The state after the block, joined over the branches to its end seen so far.
    exit: Assigned,
    /// For an `if` whose `else` has not been seen: the state if the condition is false.
    skipped: Assigned,
}

/// Returns the variables, without parameters, that may be read before they are written, in ascending order.
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

/// A walk over a function's instructions, in their order in the code.
struct Walk {
    /// The state before the next instruction.
    now: Assigned,
    /// The open blocks, from the outermost.
    blocks: Vec<Block>,
    /// For each variable, whether it may be read before it is written.
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

    /// Records a branch to the block at a depth. A branch to a loop goes back to its start and cannot weaken the state
    /// there: whatever was written on entry is still written.
    fn branch(&mut self, depth: u32) {
        let Some(at) = self.blocks.len().checked_sub(depth as usize + 1) else { return };
        let block = &mut self.blocks[at];
        if !block.is_loop {
            join(&mut block.exit, self.now.as_ref());
        }
    }
}

/// Joins two states where control can come from either: a variable is written only if it is written in both.
fn join(into: &mut Assigned, other: Option<&Vec<bool>>) {
    match (&mut *into, other) {
        (_, None) => {}
        (None, Some(other)) => *into = Some(other.clone()),
        (Some(into), Some(other)) => into.iter_mut().zip(other).for_each(|(into, other)| *into &= *other),
    }
}
