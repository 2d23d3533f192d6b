//! The steps of a random sequence for several keys, most of which want a circuit when there is none
//! left.

use core::time::Duration;

use breaker_runtime::State;
use proptest::prelude::{Just, Strategy, any as any_of};
use proptest::prop_oneof;
use proptest::sample::{Index, select};

use crate::outside::{self, Outside};
use crate::settings::{self, Change};
use crate::steps::{self as of_one, Entrance, Finish, Offset, Took};

/// Twice as many as there are circuits, at most.
pub(super) const KEYS: u8 = 6;

/// What somebody does by hand to a key's own circuit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Control {
    /// Until somebody says otherwise, or for a time.
    Force(State, Option<Duration>),
    Reset,
    OpenFor(u64),
    Outside(Outside),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A whole call.
    Call(u8, Entrance, Finish, Took),
    /// Calls of a key that fail until its circuit is open, up to so many.
    Trip(u8, u8),
    /// To the end of the open time, of patience or of the ramp-up, and a call that works; that so
    /// many times, or until it is closed.
    Recover(u8, u8),
    /// Both, and the first once more.
    Relapse(u8),
    /// A call that works of each key from this one on, so many.
    Parade(u8, u8),
    /// The beginning of a call.
    Acquire(u8),
    /// The end of one of those under way.
    Finish(Index, Finish),
    Look(u8),
    Steer(u8, Control),
    /// The same to all keys.
    SteerAll(Control),
    Wait(u64),
    /// To a moment at which time alone changes the admission to a circuit, or to one nanosecond
    /// beside it.
    ToTurningPoint(Index, Offset),
    /// To a moment at which something leaves a window, or to one nanosecond beside it.
    ToDeparture(Index, Offset),
    /// To a moment from which on nothing is lost with a circuit, or to one nanosecond beside it.
    ToEndOfMemory(Index, Offset),
    Configure(Change),
}

pub(super) fn any() -> impl Strategy<Value = Step> {
    let key = || 0..KEYS;
    let somewhere = || (any_of::<Index>(), of_one::offset());
    prop_oneof![
        16 => (key(), of_one::entrance(), of_one::finish(), of_one::took())
            .prop_map(|(key, entrance, finish, took)| Step::Call(key, entrance, finish, took)),
        14 => (key(), 1..=20_u8).prop_map(|(key, calls)| Step::Trip(key, calls)),
        12 => (key(), 1..=6_u8).prop_map(|(key, calls)| Step::Recover(key, calls)),
        5 => key().prop_map(Step::Relapse),
        8 => (key(), 1..=KEYS).prop_map(|(key, calls)| Step::Parade(key, calls)),
        10 => key().prop_map(Step::Acquire),
        8 => (any_of::<Index>(), of_one::finish())
            .prop_map(|(which, finish)| Step::Finish(which, finish)),
        3 => key().prop_map(Step::Look),
        3 => (key(), control()).prop_map(|(key, control)| Step::Steer(key, control)),
        1 => control().prop_map(Step::SteerAll),
        4 => of_one::wait().prop_map(Step::Wait),
        5 => somewhere().prop_map(|(which, offset)| Step::ToTurningPoint(which, offset)),
        7 => somewhere().prop_map(|(which, offset)| Step::ToDeparture(which, offset)),
        8 => somewhere().prop_map(|(which, offset)| Step::ToEndOfMemory(which, offset)),
    ]
}

/// Such that change the policy among them.
pub(super) fn any_or_configure() -> impl Strategy<Value = Step> {
    prop_oneof![9 => any(), 1 => settings::any().prop_map(Step::Configure)]
}

fn control() -> impl Strategy<Value = Control> {
    prop_oneof![
        3 => of_one::force().prop_map(|(state, time)| Control::Force(state, time)),
        3 => Just(Control::Reset),
        1 => select(vec![0, 1, 40, 2_000_000_000]).prop_map(Control::OpenFor),
        5 => outside::any().prop_map(Control::Outside),
    ]
}
