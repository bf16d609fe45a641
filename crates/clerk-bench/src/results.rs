//! Results: the values of all runs, their medians, and ratios between contestants.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::contestants::SHIPPED;

/// A quantity that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Duration of the measured task, in milliseconds.
    Time,
    /// Duration of compiling the component, in milliseconds.
    CompileTime,
    /// Rows returned per second.
    RowsPerSecond,
    /// Pages requested and decoded per second.
    PagesPerSecond,
    /// Number of requests to the API.
    Requests,
    /// Total size of the responses' bodies, in bytes.
    ResponseBytes,
    /// Peak size of the component's linear memories, in bytes.
    GuestMemory,
    /// Peak resident memory of the Postgres backend, in bytes.
    BackendMemory,
}

impl Quantity {
    /// Unit of the values.
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::Time | Quantity::CompileTime => "ms",
            Quantity::RowsPerSecond => "rows/s",
            Quantity::PagesPerSecond => "pages/s",
            Quantity::Requests => "requests",
            Quantity::ResponseBytes | Quantity::GuestMemory | Quantity::BackendMemory => "bytes",
        }
    }
}

/// Values from one run.
pub type Readings = Vec<(Quantity, f64)>;

/// Values of one quantity from the runs of one contestant, in the order of the runs.
struct Series {
    measurement: String,
    contestant: &'static str,
    quantity: Quantity,
    values: Vec<f64>,
}

/// Median and range of some values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Number of values.
    pub runs: usize,
    /// Minimum.
    pub min: f64,
    /// Median; of an even number of values, the mean of the two in the middle.
    pub median: f64,
    /// Maximum.
    pub max: f64,
}

impl Summary {
    /// Summarises values; `None` if there are none.
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

/// Summary of a contestant's values, as in the JSON file.
#[derive(Serialize)]
pub struct Measured<'a> {
    name: &'a str,
    quantity: Quantity,
    contestant: &'a str,
    unit: &'static str,
    #[serde(flatten)]
    summary: Summary,
}

/// Summary of the ratios of two contestants' times, as in the JSON file.
#[derive(Serialize)]
pub struct Ratio<'a> {
    name: &'a str,
    contestant: &'a str,
    to: &'a str,
    #[serde(flatten)]
    summary: Summary,
}

/// Results of all measurements.
#[derive(Default)]
pub struct Results(Vec<Series>);

impl Results {
    /// Adds the values from one run. The runs of a measurement's contestants are added in turn, so values at the same
    /// position in two series are from the same round.
    ///
    /// # Errors
    /// Fails if a value is negative or not finite.
    pub fn add(&mut self, measurement: &str, contestant: &'static str, readings: Readings) -> Result<()> {
        for (quantity, value) in readings {
            if !value.is_finite() || value < 0.0 {
                bail!("{measurement} of {contestant} returned {value} {}", quantity.unit());
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

    /// Summary of a contestant's values; `None` if it has none.
    pub fn summary(&self, measurement: &str, quantity: Quantity, contestant: &str) -> Option<Summary> {
        Summary::of(&self.series(measurement, quantity, contestant)?.values)
    }

    /// Median of a contestant's values; `None` if it has none.
    pub fn median(&self, measurement: &str, quantity: Quantity, contestant: &str) -> Option<f64> {
        Some(self.summary(measurement, quantity, contestant)?.median)
    }

    /// Ratios of the times of one contestant to those of another. Each is computed within one round, because other load
    /// on the machine affects both contestants of a round.
    pub fn ratio(&self, measurement: &str, contestant: &str, to: &str) -> Option<Summary> {
        let one = self.series(measurement, Quantity::Time, contestant)?;
        let other = self.series(measurement, Quantity::Time, to)?;
        let ratios: Vec<f64> = one.values.iter().zip(&other.values).map(|(one, other)| one / other).collect();
        Summary::of(&ratios)
    }

    /// Summaries of all values.
    pub fn measured(&self) -> Vec<Measured<'_>> {
        self.0.iter().filter_map(Series::measured).collect()
    }

    /// Ratios of the shipped component's times to those of every other contestant.
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
