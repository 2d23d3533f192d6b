//! Who waits for whom.

use std::time::Duration;

use super::*;
use crate::queue::{PLACES, WAITING, Work};

async fn asked(dashboard: Dashboard) -> Response {
    let request = Request::get("/api/v1/incident?from=0&to=0").body(Body::empty());
    answer(State(dashboard), request.unwrap_or_default()).await
}

#[test]
fn who_asks_for_the_past_takes_one_thread_of_the_program_and_few_wait() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(2)
        .enable_time()
        .build()
        .expect("a runtime");
    let dashboard = Dashboard::new();
    let one_at_a_time = Arc::clone(&dashboard.one_at_a_time);
    let held = one_at_a_time.lock();
    let ask = || runtime.spawn(asked(dashboard.clone()));
    let mut waiting: Vec<_> = (0..PLACES).map(|_| ask()).collect();
    let of_the_program = async {
        // Those who wait are there first.
        tokio::task::yield_now().await;
        let its_own = tokio::task::spawn_blocking(|| ());
        tokio::time::timeout(Duration::from_mins(1), its_own).await
    };
    let its_own = runtime.block_on(of_the_program);
    assert!(its_own.is_ok(), "a thread is left to the program");

    let refused = runtime.block_on(ask()).expect("an answer");
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));

    // Somebody leaves, and somebody comes in.
    waiting.remove(PLACES / 2).abort();
    runtime.block_on(tokio::task::yield_now());
    waiting.push(ask());
    runtime.block_on(tokio::task::yield_now());
    assert!(waiting.iter().all(|task| !task.is_finished()), "all of them wait");
    drop(held);
    for task in waiting {
        let response = runtime.block_on(task).expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
    }
}

#[test]
fn what_nobody_reads_keeps_a_place_until_it_is_read_or_left() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let dashboard = Dashboard::new();
    let ask = || runtime.block_on(asked(dashboard.clone()));
    let mut unread: Vec<_> = (0..PLACES).map(|_| ask()).collect();
    assert!(unread.iter().all(|response| response.status() == StatusCode::OK));
    assert_eq!(ask().status(), StatusCode::SERVICE_UNAVAILABLE);
    let body = unread.remove(0).into_body();
    let size = http_body::Body::size_hint(&body).exact();
    let read = runtime.block_on(to_bytes(body, usize::MAX)).expect("all of it");
    assert_eq!((size, read.last()), (Some(read.len() as u64), Some(&b'}')));
    unread.push(ask());
    assert_eq!(ask().status(), StatusCode::SERVICE_UNAVAILABLE);
    drop(unread.remove(0));
    assert_eq!(ask().status(), StatusCode::OK);
}

#[test]
fn what_is_long_and_not_read_yet_takes_no_more_than_some_bytes_whoever_made_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let dashboard = Dashboard::new();
    // As the time axis of very many keys is.
    let ask = |length: usize| {
        let made = move |_: &Dashboard| http::Response::new(Bytes::from(vec![0; length]));
        runtime.block_on(aside(dashboard.clone(), (), made))
    };
    let unread = ask(100 << 20);
    assert_eq!(unread.status(), StatusCode::OK);
    let refused = ask(100 << 20);
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    assert_eq!(ask(SHORT).status(), StatusCode::OK, "what a server takes at once");
    let state = |length: usize| {
        soon(&dashboard, http::Response::new(Bytes::from(vec![0; length]))).status()
    };
    assert_eq!(state(100 << 20), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(state(SHORT), StatusCode::OK);
    drop(unread);
    assert_eq!(ask(100 << 20).status(), StatusCode::OK);
    assert_eq!(state(100 << 20), StatusCode::OK);
}

