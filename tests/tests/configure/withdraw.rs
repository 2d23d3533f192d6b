//! What was amended is taken back (`Registry::withdraw`).

use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Overrides, Policy, Setting, Source, registry};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new();

fn dry(name: &str, is_on: bool) -> Overrides {
    Overrides::new().circuit(name, Setting::DryRun(is_on))
}

fn source(circuit: &CircuitBreaker, name: &str) -> Option<Source> {
    let sources = circuit.policy().sources();
    sources.iter().find(|setting| setting.name == name).map(|setting| setting.source)
}

#[test]
fn what_was_amended_is_as_it_was_and_so_is_its_source() {
    let circuit = Steered::new("withdrawn::one", POLICY);
    let before = circuit.policy().sources();
    for is_on in [true, false] {
        registry().amend(&dry("withdrawn::one", true)).unwrap();
        assert_eq!(source(&circuit, "dry_run"), Some(Source::Override));
        let changed = registry().withdraw(&dry("withdrawn::one", is_on)).unwrap();
        assert_eq!(changed.changes().len(), 1, "whatever value is said");
        assert_eq!(circuit.policy().sources(), before);
    }
    let again = registry().withdraw(&dry("withdrawn::one", true)).unwrap();
    assert!(again.changes().is_empty());
}

/// Also where that was said of the same circuit.
#[test]
fn what_was_configured_holds_again() {
    let circuit = Steered::new("withdrawn::two", POLICY);
    circuit.set_all(&[Setting::OpenFor(9 * SECOND), Setting::DryRun(true)]);
    let configured = circuit.policy();
    registry().withdraw(&dry("withdrawn::two", true)).unwrap();
    assert_eq!(circuit.policy(), configured, "it was not amended");
    let amended = dry("withdrawn::two", false).circuit("withdrawn::two", Setting::Threshold(3));
    registry().amend(&amended).unwrap();
    assert_eq!(circuit.policy(), configured.dry_run(false).threshold(3));
    registry().withdraw(&dry("withdrawn::two", false)).unwrap();
    assert_eq!(circuit.policy(), configured.threshold(3), "the rest stays amended");
    assert_eq!(source(&circuit, "dry_run"), Some(Source::Override));
}

#[test]
fn what_is_misspelt_or_would_leave_a_contradiction_changes_nothing() {
    let circuit = Steered::new("withdrawn::three", POLICY);
    let twice = |first, second| {
        let first = Overrides::new().circuit("withdrawn::three", first);
        first.circuit("withdrawn::three", second)
    };
    let (longest, longer) = (Setting::MaxOpenFor(Some(9 * SECOND)), Setting::OpenFor(5 * SECOND));
    registry().amend(&twice(longer, longest)).unwrap();
    let before = circuit.policy();
    registry().withdraw(&dry("withdrawn::treee", true)).unwrap_err();
    assert_eq!(circuit.policy(), before);
    let error = registry()
        .withdraw(&Overrides::new().circuit("withdrawn::three", longer))
        .unwrap_err()
        .to_string();
    assert!(error.contains("max_open_for"), "10 s would be left, and 9 s at most: {error}");
    assert_eq!(circuit.policy(), before);
}

#[test]
fn circuits_that_are_listed_later_know_nothing_of_it() {
    static LATER: CircuitBreaker = CircuitBreaker::new("withdrawn::later", POLICY);
    let _circuit = Steered::new("withdrawn::four", POLICY);
    let slowly = Overrides::new().all(Setting::OpenFor(9 * SECOND));
    registry().amend(&slowly).unwrap();
    registry().withdraw(&slowly).unwrap();
    registry().register(&LATER);
    assert_eq!(LATER.policy().sources(), POLICY.sources());
}

/// Names may become ambiguous after overrides were applied: that is for none of the others to bear.
#[test]
fn what_has_become_wrong_with_others_stops_nothing() {
    let listed = |name| {
        let circuit: &CircuitBreaker = Box::leak(Box::new(CircuitBreaker::new(name, POLICY)));
        registry().register(circuit);
        circuit
    };
    let twin = Steered::new("withdrawn::twin", POLICY);
    twin.set_all(&[Setting::OpenFor(9 * SECOND)]);
    let configured = twin.policy();
    listed("withdrawn::twin");
    let other = listed("withdrawn::other");
    registry().amend(&dry("withdrawn::other", true)).unwrap();
    assert_eq!(source(other, "dry_run"), Some(Source::Override));
    registry().withdraw(&dry("withdrawn::other", true)).unwrap();
    assert_eq!(other.policy().sources(), POLICY.sources());
    assert_eq!(twin.policy(), configured, "in force as before");
    let error = registry().amend(&dry("withdrawn::twin", true)).unwrap_err().to_string();
    assert!(error.contains("2 circuits are called"), "{error}");
}
