//! The terminal: taken over, and given back as it was, whatever ends this program.

use std::io::{self, stdout};
use std::mem;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;
use ratatui::DefaultTerminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::app::App;
use super::{screen, signals};

/// For so long the end of the program waits for the terminal.
const PATIENCE: Duration = Duration::from_secs(1);

/// Held while a frame is drawn.
static DRAWING: Mutex<()> = Mutex::new(());

/// The terminal for as long as it is this program's.
pub(crate) struct Terminal {
    terminal: DefaultTerminal,
    goes_on: Receiver<()>,
}

impl Terminal {
    pub(crate) fn take() -> io::Result<Self> {
        let goes_on = signals::watch()?;
        let terminal = ratatui::try_init().inspect_err(|_| restore())?;
        Ok(Self { terminal, goes_on })
    }

    pub(crate) fn draw(&mut self, app: &App, has_colours: bool) -> io::Result<()> {
        let _drawing = DRAWING.lock();
        let draw = |frame: &mut ratatui::Frame<'_>| {
            screen::draw(app, has_colours, frame.area(), frame.buffer_mut());
        };
        self.terminal.draw(draw).map(drop)
    }

    /// Lends the terminal to the shell, until it says `fg`.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        restore();
        signals::suspend()?;
        self.take_again()
    }

    /// Whether the program was stopped, by whomever; it has the terminal again.
    pub(crate) fn was_stopped(&mut self) -> io::Result<bool> {
        let was_stopped = self.goes_on.try_recv().is_ok();
        if was_stopped {
            self.take_again()?;
        }
        Ok(was_stopped)
    }

    fn take_again(&mut self) -> io::Result<()> {
        self.goes_on.try_iter().for_each(drop);
        // What is to be restored in the end is what the shell has left now.
        disable_raw_mode()?;
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
        // One that knows of nothing drawn. The old one's `clear` would wait for the terminal to
        // say where the cursor is.
        self.terminal = DefaultTerminal::new(CrosstermBackend::new(stdout()))?;
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// For those who end the program while it draws on: after this no frame is drawn.
///
/// A terminal that takes nothing keeps whoever writes, a frame or its end, but not the program: its
/// settings are given back without a word to it, and what is written is not waited for.
pub(crate) fn give_back() {
    let _ = disable_raw_mode();
    let (restored, told) = sync_channel(1);
    let write = move || {
        mem::forget(DRAWING.lock());
        restore();
        let _ = restored.send(());
    };
    if thread::Builder::new().spawn(write).is_ok() {
        let _ = told.recv_timeout(PATIENCE);
    }
}

/// If the terminal is gone, so is the need.
fn restore() {
    let _ = ratatui::try_restore();
    let _ = execute!(stdout(), Show);
}
