//! Some settings are changed, and the other overrides stay (`Registry::amend`).

use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Overrides, Policy, Setting, registry};

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
