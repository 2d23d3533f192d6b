//! Where rejected calls go instead, as snapshots tell it.

use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, registry};

use self::elsewhere::imported;
use crate::callee::{Answer, ask, ask_later, wait};

/// What the snapshot of this circuit says.
#[track_caller]
fn instead(name: &str) -> Vec<String> {
    let now = registry().find(name).unwrap().snapshot();
    now.instead.iter().map(ToString::to_string).collect()
}

#[circuit_breaker(name = "instead: A", fallback = charge_b)]
fn charge_a(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "instead: B", fallback = |_| enqueue(works))]
fn charge_b(works: bool) -> Answer {
    ask(works)
}

fn enqueue(_: bool) -> Answer {
    Ok(0)
}

#[test]
fn a_chain_is_known_before_the_first_call() {
    let way = registry().get("instead: A").unwrap().snapshot().instead;
    let steps: Vec<_> = way.iter().map(|step| (step.function, step.what, step.circuit)).collect();
    assert_eq!(
        steps,
        [
            ("attribute::instead::charge_a", "charge_b", Some("instead: B")),
            ("attribute::instead::charge_b", "enqueue", None),
        ]
    );
    assert_eq!(instead("instead: A"), ["`charge_b` (circuit `instead: B`)", "`enqueue`"]);
    assert_eq!(instead("instead: B"), ["`enqueue`"]);
    let line = registry().get("instead: A").unwrap().snapshot().to_string();
    let told = "; instead `charge_b` (circuit `instead: B`), `enqueue`; rule: ";
    assert!(line.contains(told), "{line}");
    assert_eq!((charge_a(true), charge_b(true)), (Ok(7), Ok(7)));
}

#[circuit_breaker(fallback = by_its_path)]
#[expect(dead_code, reason = "told all the same")]
async fn to_a_path(works: bool) -> Answer {
    ask_later(works).await
}

#[circuit_breaker]
async fn by_its_path(works: bool) -> Answer {
    ask_later(works).await
}

#[circuit_breaker(fallback = Ok(0))]
#[expect(dead_code, reason = "told all the same")]
fn to_a_value(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(fallback = |open| Ok(u32::from(open.retry_after().is_none())))]
#[expect(dead_code, reason = "told all the same")]
fn to_a_closure(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_circuit_may_be_called_as_its_function() {
    let path = "attribute::instead::by_its_path";
    assert_eq!(
        instead("attribute::instead::to_a_path"),
        [format!("`by_its_path` (circuit `{path}`)")]
    );
    assert!(instead(path).is_empty());
    assert_eq!(wait(by_its_path(true)), Ok(7));
}

#[test]
fn what_is_no_function_is_told_in_words() {
    assert_eq!(instead("attribute::instead::to_a_value"), ["an expression"]);
    assert_eq!(instead("attribute::instead::to_a_closure"), ["a closure"]);
}

#[circuit_breaker(name = "instead: round", fallback = and_round)]
fn round(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "instead: and round", fallback = round)]
fn and_round(works: bool) -> Answer {
    ask(works)
}

#[test]
fn a_circle_ends_where_it_closes() {
    assert_eq!((round(true), and_round(true)), (Ok(7), Ok(7)));
    assert_eq!(
        instead("instead: round"),
        ["`and_round` (circuit `instead: and round`)", "`round` (circuit `instead: round`)"]
    );
}

mod elsewhere {
    use super::{Answer, ask, circuit_breaker};

    #[circuit_breaker(name = "instead: elsewhere")]
    pub(super) fn imported(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(name = "instead: generic")]
    pub(super) fn generic(works: impl Into<bool>) -> Answer {
        ask(works.into())
    }
}

#[circuit_breaker(name = "instead: to imported", fallback = imported)]
fn to_imported(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "instead: to generic", fallback = elsewhere::generic)]
#[expect(dead_code, reason = "told all the same")]
fn to_generic(works: bool) -> Answer {
    ask(works)
}

#[test]
fn an_imported_name_is_known_once_it_has_answered() {
    let circuit = registry().get("instead: to imported").unwrap();
    assert_eq!(instead(circuit.name()), ["`imported`"]);
    assert_eq!(to_imported(true), Ok(7));
    assert_eq!(instead(circuit.name()), ["`imported`"]);
    circuit.force_open();
    assert_eq!(to_imported(true), Ok(7));
    assert_eq!(instead(circuit.name()), ["`imported` (circuit `instead: elsewhere`)"]);
    assert_eq!(
        instead("instead: to generic"),
        ["`elsewhere::generic` (circuit `instead: generic`)"]
    );
}

struct Gateway;

trait Pay {
    fn pay(&self, works: bool) -> Answer;
    fn later(&self, works: bool) -> Answer;
}

impl Gateway {
    #[circuit_breaker(name = "instead: second", fallback = charge_a_of)]
    fn second(&self, works: bool) -> Answer {
        ask(works)
    }
}

fn charge_a_of(_: &Gateway, works: bool) -> Answer {
    charge_a(works)
}

impl Pay for Gateway {
    #[circuit_breaker(name = "instead: pay", fallback = Self::second)]
    fn pay(&self, works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(name = "instead: later", fallback = Self::pay)]
    fn later(&self, works: bool) -> Answer {
        ask(works)
    }
}

