//! Keys in the registry: their circuits, under their function's name.

use std::io;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Policy, State, circuit_breaker,
    register_keyed, registry,
};

#[circuit_breaker(key = host, threshold = 2, open_for = "30s", name = "fetched")]
fn fetch(host: &str, works: bool) -> io::Result<()> {
    let _ = host;
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

static LINKED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("linked keys", Policy::new(), 8);
static LATE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("late keys", Policy::new(), 8);
register_keyed!(LINKED);

#[test]
fn a_function_with_keys_is_listed_before_its_first_call_and_no_key_has_a_circuit_yet() {
    let _test = isolate();
    let fetched = registry().keyed("fetched").unwrap();
    assert!(fetched.is_empty() && fetched.location().unwrap().file.ends_with(file!()));
    assert_eq!((fetched.max_keys(), fetched.policy().settings().open_for.as_secs()), (1024, 30));
    assert!(registry().keyed("nobody").is_none());
    assert!(registry().get("fetched[example.org]").is_none());

    let whole = registry().get("fetched").unwrap();
    assert!(core::ptr::eq(whole, fetched.whole()));
    assert_eq!(
        (whole.state(), whole.key(), whole.location()),
        (State::Closed, None, fetched.location())
    );
    assert_eq!(registry().iter().filter(|circuit| circuit.name() == "fetched").count(), 1);
    let listed = registry().snapshot().into_iter().find(|circuit| circuit.name == "fetched");
    assert_eq!(listed.unwrap().policy, fetched.policy());
}

#[test]
fn each_keys_circuit_is_listed_under_its_function_with_its_state_and_counts() {
    let test = isolate();
    fetch("up", true).unwrap();
    (0..2).for_each(|_| fetch("down", false).unwrap_err().to_string().clear());
    fetch("down", true).unwrap_err();

    let all = registry().snapshot();
    let fetched: Vec<_> = all
        .iter()
        .filter(|circuit| circuit.name == "fetched")
        .map(|now| (now.key.as_deref(), now.state, now.calls.success, now.calls.failure))
        .collect();
    let (down, up) = (Some("down"), Some("up"));
    assert_eq!(
        fetched,
        [(None, State::Closed, 0, 0), (down, State::Open, 0, 2), (up, State::Closed, 1, 0)]
    );
    assert!(all.is_sorted_by(|one, other| (one.name, &one.key) <= (other.name, &other.key)));

    let down = test.circuit("fetched[down]").unwrap();
    assert_eq!((down.state(), down.snapshot().calls.rejected), (State::Open, 1));
    assert_eq!(down.location(), registry().keyed("fetched").unwrap().location());
    assert!(registry().get("fetched[").is_none() && registry().get("fetched[do]").is_none());
}

#[test]
fn brackets_in_a_key_are_part_of_it() {
    let _test = isolate();
    fetch("[::1]:80", true).unwrap();
    let circuit = registry().get("fetched[[::1]:80]").unwrap();
    assert_eq!(circuit.key().as_deref(), Some("[::1]:80"));
}

#[test]
fn keys_of_one_function_are_no_duplicates_but_two_functions_of_one_name_are() {
    #[circuit_breaker(key = host, name = "keyed twins")]
    #[expect(dead_code, reason = "listed all the same")]
    fn one(host: &str) -> io::Result<usize> {
        Ok(host.len())
    }
    #[circuit_breaker(key = host, name = "keyed twins")]
    #[expect(dead_code, reason = "listed all the same")]
    fn other(host: &str) -> io::Result<usize> {
        Ok(host.len())
    }
    let _test = isolate();
    fetch("a", true).unwrap();
    fetch("b", true).unwrap();
    let report = registry().check().unwrap_err();
    let names: Vec<_> = report.circuits().map(|(name, _)| name).collect();
    assert_eq!(names, ["keyed twins", "keyed twins"]);
}

#[test]
fn circuits_made_by_hand_are_listed_on_request_once() {
    registry().register_keyed(&LATE);
    registry().register_keyed(&LATE);
    registry().register_keyed(&LINKED);
    for keyed in [&LINKED, &LATE] {
        keyed.try_acquire("key").unwrap().success();
        assert!(core::ptr::eq(registry().keyed(keyed.name()).unwrap(), keyed));
        let listed = registry().iter().filter(|circuit| circuit.name() == keyed.name());
        let keys: Vec<_> = listed.map(CircuitBreaker::key).collect();
        assert_eq!(keys, [None, Some("key".into())]);
    }
}

#[test]
fn an_isolated_test_has_keys_of_its_own_on_a_clock_of_its_own() {
    let test = isolate();
    (0..2).for_each(|_| fetch("isolated", false).unwrap_err().to_string().clear());
    assert_eq!(test.circuit("fetched[isolated]").unwrap().state(), State::Open);
    let elsewhere = std::thread::spawn(|| registry().get("fetched[isolated]").is_none());
    assert!(elsewhere.join().unwrap());
    test.clock().advance(core::time::Duration::from_secs(30));
    fetch("isolated", true).unwrap();
    drop(test);
    assert!(registry().get("fetched[isolated]").is_none());
}

#[test]
fn a_rejection_says_which_key_as_long_as_that_has_the_circuit() {
    #[circuit_breaker(key = host, threshold = 1, max_keys = 1, name = "said")]
    fn say(host: &str, works: bool) -> io::Result<()> {
        let _ = host;
        if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
    let test = isolate();
    say("down", false).unwrap_err();
    let rejected = say("down", true).unwrap_err();
    let open = *rejected.get_ref().unwrap().downcast_ref::<CircuitOpen>().unwrap();
    assert_eq!(open.key().as_deref(), Some("down"));
    assert_eq!(open.to_string(), "circuit `said[down]` is open, retry in 30.0s");
    test.clock().advance(2 * crate::OPEN_FOR);
    say("next", true).unwrap();
    assert_eq!((open.key(), &*open.to_string()), (None, "circuit `said` is open, retry in 30.0s"));

    registry().get("said").unwrap().force_open();
    let forced = registry().keyed("said").unwrap();
    assert_eq!(forced.try_acquire("next").unwrap_err().key().as_deref(), Some("next"));
    assert_eq!(forced.try_acquire("another").unwrap_err().key(), None, "it has no circuit");
}

#[test]
fn a_rejection_names_its_own_key_whatever_became_of_the_circuit_since() {
    #[circuit_breaker(key = host, threshold = 1, max_keys = 1, name = "told")]
    fn tell(host: &str, works: bool) -> io::Result<()> {
        let _ = host;
        if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
    let test = isolate();
    tell("first", false).unwrap_err();
    let told = registry().keyed("told").unwrap();
    let of_first = told.try_acquire("first").unwrap_err();
    told.get("first").unwrap().reset();
    assert_eq!(of_first.key().as_deref(), Some("first"), "it still has the circuit");
    tell("first", false).unwrap_err();

    test.clock().advance(2 * crate::OPEN_FOR);
    tell("next", false).unwrap_err();
    let of_next = told.try_acquire("next").unwrap_err();
    assert_eq!((of_first.key(), of_next.key().as_deref()), (None, Some("next")));

    test.clock().advance(2 * crate::OPEN_FOR);
    tell("first", false).unwrap_err();
    assert_eq!((of_first.key(), of_next.key()), (None, None), "it had lost the circuit");

    // A force that is over is no trouble of the circuit's.
    told.get("first").unwrap().force_open();
    let forced = told.try_acquire("first").unwrap_err();
    told.get("first").unwrap().reset();
    assert_eq!(forced.key().as_deref(), Some("first"));
}

#[test]
fn a_key_without_a_circuit_is_told_how_it_gets_one() {
    static PAGES: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("pages to look up", Policy::new(), 8);
    registry().register_keyed(&PAGES);
    let name = "pages to look up[127.0.0.1:99]";
    let error = registry().find(name).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`pages to look up[127.0.0.1:99]` has no circuit at present: a call makes one, \
         and so does `KeyedCircuitBreaker::with`, which steers it"
    );
    let isolated = isolate().circuit(name).unwrap_err().to_string();
    assert!(isolated.starts_with(&format!("{error}; there are: `")), "{isolated}");
    assert_eq!(registry().with(name, CircuitBreaker::force_open), Err(error));
    PAGES.with("127.0.0.1:99", CircuitBreaker::force_open).unwrap();
    assert_eq!(registry().find(name).unwrap().state(), State::ForcedOpen);
}
