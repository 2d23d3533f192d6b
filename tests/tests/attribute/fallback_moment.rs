//! When a fallback is evaluated, with which arguments, and what it means to the circuit: nothing.

use breaker_runtime::{circuit_breaker, registry};

use crate::callee::{Answer, Error, ask, ask_later, wait, while_open};

#[test]
fn arguments_may_be_for_the_fallback_alone() {
    #[circuit_breaker(name = "argument of the fallback", fallback = Ok(otherwise))]
    fn sync(otherwise: u32) -> Answer {
        ask(true)
    }
    #[circuit_breaker(
        name = "async argument of the fallback", fallback = |_| ask_later(instead).await
    )]
    async fn asynchronous(instead: bool) -> Answer {
        ask_later(false).await
    }
    assert_eq!((sync(1), while_open("argument of the fallback", || sync(1))), (Ok(7), Ok(1)));
    assert_eq!(while_open("async argument of the fallback", || wait(asynchronous(true))), Ok(7));
}

#[test]
fn it_may_diverge() {
    #[circuit_breaker(name = "returning fallback", fallback = return Ok(1))]
    fn returning() -> Answer {
        ask(true)
    }
    #[circuit_breaker(
        name = "unwinding fallback", fallback = std::panic::resume_unwind(Box::new("mine"))
    )]
    fn unwinding() -> Answer {
        ask(true)
    }
    assert_eq!(while_open("returning fallback", returning), Ok(1));
    assert!(while_open("unwinding fallback", || std::panic::catch_unwind(unwinding)).is_err());
}

#[test]
fn it_is_not_evaluated_while_the_circuit_is_closed() {
    #[circuit_breaker(
        threshold = 100, name = "not evaluated", fallback = unreachable!("the circuit is closed")
    )]
    fn closed(works: bool) -> Answer {
        ask(works)
    }
    assert_eq!((closed(true), closed(false)), (Ok(7), Err(Error::Down)));
}

#[test]
fn a_failed_call_is_not_answered_by_it() {
    #[circuit_breaker(threshold = 2, name = "failed call", fallback = Ok(0))]
    fn failing() -> Answer {
        ask(false)
    }
    let answers = [failing(), failing(), failing()];
    assert_eq!(answers, [Err(Error::Down), Err(Error::Down), Ok(0)]);
}

#[test]
fn nothing_of_the_rejection_is_needed_from_the_return_type() {
    #[circuit_breaker(threshold = 1, name = "own error", fallback = Err("rejected"))]
    fn own_error() -> Result<(), &'static str> {
        Err("down")
    }
    assert_eq!([own_error(), own_error()], [Err("down"), Err("rejected")]);
}

fn panic_mine() -> Answer {
    std::panic::resume_unwind(Box::new("mine"))
}

#[test]
fn a_panic_in_it_is_no_failure_of_the_call() {
    #[circuit_breaker(name = "panicking fallback", fallback = panic_mine())]
    fn panicking() -> Answer {
        ask(true)
    }
    let panicked = while_open("panicking fallback", || std::panic::catch_unwind(panicking));
    assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"mine"));
    let calls = registry().get("panicking fallback").unwrap().snapshot().calls;
    assert_eq!((calls.rejected, calls.total()), (1, 1));
}

#[test]
fn it_is_evaluated_anew_for_each_call() {
    #[circuit_breaker(name = "evaluated anew", fallback = {
        *asked += 1;
        Ok(*asked)
    })]
    fn counting(asked: &mut u32) -> Answer {
        ask(true).map(|answer| answer + *asked)
    }
    let mut asked = 0;
    while_open("evaluated anew", || {
        assert_eq!([counting(&mut asked), counting(&mut asked)], [Ok(1), Ok(2)]);
    });
}
