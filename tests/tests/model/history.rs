//! Every counted call with its time, and what the rules say about the list: recomputed from scratch
//! whenever asked.

use core::time::Duration;

use breaker_runtime::{FailureKind, FailureKinds, Rule, Window};

/// Nanoseconds since the clock was made.
pub(crate) type Instant = u64;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Recorded {
    pub(crate) at: Instant,
    /// When the part of a sub-window began that it belongs to, which is all that a share in time
    /// knows.
    pub(crate) since: Instant,
    /// How, if it did.
    pub(crate) failed: Option<FailureKind>,
}

pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// The moment `time` later; the clock's last one if that is beyond it.
pub(crate) const fn after(at: Instant, time: u64) -> Instant {
    let later = at.saturating_add(time);
    // What ends then is still known to end.
    if later == Instant::MAX { Instant::MAX - 1 } else { later }
}

/// What a window looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    FailuresInTime,
    CallsInTime,
    LastCalls,
    Row,
}

const fn sight(rule: Rule) -> Sight {
    match rule {
        Rule::Count { window: Window::Time(_), .. } => Sight::FailuresInTime,
        Rule::Share { window: Window::Time(_), .. } => Sight::CallsInTime,
        Rule::Consecutive { .. } => Sight::Row,
        _ => Sight::LastCalls,
    }
}

/// The calls that the window of `rule` holds at `now`, oldest first.
pub(crate) fn in_window(rule: Rule, history: &[Recorded], now: Instant) -> Vec<Recorded> {
    let within =
        |counts: &dyn Fn(&Recorded) -> bool| history.iter().copied().filter(counts).collect();
    match rule {
        Rule::Count { window: Window::Time(span), .. } => {
            within(&|call| u128::from(now - call.at) < span.as_nanos())
        }
        Rule::Share { window: Window::Time(span), .. } => {
            let (width, sub_windows) = sub_windows(span.as_nanos());
            within(&|call| u128::from(now) / width - u128::from(call.since) / width < sub_windows)
        }
        Rule::Count { window: Window::Calls(size), .. }
        | Rule::Share { window: Window::Calls(size), .. } => {
            let first = history.len().saturating_sub(size as usize);
            history[first..].to_vec()
        }
        Rule::Consecutive { .. } => {
            let run = history.iter().rev().take_while(|call| call.failed.is_some()).count();
            history[history.len() - run..].to_vec()
        }
        _ => unreachable!("a rule that the model does not know"),
    }
}

/// What is left of the history when `new` takes the place of `old` at `now`: what the window holds,
/// unless the new one looks at something else.
pub(crate) fn kept(old: Rule, new: Rule, history: &[Recorded], now: Instant) -> Vec<Recorded> {
    if sight(old) == sight(new) { in_window(old, history, now) } else { Vec::new() }
}

/// Since when a call that ends now belongs together with those before it, which began to do so at
/// `since`.
pub(crate) fn together_since(rule: Rule, since: Instant, now: Instant) -> Instant {
    match rule {
        Rule::Share { window: Window::Time(span), .. } => {
            let width = sub_windows(span.as_nanos()).0;
            let is_same = u128::from(since) / width == u128::from(now) / width;
            if is_same { since } else { now }
        }
        _ => now,
    }
}

/// The same after `new` has taken the place of `old`.
pub(crate) fn together_anew(old: Rule, new: Rule, since: Instant, now: Instant) -> Instant {
    if sight(old) == sight(new) {
        together_since(new, together_since(old, since, now), now)
    } else {
        now
    }
}

/// Whether failures leave its window by the time alone.
pub(crate) const fn ages(rule: Rule) -> bool {
    matches!(sight(rule), Sight::FailuresInTime | Sight::CallsInTime)
}

/// Whether the failure just recorded opens the circuit.
pub(crate) fn opens(rule: Rule, history: &[Recorded], now: Instant) -> bool {
    let held = in_window(rule, history, now);
    let (failed, calls) = (failures(&held), held.len() as u64);
    match rule {
        Rule::Count { failures, .. } | Rule::Consecutive { failures } => {
            failed >= u64::from(failures)
        }
        Rule::Share { millionths, min_calls, .. } => {
            calls >= u64::from(min_calls) && failed * 1_000_000 >= calls * u64::from(millionths)
        }
        _ => unreachable!("a rule that the model does not know"),
    }
}

pub(crate) fn failures(calls: &[Recorded]) -> u64 {
    calls.iter().filter(|call| call.failed.is_some()).count() as u64
}

/// One more failure of this kind.
pub(crate) const fn count(kinds: &mut FailureKinds, kind: FailureKind) {
    match kind {
        FailureKind::Timeout => kinds.timeout += 1,
        FailureKind::SlowCall => kinds.slow_call += 1,
        FailureKind::Panic => kinds.panic += 1,
        _ => kinds.error += 1,
    }
}

/// The failures among these calls by kind.
pub(crate) fn kinds(calls: &[Recorded]) -> FailureKinds {
    kinds_of(calls.iter().filter_map(|call| call.failed))
}

/// So many of each kind.
pub(crate) fn kinds_of(failures: impl IntoIterator<Item = FailureKind>) -> FailureKinds {
    let mut kinds = FailureKinds::default();
    failures.into_iter().for_each(|kind| count(&mut kinds, kind));
    kinds
}

/// The next moments at which a call of the history leaves the window.
pub(crate) fn departures(rule: Rule, history: &[Recorded]) -> Vec<Instant> {
    let leaves = |call: &Recorded| match rule {
        Rule::Count { window: Window::Time(span), .. } => {
            u128::from(call.at).checked_add(span.as_nanos())
        }
        Rule::Share { window: Window::Time(span), .. } => {
            let (width, sub_windows) = sub_windows(span.as_nanos());
            (u128::from(call.since) / width + sub_windows).checked_mul(width)
        }
        _ => None,
    };
    history.iter().filter_map(leaves).filter_map(|at| Instant::try_from(at).ok()).collect()
}

/// The width of a share window's sub-windows, and how many there are.
fn sub_windows(span: u128) -> (u128, u128) {
    if span < 16 { (1, span) } else { (span / 16, 16) }
}
