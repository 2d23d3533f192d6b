//! Names that nobody can tell apart.

use std::io::Error;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, LookupError, Overrides, Policy, PolicyError, Setting,
    circuit_breaker, registry,
};

use crate::Steered;

struct Gateway;

#[circuit_breaker]
impl Gateway {
    fn charge(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker]
impl Gateway {
    fn refund(&self) -> Result<u32, Error> {
        Ok(2)
    }
}

const BLOCKS: &str = "configure::names::Gateway";
const FUNCTIONS: &str = "configure::names::call_all::pay";

fn call_all() {
    let one = {
        #[circuit_breaker]
        fn pay() -> Result<u32, Error> {
            Ok(1)
        }
        pay()
    };
    let other = {
        #[circuit_breaker]
        fn pay() -> Result<u32, Error> {
            Ok(2)
        }
        pay()
    };
    let calls = [Gateway.charge(), Gateway.refund(), one, other];
    assert!(calls.iter().all(Result::is_ok));
}

fn shared(name: &str) -> Vec<&'static CircuitBreaker> {
    registry().iter().filter(|circuit| circuit.name() == name).collect()
}

#[test]
fn a_name_that_functions_share_by_chance_means_none_of_them() {
    let _alone = Steered::new("alone among names", Policy::new());
    call_all();
    let ambiguous: Vec<_> = registry().check().expect_err("they share names").circuits().collect();
    let names = [BLOCKS, FUNCTIONS];
    for name in names {
        assert_eq!(shared(name).len(), 2, "{name}");
        assert!(registry().get(name).is_none());
        let error = registry().find(name).expect_err("two");
        assert!(matches!(&error, LookupError::Ambiguous { circuits } if circuits.len() == 2));
        let text = error.to_string();
        assert!(
            text.starts_with(&format!("2 circuits are called `{name}`: `{name}` at ")),
            "{text}"
        );
        assert!(text.ends_with(": give each a name of its own, as in `name = \"payments\"`"));

        let overrides = Overrides::new().circuit(name, Setting::DryRun(true));
        let error = registry().configure(&overrides).expect_err("which of them").to_string();
        assert!(error.contains(&format!("`{name}.dry_run`: 2 circuits are called `{name}`: ")));
        assert!(shared(name).iter().all(|circuit| !circuit.policy().settings().dry_run));
        assert_eq!(ambiguous.iter().filter(|(shared, _)| *shared == name).count(), 2);
    }
}

#[test]
fn what_is_said_for_all_is_for_them_as_well() {
    let _alone = Steered::new("alone among all", Policy::new());
    call_all();
    let everywhere = Overrides::new().circuit("configure::names::*", Setting::DryRun(true));
    registry().configure(&everywhere).expect("a group means each of them");
    assert!(shared(BLOCKS).iter().all(|circuit| circuit.policy().settings().dry_run));
}

#[test]
fn one_variable_for_two_names_is_refused() {
    let _one = Steered::new("Counter::pay", Policy::new());
    let other = Box::leak(Box::new(CircuitBreaker::new("counter::pay", Policy::new())));
    registry().register(other);
    let overrides = Overrides::from_variables([("CIRCUIT_BREAKER__COUNTER__PAY__THRESHOLD", "2")]);
    let error = registry().configure(&overrides).expect_err("which of them").to_string();
    let variable = "`CIRCUIT_BREAKER__COUNTER__PAY__THRESHOLD`";
    let several = format!("{variable}: 2 circuits are called `COUNTER__PAY`: `");
    assert!(error.contains(&several), "{error}");
    assert!(error.contains("`Counter::pay` at "), "{error}");
    assert!(error.contains("`counter::pay` at "), "{error}");
    assert!(error.contains(": say which by its name, in code or in a file"), "{error}");
    assert_eq!(other.policy(), Policy::new());
}

#[test]
fn a_name_that_there_is_not_is_told_with_the_nearest() {
    let _one = Steered::new("stationery", Policy::new());
    let error = registry().find("stationary").expect_err("another word");
    let expected = "no circuit is called `stationary`: did you mean `stationery`?";
    assert_eq!(error.to_string(), expected);
}

