//! What there is to know of a circuit.

use core::time::Duration;

use breaker_runtime::{Policy, Snapshot, State};

use crate::circuits::{Facts, Local, Phase, Settings, Trials};
use crate::wire::Name;

/// Circuits that are open for less are faster than a fleet.
const LEAST_OPEN_TIME: Duration = Duration::from_secs(1);

/// The facts of a circuit.
#[must_use]
pub fn facts(now: &Snapshot) -> Facts {
    Facts {
        phase: phase(now),
        since: now.in_state_for,
        opened: now.opened,
        openings: now.reopenings,
        succeeded: now.calls.succeeded_at_first(),
        failed: now.calls.failure,
        rejected: now.calls.rejected,
        suspected: now.suspected.is_some(),
        settings: settings(now),
        local: local(now),
    }
}

fn phase(now: &Snapshot) -> Phase {
    match now.state {
        State::Open => Phase::Open { rest: now.retry_after.unwrap_or_default() },
        State::HalfOpen => Phase::HalfOpen(trials(now)),
        State::ForcedOpen | State::ForcedClosed => Phase::Forced,
        _ => Phase::Closed,
    }
}

fn trials(now: &Snapshot) -> Trials {
    let trials = now.trials.unwrap_or_default();
    let number = |trials| u32::try_from(trials).unwrap_or(u32::MAX);
    let ended = trials.succeeded.saturating_add(trials.failed);
    Trials { in_flight: number(trials.in_flight), ended: number(ended) }
}

fn settings(now: &Snapshot) -> Settings {
    let settings = now.policy.settings();
    Settings {
        open_for: settings.open_for,
        max_open_for: settings.max_open_for,
        longest: now.policy.longest_from_outside(),
        jitter: settings.jitter_millionths / 1000,
    }
}

fn local(now: &Snapshot) -> Option<Local> {
    of_policy(&now.policy, Name::would_fit(now.name, now.key.as_deref()))
}

/// Why a circuit with this policy, and a name that fits or doesn't, takes no part, if it doesn't.
pub(super) fn of_policy(policy: &Policy, fits: bool) -> Option<Local> {
    let settings = policy.settings();
    let reasons = [
        (settings.dry_run, Local::DryRun),
        (!settings.enabled, Local::Disabled),
        (settings.open_for < LEAST_OPEN_TIME, Local::ShortOpenTime),
        (!fits, Local::LongName),
    ];
    reasons.into_iter().find_map(|(is_so, why)| is_so.then_some(why))
}
