//! Patterns, `mut`, attributes and odd names among the parameters.

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, circuit, wait};

struct Order {
    id: u32,
    lines: Vec<u32>,
}

fn order() -> Order {
    Order { id: 1, lines: vec![2, 3] }
}

#[circuit_breaker(threshold = 2, name = "patterns")]
fn patterns(
    (first, mut second): (u32, u32),
    Order { id, ref lines }: Order,
    [a, .., z]: [u32; 4],
    works: bool,
) -> Answer {
    second += first + id + lines[0] + a + z;
    ask(works).map(|answer| answer + second)
}

#[circuit_breaker(threshold = 2, name = "async patterns")]
async fn async_patterns(
    (first, mut second): (u32, u32),
    Order { id, lines }: Order,
    _: u8,
    works: bool,
) -> Answer {
    second += first + id + lines[0];
    ask_later(works).await.map(|answer| answer + second)
}

#[circuit_breaker(threshold = 2, name = "mut")]
fn mutable(mut lines: Vec<u32>, mut works: bool) -> Answer<Vec<u32>> {
    works |= lines.is_empty();
    lines.push(ask(works)?);
    Ok(lines)
}

#[circuit_breaker(threshold = 2, name = "async mut")]
async fn async_mutable(mut lines: Vec<u32>, works: bool) -> Answer<Vec<u32>> {
    lines.push(ask_later(works).await?);
    Ok(lines)
}

#[circuit_breaker(threshold = 2, name = "cfg")]
fn configured(
    #[cfg(not(test))] gone: Missing,
    #[cfg(test)] works: bool,
    #[allow(unused_variables)] unused: u8,
) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 2, name = "raw identifiers")]
fn r#match(r#type: bool, r#async: u32) -> Answer {
    ask(r#type).map(|answer| answer + r#async)
}

#[circuit_breaker(threshold = 2, name = "format string")]
async fn only_named_in_a_string(works: bool, who: String) -> Answer<String> {
    ask_later(works).await?;
    Ok(format!("hello {who}"))
}

#[test]
fn patterns_are_bound_as_written() {
    let call = |works| patterns((1, 2), order(), [3, 0, 0, 4], works);
    assert_guarded("patterns", call);
    assert_eq!(call(true), Ok(7 + 2 + 1 + 1 + 2 + 3 + 4));
    let async_call = |works| wait(async_patterns((1, 2), order(), 0, works));
    assert_guarded("async patterns", async_call);
    assert_eq!(async_call(true), Ok(7 + 2 + 1 + 1 + 2));
}

#[test]
fn mutable_parameters_stay_mutable() {
    assert_guarded("mut", |works| mutable(vec![1], works));
    assert_guarded("async mut", |works| wait(async_mutable(vec![1], works)));
    assert_eq!(mutable(vec![1], true), Ok(vec![1, 7]));
}

#[test]
fn parameters_that_are_configured_away_are_away() {
    assert_guarded("cfg", |works| configured(works, 0));
}

#[test]
fn raw_identifiers() {
    assert_guarded("raw identifiers", |works| r#match(works, 1));
}

#[test]
fn parameters_that_only_a_format_string_names() {
    assert_guarded("format string", |works| wait(only_named_in_a_string(works, "you".to_owned())));
}

#[test]
fn a_parameter_and_a_local_with_generated_looking_names_do_not_clash() {
    #[circuit_breaker(threshold = 2, name = "clashes")]
    fn clashes(__admitted: bool, (__arg0, __arg1): (u32, u32)) -> Answer {
        static __CIRCUIT_BREAKER: u32 = 1;
        fn __here() -> u32 {
            1
        }
        let open = __arg0 + __arg1 + __CIRCUIT_BREAKER + __here();
        ask(__admitted).map(|answer| answer + open)
    }
    assert_guarded("clashes", |works| clashes(works, (1, 2)));
    assert_eq!(clashes(true, (1, 2)), Ok(7 + 5));
}

#[test]
fn arguments_are_consumed_although_the_call_is_rejected() {
    #[circuit_breaker(threshold = 1, name = "consumed")]
    fn consumed(lines: Vec<u32>, works: bool) -> Answer<usize> {
        ask(works).map(|_| lines.len())
    }
    circuit("consumed").0.force_open();
    assert!(consumed(vec![1], true).is_err());
}
