//! Sync functions and methods.

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Policy, State, circuit_breaker, register, register_keyed,
};

use crate::{Answer, Error, ask, assert_recovers, recovering};

struct Client {
    works: bool,
}

#[circuit_breaker(name = "nested client")]
impl Client {
    fn ask(&self) -> Answer {
        ask(self.works)
    }

    fn ask_for(&mut self, name: &str) -> Answer {
        let page = self.ask()?;
        Ok(page + u32::try_from(name.len()).unwrap_or(0) + self.ask()?)
    }

    fn ask_for_all(mut self) -> Answer {
        self.ask_for("one")?;
        self.ask_for("other")
    }
}

#[test]
fn methods_that_call_each_other() {
    assert_recovers("nested client", |works| Client { works }.ask_for("somebody"));
    assert_recovers("nested client", |works| Client { works }.ask_for_all());
}

trait Api {
    fn page(&self, number: u32) -> Answer;
    fn pages(&self) -> Answer;
}

struct Http(bool);

#[circuit_breaker(name = "nested trait")]
impl Api for Http {
    fn page(&self, number: u32) -> Answer {
        ask(self.0).map(|page| page + number)
    }

    fn pages(&self) -> Answer {
        (0..5).map(|number| self.page(number)).sum()
    }
}

#[test]
fn methods_of_a_trait() {
    assert_recovers("nested trait", |works| Http(works).pages());
    assert_recovers("nested trait", |works| {
        let api: &dyn Api = &Http(works);
        api.pages()
    });
}

#[circuit_breaker(name = "nested recursion")]
fn walk(depth: u32, works: bool) -> Answer {
    if depth == 0 {
        return ask(works);
    }
    Ok(walk(depth - 1, works)? + walk(depth - 1, works)?)
}

#[test]
fn a_function_that_calls_itself() {
    assert_recovers("nested recursion", |works| walk(0, works));
    assert_recovers("nested recursion", |works| walk(6, works));
}

static DB: CircuitBreaker = CircuitBreaker::new("nested db", Policy::new().threshold(1));
register!(DB);

#[circuit_breaker(breaker = DB)]
fn row(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(breaker = DB)]
fn rows<T: Default>(works: bool) -> Answer<(T, u32)> {
    Ok((T::default(), row(works)? + row(works)?))
}

#[test]
fn functions_that_share_a_circuit() {
    assert_recovers("nested db", |works| rows::<String>(works).map(|(_, rows)| rows));
    assert_recovers("nested db", |works| DB.call(|| DB.call(|| row(works))));
}

#[circuit_breaker(key = host, name = "nested by host", threshold = 1)]
fn by_host(host: &str, hops: u32, works: bool) -> Answer {
    if hops == 0 { ask(works) } else { by_host(host, hops - 1, works) }
}

static SHARDS: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("nested shards", Policy::new().threshold(1), 8);
register_keyed!(SHARDS);

#[test]
fn calls_of_the_same_key() {
    let test = breaker_runtime::testing::isolate();
    by_host("one", 2, false).unwrap_err();
    assert_eq!(by_host("one", 2, true), Err(Error::Rejected));
    let circuit = test.circuit("nested by host[one]").unwrap();
    circuit.set_state(State::HalfOpen);
    assert_eq!(by_host("one", 2, true), Ok(1));
    assert_eq!(circuit.state(), State::Closed);

    let nest = |works| SHARDS.call(&7, || SHARDS.call("7", || ask(works)));
    assert_eq!(nest(false), Err(Error::Down));
    test.clock().advance(core::time::Duration::from_secs(30));
    assert_eq!(nest(true), Ok(1));
    assert_eq!(SHARDS.get(&7).unwrap().state(), State::Closed);
}

#[circuit_breaker(key = host, name = "nested hosts", threshold = 1)]
fn through(host: &str, next: &[&str], works: bool) -> Answer {
    match next {
        [] => ask(works),
        [host, next @ ..] => through(host, next, works),
    }
}

#[test]
fn a_call_of_another_key_is_none_of_the_trial() {
    let test = breaker_runtime::testing::isolate();
    through("one", &["other"], false).unwrap_err();
    test.clock().advance(core::time::Duration::from_secs(30));
    test.circuit("nested hosts[other]").unwrap().force_open();
    assert_eq!(through("one", &["other"], true), Err(Error::Rejected));
}

#[circuit_breaker(breaker = TWICE, fallback_on = failure, fallback = second_try(works))]
fn first_try(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(breaker = TWICE)]
fn second_try(works: bool) -> Answer {
    ask(works)
}

static TWICE: CircuitBreaker = CircuitBreaker::new("nested twice", Policy::new());
register!(TWICE);

#[test]
fn a_fallback_is_no_part_of_the_trial_that_it_stands_in_for() {
    let (_test, circuit) = recovering("nested twice");
    assert_eq!(first_try(false), Err(Error::Rejected), "the failure had reopened it");
    assert_eq!(circuit.state(), State::Open);
}

#[circuit_breaker(breaker = SWALLOWED)]
fn outer(works: bool) -> Answer {
    Ok(inner(works).unwrap_or(0))
}

#[circuit_breaker(breaker = SWALLOWED)]
fn inner(works: bool) -> Answer {
    ask(works)
}

static SWALLOWED: CircuitBreaker = CircuitBreaker::new("nested swallowed", Policy::new());
register!(SWALLOWED);

#[test]
fn an_outer_function_that_swallows_failures_closes_nothing() {
    let (_test, circuit) = recovering("nested swallowed");
    assert_eq!(outer(false), Ok(0));
    assert_eq!(circuit.state(), State::Open);
    circuit.set_state(State::HalfOpen);
    assert_eq!(outer(true), Ok(1));
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn a_hundred_calls_of_a_healthy_callee_all_succeed() {
    let (_test, circuit) = recovering("nested client");
    assert!((0..100).all(|_| Client { works: true }.ask_for("x").is_ok()));
    assert_eq!(circuit.state(), State::Closed);
}
