//! Streams of keys, which may lose their circuits meanwhile.

use core::task::Poll;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
use tests::own;

use crate::feed::{Feed, Next};
use crate::next;

const POLICY: Policy = Policy::new().threshold(2);

#[test]
fn the_stream_of_a_key_tells_the_circuit_of_that_key() {
    let keyed = own::keyed(POLICY, 8);
    keyed.set_clock(ManualClock::new());
    for state in [State::Closed, State::Open] {
        let feed = Feed::good();
        keyed.try_acquire("a").unwrap().success();
        keyed.try_acquire("b").unwrap().success();
        let mut stream = keyed.watch("a", feed.clone());
        assert!(next(&mut stream).is_ready());
        feed.put(Next::Item(Err("reset")));
        assert!(matches!(next(&mut stream), Poll::Ready(Some(Err(_)))));
        assert_eq!(keyed.get("a").unwrap().state(), state);
    }
    assert_eq!(keyed.get("b").unwrap().snapshot().calls.success, 2);
}

fn others_come(keyed: &KeyedCircuitBreaker, count: u32) {
    (0..count).for_each(|key| keyed.try_acquire(&key).unwrap().success());
}

#[test]
fn a_failure_whose_key_has_lost_its_circuit_counts_where_the_key_gets_one() {
    for by_hand in [false, true] {
        let keyed = own::keyed(POLICY, 4);
        keyed.set_clock(ManualClock::new());
        for _ in 0..2 {
            let feed = Feed::good();
            let permit = keyed.try_acquire("down").unwrap();
            let mut stream = if by_hand {
                permit.success();
                keyed.watch("down", feed.clone())
            } else {
                permit.watch(feed.clone())
            };
            assert!(next(&mut stream).is_ready());
            others_come(&keyed, 20);
            feed.put(Next::Item(Err("reset")));
            assert!(next(&mut stream).is_ready());
        }
        assert!(keyed.try_acquire("down").is_err());
        let others = keyed.circuits().map(breaker_runtime::CircuitBreaker::snapshot);
        for other in others.filter(|now| now.key.as_deref() != Some("down")) {
            assert_eq!((other.calls.failure, other.calls.failed_later), (0, 0), "{other:?}");
            assert!(other.calls.success < 100, "{other:?}");
        }
    }
}
