//! The steps of a random sequence, weighted so that most sequences open the circuit and many close
//! it again.

use core::time::Duration;

use breaker_runtime::State;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any as any_of};
use proptest::prop_oneof;
use proptest::sample::{Index, select};

use crate::history::Instant;
use crate::outside::{self, Outside};
use crate::reference::End;
use crate::settings::{self, Change};

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

/// How long a call takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Took {
    NoTime,
    /// As long as it may without being slow, or one nanosecond beside it.
    TheLimit(Offset),
    Nanos(u64),
}

/// A call, and what happens within it.
#[derive(Clone, Debug)]
pub(crate) struct Nest {
    pub(crate) entrance: Entrance,
    pub(crate) finish: Finish,
    pub(crate) took: Took,
    pub(crate) within: Vec<Within>,
}

#[derive(Clone, Debug)]
pub(crate) enum Within {
    Call(Nest),
    /// The beginning of a call, which may end outside.
    Acquire,
    /// The end of one of those under way.
    Finish(Index, Finish),
    Wait(u64),
    /// Until a silent trial call has lost its place.
    OutOfPatience,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A whole call.
    Call(Entrance, Finish, Took),
    /// Calls within a call; when the circuit is open no more, if there is an end.
    Nest(Nest),
    /// As many whole calls in a row, all of which fail or all of which work.
    Burst(u8, End),
    /// Calls that fail until the circuit is open, up to so many.
    Trip(u8),
    /// To the end of the open time, of the patience with the trial calls under way, or of the
    /// ramp-up, and a call that works; that so many times, or until it is closed.
    Recover(u8),
    /// That so many times with calls that fail; in a ramp-up before its end.
    Relapse(u8),
    /// The beginnings of as many calls, from the end of the open time on, and each time so many
    /// hundredths of the way to the next change.
    Linger(u8, u8),
    /// As many calls, late in a ramp-up if there is one, that fail when the next change is due.
    Outlast(u8),
    /// The beginning of a call.
    Acquire,
    /// The end of one of those under way.
    Finish(Index, Finish),
    /// The ends of all of them.
    FinishAll(End),
    /// Nothing, for these nanoseconds.
    Wait(u64),
    /// So many hundredths of the time until time alone changes the admission.
    Partway(u8),
    /// To a moment at which time alone changes the admission, or to one nanosecond beside it.
    ToTurningPoint(Index, Offset),
    /// The same, and a call at once.
    AskAround(Index, Offset, End),
    /// To a moment at which something leaves the window, or to one nanosecond beside it.
    ToDeparture(Index, Offset),
    /// The same, and a call at once that fails.
    FailAround(Index, Offset),
    /// To the last moment at which a call under way is not slow, or to one nanosecond beside it.
    ToSlowness(Index, Offset),
    OpenFor(Duration),
    /// Until somebody says otherwise, or for a time.
    Force(State, Option<Duration>),
    Reset,
    Outside(Outside),
    Configure(Change),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Offset {
    Before,
    At,
    Behind,
}

impl Offset {
    pub(crate) const fn of(self, moment: Instant) -> Instant {
        match self {
            Self::Before => moment - 1,
            Self::At => moment,
            Self::Behind => moment + 1,
        }
    }
}

pub(crate) fn any() -> impl Strategy<Value = Step> {
    let somewhere = || (any_of::<Index>(), offset());
    prop_oneof![
        24 => (entrance(), finish(), took())
            .prop_map(|(entrance, finish, took)| Step::Call(entrance, finish, took)),
        12 => nest().prop_map(Step::Nest),
        3 => (2..=4_u8, select(vec![End::Success, End::Failure]))
            .prop_map(|(calls, end)| Step::Burst(calls, end)),
        9 => (1..=20_u8).prop_map(Step::Trip),
        12 => (1..=5_u8).prop_map(Step::Recover),
        6 => (1..=4_u8).prop_map(Step::Relapse),
        3 => (2..=6_u8, 0..=100_u8).prop_map(|(calls, hundredths)| Step::Linger(calls, hundredths)),
        5 => (1..=8_u8).prop_map(Step::Outlast),
        12 => Just(Step::Acquire),
        10 => (any_of::<Index>(), finish()).prop_map(|(which, finish)| Step::Finish(which, finish)),
        2 => select(vec![End::Success, End::Failure]).prop_map(Step::FinishAll),
        4 => wait().prop_map(Step::Wait),
        5 => (0..100_u8).prop_map(Step::Partway),
        4 => somewhere().prop_map(|(which, offset)| Step::ToTurningPoint(which, offset)),
        5 => (somewhere(), select(vec![End::Success, End::Failure]))
            .prop_map(|((which, offset), end)| Step::AskAround(which, offset, end)),
        4 => somewhere().prop_map(|(which, offset)| Step::FailAround(which, offset)),
        4 => somewhere().prop_map(|(which, offset)| Step::ToDeparture(which, offset)),
        4 => somewhere().prop_map(|(which, offset)| Step::ToSlowness(which, offset)),
        1 => open_for().prop_map(Step::OpenFor),
        2 => force().prop_map(|(state, time)| Step::Force(state, time)),
        2 => Just(Step::Reset),
        6 => outside::any().prop_map(Step::Outside),
    ]
}

pub(crate) fn force() -> impl Strategy<Value = (State, Option<Duration>)> {
    let states = vec![State::ForcedOpen, State::ForcedClosed];
    (select(states), prop_oneof![1 => Just(None), 3 => open_for().prop_map(Some)])
}

fn nest() -> impl Strategy<Value = Nest> {
    let around =
        |within: BoxedStrategy<Vec<Within>>| {
            (entrance(), finish(), took(), within).prop_map(|(entrance, finish, took, within)| {
                Nest { entrance, finish, took, within }
            })
        };
    let step = prop_oneof![
        2 => around(Just(Vec::new()).boxed()).prop_map(Within::Call),
        1 => Just(Within::Acquire),
        1 => (any_of::<Index>(), finish())
            .prop_map(|(which, finish)| Within::Finish(which, finish)),
        1 => wait().prop_map(Within::Wait),
        1 => Just(Within::OutOfPatience),
    ];
    let steps = step.prop_recursive(3, 8, 3, move |step| {
        around(vec(step, 1..=3).boxed()).prop_map(Within::Call)
    });
    around(vec(steps, 1..=3).boxed())
}

/// Such that change the policy among them.
pub(crate) fn any_or_configure() -> impl Strategy<Value = Step> {
    prop_oneof![5 => any(), 1 => settings::any().prop_map(Step::Configure)]
}

pub(crate) fn finish() -> impl Strategy<Value = Finish> {
    prop_oneof![
        8 => Just(Finish::By(End::Success)),
        9 => Just(Finish::By(End::Failure)),
        2 => of(open_for()).prop_map(|time| Finish::By(End::Told(time))),
        1 => Just(Finish::By(End::Ignored)),
        2 => Just(Finish::By(End::Abandoned)),
        1 => Just(Finish::Panic),
        1 => Just(Finish::Leak),
    ]
}

pub(crate) fn entrance() -> impl Strategy<Value = Entrance> {
    select(vec![Entrance::Permit, Entrance::Call, Entrance::CallAsync])
}

pub(crate) fn wait() -> impl Strategy<Value = u64> {
    prop_oneof![0..20_u64, 0..200_u64, 0..20_000_000_000_u64]
}

pub(crate) fn offset() -> impl Strategy<Value = Offset> {
    select(vec![Offset::Before, Offset::At, Offset::At, Offset::Behind])
}

pub(crate) fn took() -> impl Strategy<Value = Took> {
    prop_oneof![
        8 => Just(Took::NoTime),
        1 => offset().prop_map(Took::TheLimit),
        1 => wait().prop_map(Took::Nanos),
    ]
}

pub(crate) fn open_for() -> impl Strategy<Value = Duration> {
    let nanos = [0, 1, 2, 40, 30_000_000_000].map(Duration::from_nanos);
    select([nanos.as_slice(), &[Duration::MAX]].concat())
}
