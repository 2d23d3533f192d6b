//! Generics, lifetimes and opaque types, in arguments and in what is returned.

use core::fmt::{Debug, Display};
use core::future::Future;
use core::pin::Pin;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use breaker_runtime::{CircuitOpen, circuit_breaker};

use crate::callee::{Error, block_on};

/// An error of every kind of parameter.
#[derive(Debug, PartialEq)]
struct Wrapped<'e, E: ?Sized, const N: usize>(&'e [Box<E>; N]);

impl<E: ?Sized> From<CircuitOpen> for Wrapped<'_, E, 0> {
    fn from(_: CircuitOpen) -> Self {
        Self(&[])
    }
}

#[circuit_breaker]
fn elided(
    text: &str,
    _other: &'static str,
) -> Result<(), Box<dyn core::error::Error + Send + Sync>> {
    if text.is_empty() { Err("empty".into()) } else { Ok(()) }
}

#[circuit_breaker]
fn named<'a, 'b: 'a>(left: &'a str, right: &'b str) -> Result<&'a str, Wrapped<'b, str, 0>> {
    Ok(if left.is_empty() { right } else { left })
}

#[circuit_breaker]
fn higher_ranked<F>(text: &str, pick: F) -> Result<&str, Error>
where
    F: for<'t> Fn(&'t str, &dyn for<'u> Fn(&'u str) -> &'u str) -> &'t str,
{
    Ok(pick(text, &|text| text.trim()))
}

#[circuit_breaker]
fn constant<const N: usize, T: Copy + Default>(values: [T; N]) -> Result<[T; N], Error> {
    let mut copy = [T::default(); N];
    copy.copy_from_slice(&values);
    Ok(copy)
}

#[circuit_breaker]
fn impl_arguments(
    iter: impl IntoIterator<Item = impl Display>,
    map: &mut impl FnMut(String) -> usize,
) -> Result<usize, Error> {
    Ok(iter.into_iter().map(|item| map(item.to_string())).sum())
}

#[circuit_breaker]
fn unsized_arguments<T: ?Sized + Debug>(
    value: &T,
    slice: &[u8],
    text: Box<str>,
) -> Result<String, Error> {
    Ok(format!("{value:?} {slice:?} {text}"))
}

#[circuit_breaker]
fn borrowed_or_owned<'t>(text: &'t str) -> Result<Cow<'t, str>, Error> {
    Ok(if text.is_ascii() { text.into() } else { text.replace('ä', "a").into() })
}

#[circuit_breaker]
fn returns_closure(add: u32) -> Result<impl Fn(u32) -> u32 + Clone, Error> {
    Ok(move |value| value + add)
}

#[circuit_breaker]
fn returns_iterator<'v>(values: &'v [u32]) -> Result<impl Iterator<Item = &'v u32> + 'v, Error> {
    Ok(values.iter().rev())
}

#[circuit_breaker]
fn returns_capturing<T: Clone>(value: &T) -> Result<impl Fn() -> T + use<T>, Error> {
    let value = value.clone();
    Ok(move || value.clone())
}

#[circuit_breaker(failure(all if all.len() == 0), fallback = Vec::new().into_iter())]
fn returns_exact(count: u32) -> impl ExactSizeIterator<Item = u32> {
    (0..count).collect::<Vec<_>>().into_iter()
}

#[circuit_breaker]
fn returns_dyn(value: u32) -> Result<Box<dyn Fn() -> u32>, Error> {
    Ok(Box::new(move || value))
}

#[circuit_breaker]
fn returns_not_send(value: u32) -> Result<Rc<u32>, Error> {
    Ok(Rc::new(value))
}

#[circuit_breaker]
fn mutable<'m, K: std::hash::Hash + Eq>(
    map: &'m mut HashMap<K, u32>,
    key: K,
) -> Result<&'m mut u32, Error> {
    let value = map.entry(key).or_default();
    *value += 1;
    Ok(value)
}

#[circuit_breaker]
fn mutable_part<'m>(list: &'m mut Vec<String>) -> Result<&'m mut str, Error> {
    let text = list.last_mut().ok_or(Error::Down)?;
    Ok(text.as_mut_str())
}

#[circuit_breaker]
async fn mutable_later<'m>(list: &'m mut Vec<String>) -> Result<&'m mut String, Error> {
    tokio::task::yield_now().await;
    list.push(String::new());
    list.last_mut().ok_or(Error::Down)
}

#[circuit_breaker]
async fn two_lifetimes<'a, 'b>(left: &'a str, right: &'b str) -> Result<(&'a str, &'b str), Error> {
    tokio::task::yield_now().await;
    Ok((left, right))
}

#[circuit_breaker]
async fn async_closure<F: AsyncFn(u32) -> u32>(call: F) -> Result<u32, Error> {
    Ok(call(1).await + call(2).await)
}

#[circuit_breaker]
async fn callback<F, Fut>(call: F) -> Result<u32, Error>
where
    F: Fn(u32) -> Fut,
    Fut: Future<Output = Result<u32, Error>>,
{
    call(1).await
}

