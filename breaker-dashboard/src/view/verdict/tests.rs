//! The sentences, to the letter.

use std::sync::Arc;

use breaker_runtime::{Policy, State};

use crate::document::{Level, Verdict};
use crate::record::counts::Counts;
use crate::record::facts::{About, Facts, Force, Slow};
use crate::record::reading::Who;
use crate::view::line::Line;
use crate::view::{order, standing};

/// Ten minutes after recording began.
const NOW: i64 = 600_000;

fn line(id: u32, name: &'static str, state: State) -> Line {
    let who = Who::Circuit(id as usize);
    let slow =
        Slow { policy: Policy::new(), why: None, last: None, instead: Vec::new(), forced: None };
    let facts = Facts {
        state,
        since: NOW - 130_000,
        outage_since: None,
        retry_at: None,
        failed_at: None,
        opened: 0,
        keys: None,
        slow: Arc::new(slow),
    };
    Line {
        about: Arc::new(About { id, who, whole: None, name, location: None }),
        facts,
        totals: Counts::default(),
        window: (0, 0),
        step: Counts::default(),
        minute: Counts::default(),
        names: Vec::new(),
        waits: false,
    }
}

/// A gateway in this state, whose outage of 2 min 10 s began with a reason.
fn gateway(state: State, change: impl FnOnce(&mut Line)) -> Line {
    let mut line = line(0, "gateway A", state);
    line.facts.outage_since = Some(NOW - 130_000);
    because(&mut line, "5 failures within 10 s: connection refused");
    change(&mut line);
    line
}

fn because(line: &mut Line, why: &str) {
    slow(line, |slow| slow.why = Some(Arc::from(why)));
}

fn slow(line: &mut Line, change: impl FnOnce(&mut Slow)) {
    let mut slow = (*line.facts.slow).clone();
    change(&mut slow);
    line.facts.slow = Arc::new(slow);
}

fn with_policy(line: &mut Line, policy: Policy) {
    slow(line, |slow| slow.policy = policy);
}

fn force(line: &mut Line, force: Force) {
    slow(line, |slow| slow.forced = Some(force));
}

fn answered(line: &mut Line) {
    slow(line, |slow| slow.instead = vec![("charge_b", Some("gateway B")), ("enqueue", None)]);
    line.names = vec![Some(1), None];
}

fn of(lines: &[Line]) -> Verdict {
    super::of(lines, NOW)
}

fn says(line: Line) -> (Level, String) {
    let verdict = of(&[line, self::line(1, "gateway B", State::Closed)]);
    (verdict.level, verdict.text)
}

#[test]
fn every_state_is_said_in_a_sentence() {
    for (line, level, text) in [
        (
            gateway(State::Open, |line| {
                answered(line);
                line.facts.retry_at = Some(NOW + 2_001);
            }),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are answered by gateway B, then by enqueue; next trial in 3 s",
        ),
        (
            gateway(State::Open, |line| line.facts.retry_at = Some(NOW - 1)),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are rejected; next trial now",
        ),
        (
            gateway(State::HalfOpen, |line| line.facts.outage_since = Some(NOW - 5_400_000)),
            Level::Outage,
            "gateway A has been down for 1 h 30 min (5 failures within 10 s: connection refused); \
             it waits for a call to try it",
        ),
        (
            gateway(State::HalfOpen, |line| line.facts.retry_at = Some(NOW + 1_000)),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are rejected; a trial call is under way",
        ),
        (
            gateway(State::HalfOpen, |line| {
                line.facts.since = NOW - 60_000;
                line.waits = true;
            }),
            Level::Recovering,
            "gateway A was down for 1 min 10 s (5 failures within 10 s: connection refused), and \
             has waited for 1 min for a call to try it",
        ),
        (
            gateway(State::RampUp, |line| because(line, "a trial call timed out")),
            Level::Recovering,
            "gateway A is recovering from an outage of 2 min 10 s (a trial call timed out): a \
             growing share of its calls passes",
        ),
        (
            line(0, "gateway A", State::Open),
            Level::Outage,
            "gateway A has been down for 2 min 10 s; its calls are rejected",
        ),
    ] {
        assert_eq!(says(line), (level, text.to_owned()));
    }
}

