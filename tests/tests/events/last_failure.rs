//! The last failure of a circuit: when it was, of which kind, and its text where that is kept.

use core::fmt;
use core::time::Duration;
use std::panic::{AssertUnwindSafe, catch_unwind};

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, EventKind, FailureKind, KeyedCircuitBreaker, Policy, State,
    circuit_breaker, registry,
};
use tests::{TestCircuit, panic_quietly};

const SECOND: Duration = Duration::from_secs(1);

/// An error with two more behind it.
#[derive(Debug)]
struct Failed(&'static str, Option<Box<Failed>>);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

impl From<CircuitOpen> for Failed {
    fn from(_: CircuitOpen) -> Self {
        Self("open", None)
    }
}

fn chain() -> Failed {
    Failed("can't charge", Some(Box::new(Failed("connection refused", None))))
}

/// What is remembered of the circuit of this name.
#[track_caller]
#[expect(clippy::unwrap_used, reason = "a failed test")]
fn last_error(name: &str) -> Option<String> {
    let last = registry().find(name).unwrap().snapshot().last_failure.unwrap();
    last.error.as_deref().map(str::to_owned)
}

#[test]
fn when_and_how_is_known_without_being_asked_for() {
    let circuit = TestCircuit::new(Policy::new().threshold(9));
    assert_eq!(circuit.snapshot().last_failure, None);
    circuit.fail().after(5 * SECOND);
    let last = circuit.snapshot().last_failure.unwrap();
    assert_eq!((last.kind, last.ago, last.error.clone()), (FailureKind::Error, 5 * SECOND, None));
    assert_eq!(last.to_string(), "error 5s ago");
    panic_quietly(circuit.admitted());
    let last = circuit.snapshot().last_failure.unwrap();
    assert_eq!((last.kind, last.ago), (FailureKind::Panic, Duration::ZERO));
    circuit.succeed();
    assert_eq!(circuit.snapshot().last_failure.unwrap().kind, FailureKind::Panic);
}

#[test]
fn in_every_state() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).last_error(true));
    let fail = |why: &str| circuit.try_acquire().unwrap().failure_because(why);
    let last = || circuit.snapshot().last_failure.unwrap().error.unwrap();
    circuit.force_closed();
    fail("forced");
    assert_eq!((circuit.state(), &*last()), (State::ForcedClosed, "forced"));
    circuit.reset();
    fail("closed");
    assert_eq!((circuit.state(), &*last()), (State::Open, "closed"));
    circuit.after_open_time();
    fail("half-open");
    assert_eq!((circuit.state(), &*last()), (State::Open, "half-open"));
    let dry = TestCircuit::new(Policy::new().threshold(1).dry_run(true).last_error(true));
    dry.try_acquire().unwrap().failure_because("opens");
    dry.try_acquire().unwrap().failure_because("would be rejected");
    assert_eq!(&*dry.snapshot().last_failure.unwrap().error.unwrap(), "would be rejected");
}

#[test]
fn the_event_of_an_opening_has_the_text_that_opened_it() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).last_error(true));
    circuit.try_acquire().unwrap().failure_because("name not known");
    circuit.try_acquire().unwrap().failure_because("connection refused");
    let opened = circuit.history().pop().unwrap();
    assert_eq!(
        opened.to_string(),
        "circuit `tested` opened for 30s: 2 failures within 10s: connection refused"
    );
    circuit.after_open_time().try_acquire().unwrap().failure_because("still refused");
    let reopened = circuit.history().pop().unwrap();
    assert_eq!(
        reopened.to_string(),
        "circuit `tested` opened for 30s: a trial call failed: still refused"
    );
    circuit.after_open_time().fail();
    let EventKind::Opened { reason, .. } = circuit.history().pop().unwrap().kind else {
        panic!("it opened");
    };
    assert_eq!((reason.last_failure(), reason.last_error()), (Some(FailureKind::Error), None));
}

#[circuit_breaker(name = "last: chain", last_error = true, threshold = 1)]
fn with_sources() -> Result<u32, Failed> {
    Err(chain())
}

#[circuit_breaker(name = "last: boxed", last_error = true)]
async fn boxed(why: &str) -> Result<u32, Box<dyn std::error::Error>> {
    Err(why.into())
}

