//! What the script does with batches that no member sends.

mod decoding;

use core::time::Duration;

use engines::Server;

use super::{Clock, Space};
use crate::wire::{
    Batch, Control, ForcedTo, MemberId, Name, Ordered, Part, Request, Subject, Terms, Text, Why,
};

/// What a real engine answers to the script with these arguments, and how many keys it has then.
fn run(server: &Server, arguments: &[Vec<u8>]) -> (String, usize) {
    let source = Space::new("shop", 0, Clock::Own).source();
    let arguments = arguments.iter().map(|text| core::str::from_utf8(text).unwrap());
    let command: Vec<_> = ["EVAL", &source].into_iter().chain(arguments).collect();
    (server.ask(&command), server.keys().len())
}

fn arguments(requests: Vec<Request>) -> Vec<Vec<u8>> {
    let batch = Batch { member: MemberId(0xa), void_after: None, requests };
    Space::new("shop", 0, Clock::Own).arguments(&batch)
}

fn is_refused(server: &Server, arguments: &[Vec<u8>], what: &str) {
    let (answer, keys) = run(server, arguments);
    assert!(answer.contains("not a batch of this version"), "{what}: {answer}");
    assert_eq!(keys, 0, "{what}");
}

fn longest_trip() -> Request {
    let longest = "x".repeat(Text::MOST);
    let name = Name::keyed(&"n".repeat(1000), &"k".repeat(Name::MOST - 1000));
    Request::Trip {
        subject: Subject { name, part: Part::Zone(Text::new(&longest)) },
        terms: Terms {
            open_for: Duration::MAX,
            max_open_for: None,
            jitter: u32::MAX,
            openings: u32::MAX,
        },
        first: true,
        by: Text::new(&longest),
        opened_by: Text::new(&longest),
        why: Why { reason: Text::new(&longest), failures: crate::wire::MOST, calls: 0 },
    }
}

fn force() -> Request {
    let order = Ordered::Forced { to: ForcedTo::Open, rest: Duration::from_secs(1) };
    let (ago, keep, note) = (Duration::ZERO, Duration::from_secs(61), Text::default());
    let control = Control { id: 1, stamp: 0, order, ago, keep, note };
    let subject = Subject { name: Name::new("pay"), part: Part::Control };
    Request::Control { subject, control, by: Text::default(), anew: false }
}

/// What members send at most is none of these.
#[test]
fn what_wire_does_not_allow_changes_nothing() {
    let Some(server) = Server::start(&[]) else { return };
    let sync = Request::Sync {
        cursor: 5,
        heard: vec![(6, 7), (9, 9)],
        instance: Text::default(),
        zone: Text::default(),
    };
    let good = [vec![longest_trip()], vec![force()], vec![sync]];
    for (nth, requests) in good.into_iter().enumerate() {
        // Each argument but the names of the keys, spoilt in turn.
        let good = arguments(requests);
        for at in 6..good.len() {
            let mut bad = good.clone();
            let as_text = String::from_utf8_lossy(&good[at]).into_owned();
            let is_number =
                !as_text.is_empty() && as_text.bytes().all(|byte| byte.is_ascii_digit());
            bad[at] = if is_number { b"-1".to_vec() } else { b"y".repeat(5000) };
            is_refused(&server, &bad, &format!("argument {at} of {nth}"));
            if is_number {
                for spoilt in ["", "1e3", "0x5", "nan", "007", "9007199254740994"] {
                    bad[at] = spoilt.into();
                    is_refused(&server, &bad, &format!("argument {at} of {nth}: {spoilt:?}"));
                }
            }
        }
        let (answer, keys) = run(&server, &good);
        assert!(!answer.starts_with('-') && keys > 0, "{answer}");
        server.run(&["FLUSHALL"]);
    }
    is_refused(&server, &arguments(vec![force(); Batch::MOST + 1]), "too many");
    assert!(run(&server, &arguments(vec![force(); Batch::MOST])).1 > 0);
}
