//! Free functions.

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

#[circuit_breaker(threshold = 2, name = "sync")]
fn sync(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_function() {
    assert_guarded("sync", sync);
}

#[circuit_breaker(threshold = 2, name = "asynchronous")]
async fn asynchronous(works: bool) -> Answer {
    ask_later(works).await
}

#[test]
fn an_async_function() {
    assert_guarded("asynchronous", |works| wait(asynchronous(works)));
}

#[test]
fn an_async_function_asks_when_it_is_polled_and_not_when_it_is_called() {
    #[circuit_breaker(threshold = 1, name = "lazy")]
    async fn lazy(works: bool) -> Answer {
        ask(works)
    }
    let (circuit, _clock) = crate::callee::circuit("lazy");
    let early = lazy(true);
    wait(lazy(false)).unwrap_err();
    assert!(wait(early).is_err(), "the circuit opened in the meantime");
    drop(lazy(true));
    assert_eq!(circuit.snapshot().calls.total(), 2);
}

#[test]
fn a_function_inside_a_function() {
    #[circuit_breaker(threshold = 2, name = "inner function")]
    fn inner(works: bool) -> Answer {
        ask(works)
    }
    assert_guarded("inner function", inner);
}

mod module {
    use super::*;

    #[circuit_breaker(threshold = 2, name = "visible")]
    pub(crate) fn visible(works: bool) -> Answer {
        ask(works)
    }
}

#[test]
fn a_function_with_a_visibility() {
    assert_guarded("visible", module::visible);
}

#[test]
fn a_function_as_a_pointer() {
    #[circuit_breaker(threshold = 2, name = "pointed at")]
    fn pointed_at(works: bool) -> Answer {
        ask(works)
    }
    let pointer: fn(bool) -> Answer = pointed_at;
    assert_guarded("pointed at", pointer);
}

#[test]
fn functions_that_call_each_other_have_circuits_of_their_own() {
    #[circuit_breaker(threshold = 2, name = "outer call")]
    fn outer(works: bool) -> Answer {
        inner(works)
    }
    #[circuit_breaker(threshold = 100, name = "inner call")]
    fn inner(works: bool) -> Answer {
        ask(works)
    }
    assert_guarded("outer call", outer);
    assert_eq!(breaker_runtime::registry().get("inner call").unwrap().snapshot().calls.rejected, 0);
}

#[test]
fn a_function_that_calls_itself() {
    #[circuit_breaker(threshold = 2, name = "recursive")]
    fn recursive(depth: u32) -> Answer {
        if depth == 0 { ask(true) } else { recursive(depth - 1) }
    }
    assert_eq!(recursive(10), Ok(7));
    assert_eq!(breaker_runtime::registry().get("recursive").unwrap().snapshot().calls.success, 11);
}