/// What has a text and is no error.
#[derive(Clone, Copy)]
struct Shown(&'static str);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shown: {}", self.0)
    }
}

#[circuit_breaker(name = "last: shown", last_error = true, fallback = Ok(0))]
fn shown() -> Result<u32, Shown> {
    Err(Shown("no answer"))
}

#[derive(Debug)]
struct Plain {
    #[expect(dead_code, reason = "shown in `Debug`")]
    code: u32,
}

#[circuit_breaker(name = "last: debug", last_error = true, fallback = Ok(0))]
fn in_debug() -> Result<u32, Plain> {
    Err(Plain { code: 7 })
}

struct Mute;

#[circuit_breaker(name = "last: mute", last_error = true, fallback = Ok(0))]
fn mute() -> Result<u32, Mute> {
    Err(Mute)
}

#[circuit_breaker(
    name = "last: arms", last_error = true, fallback = |_| None, failure(None),
)]
fn by_arms() -> Option<u32> {
    None
}

#[circuit_breaker(
    name = "last: arms of a result",
    last_error = true,
    failure(Ok(0)),
    ignore(Err(Failed("no", _)))
)]
fn by_arms_of_a_result(answer: Result<u32, Failed>) -> Result<u32, Failed> {
    answer
}

#[circuit_breaker(name = "last: made", last_error = true, fallback_on = failure, fallback = Ok(1))]
fn answered() -> Result<u32, Failed> {
    Err(chain())
}

#[circuit_breaker(name = "last: generic", last_error = true, fallback = Ok(1))]
fn generic<E: fmt::Display>(error: E) -> Result<u32, E> {
    Err(error)
}

#[circuit_breaker(name = "last: unbounded", last_error = true, fallback = Ok(1))]
fn unbounded<E>(error: E) -> Result<u32, E> {
    Err(error)
}

#[test]
fn by_whichever_way_an_error_has_a_text() {
    assert!(with_sources().is_err());
    assert_eq!(last_error("last: chain").as_deref(), Some("can't charge: connection refused"));
    let line = registry().get("last: chain").unwrap().snapshot().to_string();
    assert!(line.contains("; last error 0s ago: can't charge: connection refused; rule: "));
    assert!(tests::poll_once(boxed("no route")).is_ready());
    assert_eq!(last_error("last: boxed").as_deref(), Some("no route"));
    assert!(shown().is_err());
    assert_eq!(last_error("last: shown").as_deref(), Some("shown: no answer"));
    assert!(in_debug().is_err());
    assert_eq!(last_error("last: debug").as_deref(), Some("Plain { code: 7 }"));
    assert!(mute().is_err());
    assert_eq!(last_error("last: mute"), None);
    assert!(by_arms().is_none());
    assert_eq!(last_error("last: arms"), None);
    assert!(by_arms_of_a_result(Err(chain())).is_err());
    assert_eq!(
        last_error("last: arms of a result").as_deref(),
        Some("can't charge: connection refused")
    );
    assert!(by_arms_of_a_result(Ok(0)).is_ok());
    assert_eq!(last_error("last: arms of a result"), None);
    assert!(matches!(answered(), Ok(1)));
    assert_eq!(last_error("last: made").as_deref(), Some("can't charge: connection refused"));
    assert!(generic(Shown("generic")).is_err());
    assert_eq!(last_error("last: generic").as_deref(), Some("shown: generic"));
    assert!(unbounded(Shown("hidden")).is_err());
    assert_eq!(last_error("last: unbounded"), None);
}

#[circuit_breaker(name = "last: not asked for", threshold = 1)]
fn not_asked_for() -> Result<u32, Failed> {
    Err(Failed("somebody's name", None))
}

struct Mail;

#[circuit_breaker(name = "last: block", last_error = true, threshold = 2)]
impl Mail {
    #[expect(clippy::unused_self, reason = "a method with nothing but a shape")]
    fn send(&self) -> Result<(), Failed> {
        Err(chain())
    }

    async fn later(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("not now".into())
    }
}

#[circuit_breaker(name = "last: by host", last_error = true, key = host)]
fn by_host(host: &str) -> Result<(), Box<dyn std::error::Error>> {
    Err(format!("{host} is down").into())
}

