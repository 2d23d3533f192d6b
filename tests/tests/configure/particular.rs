//! The most particular wins, setting by setting (rule S24): a key, a name, the longest group, all.

use core::time::Duration;

use breaker_runtime::{
    CircuitBreaker, Configured, KeyedCircuitBreaker, Overrides, Policy, Setting, registry,
};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn configure(overrides: &Overrides) -> Configured {
    registry().configure(overrides).expect("it makes sense")
}

#[test]
fn a_group_is_told_by_the_beginning_of_names() {
    let pay = Steered::new("kiosk::pay", Policy::new());
    let overrides = Overrides::new()
        .circuit("kiosk::*", Setting::OpenFor(SECOND))
        .all(Setting::OpenFor(9 * SECOND));
    configure(&overrides);
    assert_eq!(pay.policy(), Policy::new().open_for(SECOND));
    drop(pay);
    let other = Steered::new("kiosks::pay", Policy::new());
    configure(&overrides);
    assert_eq!(other.policy(), Policy::new().open_for(9 * SECOND));
}

/// Beside one that holds off the other tests.
fn listed(name: &'static str) -> &'static CircuitBreaker {
    let circuit = Box::leak(Box::new(CircuitBreaker::new(name, Policy::new())));
    registry().register(circuit);
    circuit
}

#[test]
fn implementations_are_in_the_group_of_their_type() {
    let of_type = Steered::new("<depot::Gateway as Pay>::charge", Policy::new());
    let of_reference = listed("<&mut depot::Gateway as Pay>");
    let elsewhere = listed("<other::Gateway as depot::Pay>");
    let group = Overrides::new().circuit("depot::*", Setting::Threshold(2));
    let variable = |name| Overrides::from_variables([(name, "2")]);
    for overrides in [
        group.clone(),
        variable("CIRCUIT_BREAKER__DEPOT_____THRESHOLD"),
        variable("CIRCUIT_BREAKER__DEPOT__*__THRESHOLD"),
    ] {
        configure(&overrides);
        assert_eq!(of_type.policy(), Policy::new().threshold(2));
        assert_eq!(of_reference.policy(), Policy::new().threshold(2));
        assert_eq!(elsewhere.policy(), Policy::new());
    }
    let longer = group.circuit("<depot::*", Setting::Threshold(3));
    configure(&longer);
    assert_eq!(of_type.policy(), Policy::new().threshold(3));
    assert_eq!(of_reference.policy(), Policy::new().threshold(2));
    let error = registry().configure(&Overrides::new().circuit("depo::*", Setting::DryRun(true)));
    let text = error.expect_err("no such group").to_string();
    assert!(text.contains("did you mean `depot::*`?"), "{text}");
}

#[test]
fn each_setting_is_that_of_the_most_particular() {
    let pay = Steered::new("mall::cash::pay", Policy::new());
    // In an order that does not help.
    let overrides = Overrides::new()
        .circuit("mall::cash::pay", Setting::Threshold(2))
        .circuit("mall::cash::*", Setting::Threshold(3))
        .circuit("mall::cash::*", Setting::HalfOpenCalls(3))
        .circuit("mall::*", Setting::Threshold(4))
        .circuit("mall::*", Setting::HalfOpenCalls(4))
        .circuit("mall::*", Setting::OpenFor(4 * SECOND))
        .circuit("*", Setting::OpenFor(5 * SECOND))
        .all(Setting::Threshold(5))
        .all(Setting::HalfOpenCalls(5))
        .all(Setting::DryRun(true));
    configure(&overrides);
    let expected = Policy::new().threshold(2).half_open_calls(3).open_for(4 * SECOND).dry_run(true);
    assert_eq!(pay.policy(), expected);
}

#[test]
fn of_equals_the_later_wins() {
    let pay = Steered::new("bazaar::pay", Policy::new());
    let earlier = Overrides::new().circuit("bazaar::*", Setting::Threshold(2));
    let later = Overrides::new().circuit("bazaar::*", Setting::Threshold(3));
    configure(&earlier.merge(later));
    assert_eq!(pay.policy(), Policy::new().threshold(3));
}

#[test]
fn the_environment_knows_groups_and_keys() {
    let pay = Steered::new("stand::pay", Policy::new());
    for name in ["CIRCUIT_BREAKER__STAND_____THRESHOLD", "CIRCUIT_BREAKER__STAND__*__THRESHOLD"] {
        configure(&Overrides::from_variables([(name, "2")]));
        assert_eq!(pay.policy(), Policy::new().threshold(2), "{name}");
        configure(&Overrides::new());
    }
    let keyed = keyed("stand::fetch");
    let one = "CIRCUIT_BREAKER__STAND__FETCH[a.example]__THRESHOLD";
    configure(&Overrides::from_variables([(one, "3")]));
    assert_eq!(policy_of(keyed, "a.example"), Policy::new().threshold(3));
    assert_eq!(policy_of(keyed, "b.example"), Policy::new());
}

#[test]
fn a_key_beats_its_function_whether_it_has_a_circuit_yet_or_not() {
    let _alone = Steered::new("beside the keys", Policy::new());
    let fetch = keyed("hub::fetch");
    fetch.try_acquire("early").expect("closed").success();
    let overrides = Overrides::new()
        .circuit("hub::fetch[early]", Setting::Threshold(2))
        .circuit("hub::fetch[late]", Setting::Threshold(3))
        .circuit("hub::fetch", Setting::Threshold(4))
        .circuit("hub::fetch", Setting::OpenFor(SECOND))
        .circuit("hub::*", Setting::Threshold(5));
    let configured = configure(&overrides);
    let whole = Policy::new().open_for(SECOND);
    assert_eq!(fetch.policy(), whole.threshold(4));
    assert_eq!(policy_of(fetch, "early"), whole.threshold(2));
    assert_eq!(policy_of(fetch, "late"), whole.threshold(3));
    assert_eq!(policy_of(fetch, "other"), whole.threshold(4));
    let told: Vec<_> = configured.changes().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`hub::fetch`: threshold 5 -> 4, open_for 30s -> 1s",
            "`hub::fetch[early]`: threshold 5 -> 2, open_for 30s -> 1s",
            "`hub::fetch[late]`: threshold 5 -> 3, open_for 30s -> 1s",
        ]
    );

    configure(&Overrides::new());
    for key in ["early", "late", "other"] {
        assert_eq!(policy_of(fetch, key), Policy::new(), "{key}");
    }
}

#[test]
fn a_group_or_a_key_of_nothing_is_told() {
    let _pay = Steered::new("depot::pay", Policy::new());
    let overrides = Overrides::new()
        .circuit("depots::*", Setting::Threshold(2))
        .circuit("depot::pay[a key]", Setting::Threshold(2));
    let error = registry().configure(&overrides).expect_err("two mistakes");
    let told: Vec<_> = error.errors().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`depots::*.threshold`: no circuit's name matches `depots::*`: did you mean \
             `depot::*`?",
            "`depot::pay[a key].threshold`: no circuit is called `depot::pay[a key]`: \
             did you mean `depot::pay`?",
        ]
    );
}

fn keyed(name: &'static str) -> &'static KeyedCircuitBreaker {
    let keyed = Box::leak(Box::new(KeyedCircuitBreaker::new(name, Policy::new(), 16)));
    registry().register_keyed(keyed);
    keyed
}

fn policy_of(keyed: &KeyedCircuitBreaker, key: &str) -> Policy {
    keyed.try_acquire(key).expect("closed").success();
    keyed.get(key).expect("it has one now").policy()
}
