//! Arms over what is behind `impl Trait`, as of web handlers that return `impl IntoResponse`.

use core::fmt::Debug;

use breaker_runtime::State::{Closed, Open};
use breaker_runtime::circuit_breaker;

use crate::callee::{ask, ask_later, circuit, wait};

#[circuit_breaker(
    threshold = 1,
    name = "judged opaque",
    failure(word if word.len() > 2),
    fallback = |_| "rejected",
)]
fn word(works: bool) -> impl AsRef<str> + Debug {
    if works { "up" } else { "down" }
}

#[circuit_breaker(threshold = 1, name = "success of any kind", success(_), fallback = 5_u8)]
fn never_fails() -> impl Copy + Into<u64> {
    5_u8
}

#[circuit_breaker(
    threshold = 1,
    name = "async judged opaque",
    success(list if list.len() == 1),
    fallback = Vec::new(),
)]
async fn words(works: bool) -> impl IntoIterator<Item = &'static str> {
    ask_later(works).await.map_or_else(|_| vec!["it", "is", "down"], |_| vec!["up"])
}

#[circuit_breaker(
    threshold = 1,
    name = "answered opaque",
    failure(0),
    success(_),
    fallback = |_| 9,
    fallback_on = failure,
)]
fn answered(works: bool) -> impl Copy + Into<u64> {
    ask(works).unwrap_or_default()
}

#[circuit_breaker(
    threshold = 1,
    name = "opaque in time",
    timeout = "1h",
    failure(list if list.is_empty()),
    fallback = |_| vec![9],
    fallback_on = failure,
)]
async fn in_time(works: bool) -> impl IntoIterator<Item = u32> {
    ask_later(works).await.into_iter().collect::<Vec<_>>()
}

#[circuit_breaker(
    threshold = 1,
    name = "future of opaque",
    failure(list if list.is_empty()),
    fallback = |_| vec![9],
)]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
fn future(works: bool) -> impl Future<Output = impl IntoIterator<Item = u32>> {
    async move { ask_later(works).await.into_iter().collect::<Vec<_>>() }
}

#[circuit_breaker(
    threshold = 1,
    name = "odd future of opaque",
    failure(list if list.is_empty()),
    fallback = |_| vec![9],
)]
fn odd_future(list: &[u32]) -> impl Future<Output = impl IntoIterator<Item = u32>> {
    core::future::ready(list.to_vec())
}

#[circuit_breaker(threshold = 1, name = "opaque in a result", failure(Ok(word) if word.is_empty()))]
fn in_a_result(word: &str) -> Result<impl AsRef<str> + '_, crate::callee::Error> {
    Ok(word)
}

/// Asserts that a call that works leaves the circuit closed, and one that fails opens it; says what
/// the three calls returned.
fn answers<T>(name: &str, mut call: impl FnMut(bool) -> T) -> [T; 3] {
    let (circuit, _clock) = circuit(name);
    let works = call(true);
    assert_eq!(circuit.state(), Closed, "{name}");
    let fails = call(false);
    assert_eq!(circuit.state(), Open, "{name}");
    [works, fails, call(true)]
}

fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

#[test]
fn arms_see_the_type() {
    let word = |works| word(works).as_ref().to_owned();
    assert_eq!(answers("judged opaque", word), ["up", "down", "rejected"]);
    let words = |works| list(wait(words(works)));
    let expected = [vec!["up"], vec!["it", "is", "down"], vec![]];
    assert_eq!(answers("async judged opaque", words), expected);
    let found = |works| in_a_result(if works { "x" } else { "" }).map(|word| word.as_ref().len());
    let [up, down, rejected] = answers("opaque in a result", found);
    assert_eq!((up, down), (Ok(1), Ok(0)));
    rejected.unwrap_err();
}

#[test]
fn an_arm_for_everything_is_enough() {
    assert_eq!(never_fails().into(), 5);
    let (circuit, _clock) = circuit("success of any kind");
    assert_eq!((circuit.state(), circuit.snapshot().calls.success), (Closed, 1));
}

#[test]
fn so_do_arms_of_functions_whose_failures_are_answered() {
    assert_eq!(answers("answered opaque", |works| answered(works).into()), [7_u64, 9, 9]);
    let in_time = |works| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        list(runtime.block_on(in_time(works)))
    };
    assert_eq!(answers("opaque in time", in_time), [[7], [9], [9]]);
}

#[test]
fn so_do_arms_of_futures() {
    let future = |works| list(wait(future(works)));
    assert_eq!(answers("future of opaque", future), [vec![7], vec![], vec![9]]);
    let odd = |works| list(wait(odd_future(if works { &[7] } else { &[] })));
    assert_eq!(answers("odd future of opaque", odd), [vec![7], vec![], vec![9]]);
}
