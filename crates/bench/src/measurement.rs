//! A measurement: one thing that several contestants do, in turn.

use anyhow::{Context, Result};

use crate::results::{Quantity, Readings, Results};
use crate::text::short;

/// Something to measure.
pub struct Measurement<'a> {
    /// Its name in the results.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// What it is about; it may give other quantities beside.
    pub quantity: Quantity,
    /// Who takes part.
    pub contestants: Vec<&'static str>,
    /// How often each of them runs.
    pub runs: usize,
    /// Runs it once for a contestant. An error is a contestant that does not do what it should.
    pub run: Box<dyn Fn(&'static str) -> Result<Readings> + 'a>,
}

impl Measurement<'_> {
    /// Runs it: every contestant once, then every contestant once more, and so on, so that what else the machine does
    /// disturbs all of them alike.
    pub fn measure(&self, results: &mut Results) -> Result<()> {
        for _ in 0..self.runs {
            for contestant in &self.contestants {
                let readings = (self.run)(contestant).with_context(|| format!("{}, {contestant}", self.name))?;
                results.add(&self.name, contestant, readings)?;
            }
        }
        Ok(())
    }

    /// The medians, for people to read while the rest runs.
    pub fn tell(&self, results: &Results) -> String {
        let medians = self.contestants.iter().filter_map(|contestant| {
            let median = results.median(&self.name, self.quantity, contestant)?;
            Some(format!("{contestant} {} {}", short(median), self.quantity.unit()))
        });
        medians.collect::<Vec<_>>().join(", ")
    }
}
