//! Where and in what order events are emitted.

use std::io;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};
use tests::{TestCircuit, crowd, wait_until};
use tracing::dispatcher::{Dispatch, with_default};
use tracing::info_span;

use crate::Heard;

#[test]
fn an_event_is_in_the_span_of_the_call_that_caused_it() {
    #[circuit_breaker(threshold = 2, name = "in a span")]
    fn call(works: bool) -> io::Result<()> {
        if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
    let heard = Heard::during(|| {
        for (span, works) in [
            (info_span!("first"), false),
            (info_span!("second"), false),
            (info_span!("third"), true),
        ] {
            let _ = span.in_scope(|| call(works));
        }
    });
    let spans: Vec<_> = heard.all().into_iter().map(|told| (told.name, told.span)).collect();
    assert_eq!(
        spans,
        [("circuit_breaker.opened", Some("second")), ("circuit_breaker.rejected", Some("third"))]
    );
}

#[tokio::test]
async fn an_event_is_in_the_span_of_the_future_that_caused_it() {
    use core::future::{Future, poll_fn};
    use core::pin::pin;

    let circuit = CircuitBreaker::new("asked", Policy::new().threshold(1));
    let heard = Heard::default();
    let dispatch = Dispatch::new(heard.clone().reacting(|_| ()));
    let span = with_default(&dispatch, || info_span!("request"));
    let failing = async {
        tokio::task::yield_now().await;
        Err::<(), _>(io::Error::from(io::ErrorKind::TimedOut))
    };
    let mut call = pin!(circuit.call_async(failing));
    let answer = poll_fn(|context| {
        with_default(&dispatch, || span.in_scope(|| call.as_mut().poll(context)))
    });
    answer.await.expect_err("it fails");
    let spans: Vec<_> = heard.all().into_iter().map(|told| (told.name, told.span)).collect();
    assert_eq!(spans, [("circuit_breaker.opened", Some("request"))]);
}

#[test]
fn an_event_is_told_before_the_call_returns() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let heard = Heard::default();
    with_default(&Dispatch::new(heard.clone().reacting(|_| ())), || {
        circuit.fail();
        assert_eq!(heard.names(), ["opened"]);
        circuit.rejected();
        assert_eq!(heard.names(), ["opened", "rejected"]);
    });
}

#[test]
fn transitions_of_many_threads_are_told_in_their_order_and_each_once() {
    const ROUNDS: u64 = 100;
    let circuit = CircuitBreaker::new("threads", Policy::new());
    let heard = Heard::default();
    let dispatch = Dispatch::new(heard.clone().reacting(|_| thread::yield_now()));
    crowd(0..4, |_| {
        with_default(&dispatch, || {
            for _ in 0..ROUNDS {
                circuit.force_open();
                circuit.reset();
            }
        });
    });
    wait_until(|| heard.all().len() as u64 == 4 * 2 * ROUNDS);
    assert_eq!(generations(&heard), (1..=4 * 2 * ROUNDS).collect::<Vec<_>>());
}

#[test]
fn nobody_waits_for_the_subscriber_of_another_call() {
    let circuit = CircuitBreaker::new("threads", Policy::new());
    let heard = Heard::default();
    let (told, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (hangs, until) = (Arc::clone(&told), Arc::clone(&go_on));
    let dispatch = Dispatch::new(heard.clone().reacting(move |event| {
        if event.generation == Some(1) {
            hangs.wait();
            until.wait();
        }
    }));
    thread::scope(|scope| {
        scope.spawn(|| with_default(&dispatch, || circuit.force_open()));
        told.wait();
        with_default(&dispatch, || {
            circuit.try_acquire().expect_err("forced open");
            circuit.reset();
            circuit.try_acquire().expect("reset").success();
        });
        assert_eq!(heard.names(), ["forced_open", "rejected"]);
        go_on.wait();
    });
    assert_eq!(heard.names(), ["forced_open", "rejected", "reset"]);
}

#[test]
fn where_an_emission_hangs_the_latest_transitions_are_kept() {
    let circuit = CircuitBreaker::new("threads", Policy::new());
    let heard = Heard::default();
    let (told, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (hangs, until) = (Arc::clone(&told), Arc::clone(&go_on));
    let dispatch = Dispatch::new(heard.clone().reacting(move |event| {
        if event.generation == Some(1) {
            hangs.wait();
            until.wait();
        }
    }));
    thread::scope(|scope| {
        scope.spawn(|| with_default(&dispatch, || circuit.reset()));
        told.wait();
        (0..2000).for_each(|_| circuit.reset());
        go_on.wait();
    });
    let latest = 2001 - 1024 + 1..=2001;
    wait_until(|| heard.all().len() == 1025);
    assert_eq!(generations(&heard), [1].into_iter().chain(latest).collect::<Vec<_>>());
}

#[test]
fn nobody_tells_more_than_a_few_events_of_others() {
    const OTHERS: u64 = 200;
    let circuit = CircuitBreaker::new("threads", Policy::new());
    let heard = Heard::default();
    let (told, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (hangs, until) = (Arc::clone(&told), Arc::clone(&go_on));
    let tellers = Arc::new(Mutex::new(Vec::new()));
    let by = Arc::clone(&tellers);
    let dispatch = Dispatch::new(heard.clone().reacting(move |event| {
        by.lock().expect("no panic").push(thread::current().id());
        if event.generation == Some(1) {
            hangs.wait();
            until.wait();
        }
    }));
    let captured = thread::scope(|scope| {
        let first = scope.spawn(|| {
            with_default(&dispatch, || circuit.reset());
            thread::current().id()
        });
        told.wait();
        (0..OTHERS).for_each(|_| circuit.reset());
        go_on.wait();
        first.join().expect("no panic")
    });
    wait_until(|| heard.all().len() as u64 == 1 + OTHERS);
    assert_eq!(generations(&heard), (1..=1 + OTHERS).collect::<Vec<_>>());
    let tellers = tellers.lock().expect("no panic");
    let by_first = tellers.iter().filter(|&&teller| teller == captured).count();
    assert!(by_first <= 5, "one call has told {by_first} events");
    // All is told: the next one is told by its own call again.
    let own = Heard::during(|| circuit.reset());
    assert_eq!(own.names(), ["reset"]);
}

fn generations(heard: &Heard) -> Vec<u64> {
    heard.all().iter().filter_map(|told| told.generation).collect()
}
