//! A method's own attribute under a condition, or under another name, is still the block's.

use core::future::{Ready, ready};

use breaker_runtime::circuit_breaker as guarded;
use breaker_runtime::{CircuitBreaker, circuit_breaker, registry};
use tests::run;

use crate::{Answer, ask, ask_later, circuit, on_a_clock};

struct Conditional;

#[circuit_breaker(threshold = 2, name = "conditional")]
impl Conditional {
    #[cfg_attr(all(), circuit_breaker(fallback = Ok(1)))]
    fn holds(works: bool) -> Answer {
        ask(works)
    }

    #[cfg_attr(any(), circuit_breaker(fallback = Ok(2)))]
    fn fails(works: bool) -> Answer {
        ask(works)
    }

    #[cfg_attr(all(), doc = "Both.", cfg_attr(all(), guarded(fallback = Ok(3)), inline))]
    async fn both(works: bool) -> Answer {
        ask_later(works).await
    }

    #[cfg_attr(all(), circuit_breaker(skip))]
    fn skipped(works: bool) -> Answer {
        ask(works)
    }

    #[cfg_attr(any(), circuit_breaker(skip))]
    fn not_skipped(works: bool) -> Answer {
        ask(works)
    }

    #[cfg_attr(any(), guarded)]
    fn bare(works: bool) -> Answer {
        ask(works)
    }
}

struct Renamed;

#[guarded(threshold = 2, name = "renamed")]
impl Renamed {
    #[cfg_attr(any(), guarded)]
    fn bare(works: bool) -> Answer {
        ask(works)
    }

    #[guarded(fallback = Ok(1))]
    fn answered(works: bool) -> Answer {
        ask(works)
    }

    #[guarded(fallback = |_| later(1).await, failure(Ok(0)))]
    async fn answered_later(works: bool) -> Answer {
        ask_later(works).await
    }

    #[guarded(skip)]
    fn skipped(works: bool) -> Answer {
        ask(works)
    }
}

fn later(answer: u32) -> Ready<Answer> {
    ready(Ok(answer))
}

const OF_BLOCKS: [&str; 4] =
    ["named above async_trait", "named below async_trait", "conditional", "renamed"];

/// The circuits of this file besides those of the blocks.
fn others() -> Vec<&'static str> {
    let here = registry().iter().filter(|circuit| {
        circuit.location().is_some_and(|location| location.file.ends_with("named.rs"))
    });
    here.map(CircuitBreaker::name).filter(|name| !OF_BLOCKS.contains(name)).collect()
}

#[test]
fn no_method_has_a_circuit_of_its_own() {
    assert_eq!(others(), Vec::<&str>::new());
}

type Guarded = fn(bool) -> Answer;

/// Asserts that each call counts once, and is answered so while the circuit is open.
#[track_caller]
fn assert_answers(name: &str, answered: &[(Guarded, Option<u32>)]) {
    let (circuit, clock) = on_a_clock(name);
    for (call, answer) in answered {
        circuit.reset();
        let before = circuit.snapshot().calls.total();
        assert!(call(true).is_ok());
        assert_eq!(circuit.snapshot().calls.total(), before + 1);
        for _ in 0..2 {
            call(false).unwrap_err();
        }
        assert_eq!(call(true).ok(), *answer);
        // Gated twice, the trial call would take the only place from itself.
        clock.advance(core::time::Duration::from_secs(30));
        assert!(call(true).is_ok());
        assert_eq!(circuit.state(), breaker_runtime::State::Closed);
    }
}

#[async_trait::async_trait]
trait Call {
    async fn conditional(&self, works: bool) -> Answer;
    async fn renamed(&self, works: bool) -> Answer;
    async fn bare(&self, works: bool) -> Answer;
}

struct Above;

#[async_trait::async_trait]
#[circuit_breaker(threshold = 2, name = "named below async_trait")]
impl Call for Above {
    #[cfg_attr(all(), circuit_breaker(fallback = Ok(1)))]
    async fn conditional(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    #[guarded(fallback = Ok(2))]
    async fn renamed(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    #[cfg_attr(any(), guarded)]
    async fn bare(&self, works: bool) -> Answer {
        ask_later(works).await
    }
}

struct Below;

#[circuit_breaker(threshold = 2, name = "named above async_trait")]
#[async_trait::async_trait]
impl Call for Below {
    #[cfg_attr(all(), circuit_breaker(fallback = Ok(1)))]
    async fn conditional(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    #[guarded(fallback = Ok(2))]
    async fn renamed(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    #[cfg_attr(any(), guarded)]
    async fn bare(&self, works: bool) -> Answer {
        ask_later(works).await
    }
}

#[test]
fn under_async_trait() {
    assert_answers(
        "named below async_trait",
        &[
            (|works| run(Above.conditional(works)), Some(1)),
            (|works| run(Above.renamed(works)), Some(2)),
            (|works| run(Above.bare(works)), None),
        ],
    );
    assert_answers(
        "named above async_trait",
        &[
            (|works| run(Below.conditional(works)), Some(1)),
            (|works| run(Below.renamed(works)), Some(2)),
            (|works| run(Below.bare(works)), None),
        ],
    );
}

#[test]
fn under_a_condition() {
    assert_answers(
        "conditional",
        &[
            (Conditional::holds, Some(1)),
            (Conditional::fails, None),
            (|works| run(Conditional::both(works)), Some(3)),
            (Conditional::not_skipped, None),
            (Conditional::bare, None),
        ],
    );
    let before = circuit("conditional").snapshot().calls.total();
    Conditional::skipped(false).unwrap_err();
    assert_eq!(circuit("conditional").snapshot().calls.total(), before);
}

#[test]
fn under_another_name() {
    assert_answers(
        "renamed",
        &[
            (Renamed::bare, None),
            (Renamed::answered, Some(1)),
            (|works| run(Renamed::answered_later(works)), Some(1)),
        ],
    );
    let before = circuit("renamed").snapshot().calls.total();
    Renamed::skipped(false).unwrap_err();
    assert_eq!(circuit("renamed").snapshot().calls.total(), before);
}
