//! Type, lifetime and const parameters. All instances share one circuit.

use core::fmt::{Debug, Display};
use core::str::FromStr;

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, Error, ask, ask_later, assert_guarded, wait};

#[circuit_breaker(threshold = 2, name = "type parameter")]
fn parse<T: FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| Error::Down)
}

#[circuit_breaker(threshold = 2, name = "const parameter")]
fn array<const N: usize>(works: bool) -> Answer<[u32; N]> {
    ask(works).map(|answer| [answer; N])
}

#[circuit_breaker(threshold = 2, name = "lifetimes")]
fn either<'a, 'b: 'a>(one: &'a str, other: &'b str, works: bool) -> Answer<(&'a str, &'b str)> {
    ask(works)?;
    Ok((if one.len() > other.len() { one } else { other }, other))
}

#[circuit_breaker(threshold = 2, name = "where clause")]
fn shown<T>(value: T, works: bool) -> Answer<String>
where
    T: Clone,
    for<'t> &'t T: Debug,
    Vec<T>: Debug,
{
    ask(works).map(|_| format!("{:?} {:?}", &value, vec![value.clone()]))
}

#[circuit_breaker(threshold = 2, name = "higher-ranked")]
fn applied<F>(apply: F, works: bool) -> Answer<usize>
where
    F: for<'s> Fn(&'s str) -> &'s str,
{
    ask(works).map(|_| apply("seven").len())
}

#[circuit_breaker(threshold = 2, name = "impl arguments")]
fn joined(parts: impl IntoIterator<Item = impl Display>, works: bool) -> Answer<String> {
    ask(works)?;
    Ok(parts.into_iter().map(|part| part.to_string()).collect())
}

#[circuit_breaker(threshold = 2, name = "async generic")]
async fn fetched<'a, T, const N: usize>(from: &'a [T; N], works: bool) -> Answer<&'a T>
where
    T: Sync,
{
    ask_later(works).await.map(|_| &from[N - 1])
}

#[test]
fn type_parameters() {
    assert_guarded("type parameter", |works| parse::<u8>(if works { "7" } else { "seven" }));
}

#[test]
fn const_parameters() {
    assert_guarded("const parameter", array::<3>);
}

#[test]
fn lifetimes() {
    assert_guarded("lifetimes", |works| either("one", "other", works));
}

#[test]
fn bounds() {
    assert_guarded("where clause", |works| shown(7, works));
    assert_guarded("higher-ranked", |works| applied(str::trim, works));
}

#[test]
fn impl_arguments() {
    assert_guarded("impl arguments", |works| joined(["a", "b"], works));
}

#[test]
fn asynchronous_ones() {
    assert_guarded("async generic", |works| wait(fetched(&[1, 2], works)));
}

#[test]
fn all_instances_share_one_circuit() {
    #[circuit_breaker(threshold = 2, name = "instances")]
    fn instance<T: Default, const N: usize>(works: bool) -> Answer<(T, [u8; N])> {
        ask(works).map(|_| (T::default(), [0; N]))
    }
    instance::<u8, 1>(false).unwrap_err();
    instance::<String, 2>(false).unwrap_err();
    assert!(matches!(instance::<Vec<u8>, 3>(true), Err(Error::Rejected(_))));
    assert_eq!(
        breaker_runtime::registry().iter().filter(|circuit| circuit.name() == "instances").count(),
        1
    );
}
