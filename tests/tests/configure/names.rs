//! Names that nobody can tell apart.

use std::io::Error;

use breaker_runtime::{
    CircuitBreaker, LookupError, Overrides, Policy, PolicyError, Setting, circuit_breaker, registry,
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

trait Pay<T> {
    fn pay(&self, with: T) -> Result<u32, Error>;
}

impl Pay<u8> for Gateway {
    #[circuit_breaker]
    fn pay(&self, with: u8) -> Result<u32, Error> {
        Ok(with.into())
    }
}

impl Pay<u16> for Gateway {
    #[circuit_breaker]
    fn pay(&self, with: u16) -> Result<u32, Error> {
        Ok(with.into())
    }
}

const BLOCKS: &str = "configure::names::Gateway";
const METHODS: &str = "<configure::names::Gateway as configure::names::Pay>::pay";

fn call_all() {
    let calls = [Gateway.charge(), Gateway.refund(), Gateway.pay(1_u8), Gateway.pay(2_u16)];
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
    let names = [BLOCKS, METHODS];
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
        assert!(shared(name).iter().all(|circuit| !circuit.policy().is_dry_run()));
        assert_eq!(ambiguous.iter().filter(|(shared, _)| *shared == name).count(), 2);
    }
}

#[test]
fn what_is_said_for_all_is_for_them_as_well() {
    let _alone = Steered::new("alone among all", Policy::new());
    call_all();
    let everywhere = Overrides::new().circuit("configure::names::*", Setting::DryRun(true));
    registry().configure(&everywhere).expect("a group means each of them");
    assert!(shared(BLOCKS).iter().all(|circuit| circuit.policy().is_dry_run()));
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
    let forced = CircuitBreaker::new("forced", Policy::new());
    forced.force_open();
    assert_same(&forced.try_acquire().expect_err("forced open"));
}
