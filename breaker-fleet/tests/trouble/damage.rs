//! Whatever somebody writes into an engine, members go on to take part, and hear of each other.

use std::cell::RefCell;
use std::thread;

use engines::{Client, Server};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::member::{Member, SECOND, before, until};

const SPACE: &str = "breaker:{shop-prod}";
/// The keys of a namespace that are no records.
const OWN: [&str; 3] = ["members", "changes", "highest"];
const FIELDS: [&str; 18] = [
    "version",
    "phase",
    "until",
    "open",
    "suspected",
    "holder",
    "round",
    "openings",
    "openers",
    "unused",
    "by",
    "opened_by",
    "reason",
    "failures",
    "calls",
    "note",
    "keep",
    "expires",
];

/// Turns some bits of one value, of whatever type: of any key, in any place.
const FLIP: &str = "
    local nth, mask = tonumber(ARGV[2]), tonumber(ARGV[3])
    local keys = redis.call('KEYS', ARGV[1])
    table.sort(keys)
    if #keys == 0 then return 0 end
    local key = keys[nth % #keys + 1]
    local function flip(text)
        if text == '' then return 'x' end
        local at = math.floor(nth / 7) % #text + 1
        local byte = string.char(bit.bxor(text:byte(at), mask))
        return text:sub(1, at - 1) .. byte .. text:sub(at + 1)
    end
    local kind = redis.call('TYPE', key).ok
    if kind == 'string' then
        redis.call('SET', key, flip(redis.call('GET', key)))
    elseif kind == 'hash' then
        local fields = redis.call('HKEYS', key)
        local field = fields[math.floor(nth / 5) % #fields + 1]
        redis.call('HSET', key, field, flip(redis.call('HGET', key, field)))
    elseif kind == 'zset' then
        local members = redis.call('ZRANGE', key, 0, -1)
        local member = members[math.floor(nth / 5) % #members + 1]
        local score = redis.call('ZSCORE', key, member)
        redis.call('ZREM', key, member)
        redis.call('ZADD', key, score, flip(member))
    end
    return 1
";

/// What somebody's hand does; to which key by its number.
#[derive(Clone, Debug)]
enum Damage {
    Flip(u32, u8),
    Type(usize, usize),
    Field(&'static str, Vec<u8>),
    /// Into the set of changes: a name, or the record's.
    Change(String, Option<Vec<u8>>),
    Member(String, Vec<u8>),
    Highest(Vec<u8>),
    Stays(usize),
    Goes(usize),
    Says(Vec<u8>),
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let now = 1_800_000_000_000_000_u64;
    let odd: [&[u8]; 12] = [
        b"",
        b"nan",
        b"inf",
        b"-1",
        b"1e300",
        b"0x10",
        b"4294967296",
        b"9007199254740992",
        b"18446744073709551616",
        b"leased",
        b"forced_open",
        b"\xff",
    ];
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        prop::sample::select(odd.to_vec()).prop_map(<[u8]>::to_vec),
        prop_oneof![0..10_u64, 0..2 * now, any::<u64>()]
            .prop_map(|number| number.to_string().into_bytes()),
    ]
}

fn score() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<u64>().prop_map(|number| number.to_string()),
        (0..4_000_000_000_000_000_u64).prop_map(|number| number.to_string()),
        Just("inf".to_owned()),
        Just("-inf".to_owned()),
        Just("0.5".to_owned()),
    ]
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (any::<u32>(), 1..=255_u8).prop_map(|(nth, mask)| Damage::Flip(nth, mask)),
        3 => (0..4_usize, 0..4_usize).prop_map(|(key, to)| Damage::Type(key, to)),
        4 => (prop::sample::select(FIELDS.to_vec()), bytes())
            .prop_map(|(field, value)| Damage::Field(field, value)),
        2 => (score(), prop::option::of(bytes()))
            .prop_map(|(score, name)| Damage::Change(score, name)),
        1 => (score(), bytes()).prop_map(|(score, name)| Damage::Member(score, name)),
        1 => bytes().prop_map(Damage::Highest),
        1 => (0..4_usize).prop_map(Damage::Stays),
        1 => (0..4_usize).prop_map(Damage::Goes),
        1 => bytes().prop_map(Damage::Says),
    ]
}

/// The record of a key's outage, as the set of changes names it.
fn subject(key: &str) -> String {
    format!("1:z5:fetch{}:={key}0:", key.len() + 1)
}

struct Hand {
    client: Client,
    /// A key that opened last.
    opened: String,
}

