//! What is shown of a membership, and for how long.

use super::*;
use crate::circuits::Local;
use crate::wire::{MemberId, Outage, Text, Why};

const SECOND: Duration = Duration::from_secs(1);

fn board() -> Board {
    let (instance, zone) = (Text::new("pod"), Text::default());
    let engine = Text::default();
    let config = Config { id: MemberId(7), instance, zone, engine, share_control: true, seed: 7 };
    Board::new("shop", &config)
}

fn known(phase: Phase) -> Known {
    let (by, why) = (Text::new("pod-7"), Why::default());
    let outage = Outage {
        phase,
        suspected: SECOND,
        round: 1,
        after_trial: false,
        openings: 1,
        openers: 1,
        opened_by: by.clone(),
        why,
    };
    Known {
        at: Duration::ZERO,
        zone: Text::default(),
        elsewhere: false,
        by,
        outage,
        members: 2,
        by_self: false,
        opened_by_self: false,
    }
}

fn peer(instance: &str, seen: Duration) -> wire::Peer {
    wire::Peer { instance: Text::new(instance), zone: Text::default(), seen }
}

#[test]
fn of_too_many_outages_those_are_left_out_that_are_over() {
    let board = board();
    for nth in 0..1500 {
        let over = nth < 700;
        let phase = if over { Phase::Closed { ago: SECOND } } else { Phase::Anyone };
        board.show_outage(Name::keyed("fetch", &format!("{nth:04}")), Some(known(phase)));
    }
    let outages = board.status(Locals::default).outages;
    assert_eq!(outages.len(), MOST_OUTAGES);
    let keys: Vec<_> = outages.iter().map(|outage| outage.key.as_deref().unwrap()).collect();
    assert!(keys.is_sorted());
    assert_eq!((keys[199], keys[200], keys[999]), ("0199", "0700", "1499"));
    board.show_outage(Name::keyed("fetch", "1499"), None);
    let outages = board.status(Locals::default).outages;
    assert_eq!(outages[999].key.as_deref(), Some("1498"));
}

#[test]
fn others_are_shown_by_name_and_for_a_minute() {
    let board = board();
    board.show_others(vec![peer("pod-2", SECOND), peer("pod-1", 2 * SECOND)], SECOND);
    let shown = board.shown();
    let named = |now| {
        let others = shown.others(now).into_iter();
        others.map(|peer| (peer.instance.to_string(), peer.seen)).collect::<Vec<_>>()
    };
    let (one, other) = ("pod-1".to_owned(), "pod-2".to_owned());
    assert_eq!(named(5 * SECOND), [(one, 6 * SECOND), (other, 5 * SECOND)]);
    assert_eq!(named(61 * SECOND).len(), 2);
    assert_eq!(named(62 * SECOND), []);
}

#[test]
fn who_has_left_is_away_for_good_whatever_the_thread_still_says() {
    let board = board();
    board.leave();
    board.show_others(vec![peer("pod-2", SECOND)], SECOND);
    board.show_outage(Name::new("pay"), Some(known(Phase::Anyone)));
    board.never("nonsense");
    let one = || Locals { listed: vec![(Name::new("pay"), Local::DryRun)], count: 1 };
    let status = board.status(one);
    assert_eq!(status.away.unwrap().why, Away::LEFT);
    assert!(status.local.is_empty() && status.local_count == 0);
    assert!(status.others.is_empty() && status.outages.is_empty());
}

#[test]
fn a_look_is_told_once() {
    let board = board();
    assert!(!board.take_look());
    let _ = board.status(Locals::default);
    assert!(board.take_look() && !board.take_look());
}

#[test]
fn a_fork_takes_no_part_and_waits_for_no_lock_of_its_parents() {
    let mut board = board();
    board.show_others(vec![peer("pod-2", SECOND)], SECOND);
    board.shown().standing.away = None;
    assert_eq!(board.status(Locals::default).away, None);
    board.process = process::id().wrapping_add(1);
    let held = board.shown();
    let status = board.status(Locals::default);
    board.leave();
    assert_eq!(status.away.unwrap().why, Away::FORKED);
    assert!(status.others.is_empty() && status.outages.is_empty());
    assert!(!held.left);
}