#[test]
fn what_is_forced_or_switched_off_is_said_so_and_until_when() {
    let forced = |state, change: fn(&mut Line)| {
        let mut line = line(0, "gateway A", state);
        change(&mut line);
        line
    };
    let off = |line: &mut Line| with_policy(line, Policy::new().enabled(false));
    for (line, text) in [
        (
            forced(State::ForcedOpen, |_| ()),
            "gateway A has been forced open for 2 min 10 s; its calls are rejected; this lasts \
             until somebody resets it",
        ),
        (
            forced(State::ForcedOpen, |line| {
                answered(line);
                let (who, why) = (Some("anna".into()), Some("new certificates".into()));
                force(line, Force { until: Some(NOW + 470_000), who, why });
            }),
            "gateway A has been forced open for 2 min 10 s by anna (new certificates); its calls \
             are answered by gateway B, then by enqueue; this ends in 7 min 50 s",
        ),
        (
            forced(State::ForcedClosed, |line| {
                force(line, Force { until: Some(NOW + 1), who: None, why: Some("a test".into()) });
            }),
            "gateway A has been forced closed for 2 min 10 s (a test): its calls pass, however \
             many fail; this ends in 1 s",
        ),
        (
            forced(State::ForcedClosed, |_| ()),
            "gateway A has been forced closed for 2 min 10 s: its calls pass, however many fail; \
             this lasts until somebody resets it",
        ),
        (
            forced(State::ForcedClosed, off),
            "gateway A is switched off: its calls pass, however many fail",
        ),
    ] {
        assert_eq!(says(line), (Level::Forced, text.to_owned()));
    }
}

/// The force began a second ago, within an outage of 2 min 10 s.
#[test]
fn a_force_says_for_how_long_it_is_one_and_what_was_before() {
    let forced = |state| {
        gateway(state, |line| {
            line.facts.since = NOW - 1_000;
            let (who, why) = (Some("ops".into()), Some("moving shards".into()));
            force(line, Force { until: Some(NOW + 7_000), who, why });
        })
    };
    let open = "gateway A has been forced open for 1 s by ops (moving shards), 2 min 9 s after an \
                outage began (5 failures within 10 s: connection refused); its calls are rejected; \
                this ends in 7 s";
    let closed = "gateway A has been forced closed for 1 s by ops (moving shards): its calls pass, \
                  however many fail; this ends in 7 s";
    let mut dry = forced(State::ForcedOpen);
    with_policy(&mut dry, Policy::new().dry_run(true));
    let dry_text = "gateway A has been forced open for 1 s by ops (moving shards), but rejects no \
                    call: it is in a dry run; this ends in 7 s";
    for (line, text) in
        [(forced(State::ForcedOpen), open), (forced(State::ForcedClosed), closed), (dry, dry_text)]
    {
        assert_eq!(says(line), (Level::Forced, text.to_owned()));
    }
}

#[test]
fn what_is_forced_on_all_keys_is_said_once_and_of_the_whole() {
    let key = |id, state| {
        let mut line = line(id, "fetch", state);
        let who = Who::Key(0, Arc::from("a"));
        line.about = Arc::new(About { id, who, whole: Some(0), name: "fetch", location: None });
        line.facts.outage_since = Some(NOW - 215_000);
        line
    };
    for state in [State::ForcedOpen, State::ForcedClosed] {
        let mut whole = line(0, "fetch", state);
        whole.facts.since = NOW - 1_000;
        let lines = order::worst_first(vec![key(1, state), key(2, state), whole.clone()]);
        assert_eq!(lines.iter().map(|line| line.about.id).next(), Some(0));
        let said = of(&lines).more;
        assert_eq!(said.iter().map(|said| said.circuit).collect::<Vec<_>>(), [Some(0)]);
        assert!(said[0].text.starts_with("fetch has been forced "), "{said:?}");
    }
    let alone = of(&[line(0, "fetch", State::Closed), key(1, State::ForcedOpen)]);
    assert_eq!(alone.circuit, Some(1));
}

#[test]
fn who_is_down_itself_is_not_said_to_answer() {
    let a = || gateway(State::Open, answered);
    let down =
        "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused)";
    let b = |state| line(1, "gateway B", state);
    let mut waiting = b(State::HalfOpen);
    waiting.waits = true;
    let mut dry = b(State::Open);
    with_policy(&mut dry, Policy::new().dry_run(true));
    for (b, who) in [
        (b(State::Closed), "are answered by gateway B, then by enqueue"),
        (b(State::RampUp), "are answered by gateway B, then by enqueue"),
        (waiting, "are answered by gateway B, then by enqueue"),
        (dry, "are answered by gateway B, then by enqueue"),
        (b(State::Open), "are answered by enqueue (gateway B is down, too)"),
        (b(State::HalfOpen), "are answered by enqueue (gateway B is down, too)"),
        (b(State::ForcedOpen), "are answered by enqueue (gateway B is forced open)"),
    ] {
        assert_eq!(sentence_of_a(&[a(), b]), format!("{down}; its calls {who}"));
    }
    let mut only_b = a();
    slow(&mut only_b, |slow| slow.instead.truncate(1));
    let who = "are rejected, for gateway B is down, too";
    let lines = [only_b, b(State::Open)];
    assert_eq!(sentence_of_a(&lines), format!("{down}; its calls {who}"));
}

