//! S21 where calls are made: a fallback for failures or time-outs that comes round to a function
//! whose call it answers ends with what that returns.

use core::cell::Cell;
use core::future::{Future, Ready, ready};
use core::ops::Index;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy, TimedOut, circuit_breaker, registry};
use futures_util::future::BoxFuture;

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// A body runs, and fails.
fn down<T>(who: &str) -> io::Result<T> {
    RUNS.set(RUNS.get() + 1);
    Err(io::Error::other(who.to_owned()))
}

/// The error that it ends in, and how many bodies have run.
#[track_caller]
fn failure<T>(call: impl FnOnce() -> io::Result<T>) -> (String, u32) {
    RUNS.set(0);
    let error = call().map(drop).expect_err("nobody works");
    (error.to_string(), RUNS.get())
}

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).expect("a circuit of the name")
}

#[circuit_breaker(name = "round: a", threshold = 1000, fallback_on = failure, fallback = b)]
fn a() -> io::Result<u8> {
    down("a")
}

#[circuit_breaker(name = "round: b", threshold = 1000, fallback_on = failure, fallback = |_| a())]
fn b() -> io::Result<u8> {
    down("b")
}

#[test]
fn of_two_that_fail() {
    assert_eq!(failure(a), ("a".to_owned(), 3), "a, then b, then a once more");
    assert_eq!(failure(b), ("b".to_owned(), 3));
    circuit("round: a").force_closed();
    assert_eq!(failure(a), ("a".to_owned(), 3));
    circuit("round: a").force_open();
    let (error, runs) = failure(a);
    assert!(error.contains("`round: a`"), "the rejection: {error}");
    assert_eq!(runs, 1, "b alone was made");
    assert_eq!(failure(b), ("b".to_owned(), 2), "a is rejected");
    circuit("round: a").reset();
    assert_eq!(circuit("round: b").snapshot().calls.failure, 7, "each that was made counts");
}

#[circuit_breaker(name = "round: server", threshold = 1)]
fn server() -> io::Result<u8> {
    down("server")
}

#[circuit_breaker(name = "round: charge", fallback_on = failure, fallback = queue)]
fn charge(cents: u32) -> io::Result<u8> {
    RUNS.set(RUNS.get() + 1);
    if cents == 0 { Ok(0) } else { server() }
}

#[circuit_breaker(name = "round: queue", fallback_on = failure, fallback = charge)]
fn queue(cents: u32) -> io::Result<u8> {
    RUNS.set(RUNS.get() + 1);
    if cents == 0 { Ok(0) } else { server() }
}

#[test]
fn of_two_that_are_rejected_within() {
    server().expect_err("down");
    for _ in 0..3 {
        let (error, runs) = failure(|| charge(5));
        assert!(error.contains("`round: server`"), "{error}");
        assert_eq!(runs, 3, "ignored, no failure of theirs opens them");
    }
}

#[circuit_breaker(dry_run = true, threshold = 1, fallback_on = failure, fallback = dry_too)]
fn dry() -> io::Result<u8> {
    down("dry")
}

#[circuit_breaker(dry_run = true, threshold = 1, fallback_on = failure, fallback = dry)]
fn dry_too() -> io::Result<u8> {
    down("dry too")
}

#[test]
fn of_circuits_that_only_report() {
    for _ in 0..3 {
        assert_eq!(failure(dry), ("dry".to_owned(), 3));
    }
}

#[circuit_breaker(
    name = "round: again", fallback_on = failure, fallback = { core::hint::spin_loop(); again() }
)]
fn again() -> io::Result<u8> {
    if RUNS.get() == 1 { Ok(7) } else { down("again") }
}

#[test]
fn of_one_that_is_tried_again() {
    RUNS.set(0);
    assert_eq!(again().ok(), Some(7), "a made call's answer may be a good one");
    RUNS.set(2);
    assert_eq!(again().map_err(|error| error.to_string()), Err("again".to_owned()));
    assert_eq!(RUNS.get(), 4);
}