#[circuit_breaker(name = "last: isolated", last_error = true)]
fn in_a_test() -> Result<u32, Failed> {
    Err(Failed("isolated", None))
}

#[test]
fn of_blocks_keys_and_isolated_tests() {
    assert!(Mail.send().is_err());
    assert_eq!(last_error("last: block").as_deref(), Some("can't charge: connection refused"));
    assert!(tests::poll_once(Mail.later()).is_ready());
    let opened = registry().get("last: block").unwrap().history().pop().unwrap().to_string();
    assert!(opened.ends_with("2 failures within 10s: not now"), "{opened}");
    assert!(by_host("example.org").is_err());
    let of_key = last_error("last: by host[example.org]");
    assert_eq!(of_key.as_deref(), Some("example.org is down"));
    assert_eq!(registry().get("last: by host").unwrap().snapshot().last_failure, None);
    {
        let _test = breaker_runtime::testing::isolate();
        assert!(in_a_test().is_err());
        assert_eq!(last_error("last: isolated").as_deref(), Some("isolated"));
    }
    assert_eq!(registry().get("last: isolated").unwrap().snapshot().last_failure, None);
}

#[test]
fn without_being_asked_for_no_text_is_kept() {
    assert!(not_asked_for().is_err());
    assert_eq!(last_error("last: not asked for"), None);
    let circuit = registry().get("last: not asked for").unwrap();
    assert!(!format!("{:?} {}", circuit.history(), circuit.snapshot()).contains("somebody"));
}

#[test]
fn a_text_is_cut_and_of_one_line() {
    let circuit = TestCircuit::new(Policy::new().last_error(true));
    let text = |why: &str| {
        circuit.try_acquire().unwrap().failure_because(why);
        circuit.snapshot().last_failure.unwrap().error.unwrap()
    };
    assert_eq!(&*text(&"ä".repeat(100)), "ä".repeat(100));
    assert_eq!(&*text(&"ä".repeat(150)), "ä".repeat(98) + "…", "it says that there was more");
    assert_eq!(&*text(&format!("{}ä", "a".repeat(199))), "a".repeat(197) + "…");
    assert_eq!(&*text("two\nlines"), "two lines");
}

/// Text that does something.
struct Acting<F>(F);

impl<F: Fn()> fmt::Display for Acting<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("before")?;
        (self.0)();
        f.write_str(", after")
    }
}

#[test]
fn a_text_that_panics_or_calls_the_circuit_harms_nobody() {
    let circuit = TestCircuit::new(Policy::new().threshold(4).last_error(true));
    let last = || circuit.snapshot().last_failure.unwrap().error.unwrap();
    let panics = || {
        circuit
            .try_acquire()
            .unwrap()
            .failure_because(Acting(|| std::panic::resume_unwind(Box::new(()))));
    };
    assert!(catch_unwind(AssertUnwindSafe(panics)).is_ok());
    assert_eq!((circuit.snapshot().calls.failure, &*last()), (1, "before"));
    let calls = Acting(|| {
        circuit.succeed();
        circuit.fail();
        assert_eq!(circuit.snapshot().calls.failure, 2);
    });
    circuit.try_acquire().unwrap().failure_because(&calls);
    assert_eq!((circuit.snapshot().calls.failure, &*last()), (3, "before, after"));
    circuit.fail();
    circuit.after_open_time();
    // No part of the trial call whose failure it is.
    circuit.try_acquire().unwrap().failure_because(Acting(|| {
        assert!(circuit.try_acquire().is_err());
    }));
    assert_eq!((circuit.state(), &*last()), (State::Open, "before, after"));
}

#[test]
fn of_a_key_it_goes_with_the_key() {
    let policy = Policy::new().last_error(true);
    let clock = ManualClock::new();
    let fetch = KeyedCircuitBreaker::new("last: keys", policy, 1).with_clock(clock.clone());
    fetch.try_acquire("one").unwrap().failure_because("refused");
    let last = |key: &str| fetch.get(key).unwrap().snapshot().last_failure;
    assert_eq!(last("one").unwrap().error.as_deref(), Some("refused"));
    clock.advance(Duration::from_mins(1));
    fetch.try_acquire("two").unwrap().success();
    assert_eq!(last("two"), None);
}

