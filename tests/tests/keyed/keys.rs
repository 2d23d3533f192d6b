//! What a key is, and whose circuit it has.

use std::net::{IpAddr, Ipv4Addr};

use breaker_runtime::{KeyedCircuitBreaker, Policy, PolicyError, State};

use crate::Keyed;

#[test]
fn one_key_that_fails_leaves_the_others_alone() {
    let hosts = Keyed::new(8);
    hosts.succeed("up").open("down").succeed("up");
    assert!(hosts.rejects("down") && !hosts.rejects("up") && !hosts.rejects("new"));
    assert_eq!((hosts.state("up"), hosts.state("down")), (Some(State::Closed), Some(State::Open)));
}

#[test]
fn keys_are_the_same_if_their_text_is_whatever_their_type() {
    let keys = Keyed::new(8);
    keys.open("127.0.0.1").open(7).open("example.org:443");
    let (host, port) = ("example.org", 443);
    assert!(keys.rejects(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    assert!(keys.rejects(7_u64) && keys.rejects('7') && keys.rejects(String::from("7")));
    assert!(keys.rejects(format_args!("{host}:{port}")));
    assert_eq!(keys.len(), 3);
}

#[test]
fn a_text_that_differs_anywhere_is_another_key() {
    let long = "a".repeat(300);
    let keys = Keyed::new(64);
    for len in [0, 1, 63, 64, 65, 128, 300] {
        let key = &long[..len];
        assert!(!keys.rejects(key), "{len}");
        keys.open(key);
        assert!(keys.rejects(key), "{len}");
    }
    assert_eq!(keys.len(), 7);
    assert!(!keys.rejects(format!("{}b", &long[..299])));
}

#[test]
fn nothing_is_made_by_looking() {
    let keys = Keyed::new(8);
    assert!(keys.get("host").is_none() && keys.is_empty());
    assert_eq!((keys.len(), keys.circuits().count(), keys.calls().total()), (0, 0, 0));
}

#[test]
fn a_circuit_says_whose_it_is_and_a_rejection_the_functions_name() {
    let keys = Keyed::new(8);
    let open = keys.open("host").try_acquire("host").unwrap_err();
    let circuit = keys.get("host").unwrap();
    assert_eq!((open.name(), circuit.name()), (keys.name(), keys.name()));
    assert_eq!(circuit.key().as_deref(), Some("host"));
    assert_eq!(circuit.snapshot().key.as_deref(), Some("host"));
    assert_eq!(circuit.history()[0].key.as_deref(), Some("host"));
    assert_eq!(circuit.policy(), keys.policy());
}

#[test]
fn a_static_works_from_its_first_call_on() {
    static HOSTS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("hosts", Policy::new().threshold(1), 2);
    HOSTS.try_acquire("a").unwrap().failure();
    assert!(HOSTS.try_acquire("a").is_err() && HOSTS.try_acquire("b").is_ok());
    assert_eq!((HOSTS.len(), HOSTS.max_keys()), (2, 2));
    assert!(HOSTS.location().unwrap().file.ends_with("keyed/keys.rs"));
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let new = |policy, max_keys| KeyedCircuitBreaker::try_new("new", policy, max_keys).map(drop);
    assert_eq!(new(Policy::new(), 0), Err(PolicyError::ZeroMaxKeys));
    assert_eq!(new(Policy::new().threshold(0), 0), Err(PolicyError::ZeroThreshold));
    assert_eq!(new(Policy::new(), (1 << 20) + 1), Err(PolicyError::TooManyKeys));
    assert_eq!(new(Policy::new(), u32::MAX), Err(PolicyError::TooManyKeys));
    assert_eq!((new(Policy::new(), 1), new(Policy::new(), 1 << 20)), (Ok(()), Ok(())));
}

#[test]
fn keys_of_a_megabyte_are_told_apart_by_all_of_it_and_shown_by_128_bytes() {
    let long = "k".repeat(1 << 20);
    let keys = Keyed::new(4);
    let (one, other) = (format!("{long}1"), format!("{long}2"));
    keys.open(&one).succeed(&other);
    assert!(keys.rejects(&one) && !keys.rejects(&other));
    let shown = keys.keys();
    let begins = format!("{}…", "k".repeat(128));
    assert!(shown.iter().all(|key| key.starts_with(&begins) && key.chars().count() == 145));
    assert_ne!(shown[0], shown[1]);
    let of_one = keys.get(&one).unwrap().snapshot().key.unwrap();
    assert!(shown.contains(&of_one.to_string()));
    // What is shown is a key of its own.
    assert!(keys.get(&of_one).is_none() && !keys.rejects(&of_one));
}

/// Fails to show itself after its first letters.
struct Unfinished;

impl core::fmt::Display for Unfinished {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("half")?;
        Err(core::fmt::Error)
    }
}

#[test]
fn a_key_that_fails_to_show_itself_is_what_it_has_shown() {
    let keys = Keyed::new(8);
    keys.open(Unfinished);
    assert!(keys.rejects("half"));
}