#[circuit_breaker(
    name = "round: maybe", threshold = 1000, 
    success(Some(_)),
    fallback_on = failure,
    fallback = |_| perhaps(panics)
)]
fn maybe(panics: bool) -> Option<u8> {
    RUNS.set(RUNS.get() + 1);
    if panics && RUNS.get() == 3 {
        resume_unwind(Box::new("enough"));
    }
    None
}

#[circuit_breaker(
    name = "round: perhaps", threshold = 1000, success(Some(_)), fallback_on = failure,
    fallback = maybe
)]
fn perhaps(panics: bool) -> Option<u8> {
    RUNS.set(RUNS.get() + 1);
    let _ = panics;
    None
}

#[test]
fn what_it_returns_is_the_answer_and_a_panic_goes_on() {
    RUNS.set(0);
    assert_eq!((maybe(false), RUNS.get()), (None, 3));
    RUNS.set(0);
    let payload = catch_unwind(AssertUnwindSafe(|| maybe(true))).expect_err("the panic");
    assert_eq!(payload.downcast_ref(), Some(&"enough"));
    RUNS.set(0);
    assert_eq!((maybe(false), RUNS.get()), (None, 3), "nothing is left behind");
}

#[circuit_breaker(
    name = "round: replica",
    key = id,
    fallback_on = failure,
    fallback = |_| replica((id + 1) % ids, ids)
)]
fn replica(id: u8, ids: u8) -> io::Result<u8> {
    down(&format!("{id} of {ids}"))
}

#[circuit_breaker(
    name = "round: stranger",
    key = id,
    max_keys = 1,
    fallback_on = failure,
    fallback = |_| stranger((id + 1) % 3)
)]
fn stranger(id: u8) -> io::Result<u8> {
    down(&id.to_string())
}

#[test]
fn of_keys() {
    assert_eq!(failure(|| replica(3, 20)), ("3 of 20".to_owned(), 21), "each once, and the first");
    assert_eq!(failure(|| replica(3, 4)), ("3 of 4".to_owned(), 5));
    for first in [2, 1, 0] {
        assert_eq!(failure(|| stranger(first)), (first.to_string(), 4), "with a place or without");
    }
}

#[circuit_breaker(name = "round: moved", key = id, max_keys = 1, fallback_on = failure, fallback = {
    if id == 9 { Ok(id) } else { moved(id + 1) }
})]
fn moved(id: u8) -> io::Result<u8> {
    server_of_keys().map(|_| id)
}

#[circuit_breaker(name = "round: server of keys", threshold = 1)]
fn server_of_keys() -> io::Result<u8> {
    down("server")
}

#[test]
fn keys_that_have_one_place_in_turn_are_told_apart() {
    server_of_keys().expect_err("down");
    assert_eq!(moved(0).ok(), Some(9), "a key without failures gives its place away");
}

static SHARED: CircuitBreaker = CircuitBreaker::new("round: shared", Policy::new());
breaker_runtime::register!(SHARED);

#[circuit_breaker(breaker = SHARED, fallback_on = failure, fallback = secondary)]
fn primary() -> io::Result<u8> {
    down("primary")
}

#[circuit_breaker(breaker = SHARED, fallback_on = failure, fallback = |_| Ok(u8::MAX))]
fn secondary() -> io::Result<u8> {
    down("secondary")
}

struct Shop;

#[circuit_breaker(name = "round: shop", fallback_on = failure, fallback = |_| self.elsewhere())]
impl Shop {
    fn buy(&self) -> io::Result<u8> {
        let Self = self;
        down("buy")
    }

    fn order(&self) -> io::Result<u8> {
        let Self = self;
        down("order")
    }

    #[circuit_breaker(skip)]
    fn elsewhere(&self) -> io::Result<u8> {
        self.order()
    }
}

