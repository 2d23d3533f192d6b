//! Trials whose polls go from thread to thread, and threads that end.

use core::cell::RefCell;
use core::time::Duration;
use std::sync::{Arc, mpsc};
use std::thread;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Policy, State};
use tests::poll_once;

use crate::{Answer, Error, ask_later};

fn recovering() -> (Arc<CircuitBreaker>, ManualClock) {
    let clock = ManualClock::new();
    let circuit = CircuitBreaker::new("nested threads", Policy::new()).with_clock(clock.clone());
    circuit.set_state(State::HalfOpen);
    (Arc::new(circuit), clock)
}

#[test]
fn a_trial_that_goes_from_thread_to_thread_keeps_what_is_within() {
    let (circuit, _clock) = recovering();
    let own = Arc::clone(&circuit);
    let mut trial = Box::pin(async move {
        let within = || own.call_async(ask_later(false));
        own.call_async(async {
            tokio::task::yield_now().await;
            // The first one fails, so that the rest of the trial is none of the next round.
            assert_eq!(within().await, Err(Error::Down));
            Answer::Ok(1)
        })
        .await
    });
    let mut polls = 0;
    loop {
        let poll = move || {
            let done = poll_once(trial.as_mut()).is_ready();
            (trial, done)
        };
        let (next, done) = thread::spawn(poll).join().unwrap();
        (trial, polls) = (next, polls + 1);
        if done {
            break;
        }
        assert!(circuit.state() == State::Open || circuit.try_acquire().is_err());
    }
    assert!(polls > 2, "{polls}");
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn on_many_workers_at_once_each_trial_has_its_own_calls_within() {
    let (circuit, _clock) = recovering();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build();
    runtime.unwrap().block_on(async {
        for round in 0..200 {
            circuit.set_state(State::HalfOpen);
            let tasks: Vec<_> = (0..4)
                .map(|_| {
                    let circuit = Arc::clone(&circuit);
                    tokio::spawn(async move {
                        let within = || circuit.call_async(ask_later(true));
                        circuit
                            .call_async(async { Answer::Ok(within().await? + within().await?) })
                            .await
                    })
                })
                .collect();
            let mut worked = 0;
            for task in tasks {
                worked += u32::from(task.await.unwrap() == Ok(2));
            }
            assert!(worked > 0, "round {round}");
            assert_eq!(circuit.state(), State::Closed, "round {round}");
        }
    });
}

/// Calls when the thread ends.
struct AtTheEnd(RefCell<Option<(Arc<CircuitBreaker>, mpsc::Sender<Answer>)>>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        if let Some((circuit, done)) = self.0.take() {
            let answer = circuit.call(|| circuit.call(|| Ok(1)));
            done.send(answer).unwrap();
        }
    }
}

thread_local! {
    static FIRST: AtTheEnd = const { AtTheEnd(RefCell::new(None)) };
    static LAST: AtTheEnd = const { AtTheEnd(RefCell::new(None)) };
}

#[test]
fn a_call_within_a_trial_is_known_while_its_thread_ends() {
    for is_first in [true, false] {
        let (circuit, _clock) = recovering();
        let (done, answers) = mpsc::channel();
        let own = Arc::clone(&circuit);
        thread::spawn(move || {
            let at_the_end = if is_first { &FIRST } else { &LAST };
            if is_first {
                at_the_end.with(|end| end.0.replace(Some((Arc::clone(&own), done.clone()))));
            }
            // Whatever the crate keeps for a thread is there by now.
            own.call(|| own.call(|| Err::<u32, _>(Error::Down))).unwrap_err();
            own.set_state(State::HalfOpen);
            if !is_first {
                at_the_end.with(|end| end.0.replace(Some((own, done))));
            }
        })
        .join()
        .unwrap();
        assert_eq!(answers.recv_timeout(Duration::from_secs(10)), Ok(Ok(1)));
        assert_eq!(circuit.state(), State::Closed);
    }
}
