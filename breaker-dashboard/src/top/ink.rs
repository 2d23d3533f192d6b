//! Colours; without them nothing is lost, for shapes and words say the same.

use breaker_dashboard::document::{Effect, Level};
use ratatui::style::{Color, Modifier, Style};

/// Whether there are colours, and whether what is shown is of the present.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    pub(crate) has_colours: bool,
    pub(crate) is_stale: bool,
}

impl Ink {
    pub(crate) fn plain(self) -> Style {
        if self.is_stale { self.dim() } else { Style::new() }
    }

    pub(crate) fn dim(self) -> Style {
        self.coloured(Style::new().add_modifier(Modifier::DIM), Color::DarkGray)
    }

    pub(crate) fn bold(self) -> Style {
        self.plain().add_modifier(Modifier::BOLD)
    }

    pub(crate) fn state(self, effect: Effect) -> Style {
        match effect {
            _ if self.is_stale => self.dim(),
            Effect::Closed => self.coloured(Style::new(), Color::Green),
            Effect::Open | Effect::ForcedOpen => self.coloured(self.bold(), Color::Red),
            Effect::HalfOpen | Effect::RampUp => self.coloured(Style::new(), Color::Yellow),
            Effect::ForcedClosed => self.coloured(self.bold(), Color::Magenta),
            Effect::DryRun => self.coloured(Style::new(), Color::Cyan),
        }
    }

    /// Of the sentence on top.
    pub(crate) fn level(self, level: Level) -> Style {
        match level {
            _ if self.is_stale => self.dim(),
            Level::Calm => self.coloured(self.bold(), Color::Green),
            Level::DryRun => self.coloured(self.bold(), Color::Cyan),
            Level::Recovering => self.coloured(self.bold(), Color::Yellow),
            Level::Forced => self.coloured(self.bold(), Color::Magenta),
            Level::Outage if self.has_colours => self.bold().fg(Color::White).bg(Color::Red),
            Level::Outage => self.bold().add_modifier(Modifier::REVERSED),
        }
    }

    /// That the program does not answer.
    pub(crate) fn trouble(self) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED);
        self.coloured(style, Color::Yellow)
    }

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.has_colours { style.fg(colour) } else { style }
    }
}
