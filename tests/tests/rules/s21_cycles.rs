//! S21: a fallback that comes round to the function whose rejection it answers returns that
//! rejection, or panics.

use core::cell::Cell;
use core::future::Future;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{Cause, CircuitBreaker, CircuitOpen, Policy, circuit_breaker, registry};
use futures_util::future::BoxFuture;

type Answer = Result<&'static str, CircuitOpen>;

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).expect("a circuit of the name")
}

/// Forces these open while `test` runs.
fn while_open<T>(names: &[&str], test: impl FnOnce() -> T) -> T {
    for name in names {
        circuit(name).force_open();
    }
    let result = test();
    for name in names {
        circuit(name).reset();
    }
    result
}

#[track_caller]
fn assert_rejected_by(name: &str, answer: Answer) {
    assert_eq!(answer.expect_err("a rejection").name(), name);
}

/// What it panics with.
fn panic_of<T>(call: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).map(drop).expect_err("a panic");
    payload.downcast_ref::<String>().expect("a message").clone()
}

/// Polls until it is ready.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..100 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
    unreachable!("it does not end");
}

#[circuit_breaker(name = "cycle: a", fallback = b)]
fn a(x: u8) -> Answer {
    Ok(if x == 0 { "a" } else { "A" })
}

#[circuit_breaker(name = "cycle: b", fallback = |_| a(x))]
fn b(x: u8) -> Answer {
    Ok(if x == 0 { "b" } else { "B" })
}

#[test]
fn of_two() {
    while_open(&["cycle: a"], || assert_eq!(a(0), Ok("b")));
    while_open(&["cycle: b"], || assert_eq!(b(0), Ok("a")));
    while_open(&["cycle: a", "cycle: b"], || {
        assert_rejected_by("cycle: a", a(0));
        assert_rejected_by("cycle: b", b(0));
        assert_rejected_by("cycle: a", a(1));
    });
    assert_eq!(a(1), Ok("A"), "nothing is left behind");
    while_open(&["cycle: a"], || assert_eq!(a(1), Ok("B")));
}

#[circuit_breaker(name = "cycle: one", fallback = two)]
fn one() -> Answer {
    Ok("one")
}

#[circuit_breaker(name = "cycle: two", fallback = three())]
fn two() -> Answer {
    Ok("two")
}

#[circuit_breaker(name = "cycle: three", fallback = { let first = one; first() })]
fn three() -> Answer {
    Ok("three")
}

#[test]
fn of_three() {
    while_open(&["cycle: one", "cycle: two", "cycle: three"], || {
        assert_rejected_by("cycle: one", one());
        assert_rejected_by("cycle: two", two());
        assert_rejected_by("cycle: three", three());
    });
    while_open(&["cycle: one", "cycle: two"], || assert_eq!(one(), Ok("three")));
}

#[circuit_breaker(name = "cycle: left", success(Some(_)), fallback = right)]
fn left() -> Option<u8> {
    Some(1)
}

#[circuit_breaker(name = "cycle: right", success(Some(_)), fallback = |_| left())]
fn right() -> Option<u8> {
    Some(2)
}

#[circuit_breaker(name = "cycle: opaque", fallback = opaque_too())]
fn opaque() -> Result<u8, impl core::fmt::Debug> {
    if false { Err("") } else { Ok(1) }
}

#[circuit_breaker(name = "cycle: opaque too", fallback = |_| Ok(opaque().expect("works")))]
fn opaque_too() -> Result<u8, &'static str> {
    Ok(2)
}

#[test]
fn where_the_type_can_not_be_rejected_it_panics_naming_the_circle() {
    while_open(&["cycle: left", "cycle: right"], || {
        let message = panic_of(left);
        assert!(message.contains("`cycle: left` -> `cycle: right` -> `cycle: left`"), "{message}");
        let message = panic_of(right);
        assert!(message.contains("`cycle: right` -> `cycle: left` -> `cycle: right`"), "{message}");
    });
    while_open(&["cycle: right"], || assert_eq!(right(), Some(1), "nothing is left behind"));
    while_open(&["cycle: opaque", "cycle: opaque too"], || {
        assert!(panic_of(opaque_too).contains("`cycle: opaque too` -> `cycle: opaque`"));
    });
}

struct Shop;

impl Shop {
    #[circuit_breaker(name = "cycle: buy", fallback = Self::order)]
    fn buy(&self, id: u8) -> Answer {
        Ok(if id == 0 { "bought" } else { "BOUGHT" })
    }

    #[circuit_breaker(name = "cycle: order", fallback = self.buy(id))]
    fn order(&self, id: u8) -> Answer {
        Ok(if id == 0 { "ordered" } else { "ORDERED" })
    }
}

struct Store;

#[circuit_breaker(name = "cycle: store")]
impl Store {
    #[circuit_breaker(fallback = |_| self.save())]
    fn load(&self) -> Answer {
        Ok("loaded")
    }

    #[circuit_breaker(fallback = |_| self.load())]
    fn save(&self) -> Answer {
        Ok("saved")
    }

