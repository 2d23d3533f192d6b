//! Some settings are changed, and the other overrides stay (`Registry::amend`).

use core::time::Duration;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, Window, registry,
};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new();

fn dry(name: &str, is_on: bool) -> Overrides {
    Overrides::new().circuit(name, Setting::DryRun(is_on))
}

#[test]
fn what_is_amended_comes_on_top_and_the_rest_stays() {
    let circuit = Steered::new("amended::one", POLICY);
    circuit.set_all(&[Setting::OpenFor(9 * SECOND), Setting::Threshold(3)]);
    let slowly = POLICY.open_for(9 * SECOND).threshold(3);
    for is_on in [true, false, true] {
        let amended = registry().amend(&dry("amended::one", is_on)).unwrap();
        assert_eq!(amended.changes().len(), 1);
        assert_eq!(circuit.policy(), slowly.dry_run(is_on));
    }
    assert!(registry().amend(&dry("amended::one", true)).unwrap().changes().is_empty());
    let overrides = Overrides::new().circuit("amended::one", Setting::Threshold(4));
    registry().amend(&overrides).unwrap();
    assert_eq!(circuit.policy(), slowly.threshold(4).dry_run(true));
    circuit.set(Setting::Threshold(5));
    assert_eq!(circuit.policy(), POLICY.threshold(5), "`configure` replaces all of it");
}

#[test]
fn what_is_wrong_by_itself_or_beside_the_others_changes_nothing() {
    let circuit = Steered::new("amended::two", POLICY);
    circuit.set(Setting::OpenFor(9 * SECOND));
    let before = circuit.policy();
    for (overrides, said) in [
        (dry("amended::tow", true), "`amended::tow.dry_run`: no circuit is called `amended::tow`"),
        (
            Overrides::new().circuit("amended::two", Setting::MaxOpenFor(Some(SECOND))),
            "`max_open_for`",
        ),
    ] {
        let error = registry().amend(&overrides).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        assert_eq!(circuit.policy(), before);
    }
}

#[test]
fn beside_overrides_that_fit_in_part_the_new_ones_fit_or_are_an_error() {
    let circuit = Steered::new("amended::three", POLICY);
    let stale = dry("amended::nobody", true).circuit("amended::three", Setting::Threshold(3));
    assert_eq!(registry().configure_what_fits(&stale).left_out().len(), 1);
    registry().amend(&dry("amended::three", true)).unwrap();
    assert_eq!(circuit.policy(), POLICY.threshold(3).dry_run(true));
    registry().amend(&dry("amended::four", true)).unwrap_err();
    assert_eq!(circuit.policy(), POLICY.threshold(3).dry_run(true));
}

#[test]
fn beside_overrides_that_fit_in_part_what_is_in_force_is_not_left_out_for_the_new_ones() {
    let circuit = Steered::new("while amended::seven", POLICY);
    let said = |setting| Overrides::new().circuit("while amended::seven", setting);
    let stale = dry("amended::nobody", true).merge(said(Setting::Threshold(50)));
    assert_eq!(registry().configure_what_fits(&stale).left_out().len(), 1);
    let error = registry().amend(&said(Setting::Window(Window::calls(20)))).unwrap_err();
    assert!(error.to_string().contains("`threshold` is 50, `window` is 20 calls"), "{error}");
    assert_eq!(circuit.policy(), POLICY.threshold(50));
}

/// Also where `configure_what_fits` has left out a setting that fits beside the amended one.
#[test]
fn what_fits_beside_an_amended_setting_alone_does_not_keep_that_from_being_withdrawn() {
    let circuit = Steered::new("while amended::eight", POLICY);
    let said = |setting| Overrides::new().circuit("while amended::eight", setting);
    let window = |calls| said(Setting::Window(Window::calls(calls)));
    let both = window(20).merge(said(Setting::Threshold(50)));
    assert_eq!(registry().configure_what_fits(&both).left_out().len(), 1);
    let before = circuit.policy();
    registry().amend(&window(100)).unwrap();
    assert_eq!(circuit.policy(), POLICY.threshold(50).window_calls(100));
    registry().withdraw(&window(100)).unwrap();
    assert_eq!(circuit.policy(), before);
    // One that was left out is not amended in vain.
    registry().amend(&said(Setting::Threshold(50))).unwrap_err();
    assert_eq!(circuit.policy(), before);
}

#[test]
fn a_circuit_that_contradicts_what_was_said_before_it_came_is_amended_all_the_same() {
    const LAST: Policy = POLICY.threshold(5).window_calls(20);
    static LATE: CircuitBreaker = CircuitBreaker::new("while amended::late", LAST);
    static BY_KEY: KeyedCircuitBreaker = KeyedCircuitBreaker::new("while amended::keys", LAST, 8);
    static AFTER: CircuitBreaker = CircuitBreaker::new("while amended::after", LAST);
    let other = Steered::new("while amended::nine", POLICY);
    registry().configure(&Overrides::new().all(Setting::Threshold(50))).unwrap();
    registry().register(&LATE);
    registry().register_keyed(&BY_KEY);
    assert_eq!((LATE.policy(), BY_KEY.policy()), (LAST, LAST));

    let everywhere = Overrides::new().all(Setting::DryRun(true));
    for one in ["while amended::late", "while amended::keys"] {
        assert_eq!(registry().amend(&dry(one, true)).unwrap().changes().len(), 1);
    }
    registry().amend(&everywhere).unwrap();
    registry().register(&AFTER);
    let dry_run = LAST.dry_run(true);
    assert_eq!((LATE.policy(), BY_KEY.policy(), AFTER.policy()), (dry_run, dry_run, dry_run));
    assert_eq!(other.policy(), POLICY.threshold(50).dry_run(true));

    let window =
        Overrides::new().circuit("while amended::late", Setting::Window(Window::calls(30)));
    registry().amend(&window).unwrap_err();
    registry().withdraw(&everywhere).unwrap();
    registry().withdraw(&dry("while amended::late", true)).unwrap();
    assert_eq!((LATE.policy(), BY_KEY.policy(), AFTER.policy()), (LAST, dry_run, LAST));
}

#[test]
fn what_is_nearly_an_override_is_told_once_however_often_it_is_amended() {
    let _circuit = Steered::new("amended::six", POLICY);
    let variables = [("CIRCUIT_BREAKER_THRESHOLD", "5")];
    for _ in 0..3 {
        let amended = registry().amend(&Overrides::from_variables(variables)).unwrap();
        assert_eq!(amended.left_out().len(), 1);
    }
}

#[test]
fn circuits_that_are_listed_later_follow() {
    static LATER: CircuitBreaker = CircuitBreaker::new("amended::later", POLICY);
    let circuit = Steered::new("amended::five", POLICY);
    circuit.set(Setting::Threshold(3));
    registry().amend(&Overrides::new().all(Setting::OpenFor(9 * SECOND))).unwrap();
    registry().register(&LATER);
    assert_eq!(LATER.policy(), POLICY.open_for(9 * SECOND));
    assert_eq!(circuit.policy(), POLICY.threshold(3).open_for(9 * SECOND));
}
