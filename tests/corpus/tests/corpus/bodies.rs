//! What may stand in a body: it means the same.

use core::fmt::Debug;

use breaker_runtime::circuit_breaker;

use crate::callee::{Error, block_on};

#[circuit_breaker]
fn labels(limit: u32) -> Result<u32, Error> {
    let mut count = 0;
    'outer: loop {
        for step in 0.. {
            count += step;
            if count > limit {
                break 'outer;
            }
            if step == 3 {
                continue 'outer;
            }
        }
    }
    let found = 'block: {
        if count > 5 {
            break 'block Some(count);
        }
        None
    };
    found.ok_or(Error::Down)
}

#[circuit_breaker]
async fn question_marks(values: &[Result<u32, Error>]) -> Result<u32, Error> {
    let first = value(values, 0).await?;
    let rest = async { value(values, 1).await?.checked_mul(2).ok_or(Error::Down) }.await?;
    let closure = || values.first().map_or(Err(Error::Down), |_| Ok(1));
    match closure()? {
        0 => return Err(Error::Down),
        one => Ok([value(values, 0).await?, first, rest, one].into_iter().sum::<u32>()),
    }
}

async fn value(values: &[Result<u32, Error>], index: usize) -> Result<u32, Error> {
    match values.get(index) {
        Some(Ok(value)) => Ok(*value),
        _ => Err(Error::Down),
    }
}

#[circuit_breaker]
fn items(depth: u32) -> Result<u32, Error> {
    use core::cmp::min;
    const LIMIT: u32 = 3;
    static STEP: u32 = 1;
    #[derive(Debug)]
    enum Step {
        Down(u32),
        Bottom,
    }
    impl Step {
        fn next(depth: u32) -> Self {
            if depth == 0 { Self::Bottom } else { Self::Down(depth - STEP) }
        }
    }
    macro_rules! twice {
        ($value:expr) => {
            $value + $value
        };
    }
    fn inner(depth: u32) -> Result<u32, Error> {
        items(depth)
    }
    match Step::next(min(depth, LIMIT)) {
        Step::Down(depth) => Ok(twice!(inner(depth)?)),
        Step::Bottom => Ok(1),
    }
}

#[circuit_breaker]
fn nested_function(value: u32) -> Result<u32, Error> {
    #[circuit_breaker(threshold = 3)]
    fn nested_function(value: u32) -> Result<u32, Error> {
        #[circuit_breaker(threshold = 2)]
        fn nested_function(value: u32) -> Result<u32, Error> {
            Ok(value + 1)
        }
        nested_function(value).map(|value| value + 1)
    }
    nested_function(value).map(|value| value + 1)
}

#[circuit_breaker(failure(None), fallback = |_| None)]
fn option(values: &[u32]) -> Option<u32> {
    let first = values.first()?;
    let closure = |index: usize| Some(values.get(index)? + first);
    closure(1)
}

#[circuit_breaker]
fn let_else(text: &str) -> Result<u32, Error> {
    let Ok(number) = text.parse::<u32>() else {
        return Err(Error::Down);
    };
    if let Some(half @ 2..) = number.checked_div(2) {
        return Ok(half);
    }
    let value: u32 = if number > 5 { return Ok(5) } else { number };
    Ok(value)
}

#[circuit_breaker]
fn expression_only(value: u32) -> Result<u32, Error> {
    Ok(value)
}

#[circuit_breaker]
fn match_only(value: u32) -> Result<u32, Error> {
    match value {
        0 => Err(Error::Down),
        1 => panic!("one"),
        value => Ok(value),
    }
}

#[circuit_breaker]
fn diverges_or_not(value: u32) -> Result<u32, Error> {
    if value == 0 {
        unreachable!("never called so")
    }
    return Ok(value);
}

#[circuit_breaker(success(_), fallback = ())]
async fn statements_only(values: &mut Vec<u32>) {
    values.push(1);
    for value in values.iter_mut() {
        *value += 1;
    }
}

#[circuit_breaker]
async fn never_finishes() -> Result<core::convert::Infallible, Error> {
    loop {
        tokio::task::yield_now().await;
    }
}

#[circuit_breaker]
async fn borrows_itself(text: String) -> Result<usize, Error> {
    let words: Vec<&str> = text.split(' ').collect();
    tokio::task::yield_now().await;
    let longest = words.iter().map(|word| word.len()).max();
    longest.ok_or(Error::Down)
}

#[circuit_breaker]
fn shadows(value: u32) -> Result<String, Error> {
    let value = value + 1;
    let value = value.to_string();
    Ok(value)
}

#[circuit_breaker]
fn printed<T: Debug>(value: T) -> Result<String, Error> {
    Ok(format!("{value:?} {value:#?} {0}", 1))
}

#[circuit_breaker]
fn recursive(depth: u32) -> Result<u32, Error> {
    if depth == 0 { Ok(0) } else { Ok(recursive(depth - 1)? + 1) }
}

#[circuit_breaker]
async fn recursive_later(depth: u32) -> Result<u32, Error> {
    if depth == 0 { Ok(0) } else { Ok(Box::pin(recursive_later(depth - 1)).await? + 1) }
}

#[circuit_breaker(fallback = |open| {
    let name = open.name();
    if name.is_empty() { return Err(open.into()) }
    Ok(name.len())
})]
fn long_fallback(value: usize) -> Result<usize, Error> {
    Ok(value)
}

#[circuit_breaker(
    fallback = match value { 0 => return Ok(1), 1 => Err(Error::Down), other => Ok(other) }
)]
fn branching_fallback(value: u32) -> Result<u32, Error> {
    Ok(value)
}

#[test]
fn control_flow() {
    assert_eq!(labels(7), Ok(9));
    assert_eq!(block_on(question_marks(&[Ok(1), Ok(2)])), Ok(1 + 1 + 4 + 1));
    assert_eq!(option(&[1, 2]), Some(3));
    assert_eq!(option(&[]), None);
    assert_eq!((let_else("8"), let_else("1"), let_else("x")), (Ok(4), Ok(1), Err(Error::Down)));
    assert_eq!(match_only(2), Ok(2));
    assert_eq!(diverges_or_not(2), Ok(2));
}

#[test]
fn own_items() {
    assert_eq!(items(5), Ok(8));
    assert_eq!(nested_function(0), Ok(3));
}

#[test]
fn forms_of_bodies() {
    assert_eq!(expression_only(1), Ok(1));
    let mut values = vec![1];
    block_on(statements_only(&mut values));
    assert_eq!(values, [2, 2]);
    assert_eq!(block_on(borrows_itself("a bcd".to_owned())), Ok(3));
    assert_eq!(shadows(1), Ok("2".to_owned()));
    assert_eq!(printed("x"), Ok("\"x\" \"x\" 1".to_owned()));
    drop(never_finishes());
}

#[test]
fn recursion() {
    assert_eq!(recursive(5), Ok(5));
    assert_eq!(block_on(recursive_later(5)), Ok(5));
}

#[test]
fn fallbacks() {
    assert_eq!(long_fallback(1), Ok(1));
    assert_eq!(branching_fallback(1), Ok(1));
}
