//! Annotated functions that call each other, beside a model of each of their circuits: layers,
//! whose inner rejections say nothing of the callee (rule S20), and a circle of fallbacks, which
//! ends where it is closed (S21).

use core::cell::{Cell, RefCell};

use breaker_runtime::{CircuitOpen, State, circuit_breaker, registry};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, TestCaseError, any as any_of};
use proptest::sample::select;
use proptest::{prop_assert_eq, prop_oneof};

use crate::compare::Pair;
use crate::reference::End;
use crate::run;
use crate::steps::Step;

const SEQUENCES: u32 = 400;

/// Of three functions, the outermost first.
const LAYERS: [&str; 3] = ["layers: service", "layers: client", "layers: connection"];
const CIRCLE: [&str; 3] = ["circle: one", "circle: two", "circle: three"];

/// What a call comes to, with the circuit whose rejection it is.
#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Own,
    Rejected(&'static str),
}

#[derive(Clone, Debug, thiserror::Error)]
enum Error {
    #[error("down")]
    Down,
    #[error(transparent)]
    Rejected(#[from] CircuitOpen),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Down => Self::Own,
            Error::Rejected(open) => Self::Rejected(open.name()),
        }
    }
}

/// What a body does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Body {
    Works,
    Fails,
    /// Calls the next function.
    Asks,
}

thread_local! {
    static BODIES: Cell<[Body; 3]> = const { Cell::new([Body::Works; 3]) };
    /// The functions whose bodies ran.
    static RAN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn body(index: usize, next: Option<fn() -> Result<(), Error>>) -> Result<(), Error> {
    RAN.with_borrow_mut(|ran| ran.push(index));
    match BODIES.get()[index] {
        Body::Works => Ok(()),
        Body::Fails => Err(Error::Down),
        Body::Asks => next.map_or(Ok(()), |next| next()),
    }
}

#[circuit_breaker(
    name = "layers: service",
    threshold = 3,
    open_for = "3s",
    success(Err(Error::Rejected(_)))
)]
fn service() -> Result<(), Error> {
    body(0, Some(client))
}

#[circuit_breaker(
    name = "layers: client",
    threshold = "50%",
    min_calls = 3,
    open_for = "2s",
    ramp_up = "1s"
)]
fn client() -> Result<(), Error> {
    body(1, Some(connection))
}

#[circuit_breaker(name = "layers: connection", consecutive = 2, open_for = "1s", success(Ok(())))]
fn connection() -> Result<(), Error> {
    body(2, None)
}

#[circuit_breaker(name = "circle: one", threshold = 2, open_for = "1s", fallback = two)]
fn one() -> Result<(), Error> {
    body(0, None)
}

#[circuit_breaker(
    name = "circle: two", threshold = 2, open_for = "2s", fallback_on = failure,
    fallback = |_| three()
)]
fn two() -> Result<(), Error> {
    body(1, None)
}

#[circuit_breaker(name = "circle: three", threshold = 3, open_for = "3s", fallback = one())]
fn three() -> Result<(), Error> {
    body(2, None)
}

