//! Where there are no signals: nothing stops the program, and what ends it is not told.

use std::io;
use std::sync::mpsc::{Receiver, channel};

#[expect(clippy::unnecessary_wraps, reason = "where there are signals it may fail")]
pub(crate) fn watch() -> io::Result<Receiver<()>> {
    Ok(channel().1)
}

#[expect(clippy::unnecessary_wraps, reason = "where there are signals it may fail")]
pub(crate) const fn suspend() -> io::Result<()> {
    Ok(())
}
