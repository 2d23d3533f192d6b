//! What a member sees of its process's circuits, and does to them.

mod event;
pub mod registry;

use core::time::Duration;

pub use event::{LocalEvent, Origin, What};

use crate::wire::{ForcedTo, Name, Text, Why};

/// The circuits of one process. The product looks at the registry of
/// [`breaker_runtime`](https://docs.rs/breaker-runtime), the simulation at breakers of its own.
///
/// All steps are the core's steps from outside: each is taken under the circuit's lock, tells who
/// took it, and does nothing to a circuit that isn't there. None creates one.
pub trait Circuits {
    /// What there is to know of one circuit; `None` if it isn't here (yet).
    fn facts(&self, name: &Name) -> Option<Facts>;

    /// Why it opened when it was closed last, as far as it remembers.
    fn why(&self, name: &Name) -> Why;

    /// What somebody ordered it to be last, as far as it remembers: forced for what remains, or
    /// released.
    fn ordered(&self, name: &Name) -> Option<LocalEvent>;

    /// Every circuit that is here.
    fn each(&self, tell: &mut dyn FnMut(Name, Facts));

    /// While it lasts a closed circuit also opens at its second failure in a row, or a later one if
    /// two are ordinary. The longest end wins.
    fn suspect_for(&mut self, name: &Name, time: Duration, by: &Text);

    /// Ends the suspicion.
    fn trust(&mut self, name: &Name, by: &Text);

    /// Open: the next trial comes `time` from now, earlier or later than before. Half-open: admits
    /// no more until then; zero: admits again. Results of trials under way count. At most
    /// [`Settings::longest`] and five seconds.
    fn hold_for(&mut self, name: &Name, opened: Opening, time: Duration, by: &Text);

    /// Open: half-open now. Whether it did; false if the circuit was in any other state.
    fn begin_trials(&mut self, name: &Name, opened: Opening, by: &Text) -> bool;

    /// The row of openings without a recovery, the present one included, as if the circuit itself
    /// had counted it: the open time after this one is `terms.drawn(openings)`.
    fn set_openings(&mut self, name: &Name, opened: Opening, openings: u32, by: &Text);

    /// Forces it, with an end.
    fn force(&mut self, name: &Name, to: ForcedTo, time: Duration, by: &Text, note: &Text);

    /// Gives it back to its rules.
    fn reset(&mut self, name: &Name, by: &Text, note: &Text);
}

/// Which of a circuit's openings a step is meant for: nothing happens to a circuit that has opened
/// again, whose event may still be under way.
pub type Opening = u64;

/// One circuit at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its state.
    pub phase: Phase,
    /// How long it has been in it.
    pub since: Duration,
    /// How often it has opened.
    pub opened: Opening,
    /// The row of openings without a recovery, the present one included; 0: never opened, or
    /// recovered.
    pub openings: u32,
    /// How many calls ever succeeded,
    pub succeeded: u64,
    /// failed,
    pub failed: u64,
    /// and were rejected.
    pub rejected: u64,
    /// Whether it is suspected.
    pub suspected: bool,
    /// What of its settings the fleet has to know.
    pub settings: Settings,
    /// Why it takes no part, if it doesn't.
    pub local: Option<Local>,
}

impl Facts {
    /// Whether it is anything but closed.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.phase != Phase::Closed
    }
}

/// The state of a circuit, as a fleet distinguishes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Closed, or in its ramp-up.
    Closed,
    /// Open. Once the rest is zero the next call is a trial; the circuit may call itself half-open
    /// from then on, without trials.
    Open {
        /// How long until it admits a trial by itself.
        rest: Duration,
    },
    /// Half-open.
    HalfOpen(Trials),
    /// Forced open or closed.
    Forced,
}

/// The round of trials of a half-open circuit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trials {
    /// Trials under way.
    pub in_flight: u32,
    /// Trials that have ended, and decided nothing yet.
    pub ended: u32,
}

impl Trials {
    /// Whether a trial was ever admitted.
    #[must_use]
    pub fn begun(self) -> bool {
        self.in_flight > 0 || self.ended > 0
    }
}

/// What of a circuit's settings a fleet has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The first open time.
    pub open_for: Duration,
    /// The longest, if open times grow.
    pub max_open_for: Option<Duration>,
    /// As long it waits for others, or is suspected, at most: the longest open time with its
    /// jitter, ten times the first one if they don't grow.
    pub longest: Duration,
    /// The jitter of open times to each side, in thousandths: 0 to 1000.
    pub jitter: u32,
}

/// Why a circuit stays local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Local {
    /// The user's choice left it out.
    LeftOut,
    /// It only counts: a dry run.
    DryRun,
    /// It is disabled.
    Disabled,
    /// Two circuits have its name.
    DoubleName,
    /// It is open for less than a second, which is faster than a fleet.
    ShortOpenTime,
    /// Its name and key are longer than a fleet sends.
    LongName,
}