/// The models of the three circuits, beside them.
struct Trio {
    pairs: [Pair<'static>; 3],
    names: [&'static str; 3],
    ran: Vec<usize>,
}

impl Trio {
    fn new(names: [&'static str; 3], seed: u64) -> Self {
        let pairs = names.map(|name| Pair::new(registry().get(name).unwrap(), seed));
        Self { pairs, names, ran: Vec::new() }
    }

    /// A call of a layer.
    fn layer(&mut self, index: usize, bodies: [Body; 3]) -> Result<(), Failure> {
        let Some(ticket) = self.pairs[index].model.acquire() else {
            return Err(Failure::Rejected(self.names[index]));
        };
        self.ran.push(index);
        let returned = match bodies[index] {
            Body::Works => Ok(()),
            Body::Fails => Err(Failure::Own),
            Body::Asks if index == 2 => Ok(()),
            Body::Asks => self.layer(index + 1, bodies),
        };
        let end = match &returned {
            Ok(()) => End::Success,
            Err(Failure::Own) => End::Failure,
            Err(Failure::Rejected(_)) => End::Ignored,
        };
        let model = &mut self.pairs[index].model;
        let ignored = model.calls.ignored;
        model.report(ticket, end);
        // All that a layer ignores was rejected further in.
        model.calls.rejected_within += model.calls.ignored - ignored;
        returned
    }

    /// A call within the circle, where calls of these are being answered.
    fn within_circle(
        &mut self,
        index: usize,
        bodies: [Body; 3],
        answered: &[usize],
    ) -> Result<(), Failure> {
        let next = (index + 1) % 3;
        let Some(ticket) = self.pairs[index].model.acquire() else {
            if answered.contains(&index) {
                return Err(Failure::Rejected(self.names[index]));
            }
            return self.within_circle(next, bodies, &[answered, &[index]].concat());
        };
        self.ran.push(index);
        let works = bodies[index] != Body::Fails;
        self.pairs[index].model.report(ticket, if works { End::Success } else { End::Failure });
        match (works, index) {
            (true, _) => Ok(()),
            (false, 1) if !answered.contains(&index) => {
                self.within_circle(next, bodies, &[answered, &[index]].concat())
            }
            (false, _) => Err(Failure::Own),
        }
    }

    fn call(
        &mut self,
        is_circle: bool,
        index: usize,
        bodies: [Body; 3],
    ) -> Result<(), TestCaseError> {
        BODIES.set(bodies);
        RAN.take();
        self.ran.clear();
        let (expected, returned) = if is_circle {
            (self.within_circle(index, bodies, &[]), [one, two, three][index]())
        } else {
            (self.layer(index, bodies), [service, client, connection][index]())
        };
        prop_assert_eq!(returned.map_err(Failure::from), expected);
        prop_assert_eq!(RAN.take(), self.ran.clone());
        self.pairs.iter().try_for_each(Pair::compare)
    }

    fn take(&mut self, is_circle: bool, action: Action) -> Result<(), TestCaseError> {
        match action {
            Action::Call(index, bodies) => self.call(is_circle, index, bodies),
            Action::Wait(nanos) => {
                self.pairs.iter_mut().try_for_each(|pair| pair.take(Step::Wait(nanos)))
            }
            Action::Open(index) => self.pairs[index].take(Step::Force(State::ForcedOpen, None)),
            Action::Reset(index) => self.pairs[index].take(Step::Reset),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Action {
    Call(usize, [Body; 3]),
    Wait(u64),
    Open(usize),
    Reset(usize),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let body = || select(vec![Body::Works, Body::Fails, Body::Asks, Body::Asks]);
    let call = (0..3_usize, [body(), body(), body()]);
    let action = prop_oneof![
        12 => call.prop_map(|(index, bodies)| Action::Call(index, bodies)),
        4 => select(vec![500_000_000, 1_000_000_000, 1_500_000_000]).prop_map(Action::Wait),
        1 => (0..3_usize).prop_map(Action::Open),
        1 => (0..3_usize).prop_map(Action::Reset),
        1 => Just(Action::Wait(0)),
    ];
    vec(action, 1..60)
}

fn agree(names: [&'static str; 3], is_circle: bool) {
    let rejected = Cell::new(0);
    run(SEQUENCES, (any_of::<u64>(), actions()), |(seed, actions)| {
        let mut trio = Trio::new(names, seed);
        for action in actions {
            trio.take(is_circle, action)?;
        }
        let calls = trio.pairs.iter().map(|pair| pair.model.visible().calls);
        rejected.set(rejected.get() + calls.map(|calls| calls.rejected).sum::<u64>());
        Ok(())
    });
    assert!(rejected.get() > 1000, "{} rejections say little", rejected.get());
}

#[test]
fn layers_agree_with_their_models() {
    agree(LAYERS, false);
}

#[test]
fn a_circle_of_fallbacks_agrees_with_its_models() {
    agree(CIRCLE, true);
}