fn sentence_of_a(lines: &[Line]) -> String {
    let more = of(lines).more.into_iter();
    more.filter(|said| said.circuit == Some(0)).map(|said| said.text).collect()
}

/// Two gateways are down, and are tried by turns: the one that is down for longer stays on top.
#[test]
fn a_trial_call_changes_nothing_of_who_is_the_worst() {
    let b = |state| {
        let mut line = line(1, "gateway B", state);
        line.facts.outage_since = Some(NOW - 60_000);
        line
    };
    for (of_a, of_b) in [
        (State::Open, State::Open),
        (State::HalfOpen, State::Open),
        (State::Open, State::HalfOpen),
        (State::HalfOpen, State::HalfOpen),
    ] {
        let lines = order::worst_first(vec![b(of_b), gateway(of_a, |_| ())]);
        assert_eq!(of(&lines).circuit, Some(0), "{of_a:?} {of_b:?}");
    }
    let waits = gateway(State::HalfOpen, |line| line.waits = true);
    assert_eq!(of(&order::worst_first(vec![waits, b(State::Open)])).circuit, Some(1));
}

#[test]
fn a_half_open_circuit_waits_once_calls_that_keep_coming_would_have_tried_it() {
    let facts = |since: i64, retry_at| {
        let mut facts = line(0, "db", State::HalfOpen).facts;
        (facts.since, facts.retry_at) = (NOW - since, retry_at);
        facts
    };
    for (since, retry_at, waits) in [
        (4_999, None, false),
        (5_000, None, true),
        (5_000, Some(NOW), true),
        (5_000, Some(NOW + 1), false),
    ] {
        assert_eq!(standing::waits(&facts(since, retry_at), NOW), waits, "{since} {retry_at:?}");
    }
    assert!(!standing::waits(&line(0, "db", State::Open).facts, NOW));
}

#[test]
fn a_dry_run_says_what_would_be() {
    let dry = |state| {
        gateway(state, |line| {
            because(line, "5 failures within 10 s");
            with_policy(line, Policy::new().dry_run(true));
        })
    };
    let down = "gateway A would have been down for 2 min 10 s (5 failures within 10 s), but \
                rejects no call: it is in a dry run";
    for (state, level, text) in [
        (State::Open, Level::Recovering, down),
        (State::HalfOpen, Level::Recovering, down),
        (
            State::RampUp,
            Level::Recovering,
            "gateway A would be recovering from an outage of 2 min 10 s (5 failures within 10 s), \
             but rejects no call: it is in a dry run",
        ),
        (
            State::ForcedOpen,
            Level::Forced,
            "gateway A has been forced open for 2 min 10 s, but rejects no call: it is in a dry \
             run; this lasts until somebody resets it",
        ),
    ] {
        assert_eq!(says(dry(state)), (level, text.to_owned()));
    }
    let mut waiting = dry(State::HalfOpen);
    (waiting.waits, waiting.facts.since) = (true, NOW - 60_000);
    let text = "gateway A would have been down for 1 min 10 s (5 failures within 10 s), but \
                rejects no call: it is in a dry run, and has waited for 1 min for a call to try it";
    assert_eq!(says(waiting), (Level::Recovering, text.to_owned()));
    let mut forced = dry(State::ForcedOpen);
    let (who, why) = (Some("anna".into()), Some("a test".into()));
    force(&mut forced, Force { until: Some(NOW + 60_000), who, why });
    let text = "gateway A has been forced open for 2 min 10 s by anna (a test), but rejects no \
                call: it is in a dry run; this ends in 1 min";
    assert_eq!(says(forced), (Level::Forced, text.to_owned()));
}

