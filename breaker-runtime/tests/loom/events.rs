//! S11: whoever listens hears the transitions of a circuit in their order, each once, and without
//! any lock.

use std::sync::{Arc, Mutex};

use breaker_runtime::{CircuitBreaker, Event, EventKind, Policy, State};

use crate::{at_once, bounded, circuit, fail, recovering, succeed};

/// Runs both steps at once; what a listener has heard is what has happened.
fn heard_is_what_happened(begin: fn() -> Arc<CircuitBreaker>, steps: [fn(&CircuitBreaker); 2]) {
    bounded(2, move || {
        let breaker = begin();
        let before = breaker.history().len();
        let heard = Arc::new(Mutex::new(Vec::new()));
        // Its thread is none of loom's: it waits for a queue that isn't either.
        let desk = Arc::clone(&heard);
        let subscription = breaker.subscribe(move |event| {
            if !matches!(event.kind, EventKind::Rejected { .. }) {
                desk.lock().unwrap().push(line(event));
            }
        });
        at_once(&breaker, steps);
        subscription.flush();
        let happened: Vec<_> = breaker.history().iter().skip(before).map(line).collect();
        assert!(happened.windows(2).all(|pair| pair[0].0 < pair[1].0), "{happened:?}");
        assert!(happened.windows(2).all(|pair| pair[0].2 == pair[1].1), "{happened:?}");
        assert_eq!(*heard.lock().unwrap(), happened);
    });
}

fn line(event: &Event) -> (u64, State, State) {
    (event.generation, event.from, event.to)
}

#[test]
fn transitions_of_two_threads_are_heard_in_order_and_once() {
    let closed = || circuit(Policy::new().threshold(1));
    heard_is_what_happened(closed, [fail, CircuitBreaker::force_open]);
    heard_is_what_happened(closed, [fail, CircuitBreaker::reset]);
    heard_is_what_happened(closed, [fail, fail]);
}

#[test]
fn the_transitions_of_trials_are_heard_in_order_and_once() {
    heard_is_what_happened(|| recovering(1), [succeed, fail]);
    heard_is_what_happened(|| recovering(2), [succeed, succeed]);
}

/// What is emitted on the threads of calls.
#[cfg(feature = "tracing")]
mod emitted {
    use std::cell::RefCell;
    use std::sync::Once;

    use breaker_runtime::tracing::TARGET;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::{
        Arc, CircuitBreaker, Policy, at_once, bounded, circuit, fail, recovering, succeed,
    };

    thread_local! {
        /// loom's threads are all on one of the system's, and no other model is.
        static NOW: RefCell<Option<(Arc<CircuitBreaker>, Vec<u64>)>> = const { RefCell::new(None) };
    }

    /// Notes the generations of transitions, and looks at the circuit meanwhile.
    struct Curious;

    impl Subscriber for Curious {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == TARGET
        }

        fn event(&self, event: &Event<'_>) {
            let breaker =
                NOW.with_borrow(|now| now.as_ref().map(|(breaker, _)| Arc::clone(breaker)));
            let Some(breaker) = breaker else { return };
            let mut generation = Generation(None);
            event.record(&mut generation);
            // It would wait for ever if anybody waited for this with the circuit's lock.
            assert!(breaker.snapshot().calls.total() < 9);
            NOW.with_borrow_mut(|now| {
                if let Some((_, generations)) = now {
                    generations.extend(generation.0);
                }
            });
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    struct Generation(Option<u64>);

    impl Visit for Generation {
        fn record_u64(&mut self, field: &Field, value: u64) {
            if field.name() == "circuit_breaker.generation" {
                self.0 = Some(value);
            }
        }

        fn record_debug(&mut self, _: &Field, _: &dyn core::fmt::Debug) {}
    }

    fn emitted_is_what_happened(
        begin: fn() -> Arc<CircuitBreaker>,
        steps: [fn(&CircuitBreaker); 2],
    ) {
        static CURIOUS: Once = Once::new();
        CURIOUS.call_once(|| tracing::subscriber::set_global_default(Curious).unwrap());
        bounded(2, move || {
            let breaker = begin();
            let before = breaker.history().len();
            NOW.set(Some((Arc::clone(&breaker), Vec::new())));
            at_once(&breaker, steps);
            let (_, emitted) = NOW.take().unwrap();
            let generations = breaker.history().into_iter().skip(before);
            assert_eq!(emitted, generations.map(|event| event.generation).collect::<Vec<_>>());
        });
    }

    #[test]
    fn transitions_of_two_threads_are_emitted_in_order_and_once_and_without_the_lock() {
        let closed = || circuit(Policy::new().threshold(1));
        emitted_is_what_happened(closed, [fail, CircuitBreaker::force_open]);
        emitted_is_what_happened(closed, [fail, CircuitBreaker::reset]);
        emitted_is_what_happened(|| recovering(1), [succeed, CircuitBreaker::reset]);
    }
}