#[test]
fn of_functions_that_share_a_circuit() {
    assert_eq!(primary().ok(), Some(u8::MAX), "no circle");
    assert_eq!(failure(|| Shop.buy()), ("order".to_owned(), 3));
    assert_eq!(failure(|| Shop.order()), ("order".to_owned(), 2));
}

/// Fails at its leaves, and has what it has read by then from those.
#[circuit_breaker(
    name = "round: walk", threshold = 1000, fallback_on = failure, fallback = |_| Ok(leaf(depth))
)]
fn walk(depth: u32) -> io::Result<u32> {
    match depth {
        0 => down("leaf"),
        1 => walk(0).and_then(|_| down("twig")),
        _ => Ok(walk(depth - 1)? + walk(depth - 2)?),
    }
}

fn leaf(depth: u32) -> u32 {
    10_u32.pow(depth)
}

#[test]
fn a_function_that_calls_itself_in_its_body_is_no_circle() {
    assert_eq!(walk(0).ok(), Some(1));
    assert_eq!(walk(1).ok(), Some(10));
    assert_eq!(walk(4).ok(), Some(3 * 10 + 2));
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

#[circuit_breaker(
    name = "round: async a", threshold = 1000, fallback_on = failure,
    fallback = |_| Box::pin(async_b(waits)).await
)]
async fn async_a(waits: bool) -> io::Result<u8> {
    if waits {
        tokio::task::yield_now().await;
    }
    down("async a")
}

#[circuit_breaker(name = "round: async b", threshold = 1000, fallback_on = failure, fallback = |_| {
    tokio::task::yield_now().await;
    Box::pin(async_a(waits)).await
})]
async fn async_b(waits: bool) -> io::Result<u8> {
    if waits {
        tokio::task::yield_now().await;
    }
    down("async b")
}

#[circuit_breaker(name = "round: boxed", threshold = 1000, fallback_on = failure, fallback = |_| {
    tokio::task::yield_now().await;
    let (one, other) = tokio::join!(boxed_too(), boxed_too());
    one.and(other)
})]
fn boxed() -> BoxFuture<'static, io::Result<u8>> {
    Box::pin(async move { down("boxed") })
}

#[circuit_breaker(
    name = "round: boxed too", threshold = 1000, fallback_on = failure, fallback = boxed
)]
fn boxed_too() -> BoxFuture<'static, io::Result<u8>> {
    Box::pin(async move {
        tokio::task::yield_now().await;
        down("boxed too")
    })
}

#[test]
fn of_futures() {
    for waits in [false, true] {
        assert_eq!(failure(|| wait(async_a(waits))), ("async a".to_owned(), 3));
        assert_eq!(failure(|| wait(async_b(waits))), ("async b".to_owned(), 3));
    }
    assert_eq!(failure(|| wait(boxed())), ("boxed".to_owned(), 5), "two at once, each to its end");
    assert_eq!(failure(|| wait(boxed_too())), ("boxed too".to_owned(), 4));
}

#[test]
fn of_a_future_that_goes_from_thread_to_thread() {
    let mut future = Box::pin(async_a(true));
    let mut polls = 0;
    let answer = loop {
        polls += 1;
        let poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(answer) = thread::scope(|scope| scope.spawn(poll).join()).expect("calm")
        {
            break answer;
        }
        assert!(polls < 20, "it does not end");
    };
    assert_eq!(answer.map_err(|error| error.to_string()), Err("async a".to_owned()));
    assert_eq!(failure(|| wait(async_b(false))), ("async b".to_owned(), 3), "nothing is left here");
}

#[circuit_breaker(name = "round: spawned", threshold = 1000, fallback_on = failure, fallback = |_| {
    thread::spawn(move || if depth == 0 { Ok(1) } else { spawned(depth - 1) }).join().expect("calm")
})]
fn spawned(depth: u8) -> io::Result<u8> {
    down(&depth.to_string())
}

