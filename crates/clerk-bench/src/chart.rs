//! Draws charts as SVG files. The viewer renders the text with its own fonts, so none has to be installed here.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::coord::ranged1d::{IntoSegmentedCoord, SegmentValue};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::text::{short, thousands};

/// Width of every chart, in pixels.
const WIDTH: u32 = 760;

/// Height of a line chart, in pixels.
const HEIGHT: u32 = 420;

/// Height of a bar including its margins, in pixels.
const BAR: u32 = 34;

/// Total height of the title and the axis of a bar chart, in pixels.
const AROUND_BARS: u32 = 96;

const FONT: &str = "sans-serif";

/// The palette of Okabe and Ito, whose colours people with any kind of colour vision can distinguish.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];

/// Label and value of a bar.
pub type Bar = (String, f64);

/// Label and points of a line.
pub type Line = (String, Vec<(f64, f64)>);

/// Draws a chart of horizontal bars, from top to bottom, each with its value at the end.
pub fn bars(file: &Path, title: &str, axis: &str, bars: &[Bar]) -> Result<()> {
    draw(file, BAR * bars.len() as u32 + AROUND_BARS, |area| {
        let longest = bars.iter().map(|bar| bar.1).fold(0.0, f64::max);
        let mut chart = ChartBuilder::on(area)
            .caption(title, (FONT, 18))
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(190)
            .build_cartesian_2d(0.0..longest * 1.15, (0..bars.len().saturating_sub(1)).into_segmented())?;
        let label = |at: &SegmentValue<usize>| match at {
            // The first bar is at the top, but the axis counts from the bottom.
            SegmentValue::CenterOf(at) => bars.iter().rev().nth(*at).map_or(String::new(), |bar| bar.0.clone()),
            _ => String::new(),
        };
        chart
            .configure_mesh()
            .disable_y_mesh()
            .max_light_lines(1)
            .y_labels(bars.len())
            .y_label_formatter(&label)
            .x_label_formatter(&tick)
            .x_desc(axis)
            .label_style((FONT, 14))
            .draw()?;
        let value_style = TextStyle::from((FONT, 14)).pos(Pos::new(HPos::Left, VPos::Center));
        for (at, (_, value)) in bars.iter().rev().enumerate() {
            let corners = [(0.0, SegmentValue::Exact(at)), (*value, SegmentValue::Exact(at + 1))];
            let mut bar = Rectangle::new(corners, COLOURS[0].filled());
            bar.set_margin(5, 5, 0, 0);
            let end = (*value + longest * 0.01, SegmentValue::CenterOf(at));
            chart.draw_series([bar])?;
            chart.draw_series([Text::new(short(*value), end, value_style.clone())])?;
        }
        Ok(())
    })
}

/// Draws a line chart with logarithmic axes, so that proportional growth is a straight line.
pub fn lines(file: &Path, title: &str, axes: (&str, &str), lines: &[Line]) -> Result<()> {
    draw(file, HEIGHT, |area| {
        let points = || lines.iter().flat_map(|line| &line.1);
        // Leaves room for the legend above the lines.
        let x = range(points().map(|point| point.0), 1.0, 1.0);
        let y = range(points().map(|point| point.1), 1.5, 10.0);
        let mut chart = ChartBuilder::on(area)
            .caption(title, (FONT, 18))
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(70)
            .build_cartesian_2d(x.log_scale(), y.log_scale())?;
        chart
            .configure_mesh()
            .max_light_lines(1)
            .x_labels(6)
            .y_labels(6)
            .x_desc(axes.0)
            .y_desc(axes.1)
            .x_label_formatter(&tick)
            .y_label_formatter(&tick)
            .label_style((FONT, 14))
            .draw()?;
        for ((label, points), colour) in lines.iter().zip(COLOURS.iter().cycle()) {
            let style = colour.stroke_width(2);
            chart
                .draw_series(LineSeries::new(points.iter().copied(), style))?
                .label(label)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
            chart.draw_series(points.iter().map(|point| Circle::new(*point, 4, colour.filled())))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.3))
            .label_font((FONT, 14))
            .draw()?;
        Ok(())
    })
}

/// Formats a number at an axis.
fn tick(number: &f64) -> String {
    if number.fract() == 0.0 { thousands(*number as u64) } else { short(*number) }
}

/// The range of some numbers, with its ends divided by `below` and multiplied by `above` to leave room.
fn range(numbers: impl Iterator<Item = f64> + Clone, below: f64, above: f64) -> std::ops::Range<f64> {
    let smallest = numbers.clone().fold(f64::INFINITY, f64::min);
    smallest / below..numbers.fold(0.0, f64::max) * above
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type DrawError = Box<dyn std::error::Error>;

fn draw(file: &Path, height: u32, fill: impl FnOnce(&Area<'_>) -> Result<(), DrawError>) -> Result<()> {
    let drawn = || -> Result<(), DrawError> {
        let area = SVGBackend::new(file, (WIDTH, height)).into_drawing_area();
        // The text is black, and a page can have a dark background.
        area.fill(&WHITE)?;
        fill(&area)?;
        Ok(area.present()?)
    };
    drawn().map_err(|error| anyhow!("cannot draw {}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_name_what_they_show() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("chart.svg");
        let text = || std::fs::read_to_string(&file).expect("a chart");
        bars(&file, "Start-up", "milliseconds", &[("one".to_owned(), 12.5), ("other".to_owned(), 3.0)]).expect("bars");
        assert!(["Start-up", "milliseconds", "one", "other", "12.5"].iter().all(|part| text().contains(part)));
        lines(&file, "Rows", ("users", "MiB"), &[("one".to_owned(), vec![(1e3, 2.0), (1e5, 9.0)])]).expect("lines");
        assert!(["Rows", "users", "MiB", "one", "10,000"].iter().all(|part| text().contains(part)));
    }
}
