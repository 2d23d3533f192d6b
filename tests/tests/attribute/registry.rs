//! Who lists what: from the start of `main`, called or not, dependencies included.

use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, register, registry};

use crate::callee::{Answer, ask, ask_later};

#[circuit_breaker(threshold = "25%", window = "40 calls", open_for = "2s", half_open_calls = 3)]
#[expect(dead_code, reason = "listed all the same")]
fn never_called(works: bool) -> Answer {
    ask(works)
}

const LINE_OF_NEVER_CALLED: u32 = line!() - 6;

struct Gateway;

#[expect(dead_code, reason = "listed all the same")]
trait Pay {
    async fn pay(&self) -> Answer;
}

impl Gateway {
    #[circuit_breaker]
    #[expect(dead_code, reason = "listed all the same")]
    fn charge(&self) -> Answer {
        ask(true)
    }

    #[circuit_breaker]
    #[expect(dead_code, reason = "listed all the same")]
    async fn refund(&self) -> Answer {
        ask_later(true).await
    }
}

impl Pay for Gateway {
    #[circuit_breaker]
    async fn pay(&self) -> Answer {
        ask_later(true).await
    }
}

fn listed(name: &str) -> &'static CircuitBreaker {
    registry().get(name).unwrap_or_else(|| unreachable!("{name} is none of {:?}", names()))
}

fn names() -> Vec<&'static str> {
    registry().iter().map(CircuitBreaker::name).collect()
}

#[test]
fn a_function_is_listed_before_its_first_call_with_its_path_place_and_policy() {
    let circuit = listed(concat!(module_path!(), "::never_called"));
    let location = circuit.location().unwrap();
    assert!(
        location.file.ends_with(file!()) && location.line == LINE_OF_NEVER_CALLED,
        "{location}"
    );
    assert_eq!(
        circuit.policy().to_string(),
        "25% of at least 20 calls in 40 calls, open for 2s, 3 trial calls"
    );
    let now = circuit.snapshot();
    assert_eq!((now.state, now.calls.total(), now.location), (State::Closed, 0, Some(location)));
}

#[test]
fn methods_are_listed_by_their_paths_too() {
    let module = module_path!();
    listed(&format!("{module}::Gateway::charge"));
    listed(&format!("{module}::Gateway::refund"));
    listed(&format!("<{module}::Gateway as {module}::Pay>::pay"));
}

#[test]
fn functions_of_a_dependency_are_listed_whether_called_or_not() {
    for name in ["dependency::ask", "dependency::never_called"] {
        assert!(listed(name).location().unwrap().file.ends_with("dependency/src/lib.rs"));
    }
    let never = listed("dependency::never_called").policy();
    assert_eq!(never.to_string(), "7 failures in a row, open for 60s, 1 trial call");
}

#[test]
fn functions_of_a_dependency_trip_on_the_circuit_that_is_listed() {
    dependency::ask(true).unwrap();
    dependency::ask(false).unwrap_err();
    dependency::ask(false).unwrap_err();
    assert_eq!(listed("dependency::ask").state(), State::Open);
    assert!(dependency::ask(true).is_err());
}

#[test]
fn a_generic_function_of_a_dependency_has_one_circuit_for_all_instances() {
    dependency::ask_for::<u32>(false).unwrap_err();
    dependency::ask_for::<u64>(false).unwrap_err();
    assert!(dependency::ask_for::<u128>(true).is_err());
    assert_eq!(names().iter().filter(|name| name.starts_with("dependency::ask_for")).count(), 1);
}

#[test]
fn names_that_are_used_twice_are_reported_with_their_places_and_never_merged() {
    #[circuit_breaker(threshold = 1, name = "twin")]
    fn one(works: bool) -> Answer {
        ask(works)
    }
    #[circuit_breaker(threshold = 1, name = "twin")]
    fn other(works: bool) -> Answer {
        ask(works)
    }
    one(false).unwrap_err();
    assert!(one(true).is_err() && other(true).is_ok());

    let report = registry().check().unwrap_err();
    let twins: Vec<_> = report.circuits().collect();
    assert_eq!(twins.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["twin", "twin"]);
    let [one, other] = [twins[0].1.unwrap(), twins[1].1.unwrap()];
    assert_eq!((one.file, one.line + 4), (other.file, other.line));
    assert_eq!(
        report.to_string(),
        format!(
            "circuits share a name: `twin` at {one}, `twin` at {other}: \
             give each a name of its own, as in `name = \"payments\"`"
        )
    );
}

#[test]
fn circuits_made_by_hand_are_listed_on_request_once() {
    static LINKED: CircuitBreaker = CircuitBreaker::new("linked by hand", Policy::new());
    static LATE: CircuitBreaker = CircuitBreaker::new("registered by hand", Policy::new());
    register!(LINKED);
    registry().register(&LATE);
    registry().register(&LATE);
    registry().register(&LINKED);
    for name in ["linked by hand", "registered by hand"] {
        assert_eq!(names().into_iter().filter(|&listed| listed == name).count(), 1);
        assert!(listed(name).location().unwrap().file.ends_with("attribute/registry.rs"));
    }
}

#[test]
fn the_snapshot_of_all_is_sorted_by_name() {
    let all = registry().snapshot();
    assert!(all.is_sorted_by_key(|circuit| circuit.name));
    assert!(all.len() > 50);
}
