//! Circles of keys: each is a circuit of its own.

use std::io;

use breaker_runtime::circuit_breaker;

use super::{down, failure};

#[circuit_breaker(
    name = "round: replica",
    key = id,
    fallback_on = failure,
    fallback = |_| replica((id + 1) % ids, ids)
)]
fn replica(id: u8, ids: u8) -> io::Result<u8> {
    down(&format!("{id} of {ids}"))
}

#[circuit_breaker(
    name = "round: stranger",
    key = id,
    max_keys = 1,
    fallback_on = failure,
    fallback = |_| stranger((id + 1) % 3)
)]
fn stranger(id: u8) -> io::Result<u8> {
    down(&id.to_string())
}

#[test]
fn of_keys() {
    assert_eq!(failure(|| replica(3, 20)), ("3 of 20".to_owned(), 21), "each once, and the first");
    assert_eq!(failure(|| replica(3, 4)), ("3 of 4".to_owned(), 5));
    for first in [2, 1, 0] {
        assert_eq!(failure(|| stranger(first)), (first.to_string(), 4), "with a place or without");
    }
}

#[circuit_breaker(name = "round: moved", key = id, max_keys = 1, fallback_on = failure, fallback = {
    if id == 9 { Ok(id) } else { moved(id + 1) }
})]
fn moved(id: u8) -> io::Result<u8> {
    server_of_keys().map(|_| id)
}

#[circuit_breaker(name = "round: server of keys", threshold = 1)]
fn server_of_keys() -> io::Result<u8> {
    down("server")
}

#[test]
fn keys_that_have_one_place_in_turn_are_told_apart() {
    server_of_keys().expect_err("down");
    assert_eq!(moved(0).ok(), Some(9), "a key without failures gives its place away");
}