    #[circuit_breaker(fallback = |_| self.empty())]
    fn last(&self) -> Answer {
        Ok("last")
    }

    #[circuit_breaker(fallback = Ok("empty"))]
    fn empty(&self) -> Answer {
        let Self = self;
        Ok("full")
    }
}

#[test]
fn of_methods() {
    while_open(&["cycle: buy", "cycle: order"], || {
        assert_rejected_by("cycle: buy", Shop.buy(1));
        assert_rejected_by("cycle: order", Shop.order(1));
    });
    while_open(&["cycle: store"], || {
        assert_rejected_by("cycle: store", Store.load());
        assert_rejected_by("cycle: store", Store.save());
        assert_eq!(Store.last(), Ok("empty"), "of one circuit, and no circle");
    });
}

static SHARED: CircuitBreaker = CircuitBreaker::new("cycle: shared", Policy::new());
breaker_runtime::register!(SHARED);

#[circuit_breaker(breaker = SHARED, fallback = secondary)]
fn primary() -> Answer {
    Ok("primary")
}

#[circuit_breaker(breaker = SHARED, fallback = |_| Ok(nowhere()))]
fn secondary() -> Answer {
    Ok("secondary")
}

fn nowhere() -> &'static str {
    "nowhere"
}

#[test]
fn functions_that_share_a_circuit_may_stand_in_for_each_other() {
    while_open(&["cycle: shared"], || assert_eq!(primary(), Ok("nowhere")));
}

const REPLICAS: u8 = 20;

#[circuit_breaker(name = "cycle: replica", key = id, fallback = |_| replica((id + 1) % ids, ids))]
fn replica(id: u8, ids: u8) -> Answer {
    Ok(if id < ids { "replica" } else { "none" })
}

#[test]
fn of_keys() {
    let replicas = registry().keyed("cycle: replica").unwrap();
    for id in 0..REPLICAS {
        assert_eq!(replica(id, REPLICAS), Ok("replica"));
        replicas.get(&id).unwrap().force_open();
    }
    assert_rejected_by("cycle: replica", replica(3, REPLICAS));
    replicas.get(&2).unwrap().reset();
    assert_eq!(replica(3, REPLICAS), Ok("replica"), "each key has a circuit of its own");
    assert_eq!(replica(3, REPLICAS), Ok("replica"));
}

#[circuit_breaker(
    name = "cycle: mirror",
    key = mirrors[0],
    max_keys = 2,
    fallback = |_| if mirrors.len() > 1 { mirror(&mirrors[1..]) } else { Ok("cached") }
)]
fn mirror(mirrors: &[&str]) -> Answer {
    Ok(if mirrors.is_empty() { "nobody" } else { "mirror" })
}

#[test]
fn keys_without_a_circuit_are_told_apart() {
    let mirrors = registry().keyed("cycle: mirror").unwrap();
    for taken in ["a", "b"] {
        mirrors.add(taken).unwrap().force_open();
    }
    mirrors.force_open();
    assert_eq!(mirror(&["a", "b"]), Ok("cached"));
    assert_eq!(mirror(&["x", "y", "a", "z"]), Ok("cached"));
    assert_rejected_by("cycle: mirror", mirror(&["x", "y", "x", "z"]));
}

#[circuit_breaker(name = "cycle: moved", key = hosts[0], max_keys = 1, fallback = |_| {
    meanwhile();
    if hosts.len() > 1 { moved(&hosts[1..], meanwhile) } else { Ok("cached") }
})]
fn moved(hosts: &[&str], meanwhile: &dyn Fn()) -> Answer {
    Ok(if hosts.is_empty() { "nobody" } else { "moved" })
}

#[test]
fn a_key_that_gets_the_circuit_of_the_one_before_is_none_of_the_circle() {
    let _test = isolate();
    let hosts = registry().keyed("cycle: moved").unwrap();
    let from_a_to_b = || {
        _ = hosts.with("a", CircuitBreaker::reset);
        hosts.with("b", CircuitBreaker::force_open).unwrap();
    };
    hosts.with("a", CircuitBreaker::force_open).unwrap();
    assert_eq!(moved(&["a", "b"], &from_a_to_b), Ok("cached"));

    hosts.with("b", CircuitBreaker::reset).unwrap();
    hosts.with("a", CircuitBreaker::force_open).unwrap();
    assert_rejected_by("cycle: moved", moved(&["a", "b", "b"], &from_a_to_b));
}

#[circuit_breaker(name = "cycle: boxed a", fallback = boxed_b)]
fn boxed_a(waits: bool) -> BoxFuture<'static, Answer> {
    Box::pin(async move { Ok(if waits { "A" } else { "a" }) })
}

#[circuit_breaker(name = "cycle: boxed b", fallback = |_| {
    if waits {
        tokio::task::yield_now().await;
    }
    boxed_a(waits).await
})]
fn boxed_b(waits: bool) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
    Box::pin(async move { Ok(if waits { "B" } else { "b" }) })
}

#[async_trait::async_trait]
trait Gateway {
    async fn charge(&self) -> Answer;
    async fn queue(&self) -> Answer;
}

