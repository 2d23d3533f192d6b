//! The value of a setting, as one would write it.

use core::fmt;
use core::time::Duration;

use super::Window;
use super::literals::{duration, share, trials, window};

/// The value of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    /// Not set, and without a default.
    Off,
    Count(u32),
    /// How many must succeed, and of how many.
    Trials(u32, u32),
    /// In millionths.
    Share(u32),
    Time(Duration),
    Window(Window),
    Flag(bool),
}

impl Value {
    pub(super) fn time_or_off(time: Option<Duration>) -> Self {
        time.map_or(Self::Off, Self::Time)
    }
}

/// In the forms of the attribute; `off` for what is not set.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Off => f.write_str("off"),
            Self::Count(count) => count.fmt(f),
            Self::Trials(some, all) => trials::Shown(some, all).fmt(f),
            Self::Share(millionths) => share::Shown(millionths).fmt(f),
            Self::Time(time) => duration::Shown(time).fmt(f),
            Self::Window(window) => window::Shown(window).fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}
