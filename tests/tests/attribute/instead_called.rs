//! Whose circuit answered a rejected call is told, or none: never another's of a like name.

use breaker_runtime::{circuit_breaker, registry};

use crate::callee::{Answer, ask};

/// The circuit of the first step, once this function has gone there.
#[track_caller]
fn circuit_after(name: &str, call: impl Fn() -> Answer) -> Option<&'static str> {
    let circuit = registry().find(name).unwrap();
    circuit.force_open();
    call().unwrap();
    circuit.snapshot().instead[0].circuit
}

struct Of<T>(T);

impl Of<u8> {
    fn queue(&self) -> Answer {
        Ok(self.0.into())
    }

    #[circuit_breaker(name = "called: of another type", fallback = Self::queue)]
    fn get(&self) -> Answer {
        ask(true)
    }
}

impl Of<u16> {
    #[circuit_breaker(name = "called: the other type's")]
    fn queue(&self) -> Answer {
        ask(self.0 == 0)
    }
}

#[test]
fn a_method_of_another_type_is_another() {
    assert_eq!(Of(0_u16).queue(), Ok(7));
    assert_eq!(circuit_after("called: of another type", || Of(0_u8).get()), None);
}

trait Pay {
    fn pay(&self) -> Answer;

    #[circuit_breaker(name = "called: provided")]
    fn alternative(&self) -> Answer {
        ask(true)
    }
}

struct Provided;
struct Overridden;

impl Pay for Provided {
    #[circuit_breaker(name = "called: to provided", fallback = Self::alternative)]
    fn pay(&self) -> Answer {
        ask(true)
    }
}

impl Pay for Overridden {
    #[circuit_breaker(name = "called: to overridden", fallback = Self::alternative)]
    fn pay(&self) -> Answer {
        ask(true)
    }

    fn alternative(&self) -> Answer {
        Ok(0)
    }
}

#[test]
fn a_provided_method_may_be_overridden() {
    assert_eq!(Provided.alternative(), Ok(7));
    assert_eq!(circuit_after("called: to overridden", || Overridden.pay()), None);
    assert_eq!(circuit_after("called: to provided", || Provided.pay()), None);
}

trait Alternative {
    fn alternative(works: bool) -> Answer;
}

struct One;
struct Other;

impl Alternative for One {
    #[circuit_breaker(name = "called: one")]
    fn alternative(works: bool) -> Answer {
        ask(works)
    }
}

impl Alternative for Other {
    fn alternative(_: bool) -> Answer {
        Ok(0)
    }
}

#[circuit_breaker(name = "called: generic", fallback = T::alternative)]
fn generic<T: Alternative>(works: bool) -> Answer {
    ask(works)
}

#[test]
fn calls_that_went_to_several_are_nobodys() {
    let only_one = circuit_after("called: generic", || generic::<One>(true));
    assert_eq!(only_one, Some("called: one"));
    assert_eq!(circuit_after("called: generic", || generic::<Other>(true)), None);
    assert_eq!(circuit_after("called: generic", || generic::<One>(true)), None);
}

#[circuit_breaker(name = "called: match")]
fn r#match(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "called: to match", fallback = r#match)]
fn to_match(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_name_may_be_a_keyword() {
    let circuit = registry().find("called: to match").unwrap();
    assert_eq!((to_match(true), r#match(true)), (Ok(7), Ok(7)));
    assert_eq!(circuit.snapshot().instead[0].circuit, Some("called: match"));
    assert_eq!(circuit_after("called: to match", || to_match(true)), Some("called: match"));
}

fn queue(works: bool) -> Answer {
    guarded::queue(works)
}

mod guarded {
    use super::{Answer, ask, circuit_breaker};

    #[circuit_breaker(name = "called: guarded")]
    pub(super) fn queue(works: bool) -> Answer {
        ask(works)
    }

    pub(super) fn outer() -> Answer {
        use super::queue;

        #[circuit_breaker(name = "called: in a function", fallback = |_| queue(works))]
        fn charge(works: bool) -> Answer {
            ask(works)
        }

        charge(true)
    }
}

#[test]
fn in_a_function_a_name_may_be_imported() {
    assert_eq!(guarded::outer(), Ok(7));
    let circuit = registry().find("called: in a function").unwrap();
    assert_eq!(circuit.snapshot().instead[0].circuit, None);
    assert_eq!(circuit_after("called: in a function", guarded::outer), None);
}

#[derive(Clone, Copy)]
struct Store;

impl Store {
    #[circuit_breaker(name = "called: of self", fallback = |_| self.cached())]
    fn get(self) -> Answer {
        ask(true)
    }

    fn cached(self) -> Answer {
        Ok(0)
    }
}

#[test]
fn a_call_of_self_is_told_as_it_is_written() {
    assert_eq!(Store.get(), Ok(7));
    let circuit = registry().find("called: of self").unwrap();
    assert_eq!(circuit.snapshot().instead[0].to_string(), "`self.cached`");
}
