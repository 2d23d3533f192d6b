//! Listeners: what they do harms nobody (rule S11).

use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use breaker_runtime::{CircuitBreaker, Event, EventKind, Policy, registry};
use tests::{Bomb, TestCircuit, wait_until};

use crate::Heard;

#[test]
fn a_listener_of_all_hears_circuits_that_are_not_listed() {
    let (sender, events) = mpsc::channel();
    let subscription = registry().subscribe(move |event| {
        if event.name == "heard of" {
            sender.send(event.kind.clone()).expect("the test waits");
        }
    });
    let circuit = CircuitBreaker::new("heard of", Policy::new());
    circuit.force_open();
    circuit.reset();
    subscription.flush();
    let kinds: Vec<_> = events.try_iter().collect();
    assert_eq!(kinds, [EventKind::ForcedOpen, EventKind::Reset]);
}

#[test]
fn a_listener_ends_with_the_circuit_that_it_listens_to() {
    let circuit = CircuitBreaker::new("short-lived", Policy::new());
    let (sender, events) = mpsc::channel();
    let subscription = circuit.subscribe(move |_| sender.send(()).expect("the test waits"));
    circuit.force_open();
    assert!(!subscription.has_ended());
    drop(circuit);
    assert!(subscription.has_ended());
    // The channel ends with the listener, and that with its thread.
    assert_eq!(events.iter().count(), 1, "it hears what came before");
}

#[test]
fn dropped_a_subscription_hears_nothing_more() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    circuit.force_open();
    let Heard { events, subscription } = heard;
    subscription.flush();
    drop(subscription);
    circuit.reset();
    assert_eq!(events.lock().expect("no panic").len(), 1);
    assert_eq!(circuit.history().len(), 2);
}

#[test]
fn a_listener_that_panics_hears_the_next_event_and_harms_no_call() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&heard);
    let subscription = circuit.subscribe(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        std::panic::resume_unwind(Box::new("listener"));
    });
    let other = Heard::of(&circuit);
    circuit.force_open();
    circuit.reset();
    circuit.succeed();
    subscription.flush();
    assert_eq!(heard.load(Ordering::SeqCst), 2);
    assert_eq!(other.events().len(), 2);
}

#[test]
fn what_the_panic_of_a_listener_carries_may_panic_when_it_is_dropped() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&heard);
    let subscription = circuit.subscribe(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        std::panic::resume_unwind(Box::new(Bomb));
    });
    circuit.force_open();
    circuit.reset();
    subscription.flush();
    assert_eq!(heard.load(Ordering::SeqCst), 2);
}

#[test]
fn a_listener_may_panic_when_it_is_dropped() {
    let circuit = TestCircuit::new(Policy::new());
    let (bomb, alive) = (Bomb, Arc::new(()));
    let held = Arc::clone(&alive);
    let subscription = circuit.subscribe(move |_| {
        let _ = (&held, &bomb);
    });
    circuit.force_open();
    subscription.flush();
    drop(subscription);
    wait_until(|| Arc::strong_count(&alive) == 1);
    circuit.reset();
    assert_eq!(circuit.history().len(), 2);
}

#[test]
fn a_listener_that_hangs_delays_neither_calls_nor_other_listeners() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let (gate, hung) = (Arc::new(Mutex::new(())), Arc::new(Barrier::new(2)));
    let closed_gate = gate.lock().expect("no panic");
    let (listener_gate, listener_hung) = (Arc::clone(&gate), Arc::clone(&hung));
    let mut first = true;
    let slow = circuit.subscribe(move |_| {
        if first {
            first = false;
            listener_hung.wait();
            drop(listener_gate.lock().expect("no panic"));
        }
    });
    let other = Heard::of(&circuit);
    circuit.fail();
    hung.wait();
    circuit.rejected();
    circuit.reset();
    circuit.succeed();
    assert_eq!(other.events().len(), 3, "opened, rejected, reset");
    drop(closed_gate);
    slow.flush();
}

