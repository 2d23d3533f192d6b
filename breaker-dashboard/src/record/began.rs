//! How the present outage of a circuit began, as its history has it.

use breaker_runtime::{CircuitBreaker, Event, EventKind, Forced, State, registry};

use super::facts::Force;
use super::told;

/// How an outage began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Began {
    pub(crate) why: Option<String>,
    /// The order that it is all of, if nothing has failed since: once that has ended, it is no
    /// outage.
    pub(crate) order: Option<Force>,
}

/// How the present outage of a circuit began, if it is in one. One that began by hand goes on by
/// itself when a trial call fails after that, and says so.
pub(crate) fn of(name: &str, key: Option<&str>) -> Option<Began> {
    let history = registry().with_circuit(name, key, CircuitBreaker::history)?;
    let outage = outage(&history)?;
    let began = outage.first()?;
    let forced = began.forced.as_ref();
    let opened = |event: &Event| match &event.kind {
        EventKind::Opened { reason, .. } => Some(told::reason(reason)),
        _ => None,
    };
    let why = match (&began.kind, outage.iter().rev().find_map(opened)) {
        (EventKind::Opened { reason, .. }, _) => Some(told::reason(reason)),
        (EventKind::ForcedOpen, Some(then)) => Some(format!("{}; then {then}", by_hand(forced))),
        (EventKind::ForcedOpen, None) => {
            let order = order(outage)?.forced.as_ref();
            let (why, order) = (Some(by_hand(order)), Some(Force::that_was(order)));
            return Some(Began { why, order });
        }
        _ => None,
    };
    Some(Began { why, order: None })
}

/// Whether nothing has failed in the present outage of a circuit: it is an order, or was one.
pub(crate) fn is_by_order(circuit: &CircuitBreaker) -> bool {
    outage(&circuit.history()).is_some_and(|outage| order(outage).is_some())
}

/// What happened in the present outage.
fn outage(history: &[Event]) -> Option<&[Event]> {
    let is_outage = |state| !matches!(state, State::Closed | State::ForcedClosed);
    let began = history.iter().rposition(|it| is_outage(it.to) && !is_outage(it.from))?;
    history.get(began..)
}

/// The latest order of an outage that began by one, in which no circuit has opened.
fn order(outage: &[Event]) -> Option<&Event> {
    let is_order = |event: &Event| event.kind == EventKind::ForcedOpen;
    let has_opened = outage.iter().any(|it| matches!(it.kind, EventKind::Opened { .. }));
    let is_all = outage.first().is_some_and(is_order) && !has_opened;
    outage.iter().rev().find(|event| is_order(event)).filter(|_| is_all)
}

/// `forced open by anna: new certificates`.
fn by_hand(forced: Option<&Forced>) -> String {
    "forced open".to_owned() + &forced.map(told::note).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use breaker_runtime::testing::ManualClock;
    use breaker_runtime::{Note, Policy};

    use super::*;
    use crate::record::Record;
    use crate::record::facts::About;
    use crate::record::reading::Reading;
    use crate::record::standing::Standing;

    #[test]
    fn an_outage_that_began_by_hand_says_who_began_it_and_what_came_then() {
        static BY_HAND: CircuitBreaker =
            CircuitBreaker::new("began by hand", Policy::new().last_error(true));
        registry().register(&BY_HAND);
        let began = || of("began by hand", None);
        let why = || began().and_then(|it| it.why);
        assert_eq!(why(), None);
        BY_HAND.force_open_for(Duration::from_millis(1), Note::new("new certificates").by("anna"));
        let forced = "forced open by anna: new certificates";
        assert_eq!(why().as_deref(), Some(forced));
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while BY_HAND.state() != State::HalfOpen {
            assert!(std::time::Instant::now() < until, "its force does not end");
            std::thread::yield_now();
        }
        assert_eq!(Standing::now(&BY_HAND).1, Standing::Waits, "no order is an outage");
        let opened = BY_HAND.snapshot().opened;
        let trial = BY_HAND.try_acquire().expect("a trial call");
        assert_eq!(why().as_deref(), Some(forced), "it is being tried");
        let who = began().and_then(|it| it.order?.who);
        assert_eq!(who.as_deref(), Some("anna"), "nothing has failed since");
        assert_eq!(Standing::now(&BY_HAND).1, Standing::Up, "its trial is under way");
        trial.failure();
        let then = format!("{forced}; then a trial call failed");
        assert_eq!((BY_HAND.state(), why()), (State::Open, Some(then)));
        assert_eq!(began().and_then(|it| it.order), None);
        assert!(
            BY_HAND.snapshot().opened > opened,
            "by which the record sees that there is more to say"
        );

        BY_HAND.reset();
        BY_HAND.force_open();
        assert_eq!(why().as_deref(), Some("forced open"));
        BY_HAND.reset();
    }

    #[test]
    fn who_forces_open_what_another_has_forced_is_who_did_so_once_that_ends() {
        let clock = ManualClock::new();
        let twice = CircuitBreaker::new("began twice", Policy::new()).with_clock(clock.clone());
        let twice: &'static CircuitBreaker = Box::leak(Box::new(twice));
        registry().register(twice);
        let (mut record, mut tick) = (Record::new(), 0);
        let mut ended_after = |seconds: u64| {
            clock.advance(Duration::from_secs(seconds));
            tick += seconds;
            let now = i64::try_from(tick * 1000).unwrap();
            let began = |about: &About| of(about.name, about.key());
            record.take(tick, now, &[Reading::of(twice.snapshot(), 1)], began);
            let facts = record.track(0).unwrap().present().unwrap();
            facts.ended_order().and_then(|order| order.who.clone())
        };
        let force = |who| {
            twice.force_open_for(Duration::from_secs(60), Note::new("maintenance").by(who));
        };
        force("anna");
        assert_eq!(ended_after(1), None);
        force("ben");
        assert_eq!(ended_after(1), None);
        assert_eq!(ended_after(60).as_deref(), Some("ben"));
    }
}
