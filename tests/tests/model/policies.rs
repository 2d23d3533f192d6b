//! Random policies of every rule, with thresholds that a short sequence can reach.

use core::time::Duration;

use breaker_runtime::{Policy, Window};
use proptest::prelude::{Strategy, any as any_of};
use proptest::prop_oneof;
use proptest::sample::select;

pub(crate) fn any() -> impl Strategy<Value = Policy> {
    (rule(), open_for(), 1..=4_u32)
        .prop_map(|(policy, open_for, trials)| policy.open_for(open_for).half_open_calls(trials))
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

/// Windows around the places where sub-windows begin to exist and don't divide evenly, and ordinary ones.
fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        select(vec![1, 2, 5, 15, 16, 17, 31, 33, 100, 1_000]).prop_map(Duration::from_nanos),
        select(vec![Duration::from_secs(10), Duration::MAX]),
    ]
}

/// Around the lag of a coarse clock as well, where rejections stop to look at the precise one.
fn open_for() -> impl Strategy<Value = Duration> {
    let millis = 1_000_000;
    select(vec![1, 3, 10, 100, 10 * millis, 11 * millis, 11 * millis + 1, 30_000 * millis])
        .prop_map(Duration::from_nanos)
}
