//! What a member hears of an event.

use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;
use std::sync::OnceLock;

use breaker_runtime::{CircuitBreaker, Event, EventKind, Note, OpenReason, State};

use crate::circuits::{LocalEvent, Origin, What};
use crate::wire::{ForcedTo, MOST, Name, OrderId, Text, Why};

/// What a member hears of an event: of transitions, but not of a ramp-up's end.
#[must_use]
pub fn local_event(event: &Event) -> Option<LocalEvent> {
    if event.dry_run {
        return None;
    }
    let (what, origin) = match &event.kind {
        EventKind::Opened { reason, .. } => {
            let first = event.from != State::HalfOpen;
            (What::Opened { first, why: why(reason) }, of_opening(event, reason))
        }
        EventKind::ForcedOpen => (forced(event, ForcedTo::Open), of_order(event)),
        EventKind::ForcedClosed => (forced(event, ForcedTo::Closed), of_order(event)),
        _ if event.forced.is_some() => (What::ForceEnded, Origin::Own),
        EventKind::Reset => (released(event), origin(event, Origin::Hand)),
        EventKind::HalfOpened => (What::HalfOpened, origin(event, Origin::Own)),
        EventKind::RampUpStarted { .. } => (What::Closed, Origin::Own),
        EventKind::Closed if event.from == State::HalfOpen => (What::Closed, Origin::Own),
        _ => return None,
    };
    let name = Name { name: event.name.into(), key: event.key.clone() };
    Some(LocalEvent { name, id: id(event), what, origin })
}

/// The same for whoever hears of it, or finds it: a member that starts again knows what was told.
fn id(event: &Event) -> OrderId {
    static PROCESS: OnceLock<RandomState> = OnceLock::new();
    let rest = event.forced.as_ref().and_then(|forced| forced.rest);
    let what = (event.name, &event.key, event.at, event.generation, event.to.as_str(), rest);
    (PROCESS.get_or_init(RandomState::new).hash_one(what) % MOST).max(1)
}

fn origin(event: &Event, here: Origin) -> Origin {
    if event.by.is_some() { Origin::Fleet } else { here }
}

/// What a key obeys with all others is its whole's to pass on.
fn of_order(event: &Event) -> Origin {
    let obeys = event.forced.as_ref().is_some_and(|forced| forced.with_all_keys);
    if obeys { Origin::Whole } else { origin(event, Origin::Hand) }
}

/// A suspicion comes from outside, but the failures are the circuit's own.
fn of_opening(event: &Event, reason: &OpenReason) -> Origin {
    match reason {
        OpenReason::Suspected { .. } => Origin::Own,
        OpenReason::ByHand => origin(event, Origin::Hand),
        _ => origin(event, Origin::Own),
    }
}

fn forced(event: &Event, to: ForcedTo) -> What {
    let forced = event.forced.as_ref();
    let text = |text: Option<&str>| Text::new(text.unwrap_or_default());
    What::Forced {
        to,
        time: forced.and_then(|forced| forced.rest),
        who: text(forced.and_then(|forced| forced.who.as_deref())),
        note: text(forced.and_then(|forced| forced.why.as_deref())),
    }
}

fn released(event: &Event) -> What {
    let note = event.note.as_ref();
    let text = |text: Option<&str>| Text::new(text.unwrap_or_default());
    What::Released { who: text(note.and_then(Note::who)), note: text(note.and_then(Note::why)) }
}

/// Why a circuit with this history opened last: by which calls, if the trial calls after these have
/// failed since; nothing if it doesn't say.
#[must_use]
pub fn last_why(history: &[Event]) -> Why {
    let openings = history.iter().rev().filter_map(|event| match &event.kind {
        EventKind::Opened { reason, .. } => Some((event.from, reason)),
        _ => None,
    });
    let was_closed = |(from, _): &(State, _)| *from != State::HalfOpen;
    let found = openings.clone().find(was_closed).or_else(|| openings.clone().next());
    found.map(|(_, reason)| why(reason)).unwrap_or_default()
}

/// What somebody ordered this circuit to be last: forced for what remains, or released.
#[must_use]
pub fn last_order(circuit: &CircuitBreaker) -> Option<LocalEvent> {
    let is_order = |event: &LocalEvent| {
        matches!(event.what, What::Forced { .. } | What::Released { .. } | What::ForceEnded)
    };
    let (now, history) = (circuit.snapshot(), circuit.history());
    let mut order = history.iter().rev().filter_map(local_event).find(is_order)?;
    if let What::Forced { time, .. } = &mut order.what {
        *time = now.forced?.rest;
    }
    Some(order)
}