#[test]
fn of_methods_once_they_have_answered() {
    assert_eq!(instead("instead: later"), ["`Self::pay`"]);
    for name in ["instead: pay", "instead: later"] {
        registry().get(name).unwrap().force_open();
    }
    assert_eq!(Gateway.later(true), Ok(7));
    let second = ["`Self::second` (circuit `instead: second`)", "`charge_a_of`"];
    assert_eq!(instead("instead: pay"), second);
    let later = instead("instead: later");
    assert_eq!(later[0], "`Self::pay` (circuit `instead: pay`)");
    assert_eq!(later[1..], second);
}

struct Pool<T>(T);

impl<T: Copy + Into<bool>> Pool<T> {
    #[circuit_breaker(name = "instead: of generics", fallback = Self::again)]
    fn get(&self) -> Answer {
        ask(self.0.into())
    }

    #[circuit_breaker(name = "instead: again", fallback = Ok(0))]
    fn again(&self) -> Answer {
        ask(self.0.into())
    }
}

#[test]
fn of_generic_types_after_the_first_call() {
    let way = ["`Self::again` (circuit `instead: again`)", "an expression"];
    assert_eq!(instead("instead: of generics"), ["`Self::again`"]);
    registry().get("instead: of generics").unwrap().force_open();
    assert_eq!(Pool(true).get(), Ok(7));
    assert_eq!(instead("instead: of generics"), way);
}

static SHARED: CircuitBreaker = CircuitBreaker::new("instead: shared", Policy::new());

#[circuit_breaker(breaker = SHARED, fallback = charge_b)]
#[expect(dead_code, reason = "told all the same")]
fn load(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(breaker = SHARED, fallback = enqueue)]
fn save(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(name = "instead: to shared", fallback = save)]
#[expect(dead_code, reason = "told all the same")]
fn to_shared(works: bool) -> Answer {
    ask(works)
}

#[test]
fn of_functions_that_share_a_circuit_each_way_is_told() {
    let way = registry().get("instead: shared").unwrap().snapshot().instead;
    let steps: Vec<_> = way.iter().map(|step| (step.function, step.what)).collect();
    assert_eq!(
        steps,
        [
            ("attribute::instead::load", "charge_b"),
            ("attribute::instead::save", "enqueue"),
            ("attribute::instead::charge_b", "enqueue"),
        ]
    );
    assert_eq!(instead("instead: to shared"), ["`save` (circuit `instead: shared`)", "`enqueue`"]);
}

#[circuit_breaker(key = host, name = "instead: keyed", fallback = enqueue_for)]
fn fetch(host: &str, works: bool) -> Answer {
    let _ = host;
    ask(works)
}

fn enqueue_for(_: &str, _: bool) -> Answer {
    Ok(0)
}

#[test]
fn of_a_key_as_of_all() {
    assert_eq!(fetch("example.org", true), Ok(7));
    assert_eq!(instead("instead: keyed"), ["`enqueue_for`"]);
    assert_eq!(instead("instead: keyed[example.org]"), ["`enqueue_for`"]);
}

#[test]
fn of_a_function_in_a_function() {
    #[circuit_breaker(name = "instead: inner", fallback = inner_b)]
    fn inner(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(name = "instead: inner B")]
    fn inner_b(works: bool) -> Answer {
        ask(works)
    }

    assert_eq!(instead("instead: inner"), ["`inner_b`"]);
    registry().get("instead: inner").unwrap().force_open();
    assert_eq!(inner(true), Ok(7));
    // Another block of this function might have one of the same name.
    assert_eq!(instead("instead: inner"), ["`inner_b`"]);
}

struct Blocked(bool);

#[circuit_breaker(name = "instead: block", fallback = Self::cached)]
impl Blocked {
    fn get(&self) -> Answer {
        ask(self.0)
    }

    fn list(&self) -> Answer {
        ask(self.0)
    }

    #[circuit_breaker(skip)]
    fn cached(&self) -> Answer {
        ask(true)
    }
}

struct Without(bool);

#[circuit_breaker(name = "instead: block without")]
impl Without {
    #[circuit_breaker(fallback = Blocked::list_of)]
    fn list(&self) -> Answer {
        ask(self.0)
    }

    fn get(&self) -> Answer {
        ask(self.0)
    }
}

impl Blocked {
    fn list_of(without: &Without) -> Answer {
        Self(without.0).list()
    }
}

#[circuit_breaker(name = "instead: to a block", fallback = Blocked::list)]
fn to_a_block(blocked: &Blocked) -> Answer {
    ask(blocked.0)
}

#[circuit_breaker(name = "instead: to a block without", fallback = Without::get)]
fn to_a_block_without(without: &Without) -> Answer {
    ask(without.0)
}

#[test]
fn of_a_block_each_method_has_its_way() {
    assert_eq!(instead("instead: block"), ["`Self::cached`", "`Self::cached`"]);
    for name in ["instead: to a block", "instead: to a block without"] {
        registry().get(name).unwrap().force_open();
    }
    assert_eq!((to_a_block(&Blocked(true)), to_a_block_without(&Without(true))), (Ok(7), Ok(7)));
    assert_eq!(
        instead("instead: to a block"),
        ["`Blocked::list` (circuit `instead: block`)", "`Self::cached`"]
    );
    assert_eq!(
        instead("instead: to a block without"),
        ["`Without::get` (circuit `instead: block without`)"]
    );
    assert_eq!(instead("instead: block without"), ["`Blocked::list_of`"]);
    assert_eq!((Blocked(true).get(), Blocked(true).list()), (Ok(7), Ok(7)));
    assert_eq!((Without(true).get(), Without(true).list()), (Ok(7), Ok(7)));
}
