//! Servers that say when to come back (rules S19 and S26).

use std::time::{Duration, SystemTime};

use breaker_reqwest::CircuitBreakerMiddleware;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, EventKind, KeyedCircuitBreaker, OpenReason, Policy, State};

use crate::server::{Reply, Server};
use crate::{get, guarded, snapshot, state, with};

const POLICY: Policy = Policy::new().threshold(5).max_open_for(Duration::from_secs(600));

static TOLD: KeyedCircuitBreaker = KeyedCircuitBreaker::new("told", POLICY, 16);

fn wish(status: u16, wish: &str) -> Reply {
    Reply::With(status, format!("retry-after: {wish}"))
}

/// How long the circuit is open after one reply like this.
async fn open_after(
    client: &reqwest_middleware::ClientWithMiddleware,
    reply: Reply,
) -> Option<Duration> {
    let server = Server::start(reply).await;
    get(client, &server).await.expect("an answer");
    let rejected = get(client, &server).await.err()?;
    CircuitOpen::behind(&rejected).expect("a rejection").retry_after()
}

#[tokio::test]
async fn a_503_opens_it_for_as_long_as_it_says() {
    let test = isolate();
    let server = Server::start(wish(503, "120")).await;
    let client = guarded(&TOLD);
    assert_eq!(get(&client, &server).await.expect("an answer"), 503);
    assert_eq!(state(&TOLD, &server), Some(State::Open));
    let history = TOLD.peek(&server.host()).expect("called").history();
    assert!(matches!(
        history.last().expect("it opened").kind,
        EventKind::Opened { reason: OpenReason::ToldToWait { .. }, .. }
    ));

    test.clock().advance(Duration::from_secs(119));
    get(&client, &server).await.expect_err("it is open");
    server.turn(Reply::Status(200));
    test.clock().advance(Duration::from_secs(1));
    assert_eq!(get(&client, &server).await.expect("the trial call"), 200);
    assert_eq!(state(&TOLD, &server), Some(State::Closed));
    assert_eq!(server.asked(), 2);
}

#[tokio::test]
async fn it_may_be_a_date_by_the_clock_of_the_server() {
    let _test = isolate();
    let client = guarded(&TOLD);
    // A server whose clock is wrong by years.
    let date = "date: Wed, 21 Oct 2015 07:28:00 GMT\r\nretry-after: Wed, 21 Oct 2015 07:30:00 GMT";
    let open = open_after(&client, Reply::With(503, date.to_owned())).await;
    assert_eq!(open, Some(Duration::from_secs(120)));
    // And one that doesn't show it: by ours.
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
    let open = open_after(&client, wish(503, &soon)).await.expect("it is open");
    assert!((98..=100).contains(&open.as_secs()), "{open:?}");
}

#[tokio::test]
async fn it_is_bounded_by_the_policy() {
    let _test = isolate();
    let client = guarded(&TOLD);
    for endless in ["601", "99999999999999999999999999", "Fri, 01 Jan 9999 00:00:00 GMT"] {
        let open = open_after(&client, wish(503, endless)).await;
        assert_eq!(open, Some(Duration::from_secs(600)), "{endless}");
    }
}

#[tokio::test]
async fn what_asks_for_nothing_is_a_failure_and_no_more() {
    let _test = isolate();
    let client = guarded(&TOLD);
    for nothing in ["0", "", "-1", "soon", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT"] {
        let server = Server::start(wish(503, nothing)).await;
        for _ in 0..4 {
            get(&client, &server).await.expect("an answer");
        }
        assert_eq!(state(&TOLD, &server), Some(State::Closed), "{nothing}");
        get(&client, &server).await.expect("an answer");
        assert_eq!(state(&TOLD, &server), Some(State::Open), "{nothing}");
    }
}

#[tokio::test]
async fn a_429_opens_it_where_that_is_asked_for() {
    let _test = isolate();
    assert_eq!(open_after(&guarded(&TOLD), wish(429, "7")).await, None);
    let client = with(CircuitBreakerMiddleware::new(&TOLD).too_many_requests(true));
    assert_eq!(open_after(&client, wish(429, "7")).await, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn only_these_two_ask() {
    let _test = isolate();
    let client = with(CircuitBreakerMiddleware::new(&TOLD).too_many_requests(true));
    for status in [200, 301, 404, 500, 502] {
        assert_eq!(open_after(&client, wish(status, "60")).await, None, "{status}");
    }
}

#[tokio::test]
async fn many_calls_that_hear_it_make_one_opening() {
    let _test = isolate();
    let server = Server::start(wish(503, "60")).await;
    let client = guarded(&TOLD);
    let calls: Vec<_> = (0..20).map(|_| get(&client, &server)).collect();
    futures_util::future::join_all(calls).await;
    assert_eq!(snapshot(&TOLD, &server).opened, 1);
}
