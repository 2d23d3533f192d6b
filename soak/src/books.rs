//! The callers' books, the circuit's, and the server's: they must say the same.

use breaker_runtime::{Calls, KeyedCircuitBreaker};

use crate::chain::Listener;
use crate::ids::Sums;
use crate::ledger::Entry;
use crate::subject::Subject;

/// What the circuit counted, of all keys.
pub(crate) fn counted(subject: &Subject) -> Calls {
    let own = || subject.circuits().first().map(|circuit| circuit.snapshot().calls);
    subject.keyed().map(KeyedCircuitBreaker::calls).or_else(own).unwrap_or_default()
}

/// What they differ in.
pub(crate) fn differences(subject: &Subject, listener: &Listener) -> Vec<String> {
    let counted = counted(subject);
    let sums = sums(subject);
    let ledger = &subject.ledger;
    let mut differences = Vec::new();
    let mut expect = |what: &str, is: u64, least: u64, most: u64| {
        if !(least..=most).contains(&is) {
            differences.push(format!("{}: {what} {is}, not {least}..={most}", subject.name));
        }
    };
    let exactly = ledger.calls();
    // A call and the one within it end alike, and are counted each, or as one: a trial.
    let times = if subject.nests { 2 } else { 1 };
    expect("calls", counted.total(), exactly, times * exactly);
    let kinds = [
        ("successes", counted.success, &[Entry::Success][..], &[Entry::SuccessOrSlow][..]),
        (
            "failures",
            counted.failure,
            &[Entry::Failure],
            &[Entry::SuccessOrSlow, Entry::AbandonedOrSlow],
        ),
        ("ignored", counted.ignored, &[Entry::Ignored], &[]),
        ("abandoned", counted.abandoned, &[Entry::Abandoned], &[Entry::AbandonedOrSlow]),
        ("rejected", counted.rejected, &[Entry::Rejected], &[]),
    ];
    for (what, is, sure, doubtful) in kinds {
        let of = |entries: &[Entry]| entries.iter().map(|entry| ledger.of(*entry)).sum::<u64>();
        let (least, most) = (of(sure), times * (of(sure) + of(doubtful)));
        // Of two calls one may end in another way: the one within is rejected, or given up by the
        // time-out of the one around it.
        let beside = |entry| if subject.nests { ledger.of(entry) } else { 0 };
        match what {
            "failures" => expect(what, is, least, most + beside(Entry::Rejected)),
            "abandoned" => expect(what, is, least, most + beside(Entry::Failure)),
            "rejected" => expect(what, is, least, least),
            _ => expect(what, is, least, most),
        }
    }
    expect("contradictions", ledger.of(Entry::Contradiction) + sums.contradictions, 0, 0);
    expect("bodies", sums.run, ledger.bodies(), ledger.bodies());
    let told = listener.heard(|chains| chains.rejected(subject.name));
    let would_be = if subject.is_dry_run { exactly } else { 0 };
    expect("would-be rejected", counted.would_be_rejected, 0, would_be);
    if listener.missed() == 0 {
        let rejected = counted.rejected + counted.would_be_rejected;
        expect("rejections told", told, rejected, rejected);
    }
    differences
}

pub(crate) fn sums(subject: &Subject) -> Sums {
    subject.ids().map(crate::ids::Ids::sums).unwrap_or_default()
}
