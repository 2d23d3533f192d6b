//! Circuits that have no `name` are called by what tells implementations apart.

use std::sync::Arc;

use breaker_runtime::{Overrides, Policy, Setting, circuit_breaker, registry};

use crate::Answer;

struct Gateway;
struct Row;
struct Pool<T>(T);
struct Buffer<const N: usize>;
struct Eur;
struct Usd;

trait Ping {
    fn ping(&self) -> Answer;
}

trait Pay<C> {
    fn pay(&self, with: C) -> Answer;
}

macro_rules! blocks {
    ($([$($generics:tt)*] $ty:ty),* $(,)?) => {$(
        #[circuit_breaker]
        impl<$($generics)*> Ping for $ty {
            fn ping(&self) -> Answer {
                Ok(1)
            }
        }
    )*};
}

blocks! {
    [] Gateway, [] &Gateway, [] &mut Gateway, [] Arc<Gateway>, [] Arc<Row>, [] Pool<Row>,
    [] Pool<Vec<u8>>, [T] Pool<Option<T>>, [] Buffer<4>, [] [u8], [] [u8; 4], [] (Gateway, Row),
    [] dyn Fn(&Row) -> u8 + Send, [] fn(Row) -> Gateway, [] *const Row, [] elsewhere::Row,
}

mod elsewhere {
    pub(super) struct Row;

    pub(super) mod blanket {
        use breaker_runtime::circuit_breaker;

        use super::super::Answer;

        #[expect(dead_code, reason = "its names are looked at")]
        pub(crate) trait Blanket {
            fn blanket(&self) -> Answer;
            fn method(&self) -> Answer;
        }

        #[circuit_breaker]
        impl<T: Copy> Blanket for T {
            fn blanket(&self) -> Answer {
                Ok(1)
            }

            #[circuit_breaker(skip)]
            fn method(&self) -> Answer {
                Ok(1)
            }
        }
    }
}

#[circuit_breaker]
impl Pay<Eur> for Gateway {
    fn pay(&self, _: Eur) -> Answer {
        Ok(1)
    }
}

#[circuit_breaker]
impl Pay<Usd> for Gateway {
    fn pay(&self, _: Usd) -> Answer {
        Ok(1)
    }
}

#[circuit_breaker]
impl Pool<Gateway> {
    fn get(&self) -> Answer {
        let Self(Gateway) = self;
        Ok(1)
    }
}

#[circuit_breaker]
impl<T> Pool<T> {
    fn any(&self) -> Answer {
        let Self(_) = self;
        Ok(1)
    }
}

#[circuit_breaker]
impl<const N: usize> Buffer<N> {
    fn any() -> Answer {
        Ok(1)
    }
}

impl Pay<Eur> for Row {
    #[circuit_breaker]
    fn pay(&self, _: Eur) -> Answer {
        Ok(1)
    }
}

impl Pay<Usd> for &Row {
    #[circuit_breaker]
    fn pay(&self, _: Usd) -> Answer {
        Ok(1)
    }
}

impl<T> Pay<T> for Arc<Row> {
    #[circuit_breaker]
    fn pay(&self, _: T) -> Answer {
        Ok(1)
    }
}

impl Pay<[u8; 2]> for Pool<Eur> {
    #[circuit_breaker]
    fn pay(&self, _: [u8; 2]) -> Answer {
        Ok(1)
    }
}

impl Pool<Usd> {
    #[circuit_breaker]
    fn method(&self) -> Answer {
        Ok(1)
    }
}

const EXPECTED: [&str; 26] = [
    "<&block::names::Gateway as Ping>",
    "<&block::names::Row as block::names::Pay<block::names::Usd>>::pay",
    "<&mut block::names::Gateway as Ping>",
    "<block::names::Buffer<4> as Ping>",
    "<block::names::Gateway as Pay<Eur>>",
    "<block::names::Gateway as Pay<Usd>>",
    "<block::names::Gateway as Ping>",
    "<block::names::Pool<Option> as Ping>",
    "<block::names::Pool<Row> as Ping>",
    "<block::names::Pool<Vec<u8>> as Ping>",
    "<block::names::Pool<block::names::Eur> as block::names::Pay<array<u8, 2>>>::pay",
    "<block::names::Row as block::names::Pay<block::names::Eur>>::pay",
    "block::names::<(Gateway, Row) as Ping>",
    "block::names::<Arc<Gateway> as Ping>",
    "block::names::<Arc<Row> as Ping>",
    "block::names::<alloc::sync::Arc<block::names::Row> as block::names::Pay>::pay",
    "block::names::<array<u8, 4> as Ping>",
    "block::names::<dyn Fn(&Row) -> u8 + Send as Ping>",
    "block::names::<elsewhere::Row as Ping>",
    "block::names::<fn(Row) -> Gateway as Ping>",
    "block::names::<ptr const Row as Ping>",
    "block::names::<slice<u8> as Ping>",
    "block::names::Buffer",
    "block::names::Pool",
    "block::names::Pool<Gateway>",
    "block::names::Pool<block::names::Usd>::method",
];

/// Those of this file that are listed, by name.
fn listed() -> Vec<&'static str> {
    let here = registry().iter().filter(|circuit| {
        circuit.location().is_some_and(|location| location.file.ends_with("block/names.rs"))
    });
    let mut names: Vec<_> = here.map(breaker_runtime::CircuitBreaker::name).collect();
    names.sort_unstable();
    names
}

fn call_all() {
    let answers: [Answer; 10] = [
        elsewhere::Row.ping(),
        Pool(Gateway).get(),
        Pool(1).any(),
        Buffer::<4>::any(),
        Row.pay(Eur),
        Pay::pay(&&Row, Usd),
        Arc::new(Row).pay(1),
        Pool(Eur).pay([1, 2]),
        Pool(Usd).method(),
        Gateway.pay(Eur).and_then(|_| Gateway.pay(Usd)),
    ];
    assert!(answers.iter().all(Result::is_ok));
}

#[test]
fn implementations_are_told_apart() {
    call_all();
    let names = listed();
    let blanket = "block::names::elsewhere::blanket::<_ as Blanket>";
    let others: Vec<_> = names.iter().filter(|name| **name != blanket).copied().collect();
    assert_eq!(others, EXPECTED);
    assert_eq!(names.len(), EXPECTED.len() + 1);
    for name in names {
        assert!(registry().get(name).is_some(), "{name}");
        assert!(!name.contains(['[', ']', '*']), "{name}");
    }
}

/// By name, by variable, and by the group of the module.
#[test]
fn overrides_find_them() {
    call_all();
    for name in EXPECTED {
        let circuit = registry().get(name).unwrap();
        let capitals: String = name
            .chars()
            .map(|character| if character.is_alphanumeric() { character } else { '_' })
            .collect();
        let variable = format!("CIRCUIT_BREAKER__{}__THRESHOLD", capitals.to_uppercase());
        for (overrides, threshold) in [
            (Overrides::new().circuit(name, Setting::Threshold(7)), 7),
            (Overrides::from_variables([(variable.as_str(), "8")]), 8),
            (Overrides::new().circuit("block::names::*", Setting::Threshold(9)), 9),
        ] {
            let fitting = registry().configure(&overrides);
            assert!(fitting.is_ok(), "{name}: {fitting:?}");
            assert_eq!(circuit.policy(), Policy::new().threshold(threshold), "{name}");
        }
    }
    registry().configure(&Overrides::new()).unwrap();
}