#[test]
fn a_slow_listener_misses_the_oldest_and_knows_how_many() {
    let circuit = CircuitBreaker::new("listened to", Policy::new());
    let gate = Arc::new(Mutex::new(()));
    let (closed_gate, listener_gate) = (gate.lock().expect("no panic"), Arc::clone(&gate));
    let (sender, heard) = mpsc::channel();
    let subscription = circuit.subscribe(move |event| {
        drop(listener_gate.lock().expect("no panic"));
        sender.send(event.generation).expect("the test waits");
    });
    for _ in 0..1500 {
        circuit.reset();
    }
    drop(closed_gate);
    subscription.flush();
    let heard: Vec<_> = heard.try_iter().collect();
    assert_eq!(heard.last(), Some(&1500));
    assert_eq!(heard.len() as u64 + subscription.missed(), 1500);
    assert!(heard.len() <= 1025, "{} waited", heard.len());
    assert!(heard.is_sorted());
}

#[test]
fn whoever_waits_for_a_slow_listener_does_not_take_missed_events_for_heard_ones() {
    let circuit = CircuitBreaker::new("waited for", Policy::new());
    let (go, may_go) = mpsc::channel::<()>();
    let heard = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&heard);
    let (has_begun, begun) = mpsc::channel();
    let subscription = circuit.subscribe(move |_| {
        has_begun.send(()).unwrap_or_default();
        // At an end once the test lets go.
        let _ = may_go.recv();
        count.fetch_add(1, Ordering::SeqCst);
    });
    circuit.force_open();
    begun.recv().expect("an event");
    thread::scope(|scope| {
        let (waits, waiting) = mpsc::channel();
        let (subscription, heard) = (&subscription, &heard);
        let waiter = scope.spawn(move || {
            waits.send(()).expect("the test waits");
            subscription.flush();
            heard.load(Ordering::SeqCst)
        });
        waiting.recv().expect("it waits");
        for _ in 0..1500 {
            circuit.reset();
        }
        drop(go);
        assert!(waiter.join().expect("no panic") >= 1);
    });
    assert!(subscription.missed() > 0);
}

#[test]
fn a_listener_may_call_back_into_the_circuit() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("called back", Policy::new().threshold(1));
    let heard = Heard::of(&CIRCUIT);
    let subscription = CIRCUIT.subscribe(|event: &Event| {
        if let EventKind::Opened { .. } = event.kind {
            let _ = (CIRCUIT.snapshot(), CIRCUIT.history(), CIRCUIT.try_acquire());
            CIRCUIT.reset();
        }
    });
    CIRCUIT.try_acquire().expect("closed").failure();
    subscription.flush();
    assert!(CIRCUIT.try_acquire().is_ok());
    let kinds = heard.kinds();
    assert!(matches!(kinds[0], EventKind::Opened { .. }));
    assert_eq!(kinds[1..], [EventKind::Rejected { calls: 1 }, EventKind::Reset]);
}

#[test]
fn a_listener_may_wait_for_itself_and_end_its_own_subscription() {
    let circuit = TestCircuit::new(Policy::new());
    let own = Arc::new(Mutex::new(None));
    let (inside, (sender, heard)) = (Arc::clone(&own), mpsc::channel());
    let subscription = circuit.subscribe(move |_| {
        let own: Option<breaker_runtime::Subscription> = inside.lock().expect("no panic").take();
        own.as_ref().expect("it was put there").flush();
        drop(own);
        sender.send(()).expect("the test waits");
    });
    *own.lock().expect("no panic") = Some(subscription);
    circuit.force_open();
    heard.recv().expect("heard once");
    circuit.reset();
    assert!(heard.recv().is_err(), "the listener is gone");
}

#[test]
fn events_of_one_circuit_come_in_order_whoever_causes_them() {
    let circuit = CircuitBreaker::new("ordered", Policy::new());
    let heard = Heard::of(&circuit);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    circuit.force_open();
                    circuit.force_closed();
                }
            });
        }
    });
    let generations: Vec<_> = heard.events().iter().map(|event| event.generation).collect();
    assert_eq!(generations, (1..=400).collect::<Vec<_>>());
    let events = heard.events();
    assert!(events.windows(2).all(|pair| pair[0].to == pair[1].from));
}