/// A readiness check that took the whole for the keys would say *ready* for ever.
#[test]
fn who_looks_for_a_circuit_in_vain_is_told_how_it_is_written_or_which_there_are() {
    let _one = Steered::new("cabinet", Policy::new());
    let keyed = KeyedCircuitBreaker::new("binders", Policy::new(), 8);
    registry().register_keyed(Box::leak(Box::new(keyed)));
    let text = |name: &str| registry().find(name).unwrap_err().to_string();
    let cases = [
        (
            "cabinet[a]",
            "`cabinet` has no keys but one circuit for all calls: find it by \
             `find(\"cabinet\")`, or give its function a `key`",
        ),
        (" cabinet", "no circuit is called ` cabinet`: did you mean `cabinet`?"),
        ("binders(A)", "no circuit is called `binders(A)`: did you mean `binders[A]`?"),
        ("binders [A]", "no circuit is called `binders [A]`: did you mean `binders[A]`?"),
    ];
    for (name, expected) in cases {
        let text = text(name);
        assert!(text.starts_with(expected), "{text}");
    }
    let text = text("quite another");
    assert!(text.starts_with("no circuit is called `quite another`: there are `"), "{text}");
    assert!(text.ends_with("; a `static` is listed by `register!`"), "{text}");
    assert!(text.contains("`binders`"), "{text}");
    let error = registry().find("quite another").unwrap_err();
    let LookupError::Unknown { known, .. } = error else { panic!("{error}") };
    assert!(known.is_sorted() && known.contains(&"cabinet"));
}

#[test]
fn a_function_with_keys_is_found_as_such_or_it_is_said_why_not() {
    let _one = Steered::new("shelf", Policy::new());
    let keyed = KeyedCircuitBreaker::new("shelves", Policy::new(), 8);
    registry().register_keyed(Box::leak(Box::new(keyed)));
    assert_eq!(registry().find_keyed("shelves").expect("there is one").name(), "shelves");
    call_all();
    let ambiguous = registry().find_keyed(FUNCTIONS).expect_err("two");
    assert!(matches!(&ambiguous, LookupError::Ambiguous { circuits } if circuits.len() == 2));
    for (said, meant) in [
        (
            "shelf",
            "`shelf` has no keys but one circuit for all calls: find it by \
             `find(\"shelf\")`, or give its \
             function a `key`",
        ),
        ("shelve", "no function with keys is called `shelve`: did you mean `shelves`?"),
        ("SHELVES", "no function with keys is called `SHELVES`: did you mean `shelves`?"),
        ("shelves[A]", "no function with keys is called `shelves[A]`: did you mean `shelves`?"),
    ] {
        assert_eq!(registry().find_keyed(said).expect_err(said).to_string(), meant);
    }
    let text = registry().find_keyed("zzz").expect_err("none is near").to_string();
    assert!(text.starts_with("no function with keys is called `zzz`: there are `"), "{text}");
    assert!(text.contains("`shelves`") && !text.contains("`shelf`"), "{text}");
}

