//! How charts look: dark on white, so that they can be read on dark pages too; lines differ in
//! colour and in their marks.

use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

/// The picture, in pixels of its own; it scales.
pub(crate) const WIDTH: u32 = 960;

pub(crate) const INK: RGBColor = RGBColor(0x24, 0x29, 0x2f);
pub(crate) const GRID: RGBColor = RGBColor(0xd8, 0xde, 0xe4);

/// Colours that those who see fewer of them can tell apart (Okabe and Ito's, the yellow one left
/// out).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0x57, 0x60, 0x6a),
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x56, 0xb4, 0xe9),
];

/// The colour of the so-manieth line.
pub(crate) fn colour(index: usize) -> RGBColor {
    COLOURS[index % COLOURS.len()]
}

/// Its stroke.
pub(crate) fn stroke(index: usize) -> ShapeStyle {
    colour(index).stroke_width(2)
}

/// Text of that size.
pub(crate) fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

/// A number with a letter for its thousands, as axes have them: `100k`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "what the axes hand over")]
pub(crate) fn short(number: &f64) -> String {
    let (scaled, letter) = match *number {
        number if number >= 1e9 => (number / 1e9, "G"),
        number if number >= 1e6 => (number / 1e6, "M"),
        number if number >= 1e3 => (number / 1e3, "k"),
        number => (number, ""),
    };
    let text = format!("{scaled:.3}");
    format!("{}{letter}", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn numbers_are_short() {
        let numbers = [0.01, 1.0, 20.0, 1_500.0, 1e5, 1e7];
        assert_eq!(
            numbers.map(|number| short(&number)),
            ["0.01", "1", "20", "1.5k", "100k", "10M"]
        );
    }
}
