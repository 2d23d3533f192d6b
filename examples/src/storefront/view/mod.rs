//! What a person sees while the storefront runs.

use std::io::{self, IsTerminal};
use std::time::Duration;

use crate::circuits::History;
use crate::ledger::Ledger;

mod axis;
mod ink;
mod live;
mod plain;
mod screen;
mod strips;

pub(crate) use ink::{Ink, Line, Palette};

use live::Live;
use plain::Plain;

/// All there is to show at one moment.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) now: Duration,
    pub(crate) circuits: &'a [History],
    pub(crate) guarded: &'a Ledger,
    pub(crate) unguarded: &'a Ledger,
}

/// The view that fits standard output.
#[derive(Debug)]
pub(crate) enum View {
    Live(Live),
    Plain(Plain),
}

impl View {
    pub(crate) fn open() -> io::Result<Self> {
        let redraws = std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        if io::stdout().is_terminal() && redraws {
            Live::open().map(Self::Live)
        } else {
            Ok(Self::Plain(Plain::default()))
        }
    }

    pub(crate) fn show(&mut self, scene: &Scene<'_>) -> io::Result<()> {
        match self {
            Self::Live(live) => live.show(scene),
            Self::Plain(plain) => plain.show(scene),
        }
    }

    /// Gives the terminal back; what was last shown stays to be read.
    pub(crate) fn close(self, scene: &Scene<'_>) -> io::Result<()> {
        match self {
            Self::Live(live) => live.close(scene),
            Self::Plain(_) => Ok(()),
        }
    }
}
