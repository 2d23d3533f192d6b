//! Circles of keys: each is a circuit of its own.

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, circuit_breaker, registry};

use super::{Answer, assert_rejected_by};

const REPLICAS: u8 = 20;

#[circuit_breaker(name = "cycle: replica", key = id, fallback = |_| replica((id + 1) % ids, ids))]
fn replica(id: u8, ids: u8) -> Answer {
    Ok(if id < ids { "replica" } else { "none" })
}

#[test]
fn of_keys() {
    let replicas = registry().keyed("cycle: replica").unwrap();
    for id in 0..REPLICAS {
        assert_eq!(replica(id, REPLICAS), Ok("replica"));
        replicas.get(&id).unwrap().force_open();
    }
    assert_rejected_by("cycle: replica", replica(3, REPLICAS));
    replicas.get(&2).unwrap().reset();
    assert_eq!(replica(3, REPLICAS), Ok("replica"), "each key has a circuit of its own");
    assert_eq!(replica(3, REPLICAS), Ok("replica"));
}

#[circuit_breaker(
    name = "cycle: mirror",
    key = mirrors[0],
    max_keys = 2,
    fallback = |_| if mirrors.len() > 1 { mirror(&mirrors[1..]) } else { Ok("cached") }
)]
fn mirror(mirrors: &[&str]) -> Answer {
    Ok(if mirrors.is_empty() { "nobody" } else { "mirror" })
}

#[test]
fn keys_without_a_circuit_are_told_apart() {
    let mirrors = registry().keyed("cycle: mirror").unwrap();
    for taken in ["a", "b"] {
        mirrors.add(taken).unwrap().force_open();
    }
    mirrors.force_open();
    assert_eq!(mirror(&["a", "b"]), Ok("cached"));
    assert_eq!(mirror(&["x", "y", "a", "z"]), Ok("cached"));
    assert_rejected_by("cycle: mirror", mirror(&["x", "y", "x", "z"]));
}

#[circuit_breaker(name = "cycle: moved", key = hosts[0], max_keys = 1, fallback = |_| {
    meanwhile();
    if hosts.len() > 1 { moved(&hosts[1..], meanwhile) } else { Ok("cached") }
})]
fn moved(hosts: &[&str], meanwhile: &dyn Fn()) -> Answer {
    Ok(if hosts.is_empty() { "nobody" } else { "moved" })
}

#[test]
fn a_key_that_gets_the_circuit_of_the_one_before_is_none_of_the_circle() {
    let _test = isolate();
    let hosts = registry().keyed("cycle: moved").unwrap();
    let from_a_to_b = || {
        _ = hosts.with("a", CircuitBreaker::reset);
        hosts.with("b", CircuitBreaker::force_open).unwrap();
    };
    hosts.with("a", CircuitBreaker::force_open).unwrap();
    assert_eq!(moved(&["a", "b"], &from_a_to_b), Ok("cached"));

    hosts.with("b", CircuitBreaker::reset).unwrap();
    hosts.with("a", CircuitBreaker::force_open).unwrap();
    assert_rejected_by("cycle: moved", moved(&["a", "b", "b"], &from_a_to_b));
}
