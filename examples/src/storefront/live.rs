//! The view on a terminal: a screen that is redrawn in place, ten times a second.

use std::io::{self, Stdout, Write, stdout};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};

/// The terminal's alternate screen; given back whatever happens.
pub(crate) struct Live {
    out: Stdout,
    /// Where the dashboard is.
    page: String,
}

impl Live {
    pub(crate) fn open(page: &str) -> io::Result<Self> {
        let mut live = Self { out: stdout(), page: page.to_owned() };
        // A narrow terminal cuts the lines.
        execute!(live.out, EnterAlternateScreen, Hide, DisableLineWrap)?;
        Ok(live)
    }

    /// The screen goes out in one piece, so that nobody sees half of it.
    pub(crate) fn show(
        &mut self,
        compose: impl FnOnce(&str, (u16, u16)) -> Vec<String>,
    ) -> io::Result<()> {
        let (columns, rows) = terminal::size()?;
        let mut frame = Vec::new();
        queue!(frame, BeginSynchronizedUpdate)?;
        let lines = compose(&self.page, (columns, rows));
        for (row, line) in (0..rows).zip(lines) {
            queue!(frame, MoveTo(0, row))?;
            write!(frame, "{line}")?;
            queue!(frame, Clear(ClearType::UntilNewLine))?;
        }
        queue!(frame, Clear(ClearType::FromCursorDown), EndSynchronizedUpdate)?;
        self.out.write_all(&frame)?;
        self.out.flush()
    }

    /// Leaves the last screen among the terminal's ordinary lines, with all of the log.
    pub(crate) fn close(
        self,
        compose: impl FnOnce(&str, (u16, u16)) -> Vec<String>,
    ) -> io::Result<()> {
        let (columns, _) = terminal::size()?;
        drop(self);
        // The page is told of before, and may be gone when this is read.
        let lines = compose("", (columns, u16::MAX));
        lines.iter().try_for_each(|line| writeln!(stdout(), "{line}"))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // There is nobody left to tell if it fails.
        let _ =
            execute!(self.out, EndSynchronizedUpdate, EnableLineWrap, Show, LeaveAlternateScreen);
    }
}
