//! The modes of a circuit and of permits: how calls are admitted and recorded.

use crate::events::state::State;
use crate::machine::window::Successes;

/// Declares the modes, each with its bits.
macro_rules! modes {
    ($($(#[$attribute:meta])* $mode:ident = $bits:expr,)*) => {
        /// How calls are admitted and recorded: the upper bits of a [word](super::word::Word).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Mode {
            $($(#[$attribute])* $mode = $bits,)*
        }

        impl Mode {
            pub(super) const fn from_bits(bits: u64) -> Self {
                $(if bits == Self::$mode as u64 {
                    return Self::$mode;
                })*
                Self::Fresh
            }
        }
    };
}

/// The highest bit: calls pass, and nobody needs to be asked.
const AT_A_GLANCE: u8 = 0b10_0000;

/// The next one: a permit can have this mode all the same, after a closer look.
const NOTICED: u8 = 0b01_0000;

modes! {
    /// Never used: zero, so that a static needs no work at start-up.
    Fresh = 0,
    Open = 1,
    HalfOpen = 2,
    ForcedOpen = 3,
    RampUp = 4,
    /// Forced closed, and something forced ends by itself, be it that which is forced on all keys:
    /// until then calls pass, by permits of a forced closed one.
    ForcedClosedFor = 5,
    /// Closed, with an eye on how long calls take; otherwise like the three at the end.
    Watching = NOTICED | 0x8,
    WatchingCounting = NOTICED | 0x9,
    WatchingTiming = NOTICED | 0xA,
    ForcedClosed = NOTICED | 0xB,
    /// Of permits, never of circuits: for a trial call.
    Trial = NOTICED | 0xC,
    /// Of permits: for a call during the ramp-up.
    Ramp = NOTICED | 0xD,
    /// Of permits: for a call that would have been rejected.
    DryRun = NOTICED | 0xE,
    /// Of permits: for a call within a trial call, which is part of it.
    WithinTrial = NOTICED | 0xF,
    /// Closed; successes don't matter to the window.
    Closed = AT_A_GLANCE,
    /// Closed; the window counts successes of its own generation.
    ClosedCounting = AT_A_GLANCE | 0x8,
    /// Closed; the window counts them by time.
    ClosedTiming = AT_A_GLANCE | 0x9,
}

impl Mode {
    /// In a mode's bits: calls pass, and nobody needs to be asked.
    pub(super) const AT_A_GLANCE: u64 = AT_A_GLANCE as u64;

    /// In a mode's bits, one of them: a permit can have it.
    pub(super) const ADMITS: u64 = (AT_A_GLANCE | NOTICED) as u64;

    /// The state of a circuit in this mode, or of one that has given such a permit.
    pub(super) const fn state(self) -> State {
        match self {
            Self::Open => State::Open,
            Self::HalfOpen | Self::Trial | Self::WithinTrial => State::HalfOpen,
            Self::RampUp | Self::Ramp => State::RampUp,
            Self::ForcedOpen => State::ForcedOpen,
            Self::ForcedClosed | Self::ForcedClosedFor => State::ForcedClosed,
            _ => State::Closed,
        }
    }

    /// That of a closed circuit, with an eye on how long calls take or without.
    pub(super) const fn of_closed(watches: bool, successes: Successes) -> Self {
        match (watches, successes) {
            (false, Successes::Unused) => Self::Closed,
            (false, Successes::Counted) => Self::ClosedCounting,
            (false, Successes::Timed) => Self::ClosedTiming,
            (true, Successes::Unused) => Self::Watching,
            (true, Successes::Counted) => Self::WatchingCounting,
            (true, Successes::Timed) => Self::WatchingTiming,
        }
    }

    /// Closed, whatever else.
    pub(crate) const fn is_closed(self) -> bool {
        self.is_watching()
            || matches!(self, Self::Closed | Self::ClosedCounting | Self::ClosedTiming)
    }

    pub(crate) const fn is_watching(self) -> bool {
        matches!(self, Self::Watching | Self::WatchingCounting | Self::WatchingTiming)
    }

    /// For a trial call, or for a call within one.
    pub(crate) const fn is_of_trial(self) -> bool {
        matches!(self, Self::Trial | Self::WithinTrial)
    }

    /// Of a permit whose call may have calls within it that depend on it (rule S14).
    pub(crate) const fn is_of_recovery(self) -> bool {
        self.is_of_trial() || matches!(self, Self::Ramp)
    }

    /// Closed, and the window counts successes.
    pub(crate) const fn counts_successes(self) -> bool {
        self.is_timing() || matches!(self, Self::ClosedCounting | Self::WatchingCounting)
    }

    /// Closed, and the window counts failures by the calls since then: successes push them out,
    /// without a word.
    pub(crate) const fn outlives_failures_by_successes(self) -> bool {
        matches!(self, Self::ClosedCounting | Self::WatchingCounting)
    }

    /// Closed, and the window counts successes by time.
    pub(crate) const fn is_timing(self) -> bool {
        matches!(self, Self::ClosedTiming | Self::WatchingTiming)
    }
}
