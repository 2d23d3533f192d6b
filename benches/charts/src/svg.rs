//! The picture as text, with a title for those who hear it.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;

/// A part of the picture.
pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// What is drawn on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Canvas {
    title: &'static str,
    size: (u32, u32),
}

impl Canvas {
    pub(crate) fn new(title: &'static str, width: u32, height: u32) -> Self {
        Self { title, size: (width, height) }
    }

    /// The picture that `drawing` draws.
    pub(crate) fn draw(
        self,
        drawing: impl FnOnce(Area<'_>) -> Result<(), Box<dyn Error>>,
    ) -> Result<String, Box<dyn Error>> {
        let mut picture = String::new();
        {
            let root = SVGBackend::with_string(&mut picture, self.size).into_drawing_area();
            drawing(root.clone())?;
            root.present()?;
        }
        let title = format!(" role=\"img\" aria-label=\"{0}\">\n<title>{0}</title>", self.title);
        Ok(picture.replacen('>', &title, 1))
    }
}