#[circuit_breaker]
fn of_a_future<'a, T>(
    value: &'a T,
) -> impl Future<Output = Result<&'a T, Error>> + Send + use<'a, T>
where
    T: Sync + ?Sized,
{
    async move {
        tokio::task::yield_now().await;
        Ok(value)
    }
}

#[circuit_breaker]
fn boxed<'a>(
    values: &'a mut Vec<u32>,
) -> Pin<Box<dyn Future<Output = Result<&'a mut u32, Error>> + Send + 'a>> {
    Box::pin(async move { values.first_mut().ok_or(Error::Down) })
}

struct Client<'c, T: ?Sized, const N: usize = 1> {
    inner: &'c T,
}

impl<'c, T: ?Sized + AsRef<str>, const N: usize> Client<'c, T, N> {
    const SIZE: usize = N;

    #[circuit_breaker(fallback = |_| Ok(Self::SIZE.to_string()))]
    fn sized(&self) -> Result<String, Error> {
        Ok(format!("{}{}", self.inner.as_ref(), Self::SIZE))
    }

    #[circuit_breaker]
    fn outlives(&self) -> Result<&'c T, Error> {
        Ok(self.inner)
    }

    #[circuit_breaker]
    async fn with<U>(self, more: U) -> Result<(Self, U), Error>
    where
        U: Into<String> + Clone,
    {
        tokio::task::yield_now().await;
        Ok((self, more))
    }

    #[circuit_breaker]
    fn shared(self: &Arc<Self>, Self { inner }: &Self) -> Result<Arc<Self>, Error> {
        assert!(!inner.as_ref().is_empty());
        Ok(Arc::clone(self))
    }

    #[circuit_breaker]
    fn pinned(self: Pin<&mut Self>) -> Result<Pin<&mut Self>, Error> {
        Ok(self)
    }

    #[circuit_breaker(success(_), fallback = Self { inner: self.inner })]
    fn same(self: Box<Self>) -> Self {
        *self
    }
}

#[circuit_breaker(failure(value if *value == T::default()), fallback = T::default())]
fn generic_value<T: Default + PartialEq>(value: T) -> T {
    value
}

#[test]
fn generic_values() {
    assert_eq!((generic_value(1), generic_value("a")), (1, "a"));
}

#[test]
fn lifetimes() {
    elided("a", "").unwrap();
    assert_eq!(named("", "b"), Ok("b"));
    assert_eq!(
        higher_ranked(" a ", |text, trim| {
            assert_eq!(trim("b "), "b");
            text
        }),
        Ok(" a ")
    );
    assert_eq!(borrowed_or_owned("ä"), Ok("a".into()));
    assert_eq!(block_on(two_lifetimes("a", "b")), Ok(("a", "b")));
}

#[test]
fn arguments() {
    assert_eq!(constant([1, 2]), Ok([1, 2]));
    assert_eq!(impl_arguments([1, 22], &mut |text| text.len()), Ok(3));
    assert_eq!(unsized_arguments("a", &[1], "b".into()), Ok("\"a\" [1] b".to_owned()));
    assert_eq!(block_on(async_closure(async |value| value)), Ok(3));
    assert_eq!(block_on(callback(|value| async move { Ok(value) })), Ok(1));
}

#[test]
fn opaque_results() {
    assert_eq!(returns_closure(1).map(|add| add(1)), Ok(2));
    assert_eq!(returns_iterator(&[1, 2]).map(Iterator::collect), Ok(vec![&2, &1]));
    assert_eq!(returns_capturing(&1).map(|get| get()), Ok(1));
    assert_eq!(returns_exact(3).len(), 3);
    assert_eq!(returns_dyn(1).map(|get| get()), Ok(1));
    assert_eq!(returns_not_send(1), Ok(Rc::new(1)));
}

#[test]
fn borrowed_results() {
    let mut map = HashMap::new();
    *mutable(&mut map, "a").unwrap() += 1;
    assert_eq!(map, HashMap::from([("a", 2)]));
    let mut list = vec!["a".to_owned()];
    mutable_part(&mut list).unwrap().make_ascii_uppercase();
    block_on(mutable_later(&mut list)).unwrap().push('b');
    assert_eq!(list, ["A", "b"]);
    assert_eq!(block_on(of_a_future("a")), Ok("a"));
    let mut values = vec![1];
    *block_on(boxed(&mut values)).unwrap() = 2;
    assert_eq!(values, [2]);
}

#[test]
fn of_generic_types() {
    let mut client = Client::<str, 3> { inner: "a" };
    assert_eq!(client.sized(), Ok("a3".to_owned()));
    assert_eq!(client.outlives(), Ok("a"));
    assert!(Pin::new(&mut client).pinned().is_ok());
    let (client, more) = block_on(client.with("b")).unwrap_or_else(|_| unreachable!());
    let shared = Arc::new(client);
    assert!(shared.shared(&shared).is_ok_and(|same| same.inner == "a"));
    assert_eq!((Box::new(Client::<str, 3> { inner: more }).same().inner, more), ("b", "b"));
}
