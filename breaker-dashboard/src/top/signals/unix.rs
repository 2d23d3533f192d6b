//! Signals: those that end the program find the terminal as it was before; others stop it, and let
//! it go on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

use super::terminal;

/// They end the program unless it says otherwise.
const ENDS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// Listens on a thread of its own: whoever draws may wait for a terminal that is gone. Tells when
/// the program was stopped and goes on.
pub(crate) fn watch() -> io::Result<Receiver<()>> {
    let is_ending = Arc::new(AtomicBool::new(false));
    for signal in ENDS {
        // The second one does not wait for the terminal.
        register_conditional_default(signal, Arc::clone(&is_ending))?;
    }
    let mut signals = Signals::new(ENDS.into_iter().chain([SIGCONT]))?;
    let (goes_on, told) = channel();
    thread::Builder::new().spawn(move || listen(&mut signals, &is_ending, &goes_on))?;
    Ok(told)
}

fn listen(signals: &mut Signals, is_ending: &AtomicBool, goes_on: &Sender<()>) {
    for signal in signals.forever() {
        if signal == SIGCONT {
            // Who does not listen has ended.
            let _ = goes_on.send(());
            continue;
        }
        is_ending.store(true, Ordering::Relaxed);
        terminal::give_back();
        // Whoever waits for the program sees what ended it.
        let _ = emulate_default_handler(signal);
    }
}

/// Stops the program as Ctrl-Z does. Returns when it goes on; at once, where no shell would ever
/// let it.
pub(crate) fn suspend() -> io::Result<()> {
    raise(SIGTSTP)
}
