//! What was measured: the values of every run, their medians, and ratios between contestants.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::contestants::SHIPPED;

/// What a value tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The time from the start to the end of what is measured.
    Time,
    /// The part of it that compiles the component.
    CompileTime,
    /// Rows that come out in a second.
    RowsPerSecond,
    /// Pages of rows that are requested and decoded in a second.
    PagesPerSecond,
    /// Requests to the API.
    Requests,
    /// Bytes of the answers to them.
    AnswerBytes,
    /// The component's linear memory at its largest.
    GuestMemory,
    /// The resident memory of the Postgres backend at its largest.
    BackendMemory,
}

impl Quantity {
    /// The unit of its values.
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::Time | Quantity::CompileTime => "ms",
            Quantity::RowsPerSecond => "rows/s",
            Quantity::PagesPerSecond => "pages/s",
            Quantity::Requests => "requests",
            Quantity::AnswerBytes | Quantity::GuestMemory | Quantity::BackendMemory => "bytes",
        }
    }
}

/// What one run gives.
pub type Readings = Vec<(Quantity, f64)>;

/// The values that the runs of one contestant gave, in the order of the runs.
struct Series {
    measurement: String,
    contestant: &'static str,
    quantity: Quantity,
    values: Vec<f64>,
}

/// The middle and the ends of some values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// How many there are.
    pub runs: usize,
    /// The smallest.
    pub min: f64,
    /// The median.
    pub median: f64,
    /// The largest.
    pub max: f64,
}

impl Summary {
    /// Of some values; `None` if there are none.
    fn of(values: &[f64]) -> Option<Summary> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median =
            if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) };
        Some(Summary { runs: sorted.len(), min, median, max })
    }
}

/// A summary of a contestant's values, as the file has it.
#[derive(Serialize)]
pub struct Measured<'a> {
    name: &'a str,
    quantity: Quantity,
    contestant: &'a str,
    unit: &'static str,
    #[serde(flatten)]
    summary: Summary,
}

/// A ratio of two contestants' times, as the file has it.
#[derive(Serialize)]
pub struct Ratio<'a> {
    name: &'a str,
    contestant: &'a str,
    to: &'a str,
    #[serde(flatten)]
    summary: Summary,
}

/// All that was measured.
#[derive(Default)]
pub struct Results(Vec<Series>);

impl Results {
    /// Adds what a run gave. Runs of the contestants of a measurement are added in turn, so that values at the same
    /// place are of the same round.
    pub fn add(&mut self, measurement: &str, contestant: &'static str, readings: Readings) -> Result<()> {
        for (quantity, value) in readings {
            if !value.is_finite() || value < 0.0 {
                bail!("{measurement} of {contestant} gave {value} {}", quantity.unit());
            }
            match self.0.iter_mut().find(|series| series.is(measurement, quantity, contestant)) {
                Some(series) => series.values.push(value),
                None => self.0.push(Series {
                    measurement: measurement.to_owned(),
                    contestant,
                    quantity,
                    values: vec![value],
                }),
            }
        }
        Ok(())
    }

    fn series(&self, measurement: &str, quantity: Quantity, contestant: &str) -> Option<&Series> {
        self.0.iter().find(|series| series.is(measurement, quantity, contestant))
    }

    /// The summary of what a contestant gave, if it took part.
    pub fn summary(&self, measurement: &str, quantity: Quantity, contestant: &str) -> Option<Summary> {
        Summary::of(&self.series(measurement, quantity, contestant)?.values)
    }

    /// The median of what a contestant gave, if it took part.
    pub fn median(&self, measurement: &str, quantity: Quantity, contestant: &str) -> Option<f64> {
        Some(self.summary(measurement, quantity, contestant)?.median)
    }

    /// How long one contestant takes where another takes 1, computed within each round: what disturbs the machine
    /// disturbs both.
    pub fn ratio(&self, measurement: &str, contestant: &str, to: &str) -> Option<Summary> {
        let one = self.series(measurement, Quantity::Time, contestant)?;
        let other = self.series(measurement, Quantity::Time, to)?;
        let ratios: Vec<f64> = one.values.iter().zip(&other.values).map(|(one, other)| one / other).collect();
        Summary::of(&ratios)
    }

    /// Every summary.
    pub fn measured(&self) -> Vec<Measured<'_>> {
        self.0.iter().filter_map(Series::measured).collect()
    }

    /// The ratios of the shipped component's times to those of every other contestant.
    pub fn ratios(&self) -> Vec<Ratio<'_>> {
        let others = self.0.iter().filter(|series| series.quantity == Quantity::Time && series.contestant != SHIPPED);
        others
            .filter_map(|other| {
                let summary = self.ratio(&other.measurement, SHIPPED, other.contestant)?;
                Some(Ratio { name: &other.measurement, contestant: SHIPPED, to: other.contestant, summary })
            })
            .collect()
    }
}

impl Series {
    fn measured(&self) -> Option<Measured<'_>> {
        Some(Measured {
            name: &self.measurement,
            quantity: self.quantity,
            contestant: self.contestant,
            unit: self.quantity.unit(),
            summary: Summary::of(&self.values)?,
        })
    }

    fn is(&self, measurement: &str, quantity: Quantity, contestant: &str) -> bool {
        self.measurement == measurement && self.quantity == quantity && self.contestant == contestant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_of_values_lies_between_two() {
        let summary = Summary::of(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(summary, Some(Summary { runs: 4, min: 1.0, median: 2.5, max: 4.0 }));
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn ratios_are_of_the_same_round() {
        let mut results = Results::default();
        // The machine is ten times slower in the second round.
        for (shipped, plain) in [(1.0, 2.0), (10.0, 20.0), (1.0, 4.0)] {
            results.add("m", SHIPPED, vec![(Quantity::Time, shipped)]).expect("a number");
            results.add("m", "plain", vec![(Quantity::Time, plain)]).expect("a number");
        }
        assert_eq!(results.ratio("m", SHIPPED, "plain"), Some(Summary { runs: 3, min: 0.25, median: 0.5, max: 0.5 }));
        assert!(results.add("m", SHIPPED, vec![(Quantity::Time, f64::NAN)]).is_err());
    }
}
