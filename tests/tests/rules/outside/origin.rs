//! Events say who outside it was.

use std::sync::mpsc;
use std::time::Duration;

use breaker_runtime::{Event, EventKind, Note, State};
use tests::TestCircuit;
use tests::own::shown;

use super::{OPEN_FOR, TIME, circuit, pod};
use crate::SECOND;

/// What is heard of these steps, and by whom it was.
fn heard(circuit: &TestCircuit, steps: impl FnOnce(&TestCircuit)) -> Vec<(String, Option<String>)> {
    let (sender, events) = mpsc::channel();
    let listener = move |event: &Event| sender.send(event.clone()).unwrap_or_default();
    let subscription = circuit.subscribe(listener);
    steps(circuit);
    subscription.flush();
    let told = |event: Event| (shown(&event), event.by.as_deref().map(str::to_owned));
    events.try_iter().map(told).collect()
}

#[test]
fn what_others_do_has_their_name_and_what_is_done_here_none() {
    let by_pod = Some("pod-7".to_owned());
    let told = heard(&circuit(), |circuit| {
        pod(circuit).suspect_for(TIME);
        pod(circuit).suspect_for(2 * TIME);
        pod(circuit).trust();
        pod(circuit).trust();
        circuit.trip();
        pod(circuit).begin_trials();
        circuit.succeed_times(3);
        pod(circuit).force_open_for(TIME, "a new proxy");
        pod(circuit).force_closed_for(TIME, "");
        circuit.after(TIME).is(State::Closed).succeed();
        pod(circuit).reset();
        pod(circuit).reset_with(Note::new("it is back").by("anna"));
        pod(circuit).reset_with(Note::new("it is back").by("pod-7"));
        circuit.reset();
    });
    let expected = [
        ("circuit `tested` is suspected for 1m (pod-7)", &by_pod),
        ("circuit `tested` is suspected no more (pod-7)", &by_pod),
        ("circuit `tested` opened for 30s: 5 failures within 10s", &None),
        ("circuit `tested` is half-open: calls are let through on trial (pod-7)", &by_pod),
        ("circuit `tested` closed", &None),
        ("circuit `tested` was forced open for 1m: a new proxy (pod-7)", &by_pod),
        ("circuit `tested` was forced closed for 1m (pod-7)", &by_pod),
        ("circuit `tested` closed, after it was forced closed", &None),
        ("circuit `tested` was reset (pod-7)", &by_pod),
        ("circuit `tested` was reset by anna: it is back (pod-7)", &by_pod),
        ("circuit `tested` was reset by pod-7: it is back", &by_pod),
        ("circuit `tested` was reset", &None),
    ];
    let told: Vec<_> = told.iter().map(|(text, by)| (text.as_str(), by)).collect();
    assert_eq!(told, expected);
}

#[test]
fn times_that_have_been_under_way_are_told_as_people_say_them() {
    let told = heard(&circuit(), |circuit| {
        for millis in [3_599_988, 47_523, 9_994, 1_922, 950] {
            pod(circuit).force_open_for(Duration::from_millis(millis), "");
        }
        pod(circuit).force_open_for(TIME, Note::new("a move").by("pod-7"));
    });
    let told: Vec<_> = told.iter().map(|(text, _)| text.as_str()).collect();
    let forced = |rest| format!("circuit `tested` was forced open for {rest}");
    let mut expected =
        ["1h", "48s", "10s", "1.9s", "950ms"].map(|rest| forced(rest) + " (pod-7)").to_vec();
    expected.push(forced("1m by pod-7: a move"));
    assert_eq!(told, expected);
}

#[test]
fn an_opening_names_who_was_suspicious() {
    let told = heard(&circuit(), |circuit| {
        pod(circuit).suspect_for(TIME);
        circuit.fail_times(2);
    });
    let text = "circuit `tested` opened for about 30s: 2 failures in a row under suspicion (pod-7)";
    assert_eq!(told[1], (text.to_owned(), Some("pod-7".to_owned())));
}

#[test]
fn a_hold_is_told_where_the_end_that_was_told_is_far_off() {
    let told = heard(&circuit(), |circuit| {
        circuit.trip();
        // As told, but for what answers and leases take.
        for millis in [30_200, 33_200, 28_300, 30_000] {
            pod(circuit).hold_for(Duration::from_millis(millis));
        }
        pod(circuit).hold_for(Duration::from_millis(42_100));
        circuit.after(10 * SECOND);
        pod(circuit).hold_for(2 * SECOND);
        pod(circuit).hold_for(Duration::ZERO);
    });
    let held = |time| {
        (
            format!("circuit `tested` stays open for {time} from now on (pod-7)"),
            Some("pod-7".to_owned()),
        )
    };
    assert_eq!(told[1..], [held("42s"), held("2s")]);
}

#[test]
fn holds_that_creep_are_told_once_they_have_gone_far() {
    let told = heard(&circuit(), |circuit| {
        circuit.trip();
        pod(circuit).hold_for(OPEN_FOR);
        for _ in 0..6 {
            pod(circuit.after(4 * SECOND)).hold_for(28 * SECOND);
        }
    });
    // It ends 2, 6, 10, .. 22 s later than the opening told: 6, 14 and 22 s are told.
    let events: Vec<_> = told[1..].iter().map(|(text, _)| &**text).collect();
    assert_eq!(events, ["circuit `tested` stays open for 28s from now on (pod-7)"; 3]);
}

#[test]
fn what_time_has_done_before_is_nobodys_doing() {
    let circuit = circuit();
    circuit.trip_and_wait();
    pod(&circuit).hold_for(OPEN_FOR);
    let event = circuit.history().pop().expect("it is half-open");
    assert_eq!((event.kind, event.by), (EventKind::HalfOpened, None));
}

#[test]
fn a_name_is_bounded_and_shown_in_one_line() {
    let circuit = circuit();
    circuit.trip();
    circuit.from_outside("a\nb\u{202e}").begin_trials();
    let event = circuit.history().pop().expect("it is half-open");
    let text = "circuit `tested` is half-open: calls are let through on trial (a\\nb\\u{202e})";
    assert_eq!(shown(&event), text);

    circuit.from_outside("x".repeat(100_000)).reset();
    let by = circuit.history().pop().and_then(|event| event.by);
    assert!(by.is_some_and(|by| by.len() <= 200 && by.ends_with("x…")));
    circuit.from_outside("").reset();
    let event = circuit.history().pop().expect("it was reset");
    assert_eq!(
        (shown(&event).as_str(), event.by.as_deref()),
        ("circuit `tested` was reset", Some(""))
    );
}

#[test]
fn a_snapshot_says_who_is_suspicious() {
    let circuit = circuit();
    pod(&circuit).suspect_for(TIME);
    let line = shown(&circuit.snapshot());
    assert!(
        line.starts_with("tested: closed for 0s, suspected for 1m (pod-7); no calls"),
        "{line}"
    );
}

#[test]
fn neither_suspicions_nor_their_ends_are_kept() {
    let circuit = circuit();
    pod(&circuit).suspect_for(TIME);
    pod(&circuit).trust();
    assert_eq!(circuit.history(), []);
}
