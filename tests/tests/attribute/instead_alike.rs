//! Functions of the same path or name: a circuit is told only if no other function can be meant.

use breaker_runtime::{circuit_breaker, registry};

use crate::callee::{Answer, ask};

/// The circuits of the first step: before any call, and after a call that went there.
#[track_caller]
fn circuits(name: &str, call: impl Fn() -> Answer) -> [Option<&'static str>; 2] {
    call().unwrap();
    let circuit = registry().find(name).unwrap();
    let told = || circuit.snapshot().instead[0].circuit;
    let before = told();
    circuit.force_open();
    call().unwrap();
    [before, told()]
}

#[circuit_breaker(name = "alike: queue")]
fn queue(works: bool) -> Answer {
    ask(works)
}

fn to_zero(_: bool) -> Answer {
    Ok(0)
}

#[circuit_breaker(name = "alike: parameter", fallback = queue(works))]
fn by_parameter(queue: fn(bool) -> Answer, works: bool) -> Answer {
    queue(works)
}

#[circuit_breaker(name = "alike: of a closure", fallback = |_| queue(works))]
fn by_parameter_in_a_closure(queue: impl Fn(bool) -> Answer, works: bool) -> Answer {
    queue(works)
}

struct Functions {
    queue: fn(bool) -> Answer,
}

#[circuit_breaker(name = "alike: pattern", fallback = |_| return queue(true))]
fn by_pattern(Functions { queue }: Functions) -> Answer {
    queue(true)
}

#[circuit_breaker(name = "alike: let", fallback = |_| { let queue = to_zero; return queue(true) })]
fn by_let(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_variable_hides_a_function() {
    assert_eq!(queue(true), Ok(7));
    assert_eq!(circuits("alike: parameter", || by_parameter(to_zero, true)), [None; 2]);
    let by_closure = || by_parameter_in_a_closure(to_zero, true);
    assert_eq!(circuits("alike: of a closure", by_closure), [None; 2]);
    let by_pattern = || by_pattern(Functions { queue: to_zero });
    assert_eq!(circuits("alike: pattern", by_pattern), [None; 2]);
    assert_eq!(circuits("alike: let", || by_let(true)), [None; 2]);
    let text = registry().find("alike: parameter").unwrap().snapshot().instead[0].to_string();
    assert_eq!(text, "`queue`");
}

fn two_blocks() -> Answer {
    {
        #[circuit_breaker(name = "alike: guarded in its block")]
        fn later(works: bool) -> Answer {
            ask(works)
        }
        later(true)?;
    }
    {
        fn later(_: bool) -> Answer {
            Ok(0)
        }

        #[circuit_breaker(name = "alike: blocks", fallback = later)]
        fn charge(works: bool) -> Answer {
            ask(works)
        }
        charge(true)
    }
}

const _: () = {
    #[circuit_breaker(name = "alike: guarded in a constant")]
    #[expect(dead_code, reason = "its name is what counts")]
    fn later(works: bool) -> Answer {
        ask(works)
    }
};

trait Charge {
    fn charge(&self) -> Answer;
}

struct Gateway;

const _: () = {
    fn later(_: bool) -> Answer {
        Ok(0)
    }

    #[circuit_breaker(name = "alike: constant", fallback = later)]
    fn charge(works: bool) -> Answer {
        ask(works)
    }

    impl Charge for Gateway {
        fn charge(&self) -> Answer {
            charge(true)
        }
    }
};

#[test]
fn of_two_blocks_the_paths_are_the_same() {
    assert_eq!(circuits("alike: blocks", two_blocks), [None; 2]);
    assert_eq!(circuits("alike: constant", || Gateway.charge()), [None; 2]);
}

mod pay {
    use super::{Answer, ask, circuit_breaker};

    #[circuit_breaker(name = "alike: in a module")]
    pub(super) fn later(works: bool) -> Answer {
        ask(works)
    }
}

/// A function called as a module beside it.
fn pay() -> Answer {
    fn later(_: bool) -> Answer {
        Ok(0)
    }

    #[circuit_breaker(name = "alike: in a function", fallback = later)]
    fn charge(works: bool) -> Answer {
        ask(works)
    }
    charge(true)
}

mod other {
    pub(super) mod imported {
        pub(crate) fn later(_: bool) -> super::super::Answer {
            Ok(0)
        }
    }
}

use self::other::imported;

fn imported() -> Answer {
    #[circuit_breaker(name = "alike: in another function")]
    fn later(works: bool) -> Answer {
        ask(works)
    }
    later(true)
}

#[circuit_breaker(name = "alike: to imported", fallback = imported::later)]
fn to_imported(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "alike: to pay", fallback = pay::later)]
fn to_pay(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_module_is_not_a_function_of_its_name() {
    assert_eq!(pay::later(true), Ok(7));
    assert_eq!(imported(), Ok(7));
    assert_eq!(circuits("alike: in a function", pay), [None; 2]);
    assert_eq!(circuits("alike: to imported", || to_imported(true)), [None; 2]);
    let known = Some("alike: in a module");
    assert_eq!(circuits("alike: to pay", || to_pay(true)), [known; 2]);
}

trait Vetted {}

impl Vetted for u16 {}

struct Pool<T>(T);

impl<T: Vetted + Copy> Pool<T> {
    #[circuit_breaker(name = "alike: vetted")]
    fn queue(&self) -> Answer {
        let _ = self.0;
        ask(true)
    }

    #[circuit_breaker(name = "alike: to vetted", fallback = Self::queue)]
    fn get(&self) -> Answer {
        ask(true)
    }
}

impl Pool<u8> {
    fn queue(&self) -> Answer {
        Ok(self.0.into())
    }

    #[circuit_breaker(name = "alike: not vetted", fallback = Self::queue)]
    fn get(&self) -> Answer {
        ask(true)
    }
}

struct Pair<A, B>(A, B);

trait Queue<T> {
    fn queue(&self) -> Answer;
}

impl<T: Copy> Queue<u8> for Pair<T, T> {
    #[circuit_breaker(name = "alike: pair")]
    fn queue(&self) -> Answer {
        let _ = (self.0, self.1);
        ask(true)
    }
}

impl Queue<u8> for Pair<u8, u16> {
    fn queue(&self) -> Answer {
        Ok(0)
    }
}

impl Queue<u16> for Pair<u8, u16> {
    #[circuit_breaker(name = "alike: of another trait")]
    fn queue(&self) -> Answer {
        ask(true)
    }
}

impl Pair<u8, u16> {
    #[circuit_breaker(name = "alike: another pair", fallback = <Self as Queue<u8>>::queue)]
    fn first(&self) -> Answer {
        ask(true)
    }

    #[circuit_breaker(name = "alike: this pair", fallback = <Self as Queue<u16>>::queue)]
    fn second(&self) -> Answer {
        ask(true)
    }
}

#[circuit_breaker(name = "alike: any", fallback = rates::<u32>)]
fn to_any(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "alike: of any type")]
fn rates<T: From<u8>>(works: bool) -> Answer {
    let _ = T::from(1);
    ask(works)
}

