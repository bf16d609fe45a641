//! A measurement: one task that several contestants run in turn.

use anyhow::{Context, Result};

use crate::results::{Quantity, Readings, Results};
use crate::text::short;

/// A task to measure.
pub struct Measurement<'a> {
    /// Name in the results.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Main quantity; a run can return values of other quantities too.
    pub quantity: Quantity,
    /// Names of the contestants.
    pub contestants: Vec<&'static str>,
    /// Number of runs of each contestant.
    pub runs: usize,
    /// Runs the task once for a contestant. Fails if the contestant does not do the same work as the others.
    pub run: Box<dyn Fn(&'static str) -> Result<Readings> + 'a>,
}

impl Measurement<'_> {
    /// Runs all contestants once, then all of them again, and so on, so that other load on the machine affects all of
    /// them equally.
    pub fn measure(&self, results: &mut Results) -> Result<()> {
        for _ in 0..self.runs {
            for contestant in &self.contestants {
                let readings = (self.run)(contestant).with_context(|| format!("{}, {contestant}", self.name))?;
                results.add(&self.name, contestant, readings)?;
            }
        }
        Ok(())
    }

    /// The contestants' medians of the main quantity as text, to show the progress.
    pub fn medians(&self, results: &Results) -> String {
        let medians = self.contestants.iter().filter_map(|contestant| {
            let median = results.median(&self.name, self.quantity, contestant)?;
            Some(format!("{contestant} {} {}", short(median), self.quantity.unit()))
        });
        medians.collect::<Vec<_>>().join(", ")
    }
}
