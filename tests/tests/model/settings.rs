//! Policies that change at run time.

use core::time::Duration;

use breaker_runtime::{Overrides, Policy, Rule, Setting, Window};
use proptest::prelude::{Just, Strategy, any as any_of};
use proptest::prop_oneof;

use crate::policies;

/// What becomes another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    /// The rule, of which kind so ever, and its window.
    Rule(Policy),
    One(Setting),
}

impl Change {
    /// This policy, changed; as the overrides of a circuit called `name`.
    pub(crate) fn of(self, policy: &Policy, name: &str) -> Overrides {
        match self {
            Self::Rule(other) => overrides(name, rule(&other).chain(rest(policy))),
            Self::One(setting) => {
                overrides(name, rule(policy).chain(rest(policy)).chain([setting]))
            }
        }
    }
}

/// The whole policy, as the overrides of a circuit called `name`.
pub(crate) fn whole(policy: &Policy, name: &str) -> Overrides {
    overrides(name, rule(policy).chain(rest(policy)))
}

fn overrides(name: &str, settings: impl Iterator<Item = Setting>) -> Overrides {
    settings.fold(Overrides::new(), |overrides, setting| overrides.circuit(name, setting))
}

fn rule(policy: &Policy) -> impl Iterator<Item = Setting> + use<> {
    let settings = match policy.settings().rule {
        Rule::Count { failures, window } => {
            [Some(Setting::Threshold(failures)), Some(Setting::Window(window)), None]
        }
        Rule::Share { millionths, min_calls, window } => [
            Some(Setting::ThresholdPercent(f64::from(millionths) / 10_000.0)),
            Some(Setting::Window(window)),
            Some(Setting::MinCalls(min_calls)),
        ],
        Rule::Consecutive { failures } => [Some(Setting::Consecutive(failures)), None, None],
        _ => unreachable!("a rule that the model does not know"),
    };
    settings.into_iter().flatten()
}

fn rest(policy: &Policy) -> impl Iterator<Item = Setting> + use<> {
    [
        Setting::OpenFor(policy.settings().open_for),
        Setting::MaxOpenFor(policy.settings().max_open_for),
        Setting::JitterPercent(f64::from(policy.settings().jitter_millionths) / 10_000.0),
        trial_calls(policy),
        Setting::RampUp(policy.settings().ramp_up),
        Setting::SlowCall(policy.settings().slow_call),
        Setting::DryRun(policy.settings().dry_run),
        Setting::Enabled(policy.settings().enabled),
    ]
    .into_iter()
}

fn trial_calls(policy: &Policy) -> Setting {
    let settings = policy.settings();
    match (settings.half_open_calls, settings.half_open_calls_of) {
        (calls, all) if calls == all => Setting::HalfOpenCalls(calls),
        (some, all) => Setting::HalfOpenCallsOf(some, all),
    }
}

/// Mostly what another policy says; now and then what does not go with the others, and changes
/// nothing.
pub(crate) fn any() -> impl Strategy<Value = Change> {
    // Boxed: so many of them in one type fill the stack.
    let others = policies::any().boxed();
    let setting = |of: fn(Policy) -> Setting| others.clone().prop_map(of);
    prop_oneof![
        4 => others.clone().prop_map(Change::Rule),
        1 => (1..=4_u32).prop_map(|failures| Change::One(Setting::Threshold(failures))),
        1 => (1..=4_u32).prop_map(|failures| Change::One(Setting::Consecutive(failures))),
        4 => window().prop_map(|window| Change::One(Setting::Window(window))),
        8 => prop_oneof![
            setting(|other| Setting::OpenFor(other.settings().open_for)),
            setting(|other| Setting::MaxOpenFor(other.settings().max_open_for)),
            setting(|other| trial_calls(&other)),
            setting(|other| Setting::RampUp(other.settings().ramp_up)),
            setting(|other| Setting::SlowCall(other.settings().slow_call)),
            setting(|other| {
                Setting::JitterPercent(f64::from(other.settings().jitter_millionths) / 10_000.0)
            }),
            any_of::<bool>().prop_map(Setting::DryRun),
        ].prop_map(Change::One),
        1 => Just(Change::One(Setting::Enabled(false))),
        3 => Just(Change::One(Setting::Enabled(true))),
    ]
}

fn window() -> impl Strategy<Value = Window> {
    prop_oneof![
        policies::time().prop_map(Window::time),
        (1..=12_u32).prop_map(Window::calls),
        (1..200_u64).prop_map(|nanos| Window::time(Duration::from_nanos(nanos))),
    ]
}
