//! The steps of a random sequence, weighted so that most sequences open the circuit and many close it again.

use proptest::prelude::{Just, Strategy, any as any_of};
use proptest::prop_oneof;
use proptest::sample::{Index, select};

use crate::reference::End;

/// How a call ends, as its caller sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Finish {
    By(End),
    Panic,
    Leak,
}

/// By which of the circuit's entrances a call comes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entrance {
    Permit,
    Call,
    CallAsync,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A whole call.
    Call(Entrance, Finish),
    /// As many whole calls in a row, all of which fail or all of which work.
    Burst(u8, End),
    /// To the end of the open time, or of the patience with the trial calls under way, and a call that works.
    Recover,
    /// The beginning of a call.
    Acquire,
    /// The end of one of those under way.
    Finish(Index, Finish),
    /// Nothing, for these nanoseconds.
    Wait(u64),
    /// To the next moment at which time alone changes the admission, or to one nanosecond beside it.
    ToTurningPoint(Index, Offset),
    /// To a moment at which something leaves the window, or to one nanosecond beside it.
    ToDeparture(Index, Offset),
    ForceOpen,
    ForceClosed,
    Reset,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Offset {
    Before,
    At,
    Behind,
}

pub(crate) fn any() -> impl Strategy<Value = Step> {
    prop_oneof![
        24 => (entrance(), finish()).prop_map(|(entrance, finish)| Step::Call(entrance, finish)),
        3 => (2..=4_u8, select(vec![End::Success, End::Failure])).prop_map(|(calls, end)| Step::Burst(calls, end)),
        6 => Just(Step::Recover),
        12 => Just(Step::Acquire),
        10 => (any_of::<Index>(), finish()).prop_map(|(which, finish)| Step::Finish(which, finish)),
        4 => wait().prop_map(Step::Wait),
        10 => (any_of::<Index>(), offset()).prop_map(|(which, offset)| Step::ToTurningPoint(which, offset)),
        6 => (any_of::<Index>(), offset()).prop_map(|(which, offset)| Step::ToDeparture(which, offset)),
        1 => select(vec![Step::ForceOpen, Step::ForceClosed]),
        2 => Just(Step::Reset),
    ]
}

fn finish() -> impl Strategy<Value = Finish> {
    prop_oneof![
        8 => Just(Finish::By(End::Success)),
        9 => Just(Finish::By(End::Failure)),
        1 => Just(Finish::By(End::Ignored)),
        1 => Just(Finish::By(End::Abandoned)),
        1 => Just(Finish::Panic),
        1 => Just(Finish::Leak),
    ]
}

fn entrance() -> impl Strategy<Value = Entrance> {
    select(vec![Entrance::Permit, Entrance::Call, Entrance::CallAsync])
}

fn wait() -> impl Strategy<Value = u64> {
    prop_oneof![0..20_u64, 0..200_u64, 0..20_000_000_000_u64]
}

fn offset() -> impl Strategy<Value = Offset> {
    select(vec![Offset::Before, Offset::At, Offset::At, Offset::Behind])
}
