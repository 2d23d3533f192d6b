//! The view on a terminal: a screen that is redrawn in place.

use std::io::{self, Stdout, Write, stdout};
use std::time::Duration;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use crossterm::{execute, queue};

use super::ink::Palette;
use super::{Scene, screen};

/// Eight screens a second.
const PAUSE: Duration = Duration::from_millis(125);

#[derive(Debug)]
pub(crate) struct Live {
    terminal: Borrowed,
    palette: Palette,
    next: Duration,
}

impl Live {
    pub(crate) fn open() -> io::Result<Self> {
        let palette = Palette::of_stdout();
        Ok(Self { terminal: Borrowed::take()?, palette, next: Duration::ZERO })
    }

    pub(crate) fn show(&mut self, scene: &Scene<'_>) -> io::Result<()> {
        if scene.now < self.next {
            return Ok(());
        }
        self.next = scene.now + PAUSE;
        self.draw(scene)
    }

    /// The screen goes out in one piece, so that nobody sees half of it.
    fn draw(&mut self, scene: &Scene<'_>) -> io::Result<()> {
        let (columns, rows) = terminal::size()?;
        let mut frame = Vec::new();
        queue!(frame, BeginSynchronizedUpdate)?;
        for (row, line) in (0..rows).zip(&screen::compose(scene, columns.into())) {
            // Cleared first: behind a full line the cursor is still on its last character.
            queue!(frame, MoveTo(0, row), Clear(ClearType::CurrentLine))?;
            write!(frame, "{}", self.palette.paint(line, columns.into()))?;
        }
        queue!(frame, Clear(ClearType::FromCursorDown), EndSynchronizedUpdate)?;
        self.terminal.out.write_all(&frame)?;
        self.terminal.out.flush()
    }

    /// Leaves the last screen among the terminal's ordinary lines.
    pub(crate) fn close(self, scene: &Scene<'_>) -> io::Result<()> {
        let (columns, _) = terminal::size()?;
        let palette = self.palette;
        drop(self);
        for line in screen::compose(scene, columns.into()) {
            println!("{}", palette.paint(&line, columns.into()));
        }
        Ok(())
    }
}

/// The terminal's alternate screen; given back whatever happens.
#[derive(Debug)]
struct Borrowed {
    out: Stdout,
}

impl Borrowed {
    fn take() -> io::Result<Self> {
        let mut terminal = Self { out: stdout() };
        execute!(terminal.out, EnterAlternateScreen, Hide, Clear(ClearType::All))?;
        Ok(terminal)
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        // There is nobody left to tell if it fails.
        let _ = execute!(self.out, EndSynchronizedUpdate, Show, LeaveAlternateScreen);
    }
}