impl Hand {
    fn do_it(&mut self, damage: &Damage) {
        let [members, changes, highest] = OWN.map(key);
        let record = key(&format!("circuit:{}", subject(&self.opened)));
        let keys = [members.clone(), changes.clone(), highest.clone(), record.clone()];
        match damage {
            Damage::Flip(nth, mask) => {
                let (nth, mask) = (nth.to_string(), mask.to_string());
                self.run(&[
                    b"EVAL",
                    FLIP.as_bytes(),
                    b"0",
                    &key("*"),
                    nth.as_bytes(),
                    mask.as_bytes(),
                ]);
            }
            Damage::Type(nth, to) => {
                self.run(&[b"DEL", &keys[*nth]]);
                let command: &[&[u8]] = match to {
                    0 => &[b"SET", &keys[*nth], b"x"],
                    1 => &[b"HSET", &keys[*nth], b"version", b"7"],
                    2 => &[b"LPUSH", &keys[*nth], b"x"],
                    _ => &[b"ZADD", &keys[*nth], b"7", b"x"],
                };
                self.run(command);
            }
            Damage::Field(field, value) => self.run(&[b"HSET", &record, field.as_bytes(), value]),
            Damage::Change(score, name) => {
                let subject = subject(&self.opened).into_bytes();
                let name = name.as_ref().unwrap_or(&subject);
                self.run(&[b"ZADD", &changes, score.as_bytes(), name]);
            }
            Damage::Member(score, name) => self.run(&[b"ZADD", &members, score.as_bytes(), name]),
            Damage::Highest(value) => self.run(&[b"SET", &highest, value]),
            Damage::Stays(nth) => self.run(&[b"PERSIST", &keys[*nth]]),
            Damage::Goes(nth) => self.run(&[b"DEL", &keys[*nth]]),
            Damage::Says(message) => self.run(&[b"PUBLISH", SPACE.as_bytes(), message]),
        }
    }

    /// What was damaged before may be of another type by now.
    fn run(&mut self, command: &[&[u8]]) {
        let answer = self.client.run(command).unwrap();
        assert!(!answer.starts_with('-') || answer.contains("WRONGTYPE"), "{command:?}: {answer}");
    }

    /// Everything that is sure to be there goes by itself.
    fn goes(&mut self) {
        for name in OWN.map(key) {
            let stays = |client: &mut Client| client.run(&[b"PTTL", &name[..]]).unwrap() == "-1";
            until("an end of a key", || !stays(&mut self.client));
        }
    }
}

fn key(name: &str) -> Vec<u8> {
    format!("{SPACE}:{name}").into_bytes()
}

/// One trips, and the other hears of it.
fn are_heard(a: &mut Member, b: &mut Member, key: &str) {
    a.until_joined();
    b.until_joined();
    assert_eq!(b.ask(&format!("key {key} ok")), "ok");
    let failed = a.ask(&format!("key {key} trip"));
    assert_eq!(failed, "failed failed failed failed failed");
    b.until(&format!("key {key} suspected"), |suspected| suspected == "true");
}

#[test]
fn members_go_on_whatever_somebody_has_written() {
    before(&[], |server| {
        let [mut a, mut b] = [(); 2].map(|()| Member::joined(&server.url()));
        are_heard(&mut a, &mut b, "k0");
        let client = Client::connect(&server.socket()).unwrap();
        let hand = Hand { client, opened: "k0".to_owned() };
        let all = RefCell::new((a, b, hand, 0));
        let config = Config {
            cases: 24,
            failure_persistence: None,
            max_shrink_iters: 0,
            ..Config::default()
        };
        let damages = (prop::collection::vec(damage(), 1..8), any::<bool>());
        let told = TestRunner::new(config).run(&damages, |(damages, waits)| {
            let (a, b, hand, count) = &mut *all.borrow_mut();
            for damage in &damages {
                hand.do_it(damage);
            }
            // Either a sync or an order is the first to find it.
            if waits {
                thread::sleep(SECOND);
            }
            *count += 1;
            let key = format!("k{count}");
            are_heard(a, b, &key);
            hand.opened = key;
            hand.goes();
            Ok(())
        });
        told.unwrap_or_else(|error| panic!("{error}"));
        let (a, b, ..) = &mut *all.borrow_mut();
        for member in [a, b] {
            let events = member.ask("events");
            for refusal in ["not a batch", "WRONGTYPE", "no engine of this crate"] {
                assert!(!events.contains(refusal), "{events}");
            }
        }
    });
}

/// From now on the key is of a type that no engine gives it.
fn is_somebody_elses(server: &Server, name: &str) {
    let key = format!("{SPACE}:{name}");
    server.run(&["DEL", &key]);
    server.run(&["LPUSH", &key, "x"]);
}

#[test]
fn whoever_joins_where_the_keys_are_somebody_elses_takes_part() {
    before(&[], |server: Server| {
        for name in OWN {
            is_somebody_elses(&server, name);
            Member::joined(&server.url());
        }
    });
}

#[test]
fn a_key_of_another_type_is_told_once() {
    before(&[], |server: Server| {
        let [mut a, mut b] = [(); 2].map(|()| Member::joined(&server.url()));
        are_heard(&mut a, &mut b, "one");
        for _ in 0..3 {
            for name in OWN {
                is_somebody_elses(&server, name);
                thread::sleep(SECOND / 2);
            }
        }
        are_heard(&mut a, &mut b, "other");
        for member in [&mut a, &mut b] {
            let events = member.ask("events");
            assert_eq!(events.matches("forgotten").count(), 1, "{events}");
        }
    });
}
