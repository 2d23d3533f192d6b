//! What has happened, line by line, for whoever reads a failed run. Written only where it is asked
//! for: a run of the same seed happens the same way again.

use core::cell::Cell;
use core::fmt::Write;
use core::time::Duration;

thread_local! {
    static IS_KEPT: Cell<bool> = const { Cell::new(false) };
}

/// Runs something whose worlds keep their history.
pub(crate) fn kept<R>(run: impl FnOnce() -> R) -> R {
    IS_KEPT.set(true);
    let result = run();
    IS_KEPT.set(false);
    result
}

#[derive(Debug)]
pub(crate) struct History {
    lines: Option<String>,
}

impl History {
    pub(crate) fn new() -> Self {
        Self { lines: IS_KEPT.get().then(String::new) }
    }

    pub(crate) fn tell(&mut self, at: Duration, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            writeln!(lines, "{:>11.6} {}", at.as_secs_f64(), line()).expect("memory");
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.lines.as_deref().unwrap_or_default()
    }
}
