//! Runtimes with several threads, and what others spawn on them.

use breaker_runtime::State;
use breaker_runtime::testing::isolate;
use tokio::runtime::Builder;

use crate::{Down, later};

/// As a server does: one task accepts, and each connection is a task that it spawns.
async fn serve(calls: u32) -> Vec<Result<&'static str, Down>> {
    let accept = async move {
        let connections: Vec<_> = (0..calls).map(|_| tokio::spawn(later(false))).collect();
        let mut answers = Vec::new();
        for connection in connections {
            answers.push(connection.await.expect("no panic"));
        }
        answers
    };
    tokio::spawn(accept).await.expect("no panic")
}

#[test]
fn threads_that_enter_for_good_have_the_circuits_for_whatever_is_spawned() {
    let test = isolate();
    let handle = test.handle();
    let runtime = Builder::new_multi_thread()
        .worker_threads(3)
        .on_thread_start(move || handle.enter_for_good())
        .build()
        .expect("threads can be had");
    let answers = runtime.block_on(serve(20));
    assert!(answers.contains(&Err(Down)));
    let own = test.circuit("isolated::later").expect("annotated above").snapshot();
    assert_eq!((own.state, own.calls.total()), (State::Open, 20));
}