#[test]
fn few_wait_for_work_of_a_kind_but_for_a_probe() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let dashboard = Dashboard::new();
    let held = [Work::Keys, Work::Health]
        .map(|work| runtime.block_on(dashboard.queue.clone().aside(work)));
    let ask = |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap_or_default();
        runtime.spawn(answer(State(dashboard.clone()), request))
    };
    let ask_many = |path: &str| (1..WAITING).map(|_| ask(path)).collect::<Vec<_>>();
    let [keys, probes] = ["/api/v1/keys?name=nobody", "/api/v1/health"].map(ask_many);
    runtime.block_on(tokio::task::yield_now());
    let refused = runtime.block_on(ask("/api/v1/keys?name=nobody")).expect("an answer");
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    let probe = ask("/api/v1/health");
    runtime.block_on(tokio::task::yield_now());
    assert!(!probe.is_finished() && keys.iter().all(|asked| !asked.is_finished()));
    drop(held);
    assert_eq!(runtime.block_on(probe).expect("an answer").status(), StatusCode::OK);
    for (asked, status) in [(keys, StatusCode::NOT_FOUND), (probes, StatusCode::OK)] {
        for asked in asked {
            assert_eq!(runtime.block_on(asked).expect("an answer").status(), status);
        }
    }
}

#[test]
fn what_takes_as_long_as_there_are_keys_keeps_no_thread_of_the_server() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .expect("a runtime");
    let dashboard = Dashboard::new();
    let held = Arc::new(parking_lot::Mutex::new(()));
    let (waits, guard) = (Arc::clone(&held), held.lock());
    let others = runtime.spawn_blocking(move || drop(waits.lock()));
    let ask = |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path).body(Body::empty());
        runtime.spawn(answer(State(dashboard.clone()), request.unwrap_or_default()))
    };
    let (get, not_found) = (Method::GET, StatusCode::NOT_FOUND);
    let long = [
        (ask(get.clone(), "/api/v1/health"), StatusCode::OK),
        (ask(get.clone(), "/api/v1/health"), StatusCode::OK),
        (ask(get.clone(), "/api/v1/timeline"), StatusCode::OK),
        (ask(get.clone(), "/api/v1/circuit?name=nobody"), not_found),
        (ask(get.clone(), "/api/v1/keys?name=nobody&find=a"), not_found),
        // Nobody may steer.
        (ask(Method::POST, "/api/v1/steer"), StatusCode::FORBIDDEN),
    ];
    for path in ["/api/v1/schema", "/api/v1/state"] {
        let at_once = runtime.block_on(ask(get.clone(), path)).expect("an answer");
        assert_eq!(at_once.status(), StatusCode::OK);
    }
    assert!(long.iter().all(|(asked, _)| !asked.is_finished()));
    drop(guard);
    runtime.block_on(others).expect("the program's");
    for (asked, status) in long {
        assert_eq!(runtime.block_on(asked).expect("an answer").status(), status);
    }
}

#[test]
fn each_kind_of_work_takes_one_thread_of_the_program_and_waits_for_no_other() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let dashboard = Dashboard::new();
    let turn = |work: Work| dashboard.queue.clone().aside(work);
    let all = [Work::Order, Work::Health, Work::Keys, Work::Circuit, Work::Timeline];
    let mut held = all.map(|work| runtime.block_on(turn(work)));
    let request = Request::get("/api/v1/timeline").body(Body::empty()).unwrap_or_default();
    let asked = runtime.spawn(answer(State(dashboard.clone()), request));
    runtime.block_on(tokio::task::yield_now());
    held[..4].fill_with(|| None);
    runtime.block_on(tokio::task::yield_now());
    assert!(!asked.is_finished(), "somebody else looks at the time axis");
    held[4] = None;
    let response = runtime.block_on(asked).expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
}

#[test]
fn who_may_not_look_waits_for_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let dashboard = Dashboard::new().read_if(|_| false);
    let one_at_a_time = Arc::clone(&dashboard.one_at_a_time);
    let held = one_at_a_time.lock();
    for _ in 0..2 * PLACES {
        let response = runtime.block_on(asked(dashboard.clone()));
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    }
    drop(held);
}
