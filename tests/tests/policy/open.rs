//! `open(pattern => time)`: arms that open the circuit at once, for the time that the callee asks
//! for.

use std::future::{Future, ready};
use std::pin::Pin;
use std::time::Duration;

use breaker_runtime::{
    Cause, CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, OpenReason, Policy, circuit_breaker,
};
use tests::run;

use crate::circuit;

const MINUTE: Duration = Duration::from_mins(1);

#[derive(Clone, Debug, PartialEq)]
enum Error {
    Busy(Duration),
    /// The header may be missing.
    Unavailable {
        after: Option<Duration>,
    },
    Limited(String),
    Broken,
    Open(CircuitOpen),
}

impl From<CircuitOpen> for Error {
    fn from(open: CircuitOpen) -> Self {
        Self::Open(open)
    }
}

type Reply = Result<u16, Error>;

/// How long the circuit of this name is open, in whole minutes, rounded up.
fn minutes(name: &str) -> Option<u64> {
    let rest = circuit(name).snapshot().retry_after?;
    Some(rest.as_secs().div_ceil(60).max(1))
}

fn busy(minutes: u32) -> Reply {
    Err(Error::Busy(MINUTE * minutes))
}

#[circuit_breaker(name = "told", open_for = "1m", open(
    Err(Error::Busy(after)) => *after,
    Err(Error::Unavailable { after }) => *after,
    Err(Error::Limited(text)) if text.starts_with("slow") => text.split(' ').nth(1)
        .and_then(|minutes| minutes.parse().ok())
        .map(|minutes: u32| { let minute = MINUTE; minute * minutes }),
    Ok(503) => "5m",
))]
fn call(reply: Reply) -> Reply {
    reply
}

#[test]
fn each_arm_says_for_how_long() {
    for (reply, expected) in [
        (busy(7), Some(7)),
        (busy(0), None),
        (Err(Error::Unavailable { after: Some(3 * MINUTE) }), Some(3)),
        (Err(Error::Unavailable { after: None }), Some(1)),
        (Err(Error::Limited("slow 4".to_owned())), Some(4)),
        (Err(Error::Limited("slow".to_owned())), Some(1)),
        (Err(Error::Limited("fast 4".to_owned())), None),
        (Err(Error::Broken), None),
        (Ok(503), Some(5)),
        (Ok(200), None),
        (busy(60), Some(10)),
    ] {
        assert_eq!(call(reply.clone()), reply);
        assert_eq!(minutes("told"), expected, "{reply:?}");
        circuit("told").reset();
    }
    call(busy(2)).unwrap_err();
    let Err(Error::Open(open)) = call(Ok(200)) else { panic!("it is open") };
    assert!(open.retry_after() <= Some(2 * MINUTE));
    assert_eq!(circuit("told").snapshot().calls.failure, 11);
}

#[circuit_breaker(name = "told first", threshold = 9, fallback = 0,
    open(status if (500..=503).contains(status) => MINUTE), ignore(status if *status < 505),
    failure(status if *status < 506), success(500..))]
fn ordered(status: u16) -> u16 {
    status
}

#[test]
fn they_are_asked_before_all_others() {
    for status in [500, 501, 503] {
        circuit("told first").reset();
        ordered(status);
        assert_eq!(minutes("told first"), Some(1), "{status}");
    }
    let calls = circuit("told first").snapshot().calls;
    assert_eq!((calls.failure, calls.ignored, calls.success), (3, 0, 0));
    circuit("told first").reset();
    (504..=506).for_each(|status| _ = ordered(status));
    let calls = circuit("told first").snapshot().calls;
    assert_eq!((calls.failure, calls.ignored, calls.success), (4, 1, 1));
}

#[circuit_breaker(name = "told first of all", threshold = 1)]
fn inner() -> Result<(), Box<dyn std::error::Error>> {
    Err("down".into())
}

#[circuit_breaker(name = "told around", open(Err(_) => MINUTE))]
fn around() -> Result<(), Box<dyn std::error::Error>> {
    circuit("told first of all").force_open();
    inner()
}

#[test]
fn a_rejection_from_within_is_none_that_the_callee_asks_for() {
    around().unwrap_err();
    let now = circuit("told around").snapshot();
    assert_eq!((now.calls.ignored, now.opened), (1, 0));
}

#[circuit_breaker(name = "told async", open(Err(Error::Busy(after)) => after))]
async fn waits(reply: Reply) -> Reply {
    ready(reply).await
}

#[circuit_breaker(name = "told boxed", open(Err(Error::Busy(after)) => after))]
fn boxed(reply: Reply) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
    Box::pin(async move { reply })
}

#[circuit_breaker(name = "told made", open(Err(Error::Busy(after)) => *after))]
fn made(reply: Reply) -> impl Future<Output = Reply> + Send {
    ready(reply)
}

#[circuit_breaker(name = "told timed", timeout = "1h", fallback = Ok(7), fallback_on = timeout,
    open(Err(Error::Busy(after)) => *after))]
