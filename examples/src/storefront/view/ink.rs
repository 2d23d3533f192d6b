//! Text with colours, for terminals that want them.

use std::io::{self, IsTerminal};

use crossterm::style::{Attribute, Color, ContentStyle, Stylize};

/// What a piece of text means; the palette decides how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Faint,
    Strong,
    Good,
    Middling,
    Bad,
    GatewayA,
    GatewayB,
    Queue,
}

impl Ink {
    fn style(self) -> ContentStyle {
        let style = ContentStyle::new();
        match self {
            Self::Plain => style,
            Self::Faint => style.attribute(Attribute::Dim),
            Self::Strong => style.attribute(Attribute::Bold),
            Self::Good => style.with(Color::Green),
            Self::Middling => style.with(Color::Yellow),
            Self::Bad => style.with(Color::Red),
            Self::GatewayA => style.with(Color::Blue),
            Self::GatewayB => style.with(Color::Cyan),
            Self::Queue => style.with(Color::Magenta),
        }
    }
}

/// A line of text in several inks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pieces: Vec<(Ink, String)>,
}

impl Line {
    pub(crate) const fn new() -> Self {
        Self { pieces: Vec::new() }
    }

    #[must_use]
    pub(crate) fn then(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.pieces.push((ink, text.into()));
        self
    }

    /// Appends a character; neighbours of one ink share a piece.
    pub(crate) fn push(&mut self, ink: Ink, character: char) {
        match self.pieces.last_mut() {
            Some((last, text)) if *last == ink => text.push(character),
            _ => self.pieces.push((ink, character.into())),
        }
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
    }

    /// How many columns it takes: every character here is one wide.
    #[cfg(test)]
    pub(crate) fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.chars().count()).sum()
    }
}

/// With colours or without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    colours: bool,
}

impl Palette {
    /// Colours on a terminal, unless `NO_COLOR` says no.
    pub(crate) fn of_stdout() -> Self {
        let declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colours: io::stdout().is_terminal() && !declined }
    }

    /// The first `columns` columns of the line.
    pub(crate) fn paint(self, line: &Line, columns: usize) -> String {
        let mut painted = String::new();
        let mut room = columns;
        for (ink, text) in &line.pieces {
            let visible: String = text.chars().take(room).collect();
            room -= visible.chars().count();
            painted += &self.apply(*ink, visible);
        }
        painted
    }

    fn apply(self, ink: Ink, text: String) -> String {
        if !self.colours || ink == Ink::Plain || text.is_empty() {
            return text;
        }
        ink.style().apply(text).to_string()
    }
}