/// However it is asked for: by a look-up, in a file, in a variable.
#[test]
fn a_name_that_differs_in_case_alone_is_the_one_that_was_meant() {
    let _one = Steered::new("primary", Policy::new());
    let _others = ["PRIMER", "primaries", "Office::Desk"].map(|name| {
        let circuit: &CircuitBreaker =
            Box::leak(Box::new(CircuitBreaker::new(name, Policy::new())));
        registry().register(circuit);
    });
    let keyed = KeyedCircuitBreaker::new("drawers", Policy::new(), 8);
    registry().register_keyed(Box::leak(Box::new(keyed)));
    let two = Setting::Threshold(2);
    for (said, meant) in [
        ("PRIMARY", "no circuit is called `PRIMARY`: did you mean `primary`?"),
        ("office::desk", "no circuit is called `office::desk`: did you mean `Office::Desk`?"),
        ("OFFICE__DESK", "no circuit is called `OFFICE__DESK`: did you mean `Office::Desk`?"),
        ("desk", "no circuit is called `desk`: did you mean `Office::Desk`?"),
        ("Drawers[A]", "no circuit is called `Drawers[A]`: did you mean `drawers[A]`?"),
        ("drawer[A]", "no circuit is called `drawer[A]`: did you mean `drawers[A]`?"),
    ] {
        assert_eq!(registry().find(said).expect_err(said).to_string(), meant);
        let overrides = Overrides::new().circuit(said, two);
        let error = registry().configure(&overrides).expect_err(said);
        assert_eq!(error.errors()[0].problem.to_string(), meant);
    }
    for (said, meant) in [
        ("PRIMA*", "no circuit's name matches `PRIMA*`: did you mean `prima*`?"),
        ("office::*", "no circuit's name matches `office::*`: did you mean `Office::*`?"),
        ("offices::*", "no circuit's name matches `offices::*`: did you mean `Office::*`?"),
        ("zzz*", "no circuit's name matches `zzz*`"),
    ] {
        let error = registry().configure(&Overrides::new().circuit(said, two)).expect_err(said);
        assert_eq!(error.errors()[0].problem.to_string(), meant);
    }
    for (variable, meant) in [
        ("primary__MIN_CALLS", "no circuit is called `primary`: did you mean `PRIMARY`?"),
        (
            "office__desk__MIN_CALLS",
            "no circuit is called `office__desk`: did you mean `OFFICE__DESK`?",
        ),
        ("office__MIN_CALLS", "no circuit is called `office`: did you mean `OFFICE___`?"),
        (
            "office__*__MIN_CALLS",
            "no circuit's name matches `office__*`: did you mean `OFFICE__*`?",
        ),
        ("OFICE_____MIN_CALLS", "no circuit's name matches `OFICE___`: did you mean `OFFICE___`?"),
        ("drawers[a]__MIN_CALLS", "no circuit is called `drawers[a]`: did you mean `DRAWERS[a]`?"),
        (
            "office__desk",
            "`OFFICE__DESK` is not a field, but a circuit: add one, as in `__OPEN_FOR`",
        ),
    ] {
        let variable = format!("CIRCUIT_BREAKER__{variable}");
        let overrides = Overrides::from_variables([(&*variable, "3")]);
        let error = registry().configure(&overrides).expect_err(&variable);
        assert_eq!(error.errors()[0].problem.to_string(), meant);
    }
}

/// `main` shows the `Debug` of an error that it returns.
#[test]
fn errors_read_like_their_display_where_main_returns_them() {
    fn assert_same(error: &impl std::error::Error) {
        assert_eq!(format!("{error:?}"), error.to_string());
        assert_eq!(format!("{error:#?}"), error.to_string());
    }
    let _one = Steered::new("shown by main", Policy::new());
    call_all();
    let wrong = Overrides::new().circuit("nobody at all", Setting::Threshold(0));
    let error = registry().configure(&wrong).expect_err("nobody");
    assert_same(&error);
    assert_same(&error.errors()[0]);
    assert_same(&PolicyError::ZeroThreshold);
    assert_same(&registry().check().expect_err("names are shared above"));
    assert_same(&registry().find("nobody at all").expect_err("nobody"));
    assert_same(&registry().find_keyed("shown by main").expect_err("it has no keys"));
    let forced = CircuitBreaker::new("forced", Policy::new());
    forced.force_open();
    assert_same(&forced.try_acquire().expect_err("forced open"));
}

#[test]
fn a_path_without_a_star_means_the_group() {
    let _alone = Steered::new("sheds::oslo::pick", Policy::new());
    for said in ["sheds::oslo", "sheds::oslo::", "sheds"] {
        let error = registry().configure(&Overrides::new().circuit(said, Setting::DryRun(true)));
        let error = error.expect_err(said).to_string();
        let group = format!("did you mean `{}::*`?", said.trim_end_matches(':'));
        assert!(error.contains(&group), "{error}");
    }
}
