//! Charts of lines, one or two panels beside each other, and below them one legend for all.

use std::error::Error;

use plotters::prelude::*;

use crate::style::{GRID, INK, WIDTH, colour, short, stroke, text};
use crate::svg::{Area, Canvas};

const PANELS: u32 = 330;
const TITLE: u32 = 44;
const ENTRY: u32 = 24;
/// Entries of the legend in a row.
const COLUMNS: usize = 2;

/// A chart of lines.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) title: &'static str,
    pub(crate) panels: Vec<Panel>,
}

/// A pair of axes, both by powers, and the lines between them.
#[derive(Debug)]
pub(crate) struct Panel {
    pub(crate) title: &'static str,
    pub(crate) x: &'static str,
    pub(crate) y: &'static str,
    /// What a step on the horizontal axis multiplies by.
    pub(crate) base: f64,
    /// Names and points.
    pub(crate) lines: Vec<(String, Vec<(f64, f64)>)>,
}

impl Lines {
    /// The picture.
    pub(crate) fn draw(&self) -> Result<String, Box<dyn Error>> {
        let names = self.names();
        let rows = u32::try_from(names.len().div_ceil(COLUMNS))?;
        let height = TITLE + PANELS + rows * ENTRY + 12;
        let canvas = Canvas::new(self.title, WIDTH, height);
        canvas.draw(|root| {
            root.fill(&WHITE)?;
            let (title, rest) = root.split_vertically(TITLE);
            title.titled(self.title, text(20))?;
            let (panels, legend) = rest.split_vertically(PANELS);
            for (panel, area) in self.panels.iter().zip(panels.split_evenly((1, self.panels.len())))
            {
                panel.draw(&area, &names)?;
            }
            draw_legend(&legend, &names)
        })
    }

    /// Of all lines, each once, in the order in which they come.
    fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (name, _) in self.panels.iter().flat_map(|panel| &panel.lines) {
            if !names.contains(&name.as_str()) {
                names.push(name.as_str());
            }
        }
        names
    }
}

impl Panel {
    fn draw(&self, area: &Area<'_>, names: &[&str]) -> Result<(), Box<dyn Error>> {
        let points = || self.lines.iter().flat_map(|(_, points)| points);
        let x = range(points().map(|point| point.0), self.base);
        let y = range(points().map(|point| point.1), 10.0);
        let mut chart = ChartBuilder::on(area)
            .caption(self.title, text(15))
            .margin(10)
            .margin_right(20)
            .x_label_area_size(46)
            .y_label_area_size(70)
            .build_cartesian_2d(x.log_scale().base(self.base), y.log_scale())?;
        chart
            .configure_mesh()
            .x_desc(self.x)
            .y_desc(self.y)
            .axis_style(INK)
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .label_style(text(13))
            .axis_desc_style(text(14))
            .x_label_formatter(&short)
            .y_label_formatter(&short)
            .draw()?;
        let (left, top) = area.get_base_pixel();
        for (name, points) in &self.lines {
            let index = names.iter().position(|other| other == name).unwrap_or(0);
            chart.draw_series(LineSeries::new(points.iter().copied(), stroke(index)))?;
            for point in points {
                let (x, y) = chart.backend_coord(point);
                mark(area, index, (x - left, y - top))?;
            }
        }
        Ok(())
    }
}

/// A little more than what the points reach.
fn range(values: impl Iterator<Item = f64> + Clone, base: f64) -> std::ops::Range<f64> {
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let most = values.fold(0.0, f64::max);
    if most == 0.0 {
        return 1.0..base;
    }
    // From a power to a power, so that the ends of the axis have their labels.
    let power = |exponent: f64| base.powf(exponent);
    let from = (least.log(base) + 1e-9).floor();
    let to = (most.log(base) - 1e-9).ceil().max(from + 1.0);
    power(from)..power(to) * 1.02
}

/// Draws what stands at a point of the so-manieth line.
fn mark(area: &Area<'_>, index: usize, at: (i32, i32)) -> Result<(), Box<dyn Error>> {
    let filled = colour(index).filled();
    match index % 4 {
        0 => area.draw(&Circle::new(at, 3, filled))?,
        1 => area.draw(&Circle::new(at, 5, filled))?,
        2 => area.draw(&TriangleMarker::new(at, 6, filled))?,
        _ => area.draw(&Cross::new(at, 4, stroke(index)))?,
    }
    Ok(())
}

fn draw_legend(area: &Area<'_>, names: &[&str]) -> Result<(), Box<dyn Error>> {
    for (index, name) in names.iter().enumerate() {
        let column = i32::try_from(index % COLUMNS)?;
        let row = i32::try_from(index / COLUMNS)?;
        let width = i32::try_from(WIDTH)? / 2;
        let (x, y) = (80 + column * width, 12 + row * i32::try_from(ENTRY)?);
        area.draw(&PathElement::new([(x, y), (x + 36, y)], stroke(index)))?;
        mark(area, index, (x + 18, y))?;
        area.draw(&Text::new((*name).to_owned(), (x + 46, y - 7), text(14)))?;
    }
    Ok(())
}
