//! What others know of a circuit.

use std::sync::Arc;

use breaker_runtime::State;

use super::{NOW, because, gateway, line, of, says};
use crate::document::{Level, Phase};
use crate::record::outside::{Outage, Outside, Shared, Suspicion};
use crate::view::line::Line;
use crate::view::order;

fn suspected(id: u32, name: &'static str) -> Line {
    let mut line = line(id, name, State::Closed);
    let suspected = Some(Suspicion { until: NOW + 12_000, by: Arc::from("pod-7") });
    line.facts.outside = Some(Arc::new(Outside { suspected, shared: None }));
    line
}

fn tried(line: &mut Line, by: &str, by_self: bool) {
    let about = Outage {
        phase: Phase::Tried,
        by: Some(Arc::from(by)),
        by_self,
        opened_by: Some(Arc::from("pod-7")),
        opened_here: by_self,
        why: Some(Arc::from("5 failures within 10 s")),
        openings: 1,
        openers: 2,
        members: 20,
        is_estimate: false,
    };
    let shared = Some(Shared { about, until: Some(NOW + 3_000), suspected_until: None });
    line.facts.outside = Some(Arc::new(Outside { suspected: None, shared }));
    line.facts.retry_at = Some(NOW + 3_000);
    line.facts.held = line.facts.state == State::HalfOpen && !by_self;
}

#[test]
fn a_calm_program_says_whom_others_suspect_and_lists_it_before_the_rest() {
    let db = || line(1, "db", State::Closed);
    let verdict = of(&[suspected(0, "gateway A"), db()]);
    assert_eq!(verdict.level, Level::Calm);
    assert_eq!(verdict.text, "both circuits are closed; gateway A is suspected by pod-7");
    let two = [suspected(0, "gateway A"), suspected(2, "gateway B"), db()];
    let text = "all 3 circuits are closed; 2 of them are suspected, gateway A by pod-7";
    assert_eq!(of(&two).text, text);

    let mut near = db();
    near.window = (4, 4);
    let ids: Vec<_> = order::worst([near, suspected(0, "gateway A")].into_iter())
        .iter()
        .map(|line| line.about.id)
        .collect();
    assert_eq!(ids, [0, 1], "also before one that is nearer to opening by itself");
}

#[test]
fn who_tries_for_all_is_named_in_the_place_of_a_time() {
    for (state, by_self, text) in [
        (
            State::Open,
            false,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused; \
             opened by 2 of 20 members); its calls are rejected, and it has no fallback of its \
             own; pod-3 tries for all",
        ),
        (
            State::HalfOpen,
            false,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused; \
             opened by 2 of 20 members); its calls are rejected, and it has no fallback of its \
             own; pod-3 tries for all",
        ),
        (
            State::HalfOpen,
            true,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused; \
             opened by 2 of 20 members); its calls are rejected, and it has no fallback of its \
             own; a trial call is under way, for all",
        ),
    ] {
        let line = gateway(state, |line| tried(line, "pod-3", by_self));
        assert_eq!(says(line), (Level::Outage, text.to_owned()));
    }
}

/// The engine has lost its memory: who tries is not known for a moment.
#[test]
fn whose_trial_call_is_under_way_is_never_said_wrong() {
    let ends = |held, by_other: Option<&str>| {
        let line = gateway(State::HalfOpen, |line| {
            line.facts.retry_at = Some(NOW + 2_000);
            if let Some(by) = by_other {
                tried(line, by, false);
            }
            line.facts.held = held;
        });
        let (_, text) = says(line);
        text.rsplit("; ").next().map(str::to_owned)
    };
    for (held, by_other, end) in [
        (false, None, "a trial call is under way"),
        (true, None, "other members try first"),
        (true, Some("pod-3"), "pod-3 tries for all"),
        (false, Some("pod-3"), "a trial call is under way"),
    ] {
        assert_eq!(ends(held, by_other).as_deref(), Some(end));
    }
}

#[test]
fn one_that_opened_sooner_says_where_it_opened_first() {
    let sooner = gateway(State::Open, |line| {
        because(line, "2 failures in a row under suspicion: connection refused");
        tried(line, "pod-3", false);
    });
    let text = "gateway A has been down for 2 min 10 s (2 failures in a row under suspicion: \
                connection refused; opened by 2 of 20 members, first by pod-7: 5 failures within \
                10 s); its calls are rejected, and it has no fallback of its own; pod-3 tries for \
                all";
    assert_eq!(says(sooner).1, text);
}
