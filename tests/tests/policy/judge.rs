//! `judge = path`: one function says for many what counts.

use std::fmt::Debug;
use std::future::{Future, ready};
use std::pin::Pin;
use std::time::Duration;

use breaker_runtime::{CircuitOpen, Verdict, circuit_breaker};
use tests::run;

use crate::{Error, circuit, is_open};

/// An HTTP client's response.
#[derive(Clone, Debug, PartialEq)]
struct Response<B> {
    status: u16,
    body: B,
}

fn response(status: u16) -> Result<Response<&'static str>, Error> {
    Ok(Response { status, body: "" })
}

/// For every body and every error.
fn server_errors<B, E>(returned: &Result<Response<B>, E>) -> Verdict {
    match returned {
        Ok(Response { status: 503, .. }) => Verdict::OpenFor(Duration::from_mins(1)),
        Ok(Response { status: 500.., .. }) | Err(_) => Verdict::Failure,
        Ok(Response { status: 404, .. }) => Verdict::Ignored,
        Ok(_) => Verdict::Success,
    }
}

#[circuit_breaker(name = "judged", threshold = 2, judge = server_errors)]
fn get(status: u16) -> Result<Response<&'static str>, Error> {
    response(status)
}

#[test]
fn its_verdict_counts() {
    for status in [200, 404, 500] {
        get(status).unwrap();
    }
    let calls = circuit("judged").snapshot().calls;
    assert_eq!((calls.success, calls.ignored, calls.failure), (1, 1, 1));
    assert!(!is_open("judged"));
    get(501).unwrap();
    assert_eq!(get(200), Err(Error::Open));
    circuit("judged").reset();
    get(503).unwrap();
    assert!(is_open("judged"));
    assert!(circuit("judged").snapshot().retry_after > Some(Duration::from_secs(30)));
}

#[circuit_breaker(name = "judged body", threshold = 1, judge = server_errors)]
async fn read<B>(reply: Result<Response<B>, Error>) -> Result<Response<B>, Error> {
    ready(reply).await
}

type Bytes = Result<Response<Vec<u8>>, Error>;

#[circuit_breaker(name = "judged boxed body", threshold = 1, judge = server_errors)]
fn boxed(status: u16) -> Pin<Box<dyn Future<Output = Bytes> + Send>> {
    Box::pin(async move { Ok(Response { status, body: Vec::new() }) })
}

#[circuit_breaker(name = "judged made body", threshold = 1, judge = server_errors)]
fn made(status: u16) -> impl Future<Output = Result<Response<u8>, Error>> {
    ready(Ok(Response { status, body: 7 }))
}

#[circuit_breaker(
    name = "judged timed body", threshold = 1, timeout = "1h", judge = server_errors::<u8, _>
)]
async fn timed(status: u16) -> Result<Response<u8>, Error> {
    Ok(Response { status, body: 7 })
}

#[test]
fn one_judge_is_for_functions_of_every_form_and_type() {
    run(async {
        let failed = |name| assert!(is_open(name), "{name}");
        read(Ok(Response { status: 500, body: [1_u8] })).await.unwrap();
        failed("judged body");
        assert_eq!(read(Ok(Response { status: 200, body: 'a' })).await, Err(Error::Open));
        boxed(500).await.unwrap();
        failed("judged boxed body");
        made(500).await.unwrap();
        failed("judged made body");
        timed(500).await.unwrap();
        failed("judged timed body");
    });
}

/// Of a type that is no `Outcome`.
#[expect(clippy::ref_option, reason = "a judge gets a reference to what is returned")]
fn is_some<T>(returned: &Option<T>) -> Verdict {
    if returned.is_some() { Verdict::Success } else { Verdict::Failure }
}

