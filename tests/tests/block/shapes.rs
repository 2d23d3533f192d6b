//! Blocks of every shape keep their meaning, and their methods share one circuit.

use core::future::{Future, ready};
use core::pin::Pin;

use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, registry};
use tests::run;

use crate::{Answer, ask, ask_later, assert_shared, circuit};

struct Gateway {
    calls: u32,
}

#[circuit_breaker(threshold = 2)]
impl Gateway {
    /// An associated constant.
    const NEW: Self = Self { calls: 0 };

    #[circuit_breaker(skip)]
    const fn new() -> Self {
        Self::NEW
    }

    fn charge(&self, works: bool) -> Answer {
        ask(works)
    }

    async fn refund(&mut self, works: bool) -> Answer {
        self.calls += 1;
        ask_later(works).await
    }

    fn boxed<'a>(&'a self, works: &'a bool) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move { self.charge_quietly(*works) })
    }

    fn made_elsewhere(&self, works: bool) -> impl Future<Output = Answer> + use<> {
        ready(ask(works))
    }

    fn associated(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(skip)]
    fn charge_quietly(&self, works: bool) -> Answer {
        ask(works)
    }
}

const LINE_OF_GATEWAY: u32 = line!() - 37;

#[test]
fn methods_of_every_shape_share_the_circuit() {
    let name = concat!(module_path!(), "::Gateway");
    let mut gateway = Gateway::new();
    assert_shared(name, |works| gateway.charge(works), Gateway::associated);
    assert_shared(name, |works| run(gateway.refund(works)), Gateway::associated);
    assert_eq!(gateway.calls, 2, "the body of a rejected call is not run");
    assert_shared(name, |works| run(gateway.boxed(&works)), |works| gateway.charge(works));
    assert_shared(name, |works| run(gateway.made_elsewhere(works)), Gateway::associated);
}

#[test]
fn a_method_that_is_left_out_has_no_circuit() {
    static NOTHING: Gateway = Gateway::new();
    let before = circuit(concat!(module_path!(), "::Aside")).snapshot().calls.total();
    for _ in 0..9 {
        Aside::quietly(false).unwrap_err();
    }
    assert_eq!(circuit(concat!(module_path!(), "::Aside")).snapshot().calls.total(), before);
    assert_eq!(NOTHING.calls, 0);
}

struct Aside;

#[circuit_breaker]
impl Aside {
    #[breaker_runtime::circuit_breaker(skip)]
    fn quietly(works: bool) -> Answer {
        ask(works)
    }

    #[expect(dead_code, reason = "listed all the same")]
    fn guarded() -> Answer {
        ask(true)
    }
}

#[test]
fn a_block_is_one_circuit_where_it_stands() {
    let name = concat!(module_path!(), "::Gateway");
    assert_eq!(registry().iter().filter(|circuit| circuit.name() == name).count(), 1);
    let location = circuit(name).location().unwrap();
    assert!(location.file.ends_with("shapes.rs"));
    assert_eq!(location.line, LINE_OF_GATEWAY);
}

struct Typed<T>(T);

trait Weight {
    const WEIGHT: u32;
}

impl Weight for u8 {
    const WEIGHT: u32 = 1;
}

impl Weight for u64 {
    const WEIGHT: u32 = 8;
}

#[circuit_breaker(threshold = 2, name = "generic block")]
impl<T: Weight + Copy, const N: usize> Typed<[T; N]>
where
    T: Into<u64>,
{
    fn weight(&self, works: bool) -> Answer<u64> {
        Ok(u64::from(ask(works)?) + u64::from(T::WEIGHT) + self.0[0].into() + N as u64)
    }

    async fn first<F: Fn(&T) -> u64>(&self, works: bool, map: F) -> Answer<u64> {
        ask_later(works).await?;
        Ok(map(&self.0[0]))
    }
}

#[test]
fn all_instances_of_a_generic_type_share_it() {
    let (small, large) = (Typed([1_u8, 2]), Typed([3_u64]));
    assert_shared(
        "generic block",
        |works| small.weight(works),
        |works| run(large.first(works, |n| *n)),
    );
    assert_eq!((small.weight(true), large.weight(true)), (Ok(7 + 1 + 1 + 2), Ok(7 + 8 + 3 + 1)));
}

mod inner {
    pub(super) struct Remote;

    #[breaker_runtime::circuit_breaker(threshold = 2)]
    impl Remote {
        pub(super) fn one(&self, works: bool) -> super::Answer {
            super::ask(works)
        }

        pub(in crate::shapes) fn other(&self, works: bool) -> crate::Answer {
            self.nested(works).or_else(|_| super::ask(works))
        }
    }

    impl Remote {
        fn nested(&self, works: bool) -> super::Answer {
            super::ask(works)
        }
    }
}

#[test]
fn paths_mean_what_they_meant() {
    let name = concat!(module_path!(), "::inner::Remote");
    let remote = inner::Remote;
    assert_shared(name, |works| remote.one(works), |works| remote.other(works));
}

#[test]
fn a_block_in_a_function() {
    struct Local;

    #[circuit_breaker(threshold = 2, name = "local block")]
    impl Local {
        fn one(works: bool) -> Answer {
            ask(works)
        }

        fn other(works: bool) -> Answer {
            ask(works)
        }
    }
    assert_shared("local block", Local::one, Local::other);
}

struct Switched;

#[circuit_breaker(threshold = 2, name = "switched block")]
impl Switched {
    #![allow(clippy::needless_return, reason = "an inner attribute of the block")]

    #[cfg(not(any()))]
    fn one(works: bool) -> Answer {
        return ask(works);
    }

    #[cfg(any())]
    fn one(works: bool) -> Answer {
        not::there(works)
    }

    #[cfg_attr(not(any()), doc = "Documented.")]
    fn other(works: bool, #[cfg(any())] not: There) -> Answer {
        ask(works)
    }
}

#[test]
fn what_is_switched_off_stays_off() {
    assert_shared("switched block", Switched::one, Switched::other);
}

macro_rules! gateway {
    ($name:ident, $label:literal, $method:ident: $body:expr, $($rest:item)*) => {
        struct $name;

        #[circuit_breaker(threshold = 2, name = $label)]
        impl $name {
            fn $method(works: bool) -> Answer {
                ($body)(works)
            }
        }

        $($rest)*
    };
}

gateway!(Made, "made by a macro", ask_it: ask, struct MadeBeside;);

#[test]
fn a_block_made_by_a_macro() {
    let _ = MadeBeside;
    assert_shared("made by a macro", Made::ask_it, Made::ask_it);
}

static DB: CircuitBreaker = CircuitBreaker::new("shared with a block", Policy::new().threshold(2));

struct Table;

#[circuit_breaker(breaker = DB)]
impl Table {
    fn read(works: bool) -> Answer {
        ask(works)
    }

    async fn write(works: bool) -> Answer {
        ask_later(works).await
    }
}

#[circuit_breaker(breaker = DB)]
fn beside(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_block_may_share_the_circuit_of_others() {
    assert_shared("shared with a block", Table::read, |works| run(Table::write(works)));
    assert_shared("shared with a block", Table::read, beside);
}