async fn timed(reply: Reply) -> Reply {
    ready(reply).await
}

#[test]
fn asynchronous_functions_of_every_form_have_them() {
    run(async {
        for name in ["told async", "told boxed", "told made", "told timed"] {
            let reply = busy(2);
            let returned = match name {
                "told async" => waits(reply.clone()).await,
                "told boxed" => boxed(reply.clone()).await,
                "told made" => made(reply.clone()).await,
                _ => timed(reply.clone()).await,
            };
            assert_eq!(returned, reply, "{name}");
            assert_eq!(minutes(name), Some(2), "{name}");
        }
    });
}

#[circuit_breaker(name = "told answered", fallback_on = failure, open(Err(Error::Busy(t)) => *t),
    fallback = |cause| match cause {
        Cause::Failed(Err(Error::Busy(_))) => Ok(1),
        _ => Ok(2),
    })]
fn answered(reply: Reply) -> Reply {
    reply
}

#[circuit_breaker(name = "told awaited", fallback_on = failure, timeout = "1h",
    open(Err(Error::Busy(t)) => *t), fallback = |_| Ok(3))]
async fn awaited(reply: Reply) -> Reply {
    reply
}

#[test]
fn a_fallback_for_failures_answers_them() {
    assert_eq!((answered(busy(3)), minutes("told answered")), (Ok(1), Some(3)));
    assert_eq!(answered(Ok(200)), Ok(2), "rejected");
    run(async { assert_eq!(awaited(busy(3)).await, Ok(3)) });
    assert_eq!(minutes("told awaited"), Some(3));
}

#[circuit_breaker(name = "told hosts", key = host, open(Err(Error::Busy(after)) => *after))]
fn of_host(host: &str, reply: Reply) -> Reply {
    let _ = host;
    reply
}

static SHARED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("shared hosts", Policy::new(), 9);

#[circuit_breaker(breaker = SHARED, key = host, open(Err(Error::Busy(after)) => *after))]
async fn of_shared_host(host: String, reply: Reply) -> Reply {
    reply
}

#[test]
fn only_the_key_whose_callee_asks_is_opened() {
    of_host("a", busy(2)).unwrap_err();
    assert!(matches!(of_host("a", Ok(1)), Err(Error::Open(_))));
    assert_eq!(of_host("b", Ok(1)), Ok(1));
    run(async {
        of_shared_host("a".to_owned(), busy(2)).await.unwrap_err();
        assert!(matches!(of_shared_host("a".to_owned(), Ok(1)).await, Err(Error::Open(_))));
        assert_eq!(of_shared_host("b".to_owned(), Ok(1)).await, Ok(1));
    });
    let retry_after = SHARED.get("a").unwrap().snapshot().retry_after;
    assert!(retry_after > Some(MINUTE) && retry_after <= Some(2 * MINUTE));
}

struct Client;

#[circuit_breaker(name = "told client", open(Err(Error::Busy(after)) => *after))]
impl Client {
    fn get(&self, reply: Reply) -> Reply {
        reply
    }

    #[circuit_breaker(open(Err(Error::Broken) => MINUTE), success(Err(Error::Busy(_))))]
    async fn put(&self, reply: Reply) -> Reply {
        reply
    }
}

#[test]
fn a_block_has_them_for_all_methods_and_a_method_its_own_instead() {
    run(async {
        Client.put(busy(9)).await.unwrap_err();
        assert_eq!(minutes("told client"), None);
        Client.put(Err(Error::Broken)).await.unwrap_err();
        assert_eq!(minutes("told client"), Some(1));
    });
    circuit("told client").reset();
    Client.get(Err(Error::Broken)).unwrap_err();
    Client.get(busy(4)).unwrap_err();
    assert_eq!(minutes("told client"), Some(4));
}

#[derive(Clone, Debug)]
struct Wrapped(String);

impl From<CircuitOpen> for Wrapped {
    fn from(open: CircuitOpen) -> Self {
        Self(open.to_string())
    }
}

static BY_HAND: CircuitBreaker = CircuitBreaker::new("by hand", Policy::new().last_error(true));

#[circuit_breaker(breaker = BY_HAND, open(Err(Wrapped(text)) if text.contains("429") => MINUTE))]
fn generic<T: Clone>(reply: &Result<T, Wrapped>) -> Result<T, Wrapped> {
    reply.clone()
}

#[test]
fn generic_functions_and_shared_circuits_have_them_and_the_event_says_the_error() {
    generic(&Ok(1)).unwrap();
    generic(&Err::<&str, _>(Wrapped("status 429".to_owned()))).unwrap_err();
    let event = BY_HAND.history().pop().unwrap();
    let breaker_runtime::EventKind::Opened { reason, .. } = event.kind else {
        panic!("no opening")
    };
    assert!(matches!(reason, OpenReason::ToldToWait { asked: Some(MINUTE), .. }));
    assert_eq!(reason.to_string(), r#"told to wait 60s: Wrapped("status 429")"#);
}