#[test]
fn implementations_for_other_arguments_are_others() {
    assert_eq!(Pool(1_u16).queue(), Ok(7));
    assert_eq!(Queue::<u8>::queue(&Pair(1, 1)), Ok(7));
    assert_eq!(Queue::<u16>::queue(&Pair(1, 1)), Ok(7));
    assert_eq!(circuits("alike: not vetted", || Pool(1_u8).get()), [None; 2]);
    let vetted = Some("alike: vetted");
    assert_eq!(circuits("alike: to vetted", || Pool(1_u16).get()), [None, vetted]);
    assert_eq!(circuits("alike: another pair", || Pair(1, 1).first()), [None; 2]);
    let this = Some("alike: of another trait");
    assert_eq!(circuits("alike: this pair", || Pair(1, 1).second()), [None, this]);
    assert_eq!(rates::<u64>(true), Ok(7));
    assert_eq!(circuits("alike: any", || to_any(true)), [None, Some("alike: of any type")]);
}

#[expect(non_camel_case_types, reason = "that is the point")]
trait store {
    fn get(&self) -> Answer;

    #[circuit_breaker(name = "alike: provided")]
    fn later(&self) -> Answer {
        ask(true)
    }
}

struct Overridden;

impl store for Overridden {
    fn get(&self) -> Answer {
        to_overridden(self)
    }

    fn later(&self) -> Answer {
        Ok(0)
    }
}

struct Plain;

impl store for Plain {
    fn get(&self) -> Answer {
        self.later()
    }
}

#[circuit_breaker(name = "alike: to overridden", fallback = store::later)]
fn to_overridden(_: &Overridden) -> Answer {
    ask(true)
}

#[test]
fn a_trait_in_lower_case_is_no_module() {
    assert_eq!(Plain.get(), Ok(7));
    assert_eq!(circuits("alike: to overridden", || Overridden.get()), [None; 2]);
}

mod again {
    pub(super) use super::pay::later as exported;
    use super::queue as renamed;
    use super::{Answer, ask, circuit_breaker};

    #[circuit_breaker(name = "alike: renamed", fallback = renamed)]
    pub(super) fn to_renamed(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(name = "alike: super", fallback = |_| super::queue(works))]
    pub(super) fn to_super(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(name = "alike: crate", fallback = crate::instead_alike::queue(works))]
    pub(super) fn to_crate(works: bool) -> Answer {
        ask(works)
    }
}

#[circuit_breaker(name = "alike: exported", fallback = again::exported)]
fn to_exported(works: bool) -> Answer {
    ask(works)
}

const QUEUE: fn(bool) -> Answer = queue;

#[circuit_breaker(name = "alike: to a constant", fallback = |_| QUEUE(works))]
fn to_a_constant(works: bool) -> Answer {
    ask(works)
}

impl Gateway {
    #[circuit_breaker(name = "alike: of a method", fallback = pay::later)]
    fn later(works: bool) -> Answer {
        ask(works)
    }
}

#[test]
fn other_names_of_a_function_are_known_once_it_has_answered() {
    let (queue, later) = (Some("alike: queue"), Some("alike: in a module"));
    assert_eq!(circuits("alike: renamed", || again::to_renamed(true)), [None, queue]);
    assert_eq!(circuits("alike: super", || again::to_super(true)), [queue; 2]);
    assert_eq!(circuits("alike: exported", || to_exported(true)), [None, later]);
    assert_eq!(circuits("alike: crate", || again::to_crate(true)), [queue; 2]);
    assert_eq!(circuits("alike: to a constant", || to_a_constant(true)), [None; 2]);
    assert_eq!(circuits("alike: of a method", || Gateway::later(true)), [None, later]);
}
