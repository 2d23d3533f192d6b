//! A chart of bars that lie, each beside its name.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::style::{GRID, INK, WIDTH, colour, short, text};
use crate::svg::{Area, Canvas};

const TITLE: u32 = 44;
const BAR: u32 = 26;
const NAMES: u32 = 270;
const AXIS: u32 = 60;
const LEGEND: u32 = 34;

/// A chart of bars.
#[derive(Debug)]
pub(crate) struct Bars {
    pub(crate) title: &'static str,
    pub(crate) axis: &'static str,
    /// What the bar, the first and the second stroke are.
    pub(crate) legend: [&'static str; 3],
    pub(crate) rows: Vec<Bar>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) name: String,
    /// Where it ends, and where the strokes are.
    pub(crate) values: [f64; 3],
}

impl Bars {
    /// The picture.
    pub(crate) fn draw(&self) -> Result<String, Box<dyn Error>> {
        let count = u32::try_from(self.rows.len())?;
        let canvas = Canvas::new(self.title, WIDTH, TITLE + count * BAR + AXIS + LEGEND + 10);
        canvas.draw(|root| {
            root.fill(&WHITE)?;
            let (title, rest) = root.split_vertically(TITLE);
            title.titled(self.title, text(20))?;
            let (plot, legend) = rest.split_vertically(count * BAR + AXIS);
            self.draw_bars(&plot)?;
            self.draw_legend(&legend)
        })
    }

    fn draw_bars(&self, area: &Area<'_>) -> Result<(), Box<dyn Error>> {
        let most = self.rows.iter().flat_map(|bar| bar.values).fold(10.0, f64::max);
        let end = 10_f64.powf((most.log10() - 1e-9).ceil()) * 1.02;
        let rows = 0.0..f64::from(u32::try_from(self.rows.len())?);
        let mut chart = ChartBuilder::on(area)
            .margin_right(30)
            .x_label_area_size(AXIS - 10)
            .y_label_area_size(NAMES)
            .build_cartesian_2d((10.0..end).log_scale(), rows.end..rows.start)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .y_labels(0)
            .x_desc(self.axis)
            .axis_style(INK)
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .label_style(text(13))
            .axis_desc_style(text(14))
            .x_label_formatter(&short)
            .draw()?;
        for (row, bar) in (0_u32..).zip(&self.rows) {
            let (top, bottom) = (f64::from(row) + 0.2, f64::from(row) + 0.8);
            let [quiet, everyday, rare] = bar.values;
            let shape = Rectangle::new([(10.0, top), (quiet, bottom)], colour(1).filled());
            chart.draw_series([shape])?;
            for (at, style) in [(everyday, colour(5)), (rare, colour(2))] {
                let stroke = PathElement::new([(at, top), (at, bottom)], style.stroke_width(3));
                chart.draw_series([stroke])?;
            }
            let middle = chart.backend_coord(&(10.0, f64::from(row) + 0.5));
            let (x, y) = area.get_base_pixel();
            let right = text(14).pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(bar.name.clone(), (middle.0 - x - 8, middle.1 - y), right))?;
        }
        Ok(())
    }

    fn draw_legend(&self, area: &Area<'_>) -> Result<(), Box<dyn Error>> {
        let styles = [colour(1), colour(5), colour(2)];
        for ((column, name), style) in (0_i32..).zip(self.legend).zip(styles) {
            let (x, y) = (80 + column * 290, 14);
            let width = if column == 0 { 24 } else { 3 };
            area.draw(&Rectangle::new([(x, y - 7), (x + width, y + 7)], style.filled()))?;
            area.draw(&Text::new(name, (x + 32, y - 7), text(14)))?;
        }
        Ok(())
    }
}
