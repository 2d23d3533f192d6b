//! Calls by outcome, for each function.

use breaker_runtime::{Calls, Outcome, Verdict, circuit_breaker, registry};

use crate::callee::{Answer, ask, ask_later, wait};

fn calls(name: &str) -> Calls {
    registry().get(name).unwrap().snapshot().calls
}

fn by_outcome(calls: Calls) -> [u64; 5] {
    [calls.success, calls.failure, calls.ignored, calls.abandoned, calls.rejected]
}

#[test]
fn of_a_function() {
    #[circuit_breaker(threshold = 3, name = "counted")]
    fn counted(works: bool) -> Answer {
        ask(works)
    }
    assert_eq!(by_outcome(calls("counted")), [0; 5]);
    for works in [true, true, false, false, false, true, true] {
        let _answer = counted(works);
    }
    assert_eq!(by_outcome(calls("counted")), [2, 3, 0, 0, 2]);
}

#[test]
fn of_an_async_function() {
    #[circuit_breaker(threshold = 2, name = "async counted")]
    async fn counted(works: bool) -> Answer {
        ask_later(works).await
    }
    wait(async {
        counted(true).await.unwrap();
        tokio::select! {
            biased;
            answer = counted(true) => unreachable!("{answer:?}"),
            () = core::future::ready(()) => {}
        }
        drop(counted(true));
        for _ in 0..3 {
            counted(false).await.unwrap_err();
        }
    });
    assert_eq!(by_outcome(calls("async counted")), [1, 2, 0, 1, 1]);
}

#[test]
fn of_an_outcome_of_ones_own() {
    struct Page(u16);
    impl Outcome for Page {
        fn verdict(&self) -> Verdict {
            match self.0 {
                500.. => Verdict::Failure,
                400.. => Verdict::Ignored,
                _ => Verdict::Success,
            }
        }
    }
    #[circuit_breaker(threshold = 1, name = "pages", fallback = Page(503))]
    fn page(status: u16) -> Page {
        Page(status)
    }
    let shown = [200, 404, 500, 200].map(|status| page(status).0);
    assert_eq!(shown, [200, 404, 500, 503]);
    assert_eq!(by_outcome(calls("pages")), [1, 1, 1, 0, 1]);
}

#[test]
fn what_a_fallback_returns_is_not_counted() {
    #[circuit_breaker(threshold = 1, name = "fallback uncounted", fallback = ask)]
    fn uncounted(works: bool) -> Answer {
        ask(works)
    }
    for works in [true, false, true, false, true] {
        let _answer = uncounted(works);
    }
    assert_eq!(by_outcome(calls("fallback uncounted")), [1, 1, 0, 0, 3]);
}