/// A late failure that finds no circuit of its key's own is nobody's last one: the key that has the
/// circuit now is shown no other key's error.
#[test]
fn of_a_key_that_lost_its_circuit_it_is_not_shown_as_the_next_ones() {
    let plain = Policy::new().consecutive(9).last_error(true);
    for policy in [plain, plain.dry_run(true), plain.half_open_calls(2)] {
        let fetch = KeyedCircuitBreaker::new("last: late", policy, 1);
        let is_forced = policy == plain.half_open_calls(2);
        if is_forced {
            fetch.force_closed();
        }
        let late = fetch.try_acquire("one").unwrap();
        fetch.try_acquire("two").unwrap().failure_because("of two");
        late.failure_because("of one");
        let last = |key: &str| fetch.get(key)?.snapshot().last_failure?.error;
        assert_ne!(last("two").as_deref(), Some("of one"));
        assert_eq!(last("one").as_deref().unwrap_or("of one"), "of one");
    }
}

#[test]
fn overrides_ask_for_it_and_end_it() {
    static MAIL: CircuitBreaker = CircuitBreaker::new("last: overridden", Policy::new());
    registry().register(&MAIL);
    let fail = || MAIL.try_acquire().unwrap().failure_because("refused");
    fail();
    assert_eq!(last_error("last: overridden"), None);
    let overrides = "last: overridden";
    let on = breaker_runtime::Overrides::new()
        .circuit(overrides, breaker_runtime::Setting::LastError(true));
    registry().configure(&on).unwrap();
    fail();
    assert_eq!(last_error("last: overridden").as_deref(), Some("refused"));
    // Nobody wants it kept any more: not the one that is, either.
    registry().configure(&breaker_runtime::Overrides::new()).unwrap();
    assert_eq!(last_error("last: overridden"), None);
    fail();
    assert_eq!(last_error("last: overridden"), None);
}

/// An error that ends what it is asked for while its text is written: as a call under way does that
/// ends after somebody switched texts off.
struct SwitchesOff;

impl fmt::Display for SwitchesOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        registry().configure(&breaker_runtime::Overrides::new()).map_err(|_| fmt::Error)?;
        f.write_str("refused")
    }
}

#[test]
fn a_call_under_way_leaves_no_text_that_nobody_wants_kept_any_more() {
    static MAIL: CircuitBreaker =
        CircuitBreaker::new("last: under way", Policy::new().consecutive(1));
    registry().register(&MAIL);
    let on = breaker_runtime::Overrides::new()
        .circuit("last: under way", breaker_runtime::Setting::LastError(true));
    registry().configure(&on).unwrap();
    MAIL.try_acquire().unwrap().failure_because(SwitchesOff);
    assert_eq!(last_error("last: under way"), None);
    assert!(MAIL.history().iter().all(|event| !event.to_string().contains("refused")));
}

#[test]
fn a_late_failure_of_a_key_goes_by_that_keys_settings() {
    static FETCH: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("last: late key", Policy::new().last_error(true), 1);
    registry().register_keyed(&FETCH);
    let late = FETCH.try_acquire("one").unwrap();
    FETCH.try_acquire("two").unwrap().success();
    let off = breaker_runtime::Overrides::new()
        .circuit("last: late key[one]", breaker_runtime::Setting::LastError(false));
    registry().configure(&off).unwrap();
    late.failure_because("of one");
    let one = FETCH.add("one").unwrap().snapshot().last_failure.unwrap();
    assert_eq!((one.kind, one.error), (FailureKind::Error, None));
}

#[test]
fn a_history_keeps_no_text_that_nobody_wants_kept_any_more() {
    static MAIL: CircuitBreaker =
        CircuitBreaker::new("last: history", Policy::new().consecutive(1));
    registry().register(&MAIL);
    let on = breaker_runtime::Overrides::new()
        .circuit("last: history", breaker_runtime::Setting::LastError(true));
    registry().configure(&on).unwrap();
    MAIL.try_acquire().unwrap().failure_because("refused");
    let says = || MAIL.history().iter().any(|event| event.to_string().contains("refused"));
    assert!(says());
    registry().configure(&breaker_runtime::Overrides::new()).unwrap();
    assert!(!says());
    assert!(!MAIL.history().is_empty());
}
