//! What answers in place of a rejected call: a path, a closure, or any expression.

use breaker_runtime::{CircuitOpen, State, circuit_breaker};

use crate::callee::{Answer, Error, ask, ask_later, wait, while_open};

mod stand_ins {
    use super::*;

    pub(super) fn cached(works: bool, more: u32) -> Answer {
        Ok(100 + u32::from(works) + more)
    }

    pub(super) async fn cached_later(works: bool, more: u32) -> Answer {
        tokio::task::yield_now().await;
        cached(works, more)
    }

    pub(super) fn any<T: Default>(_works: bool) -> Answer<T> {
        Ok(T::default())
    }
}

#[test]
fn a_path_is_called_with_the_arguments() {
    #[circuit_breaker(name = "fallback path", fallback = stand_ins::cached)]
    fn asked(works: bool, more: u32) -> Answer {
        ask(works).map(|answer| answer + more)
    }
    assert_eq!(asked(true, 3), Ok(10));
    assert_eq!(while_open("fallback path", || asked(true, 3)), Ok(104));
}

#[test]
fn a_path_is_awaited_in_an_async_function() {
    #[circuit_breaker(name = "async fallback path", fallback = stand_ins::cached_later)]
    async fn asked(works: bool, more: u32) -> Answer {
        ask_later(works).await.map(|answer| answer + more)
    }
    assert_eq!(while_open("async fallback path", || wait(asked(true, 3))), Ok(104));
}

#[test]
fn a_path_is_awaited_in_a_function_that_returns_a_future() {
    #[circuit_breaker(name = "impl Future fallback path", fallback = stand_ins::cached_later)]
    #[expect(clippy::manual_async_fn, reason = "a shape of its own")]
    fn asked(works: bool, more: u32) -> impl Future<Output = Answer> {
        async move { ask_later(works).await.map(|answer| answer + more) }
    }
    assert_eq!(while_open("impl Future fallback path", || wait(asked(true, 3))), Ok(104));
}

#[test]
fn a_closure_of_a_function_that_returns_a_future_sees_the_names_in_patterns() {
    #[circuit_breaker(name = "patterns in the signature", fallback = |_| Ok(more + other))]
    fn asked(works: bool, (more, mut other): (u32, u32)) -> impl Future<Output = Answer> {
        other += 1;
        async move { ask_later(works).await.map(|answer| answer + more + other) }
    }
    assert_eq!(wait(asked(true, (1, 2))), Ok(11));
    assert_eq!(while_open("patterns in the signature", || wait(asked(true, (1, 2)))), Ok(4));
}

#[test]
fn a_generic_path_takes_its_parameters() {
    #[circuit_breaker(name = "generic fallback", fallback = stand_ins::any::<T>)]
    fn asked<T: Default>(works: bool) -> Answer<T> {
        ask(works).map(|_| T::default())
    }
    assert_eq!(while_open("generic fallback", || asked::<String>(true)), Ok(String::new()));
}

#[test]
fn a_path_gets_patterns_mutable_and_configured_arguments_as_they_came() {
    fn cached((one, other): (u32, u32), mut lines: Vec<u32>, _: &str) -> Answer {
        lines.push(one + other);
        Ok(lines.iter().sum())
    }
    #[circuit_breaker(name = "fallback arguments", fallback = cached)]
    fn asked((one, _): (u32, u32), mut lines: Vec<u32>, #[cfg(any())] gone: u8, _: &str) -> Answer {
        lines.push(one);
        ask(false)
    }
    assert_eq!(while_open("fallback arguments", || asked((1, 2), vec![3], "")), Ok(6));
}

struct Gateway {
    cached: u32,
}

impl Gateway {
    #[circuit_breaker(name = "method fallback", fallback = Self::cached)]
    fn charge(&self, cents: u32) -> Answer {
        ask(true).map(|answer| answer + cents)
    }

    fn cached(&self, cents: u32) -> Answer {
        Ok(self.cached + cents)
    }

    #[circuit_breaker(name = "mutable method fallback", fallback = Self::counted)]
    async fn count(&mut self) -> Answer<&mut u32> {
        ask_later(true).await.map(|_| &mut self.cached)
    }

    async fn counted(&mut self) -> Answer<&mut u32> {
        self.cached += 1;
        Ok(&mut self.cached)
    }

    #[circuit_breaker(name = "self in a closure", fallback = |open| self.described(open))]
    fn describe(&self, text: String) -> Answer<String> {
        ask(true).map(|_| text)
    }

    fn described(&self, open: CircuitOpen) -> Answer<String> {
        Ok(format!("{} {}", open.name(), self.cached))
    }

    #[circuit_breaker(name = "consumed method", fallback = Self::given_back)]
    fn consume(self) -> Answer<Self> {
        ask(false).map(|_| self)
    }

    fn given_back(self) -> Answer<Self> {
        Ok(self)
    }
}

