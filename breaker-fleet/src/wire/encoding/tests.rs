//! What is written can be read; what can't be read is told, whatever the bytes.

use core::time::Duration;

use proptest::prelude::*;

use super::MOST_BYTES;
use crate::wire::{
    Control, EngineTime, ForcedTo, MOST, MemberId, Message, Name, Ordered, Outage, Part, Peer,
    Phase, Reply, State, Subject, Synced, Text, View, Why,
};

fn text() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(|text| Text::new(&text))
}

fn time() -> impl Strategy<Value = Duration> {
    (0..=MOST).prop_map(Duration::from_micros)
}

fn subject() -> impl Strategy<Value = Subject> {
    let name = (any::<String>(), any::<Option<String>>()).prop_map(|(name, key)| match key {
        Some(key) => Name::keyed(&name, &key),
        None => Name::new(&name),
    });
    let part = prop_oneof![text().prop_map(Part::Zone), Just(Part::Control)];
    (name, part).prop_map(|(name, part)| Subject { name, part })
}

fn outage() -> impl Strategy<Value = Outage> {
    let phase = prop_oneof![
        time().prop_map(|rest| Phase::Waiting { rest }),
        (any::<u64>(), time())
            .prop_map(|(holder, rest)| Phase::Leased { holder: MemberId(holder), rest }),
        Just(Phase::Anyone),
        time().prop_map(|ago| Phase::Closed { ago }),
    ];
    let why = (text(), 0..=MOST, 0..=MOST).prop_map(|(reason, failures, calls)| Why {
        reason,
        failures,
        calls,
    });
    let round = (0..=MOST, any::<bool>());
    (phase, time(), round, any::<u32>(), any::<u32>(), text(), why).prop_map(
        |(phase, suspected, (round, after_trial), openings, openers, opened_by, why)| Outage {
            phase,
            suspected,
            round,
            after_trial,
            openings,
            openers,
            opened_by,
            why,
        },
    )
}

fn control() -> impl Strategy<Value = Control> {
    let to = prop_oneof![Just(ForcedTo::Open), Just(ForcedTo::Closed)];
    let order = prop_oneof![
        (to, time()).prop_map(|(to, rest)| Ordered::Forced { to, rest }),
        Just(Ordered::Released),
    ];
    let id = (0..=MOST, 0..=MOST);
    (id, order, time(), time(), text()).prop_map(|((id, stamp), order, ago, keep, note)| Control {
        id,
        stamp,
        order,
        ago,
        keep,
        note,
    })
}

fn view() -> impl Strategy<Value = View> {
    (subject(), 0..=MOST, text(), outage(), control()).prop_map(
        |(subject, version, by, outage, control)| {
            let state = match subject.part {
                Part::Zone(_) => State::Outage(outage),
                Part::Control => State::Control(control),
            };
            View { subject, version, by, state }
        },
    )
}

fn views() -> impl Strategy<Value = Vec<View>> {
    prop::collection::vec(view(), 0..4)
}

fn peer() -> impl Strategy<Value = Peer> {
    (text(), text(), time()).prop_map(|(instance, zone, seen)| Peer { instance, zone, seen })
}

fn reply() -> impl Strategy<Value = Reply> {
    let synced = (0..=MOST, 0..=MOST, 0..=MOST, any::<u32>(), views()).prop_map(
        |(time, highest, cursor, members, views)| Synced {
            time: EngineTime(time),
            highest,
            cursor,
            members,
            views,
        },
    );
    prop_oneof![
        view().prop_map(Reply::Accepted),
        prop::option::of(view()).prop_map(Reply::Refused),
        (0..=MOST).prop_map(|time| Reply::Void { time: EngineTime(time) }),
        synced.prop_map(Reply::Synced),
        Just(Reply::Left),
        prop::collection::vec(peer(), 0..4).prop_map(Reply::Members),
    ]
}

proptest! {
    #[test]
    fn messages_come_back(views in views()) {
        let message = Message { views };
        prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn replies_come_back(replies in prop::collection::vec(reply(), 0..4)) {
        prop_assert_eq!(Reply::decode(&Reply::encode(&replies)), Ok(replies));
    }

    #[test]
    fn subjects_come_back_and_differ(one in subject(), other in subject()) {
        prop_assert_eq!(Subject::decode(&one.encode()), Ok(one.clone()));
        prop_assert_eq!(one.encode() == other.encode(), one == other);
    }

    #[test]
    fn arbitrary_bytes_are_told(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = (Message::decode(&bytes), Reply::decode(&bytes), Subject::decode(&bytes));
    }

    #[test]
    fn bytes_that_were_changed_are_told(views in views(), at in any::<usize>(), to in any::<u8>()) {
        let mut bytes = Message { views }.encode();
        if !bytes.is_empty() {
            let at = at % bytes.len();
            bytes[at] = to;
            let _ = Message::decode(&bytes);
            let _ = Message::decode(&bytes[..at]);
        }
    }
}

#[test]
fn a_length_that_lies_takes_no_memory() {
    assert!(Message::decode(b"99999999:x").is_err());
    assert!(Message::decode(b"9007199254740993:x").is_err());
    assert!(Reply::decode(b"1:s1:01:01:01:010:4294967295").is_err());
    assert!(Reply::decode(b"1:m10:4294967295").is_err());
    assert!(Message::decode(&vec![b'1'; MOST_BYTES + 1]).is_err());
}

#[test]
fn a_member_that_is_no_text_is_shown_as_far_as_it_is() {
    let shown = Reply::decode(b"1:m1:15:pod\xff70:1:9").unwrap();
    let [Reply::Members(members)] = &shown[..] else { unreachable!() };
    assert_eq!(members[0].instance.as_str(), "pod\u{fffd}7");
    let mut many = b"1:m3:201".to_vec();
    many.extend(b"0:0:1:0".repeat(201));
    assert!(Reply::decode(&many).is_err());
}

#[test]
fn what_no_engine_writes_is_none() {
    for odd in [&b"01:z"[..], b"1:", b":", b"-1:z", b"1:z1:a0:0:x", b"1:z1:a1:k0:", b"1:c1:a0:1:z"]
    {
        assert!(Subject::decode(odd).is_err(), "{odd:?}");
    }
}