#[test]
fn keys_are_counted_and_each_speaks_for_itself() {
    for (keys, level, text) in [
        ([11, 1, 0, 0, 0, 0], Level::Outage, "of 12 keys of fetch, 1 is down"),
        (
            [7, 2, 1, 1, 1, 0],
            Level::Outage,
            "of 12 keys of fetch, 2 are down, 1 is waiting for a call, 1 is recovering and 1 is \
             forced open",
        ),
        ([0, 0, 0, 1, 0, 0], Level::Recovering, "of 1 key of fetch, 1 is recovering"),
        ([1, 0, 0, 0, 0, 2], Level::Forced, "of 3 keys of fetch, 2 are forced closed"),
    ] {
        let mut whole = line(0, "fetch", State::Closed);
        whole.facts.keys = Some(keys);
        assert_eq!(says(whole), (level, text.to_owned()));
    }
    let mut whole = line(0, "fetch", State::Closed);
    whole.facts.keys = Some([3, 0, 4, 0, 0, 0]);
    let idle = "of 7 keys of fetch, 4 are waiting for a call";
    assert_eq!(says(whole.clone()), (Level::Recovering, idle.to_owned()));
    let mut tried = line(2, "fetch", State::HalfOpen);
    let who = Who::Key(0, Arc::from("a"));
    tried.about = Arc::new(About { id: 2, who, whole: Some(0), name: "fetch", location: None });
    let said = of(&[tried, whole]).more;
    let levels: Vec<_> = said.iter().map(|said| said.level).collect();
    assert_eq!(levels, [Level::Outage, Level::Outage]);
    assert_eq!(said[1].text, "of 7 keys of fetch, 1 is being tried and 3 are waiting for a call");

    let mut key = line(3, "fetch", State::Open);
    let who = Who::Key(0, Arc::from("a\nb"));
    key.about = Arc::new(About { id: 3, who, whole: Some(0), name: "fetch", location: None });
    let text = "fetch[a\\nb] has been down for 2 min 10 s; its calls are rejected";
    assert_eq!(says(key), (Level::Outage, text.to_owned()));
}

#[test]
fn a_calm_program_says_how_many_circuits_are_closed() {
    let closed = |id| line(id, "db", State::Closed);
    for (lines, text) in [
        (vec![], "no circuit is known yet"),
        (vec![closed(0)], "the only circuit is closed"),
        ((0..12).map(closed).collect(), "all 12 circuits are closed"),
    ] {
        let verdict = of(&lines);
        assert_eq!((verdict.level, &*verdict.text), (Level::Calm, text));
        assert!(verdict.more.is_empty());
    }
}

#[test]
fn a_calm_program_counts_keys_as_the_page_does() {
    let with_keys = |count| {
        let mut whole = line(0, "fetch", State::Closed);
        whole.facts.keys = Some([count, 0, 0, 0, 0, 0]);
        vec![whole, line(1, "db", State::Closed)]
    };
    for (keys, text) in [
        (0, "both circuits are closed"),
        (1, "both circuits are closed, that of a key among them"),
        (3, "all 4 circuits are closed, those of 3 keys among them"),
    ] {
        assert_eq!(of(&with_keys(keys)).text, text);
    }
}

#[test]
fn a_few_keys_that_speak_for_themselves_are_not_counted_beside() {
    let down = |id, key: &str| {
        let mut line = line(id, "fetch", State::Open);
        let who = Who::Key(0, Arc::from(key));
        line.about = Arc::new(About { id, who, whole: Some(0), name: "fetch", location: None });
        line
    };
    let mut whole = line(0, "fetch", State::Closed);
    whole.facts.keys = Some([3, 1, 0, 0, 0, 0]);
    let said = of(&[down(1, "a"), whole.clone()]).more;
    assert_eq!(said.iter().map(|said| said.circuit).collect::<Vec<_>>(), [Some(1)]);
    whole.facts.keys = Some([3, 2, 0, 0, 0, 0]);
    let said = of(&[down(1, "a"), whole]).more;
    assert_eq!(said.len(), 2, "a key that is not shown is counted");
}

#[test]
fn of_several_in_trouble_the_worst_is_said_first() {
    let mut lines = vec![line(0, "a", State::ForcedClosed), line(1, "b", State::RampUp)];
    lines.extend((2..40).map(|id| line(id, "c", State::Open)));
    let verdict = of(&lines);
    assert_eq!((verdict.level, verdict.circuit, verdict.more.len()), (Level::Outage, Some(2), 20));
    assert_eq!(verdict.text, verdict.more[0].text);

    let few = of(&lines[..3]);
    let levels: Vec<_> = few.more.iter().map(|sentence| sentence.level).collect();
    assert_eq!(levels, [Level::Outage, Level::Forced, Level::Recovering]);
}