#[test]
fn what_a_fallback_spawns_is_a_call_of_its_own() {
    assert_eq!(spawned(3).ok(), Some(1));
}

#[circuit_breaker(
    name = "round: late a", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(late_b()).await
)]
async fn late_a() -> io::Result<u8> {
    core::future::pending().await
}

#[circuit_breaker(
    name = "round: late b", timeout = "5ms", fallback_on = failure,
    fallback = |_| Box::pin(late_a()).await
)]
async fn late_b() -> io::Result<u8> {
    core::future::pending().await
}

#[derive(Debug)]
enum Never {}

#[circuit_breaker(
    name = "round: silent a", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(silent_b()).await
)]
async fn silent_a() -> Result<u8, Never> {
    core::future::pending().await
}

#[circuit_breaker(
    name = "round: silent b", timeout = "5ms", fallback_on = timeout,
    fallback = |_| Box::pin(silent_a()).await
)]
async fn silent_b() -> Result<u8, Never> {
    core::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn of_calls_that_time_out() {
    for (name, error) in [("late a", late_a().await), ("late b", late_b().await)] {
        let error = error.expect_err("nobody answers");
        let timed_out = TimedOut::behind(&error).expect("the time-out itself");
        assert_eq!(timed_out.name(), format!("round: {name}"));
        assert_eq!(timed_out.after(), Duration::from_millis(5));
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_type_can_not_be_made_from_a_time_out_it_panics_naming_the_circle() {
    let panic = tokio::spawn(silent_a()).await.map(drop).expect_err("a panic").into_panic();
    let message = panic.downcast::<String>().expect("a message");
    let circle = "`round: silent a` -> `round: silent b` -> `round: silent a`";
    assert!(message.contains(circle) && message.contains("`TimedOut`"), "{message}");
}

type Next = fn(u32) -> Result<u32, CircuitOpen>;

const NEXT: Next = capitals_too;
const PREVIOUS: Next = capitals;

#[circuit_breaker(name = "round: capitals", fallback = |_| NEXT(x))]
fn capitals(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x)
}

#[circuit_breaker(name = "round: capitals too", fallback = PREVIOUS(x))]
fn capitals_too(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x + 1)
}

/// Looks up what it has by a call.
struct Table;

impl Index<u32> for Table {
    type Output = u32;

    fn index(&self, x: u32) -> &u32 {
        match operator(x) {
            Ok(0) => &0,
            Ok(_) => &1,
            Err(_) => &2,
        }
    }
}

const TABLE: Table = Table;

#[circuit_breaker(name = "round: operator", fallback = Ok(TABLE[x]))]
fn operator(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x)
}

#[test]
fn of_calls_that_do_not_look_like_one() {
    for name in ["round: capitals", "round: capitals too", "round: operator"] {
        circuit(name).force_open();
    }
    assert_eq!(capitals(1).expect_err("a circle").name(), "round: capitals");
    assert_eq!(capitals_too(1).expect_err("a circle").name(), "round: capitals too");
    assert_eq!(operator(5), Ok(2), "the look-up was rejected");
    circuit("round: capitals too").reset();
    assert_eq!(capitals(1), Ok(2));
}

#[circuit_breaker(name = "round: asked at once", fallback = at_once)]
async fn asked_at_once() -> Result<u32, CircuitOpen> {
    Ok(1)
}

/// No future of its own: it does its work before anybody polls what it returns.
fn at_once() -> Ready<Result<u32, CircuitOpen>> {
    ready(wait(asked_at_once()))
}

#[test]
fn of_a_plain_function_that_returns_a_future() {
    let test = isolate();
    test.circuit("round: asked at once").unwrap().force_open();
    let rejected = wait(asked_at_once()).expect_err("it comes round");
    assert_eq!(rejected.name(), "round: asked at once");
}