#[test]
fn a_path_of_self_gets_the_receiver_first() {
    let mut gateway = Gateway { cached: 1_000 };
    assert_eq!(while_open("method fallback", || gateway.charge(5)), Ok(1_005));
    assert_eq!(
        while_open("mutable method fallback", || wait(gateway.count()).map(|count| *count)),
        Ok(1_001)
    );
    assert_eq!(while_open("consumed method", || gateway.consume().unwrap().cached), 1_001);
}

#[test]
fn a_closure_sees_the_receiver_and_the_rejection() {
    let gateway = Gateway { cached: 7 };
    let described = while_open("self in a closure", || gateway.describe(String::new()));
    assert_eq!(described, Ok("self in a closure 7".to_owned()));
}

#[test]
fn a_closure_gets_the_rejection_and_sees_the_arguments() {
    #[circuit_breaker(name = "closure", fallback = |open| Ok(format!("{name}: {}", open.state())))]
    fn asked(name: String) -> Answer<String> {
        ask(false).map(|_| name)
    }
    assert_eq!(while_open("closure", || asked("db".to_owned())), Ok("db: forced open".to_owned()));
}

#[test]
fn closures_of_every_look() {
    #[circuit_breaker(name = "closure that ignores", fallback = |_| Ok(1))]
    fn ignores() -> Answer {
        ask(false)
    }
    #[circuit_breaker(
        name = "closure with types", fallback = |open: CircuitOpen| -> Answer { Err(open.into()) }
    )]
    fn typed() -> Answer {
        ask(false)
    }
    #[circuit_breaker(
        name = "closure that moves", fallback = move |_open| Ok(lines.into_iter().sum())
    )]
    fn moves(lines: Vec<u32>) -> Answer {
        ask(false).map(|_| lines[0])
    }
    assert_eq!(while_open("closure that ignores", ignores), Ok(1));
    assert!(matches!(
        while_open("closure with types", typed),
        Err(Error::Rejected(open)) if open.state() == State::ForcedOpen
    ));
    assert_eq!(while_open("closure that moves", || moves(vec![1, 2])), Ok(3));
}

#[test]
fn a_closure_of_an_async_function_may_await() {
    #[circuit_breaker(name = "closure that awaits", fallback = |_| ask_later(works).await)]
    async fn awaits(works: bool) -> Answer {
        ask_later(works).await.map(|answer| answer + 1)
    }
    assert_eq!(while_open("closure that awaits", || wait(awaits(true))), Ok(7));
}

#[test]
fn any_expression_is_evaluated_where_it_is_needed() {
    #[circuit_breaker(name = "expression", fallback = Ok(Vec::new()))]
    fn value() -> Answer<Vec<u32>> {
        ask(false).map(|answer| vec![answer])
    }
    #[circuit_breaker(
        name = "expression with arguments", fallback = stand_ins::cached(works, more * 2)
    )]
    fn call(works: bool, more: u32) -> Answer {
        ask(works).map(|answer| answer + more)
    }
    #[circuit_breaker(name = "block", fallback = { let doubled = more * 2; Ok(doubled) })]
    fn block(more: u32) -> Answer {
        ask(false).map(|answer| answer + more)
    }
    #[circuit_breaker(
        name = "awaited expression", fallback = stand_ins::cached_later(true, more).await
    )]
    async fn awaited(more: u32) -> Answer {
        ask_later(false).await.map(|answer| answer + more)
    }
    #[circuit_breaker(name = "question mark in fallback", fallback = Ok(ask(works)? + 1))]
    fn question(works: bool) -> Answer {
        ask(works)
    }
    assert_eq!(while_open("expression", value), Ok(vec![]));
    assert_eq!(while_open("expression with arguments", || call(true, 3)), Ok(107));
    assert_eq!(while_open("block", || block(3)), Ok(6));
    assert_eq!(while_open("awaited expression", || wait(awaited(3))), Ok(104));
    assert_eq!(while_open("question mark in fallback", || question(false)), Err(Error::Down));
    assert_eq!(while_open("question mark in fallback", || question(true)), Ok(8));
}

/// Where a statement may end, these would be a `match` and something behind it.
#[test]
fn an_expression_may_start_with_a_block() {
    #[circuit_breaker(
        name = "starts with a match", fallback = match more { 0 => Ok(1), _ => Err(2) } == Ok(more),
        failure(false)
    )]
    fn value((works, mut more): (bool, u32)) -> bool {
        more += 1;
        works && more > 0
    }
    #[circuit_breaker(
        name = "closure that starts with an if",
        fallback = |_| if more > 1 { 100 } else { 200 } + more, failure(0)
    )]
    fn closure(mut more: u32) -> u32 {
        more += 1;
        more
    }
    assert!(value((true, 1)));
    assert!(!while_open("starts with a match", || value((true, 1))));
    assert_eq!(closure(1), 2);
    assert_eq!(while_open("closure that starts with an if", || closure(2)), 102);
    assert_eq!(while_open("closure that starts with an if", || closure(1)), 201);
}