#[async_trait::async_trait]
impl Gateway for Shop {
    #[circuit_breaker(
        name = "cycle: charge",
        fallback = |_| { tokio::task::yield_now().await; self.queue().await }
    )]
    async fn charge(&self) -> Answer {
        Ok("charged")
    }

    #[circuit_breaker(name = "cycle: queue", fallback = Self::charge)]
    async fn queue(&self) -> Answer {
        Ok("queued")
    }
}

#[circuit_breaker(name = "cycle: made", fallback = |_| wait(boxed_a(false)))]
fn made_elsewhere() -> BoxFuture<'static, Answer> {
    let made = core::future::ready(Ok("made"));
    Box::pin(made)
}

#[test]
fn of_futures() {
    while_open(&["cycle: boxed a", "cycle: boxed b", "cycle: made"], || {
        for waits in [false, true] {
            assert_rejected_by("cycle: boxed a", wait(boxed_a(waits)));
            assert_rejected_by("cycle: boxed b", wait(boxed_b(waits)));
        }
        assert_rejected_by("cycle: boxed a", wait(made_elsewhere()));
    });
    while_open(&["cycle: charge", "cycle: queue"], || {
        assert_rejected_by("cycle: charge", wait(Shop.charge()));
        assert_rejected_by("cycle: queue", wait(Shop.queue()));
    });
    while_open(&["cycle: charge"], || assert_eq!(wait(Shop.charge()), Ok("queued")));
}

#[circuit_breaker(
    name = "cycle: task", fallback = |_| { tokio::task::yield_now().await; Ok(nowhere()) }
)]
async fn task() -> Answer {
    Ok("task")
}

#[test]
fn fallbacks_of_other_futures_on_the_thread_are_none_of_it() {
    while_open(&["cycle: task"], || {
        let mut context = Context::from_waker(Waker::noop());
        let (mut one, mut other) = (Box::pin(task()), Box::pin(task()));
        assert!(one.as_mut().poll(&mut context).is_pending());
        assert!(other.as_mut().poll(&mut context).is_pending());
        drop(one);
        assert_eq!(wait(task()), Ok("nowhere"));
        assert_eq!(other.as_mut().poll(&mut context), Poll::Ready(Ok("nowhere")));
    });
}

#[circuit_breaker(
    name = "cycle: failing", threshold = 2, fallback_on = failure, fallback = |cause| after(&cause)
)]
fn failing() -> Answer {
    RUNS.set(RUNS.get() + 1);
    Err(circuit("cycle: two failing").try_acquire().map(drop).map_or_else(|open| open, |()| open()))
}

#[circuit_breaker(
    name = "cycle: two failing", threshold = 2, fallback_on = failure, fallback = failing
)]
fn two_failing() -> Answer {
    RUNS.set(RUNS.get() + 1);
    Err(open())
}

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn open() -> CircuitOpen {
    static SHUT: CircuitBreaker = CircuitBreaker::new("shut", Policy::new());
    SHUT.force_open();
    SHUT.try_acquire().expect_err("it is open")
}

fn after(cause: &Cause<Answer>) -> Answer {
    assert!(matches!(cause, Cause::Open(_) | Cause::Failed(Err(_))));
    two_failing()
}

#[test]
fn of_fallbacks_for_failures() {
    while_open(&["cycle: failing", "cycle: two failing"], || {
        assert_rejected_by("cycle: failing", failing());
        assert_rejected_by("cycle: two failing", two_failing());
        assert_eq!(RUNS.get(), 0);
    });
    while_open(&["cycle: failing"], || {
        assert_rejected_by("cycle: failing", failing());
        assert_eq!(RUNS.get(), 1, "the other one ran, and failed");
    });
}

#[circuit_breaker(
    name = "cycle: patient", threshold = 1, open_for = "1s", fallback = |_| once_more(clock)
)]
fn patient(clock: &ManualClock, works: bool) -> Answer {
    if works { Ok("worked") } else { Err(open()) }
}

/// Waits as long as it takes.
fn once_more(clock: &ManualClock) -> Answer {
    clock.advance(Duration::from_secs(1));
    patient(clock, true)
}

#[test]
fn a_circuit_that_admits_calls_again_is_no_circle() {
    let clock = ManualClock::new();
    let circuit = circuit("cycle: patient");
    circuit.set_clock(clock.clone());
    circuit.open_for(Duration::from_secs(1));
    assert_eq!(patient(&clock, true), Ok("worked"));
    circuit.force_open();
    assert_rejected_by("cycle: patient", patient(&clock, true));
}

#[circuit_breaker(name = "cycle: panicking", fallback = |_| panic_for(nowhere()))]
fn panicking() -> Answer {
    Ok("calm")
}

fn panic_for(text: &str) -> Answer {
    resume_unwind(Box::new(text.to_owned()))
}

#[test]
fn a_fallback_that_panics_leaves_nothing_behind() {
    while_open(&["cycle: panicking"], || {
        for _ in 0..20 {
            assert_eq!(panic_of(panicking), "nowhere");
        }
    });
}
