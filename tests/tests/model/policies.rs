//! Random policies of every rule, with thresholds that a short sequence can reach.

use core::time::Duration;

use breaker_runtime::{Policy, Window};
use proptest::bool::weighted;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any as any_of};
use proptest::prop_oneof;
use proptest::sample::select;

/// Half of all policies have each of what not every policy has; a tenth are dry runs.
pub(crate) fn any() -> impl Strategy<Value = Policy> {
    let open = (open_for(), of(growth()), of(jitter()));
    let back = ((1..=4_u32, may_fail()), of(ramp_up()));
    (rule(), open, back, of(slow_call()), weighted(0.1)).prop_map(
        |(rule, (open_for, growth, jitter), ((trials, more), ramp_up), slow_call, dry_run)| {
            let mut policy = rule.open_for(open_for).dry_run(dry_run);
            policy = policy.half_open_calls_of(trials, trials + more);
            if let Some(factor) = growth {
                policy = policy.max_open_for(open_for.saturating_mul(factor));
            }
            if let Some(percent) = jitter {
                policy = policy.jitter_percent(percent);
            }
            if let Some(time) = ramp_up {
                policy = policy.ramp_up(time);
            }
            slow_call.map_or(policy, |time| policy.slow_call(time))
        },
    )
}

fn rule() -> impl Strategy<Value = Policy> {
    prop_oneof![
        (1..=4_u32, time())
            .prop_map(|(failures, time)| Policy::new().threshold(failures).window(time)),
        (1..=4_u32, 0..=8_u32).prop_map(|(failures, more)| Policy::new()
            .threshold(failures)
            .window_calls(failures + more)),
        (percent(), 1..=6_u32, time()).prop_map(|(percent, min_calls, time)| {
            Policy::new().threshold_percent(percent).min_calls(min_calls).window(time)
        }),
        (percent(), 1..=6_u32, 0..=6_u32, any_of::<bool>()).prop_map(share_of_calls),
        (1..=4_u32).prop_map(|failures| Policy::new().consecutive(failures)),
    ]
}

fn share_of_calls((percent, calls, more, min_calls): (f64, u32, u32, bool)) -> Policy {
    let policy = Policy::new().threshold_percent(percent).over(Window::calls(calls + more));
    if min_calls { policy.min_calls(calls) } else { policy }
}

fn percent() -> impl Strategy<Value = f64> {
    select(vec![
        0.0001, 1.0, 12.5, 29.0, 33.3333, 33.3334, 50.0, 66.6666, 66.6667, 75.0, 99.9999, 100.0,
    ])
}

/// Windows around the places where sub-windows begin to exist and don't divide evenly, and ordinary
/// ones.
pub(crate) fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        select(vec![1, 2, 5, 15, 16, 17, 31, 33, 100, 1_000]).prop_map(Duration::from_nanos),
        select(vec![Duration::from_secs(10), Duration::MAX]),
    ]
}

/// Trial calls that may fail: mostly none.
fn may_fail() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(0), 1 => 1..=3_u32]
}

/// Around the lag of a coarse clock as well, where rejections stop to look at the precise one.
fn open_for() -> impl Strategy<Value = Duration> {
    let millis = 1_000_000;
    select(vec![1, 3, 10, 100, 10 * millis, 11 * millis, 11 * millis + 1, 30_000 * millis])
        .prop_map(Duration::from_nanos)
}

/// How often the first open time fits into the longest one.
fn growth() -> impl Strategy<Value = u32> {
    select(vec![1, 2, 3, 4, 5, 100, u32::MAX])
}

fn jitter() -> impl Strategy<Value = f64> {
    select(vec![0.0001, 1.0, 20.0, 50.0, 99.9999, 100.0])
}

fn ramp_up() -> impl Strategy<Value = Duration> {
    select(vec![1, 2, 9, 90, 1_000, 1_000_000, 10_000_000_000]).prop_map(Duration::from_nanos)
}

fn slow_call() -> impl Strategy<Value = Duration> {
    select(vec![1, 2, 7, 50, 1_000_000_000]).prop_map(Duration::from_nanos)
}