fn why(reason: &OpenReason) -> Why {
    let (failures, calls) = match reason {
        OpenReason::Failures { failures, calls, .. }
        | OpenReason::TrialCall { failures, calls, .. } => (*failures, *calls),
        OpenReason::Suspected { failures, .. } => (*failures, *failures),
        _ => (0, 0),
    };
    Why { reason: Text::new(reason.as_str()), failures, calls }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use breaker_runtime::testing::ManualClock;
    use breaker_runtime::{KeyedCircuitBreaker, Policy};

    use super::*;

    #[test]
    fn what_an_error_said_stays_here() {
        let policy = Policy::new().threshold(1).last_error(true);
        let pay = CircuitBreaker::new("pay", policy);
        pay.try_acquire().expect("a closed circuit").failure_because("card 4711");
        let [opened] = &pay.history()[..] else { unreachable!() };
        assert!(opened.to_string().contains("card 4711"), "{opened}");
        let told = format!("{:?}", local_event(opened).expect("an opening"));
        assert!(told.contains("pay") && !told.contains("4711"), "{told}");
    }

    #[test]
    fn a_circuit_remembers_why_it_opened() {
        let pay = CircuitBreaker::new("pay", Policy::new().threshold(3));
        assert_eq!(last_why(&pay.history()), Why::default());
        (0..3).for_each(|_| pay.try_acquire().expect("a closed circuit").failure());
        let why = Why { reason: Text::new("failures"), failures: 3, calls: 3 };
        assert_eq!(last_why(&pay.history()), why);
        pay.force_closed();
        assert_eq!(last_why(&pay.history()), why);
        pay.reset();
        (0..3).for_each(|_| pay.try_acquire().expect("a closed circuit").failure());
        assert!(pay.from_outside("a test").begin_trials());
        pay.try_acquire().expect("a trial call").failure();
        assert_eq!(last_why(&pay.history()), why, "its trial call has failed since");
    }

    #[test]
    fn a_circuit_remembers_what_it_was_ordered_to_be_and_by_whom() {
        let clock = ManualClock::new();
        let pay = CircuitBreaker::new("pay", Policy::new()).with_clock(clock.clone());
        assert_eq!(last_order(&pay), None);
        pay.force_open_for(Duration::from_secs(60), Note::new("a move").by("anna"));
        clock.advance(Duration::from_secs(20));
        let forced = |to, time: Option<u64>, who, note| What::Forced {
            to,
            time: time.map(Duration::from_secs),
            who: Text::new(who),
            note: Text::new(note),
        };
        let order = || last_order(&pay).map(|order| (order.what, order.origin));
        assert_eq!(
            order(),
            Some((forced(ForcedTo::Open, Some(40), "anna", "a move"), Origin::Hand))
        );
        pay.from_outside("pod-7").force_closed_for(Duration::from_secs(9), "");
        assert_eq!(order(), Some((forced(ForcedTo::Closed, Some(9), "", ""), Origin::Fleet)));
        pay.force_closed();
        assert_eq!(order(), Some((forced(ForcedTo::Closed, None, "", ""), Origin::Hand)));
        pay.reset();
        let released = |who, note| What::Released { who: Text::new(who), note: Text::new(note) };
        assert_eq!(order(), Some((released("", ""), Origin::Hand)));
        pay.reset_with(Note::new("it is back").by("anna"));
        assert_eq!(order(), Some((released("anna", "it is back"), Origin::Hand)));
        pay.force_closed_for(Duration::from_secs(9), "");
        clock.advance(Duration::from_secs(9));
        assert_eq!(pay.state(), State::Closed);
        assert_eq!(order(), None, "nothing remains of it");
    }

    #[test]
    fn what_a_key_obeys_with_all_others_is_passed_on_by_these_alone() {
        static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 8);
        let origin = |history: Vec<Event>| {
            let event = history.last().and_then(local_event);
            event.map(|event| (matches!(event.what, What::Forced { .. }), event.origin))
        };
        FETCH.try_acquire("a").expect("a closed circuit").success();
        FETCH.force_open_for(Duration::from_secs(60), "a move");
        assert_eq!(origin(FETCH.whole().history()), Some((true, Origin::Hand)));
        let of_key = || FETCH.with("a", CircuitBreaker::history).expect("a circuit");
        assert_eq!(origin(of_key()), Some((true, Origin::Whole)));
        FETCH.with("a", CircuitBreaker::force_closed).expect("a circuit");
        assert_eq!(origin(of_key()), Some((true, Origin::Hand)));
    }
}