#[circuit_breaker(name = "judged some", threshold = 1, judge = is_some, fallback = Some(7))]
fn some(value: Option<u32>) -> Option<u32> {
    value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the same")]
fn odd(number: &u32) -> Verdict {
    if number % 2 == 1 { Verdict::Failure } else { Verdict::Success }
}

fn is_one(number: &impl Debug) -> Verdict {
    match format!("{number:?}").as_str() {
        "1" => Verdict::Failure,
        _ => Verdict::Success,
    }
}

#[circuit_breaker(name = "judged opaque", threshold = 1, judge = is_one, fallback = 5_u32)]
fn opaque(number: u32) -> impl Debug + PartialEq<u32> {
    number
}

#[circuit_breaker(
    name = "judged plain", threshold = 1, judge = odd, fallback = 5, fallback_on = failure
)]
fn plain(number: u32) -> u32 {
    number
}

#[test]
fn the_return_type_may_be_any() {
    assert_eq!((some(None), some(None)), (None, Some(7)));
    assert!(opaque(1) == 1 && opaque(1) == 5);
    assert_eq!((plain(2), plain(1)), (2, 5));
    assert!(is_open("judged plain"));
}

struct Api;

impl Api {
    fn verdict(returned: &Result<u16, Error>) -> Verdict {
        match returned {
            Ok(500..) => Verdict::Failure,
            _ => Verdict::Success,
        }
    }
}

#[circuit_breaker(name = "judged api", threshold = 1, judge = Self::verdict)]
impl Api {
    fn get(&self, status: u16) -> Result<u16, Error> {
        Ok(status)
    }

    #[circuit_breaker(skip)]
    fn verdict_of(&self) -> Verdict {
        Self::verdict(&Ok(1))
    }

    /// Arms of its own.
    #[circuit_breaker(failure(Ok(400..)))]
    fn strict(&self, status: u16) -> Result<u16, Error> {
        Ok(status)
    }
}

#[circuit_breaker(
    name = "judged arms", threshold = 1, failure(Ok(400..)), ignore(Err(Error::NotFound))
)]
impl Response<u16> {
    fn strict(&self) -> Result<u16, Error> {
        Ok(self.status)
    }

    #[circuit_breaker(judge = Api::verdict)]
    async fn loose(&self, answer: Result<u16, Error>) -> Result<u16, Error> {
        answer
    }
}

#[test]
fn a_block_has_one_and_a_method_its_own_or_arms_instead() {
    assert_eq!(Api.verdict_of(), Verdict::Success);
    Api.get(400).unwrap();
    assert!(!is_open("judged api"));
    Api.strict(400).unwrap();
    assert!(is_open("judged api"));
    circuit("judged api").reset();
    Api.get(500).unwrap();
    assert!(is_open("judged api"));

    let client = Response { status: 404, body: 0 };
    run(async {
        client.loose(Ok(404)).await.unwrap();
        client.loose(Err(Error::NotFound)).await.unwrap_err();
    });
    let calls = circuit("judged arms").snapshot().calls;
    assert_eq!((calls.success, calls.ignored), (2, 0), "nothing of the block's arms is left");
    client.strict().unwrap();
    assert!(is_open("judged arms"));
}

#[circuit_breaker(name = "judged hosts", threshold = 1, key = host, judge = server_errors)]
fn of_host(host: &str, status: u16) -> Result<Response<&'static str>, Error> {
    let _ = host;
    response(status)
}

#[test]
fn keys_have_it_too() {
    of_host("a", 500).unwrap();
    assert_eq!(of_host("a", 200), Err(Error::Open));
    of_host("b", 200).unwrap();
}

fn all_fail(_: &Result<(), Box<dyn std::error::Error>>) -> Verdict {
    Verdict::Failure
}

#[circuit_breaker(name = "judged inner judged", threshold = 1)]
fn inner() -> Result<(), Box<dyn std::error::Error>> {
    Err("down".into())
}

#[circuit_breaker(name = "judged outer judged", threshold = 1, judge = all_fail)]
fn outer() -> Result<(), Box<dyn std::error::Error>> {
    circuit("judged inner judged").force_open();
    inner()
}

#[test]
fn a_rejection_from_within_is_ignored_before_it_is_asked() {
    let error = outer().unwrap_err();
    assert!(CircuitOpen::behind(&*error).is_some());
    let calls = circuit("judged outer judged").snapshot().calls;
    assert_eq!((calls.ignored, calls.rejected_within), (1, 1));
}
