//! Whatever is asked at whatever times, both engines say and publish the same.

use core::time::Duration;

use breaker_fleet::__protocol::engine::memory::{Kind, Memory, Record};
use breaker_fleet::__protocol::wire::{
    Batch, Control, EngineTime, ForcedTo, MOST, MemberId, Name, Ordered, Part, Request, Subject,
    Terms, Text, Why,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::rig::{Redis, Rig, record};

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
    /// Microseconds pass; a few are taken back.
    Pass(i64),
    Run {
        member: u64,
        void_after: Option<i64>,
        requests: Vec<Wish>,
    },
    Wipe,
    Evict(u8),
    /// Somebody writes into a record what none has.
    Damage(u8, &'static str, &'static [u8]),
    /// Or what another one might have.
    Lie(u8, Lie, u64),
}

/// The fields that are lied about.
#[derive(Clone, Copy, Debug)]
enum Lie {
    Until,
    Open,
    Suspected,
    Round,
    Openings,
    Unused,
    Keep,
    Expires,
}

/// A request; the round of a success is one that was seen, counted from the last.
#[derive(Clone, Debug)]
enum Wish {
    Plain(Request),
    Closed { subject: Subject, nth: usize, ago: Duration },
    Sync { nth: usize, heard: Vec<usize> },
}

fn zone(n: u8) -> Subject {
    let part = Part::Zone(Text::new(if n % 3 == 0 { "eu" } else { "" }));
    Subject { name: Name::keyed("näme", &n.to_string()), part }
}

fn time() -> impl Strategy<Value = Duration> {
    let near = prop_oneof![0..20_000_000u64, Just(1), 0..4_000_000_000_000u64];
    near.prop_map(Duration::from_micros)
}

fn terms() -> impl Strategy<Value = Terms> {
    (time(), prop::option::of(time()), 0..2500u32, prop_oneof![0..8u32, any::<u32>()]).prop_map(
        |(open_for, max_open_for, jitter, openings)| Terms {
            open_for,
            max_open_for,
            jitter,
            openings,
        },
    )
}

fn text() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(|text| Text::new(&text))
}

fn why() -> impl Strategy<Value = Why> {
    (text(), 0..1u64 << 53, 0..9u64).prop_map(|(reason, failures, calls)| Why {
        reason,
        failures,
        calls,
    })
}

fn orders() -> impl Strategy<Value = Ordered> {
    let to = prop_oneof![Just(ForcedTo::Open), Just(ForcedTo::Closed)];
    let forced = (to, time()).prop_map(|(to, rest)| Ordered::Forced { to, rest });
    prop_oneof![forced, Just(Ordered::Released)]
}

/// Of none, of a clock that was far behind, and of one that was ahead.
fn stamp() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..5u64, MOST - 5..=MOST]
}

fn wish() -> impl Strategy<Value = Wish> {
    let subject = || (0..4u8).prop_map(zone);
    let plain = prop_oneof![
        4 => (subject(), terms(), any::<bool>(), text(), text(), why()).prop_map(
            |(subject, terms, first, by, opened_by, why)| {
                Request::Trip { subject, terms, first, by, opened_by, why }
            }),
        4 => (subject(), terms(), time(), text(), text(), why()).prop_map(
            |(subject, terms, opened_ago, by, opened_by, why)| {
                Request::Lease { subject, terms, opened_ago, by, opened_by, why }
            }),
        2 => subject().prop_map(|subject| Request::Renew { subject }),
        1 => subject().prop_map(|subject| Request::Look { subject }),
        2 => (subject(), any::<bool>()).prop_map(
            |(subject, unused)| Request::GiveBack { subject, unused }),
        2 => (subject(), terms(), text(), text(), why()).prop_map(
            |(subject, terms, by, opened_by, why)| {
                Request::Failed { subject, terms, by, opened_by, why }
            }),
        3 => ((0..4u64, stamp()), orders(), time(), time(), text(), text(), any::<bool>()).prop_map(
            |((id, stamp), order, ago, keep, note, by, anew)| {
                let subject = Subject { name: Name::new("pay"), part: Part::Control };
                let control = Control { id, stamp, order, ago, keep, note };
                Request::Control { subject, control, by, anew }
            }),
        1 => Just(crate::scene::leave()),
        1 => Just(Request::Members),
    ];
    prop_oneof![
        8 => plain.prop_map(Wish::Plain),
        2 => (subject(), 0..4usize, time())
            .prop_map(|(subject, nth, ago)| Wish::Closed { subject, nth, ago }),
        2 => (0..9usize, prop::collection::vec(0..9usize, 0..4))
            .prop_map(|(nth, heard)| Wish::Sync { nth, heard }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let run =
        (0..3u64, prop::option::of(-1_000_000..9_000_000i64), prop::collection::vec(wish(), 0..5));
    prop_oneof![
        8 => run.prop_map(|(member, void_after, requests)| Step::Run {
            member, void_after, requests
        }),
        4 => (0..12_000_000i64).prop_map(Step::Pass),
        1 => (-4_000_000_000..200_000_000i64).prop_map(Step::Pass),
        1 => Just(Step::Wipe),
        1 => (0..4u8).prop_map(Step::Evict),
        1 => damage(),
        3 => lie(),
    ]
}

fn damage() -> impl Strategy<Value = Step> {
    let what = prop_oneof![
        Just(("by", &b"\xff"[..])),
        Just(("phase", &b"open"[..])),
        Just(("openers", &b"4294967296"[..])),
        Just(("until", &b"1e9"[..])),
    ];
    (0..4u8, what).prop_map(|(n, (field, value))| Step::Damage(n, field, value))
}

fn lie() -> impl Strategy<Value = Step> {
    use Lie::{Expires, Keep, Open, Openings, Round, Suspected, Until, Unused};
    let what =
        prop::sample::select(vec![Until, Open, Suspected, Round, Openings, Unused, Keep, Expires]);
    let near = 1_800_000_000_000_000 - 20_000_000..1_800_000_000_000_000 + 20_000_000u64;
    let value = prop_oneof![0..9u64, near, 0..=MOST, Just(MOST)];
    (0..4u8, what, value).prop_map(|(n, what, value)| Step::Lie(n, what, value))
}

impl Lie {
    /// Tells it; by the name of the field, and as the engines hold it.
    fn tell(self, record: &mut Record, value: u64) -> (&'static str, u64) {
        let Kind::Outage(outage) = &mut record.kind else { unreachable!("of a zone") };
        let count = u32::try_from(value).unwrap_or(u32::MAX);
        let (name, field) = match self {
            Self::Until => ("until", &mut outage.until),
            Self::Open => ("open", &mut outage.open),
            Self::Suspected => ("suspected", &mut outage.suspected),
            Self::Round => ("round", &mut outage.round),
            Self::Keep => ("keep", &mut record.keep),
            Self::Expires => ("expires", &mut record.expires),
            Self::Openings => {
                outage.openings = count;
                return ("openings", count.into());
            }
            Self::Unused => {
                outage.unused = count;
                return ("unused", count.into());
            }
        };
        *field = value;
        (name, value)
    }
}

struct Pair<'a> {
    memory: Memory,
    redis: &'a mut Redis,
    now: u64,
    /// Versions that were told.
    seen: Vec<u64>,
}

impl Pair<'_> {
    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Pass(micros) => self.now = self.now.saturating_add_signed(micros),
            Step::Wipe => {
                self.memory.wipe();
                self.redis.wipe();
            }
            Step::Evict(n) => {
                self.memory.evict(&zone(n));
                Rig::evict(self.redis, &zone(n));
            }
            Step::Damage(n, field, value) => {
                if self.memory.record(&zone(n)).is_some() {
                    self.memory.evict(&zone(n));
                    self.redis.by_hand(&[b"HSET", &record(&zone(n)), field.as_bytes(), value]);
                }
            }
            Step::Lie(n, lie, value) => {
                if let Some(kept) = self.memory.record_mut(&zone(n)) {
                    let (field, value) = lie.tell(kept, value);
                    let value = value.to_string();
                    let name = record(&zone(n));
                    self.redis.by_hand(&[b"HSET", &name, field.as_bytes(), value.as_bytes()]);
                }
            }
            Step::Run { member, void_after, requests } => {
                let batch = Batch {
                    member: MemberId(member),
                    void_after: void_after.map(|by| EngineTime(self.now.saturating_add_signed(by))),
                    requests: requests.into_iter().map(|wish| self.request(wish)).collect(),
                };
                let expected = self.memory.run_at(EngineTime(self.now), &batch).unwrap();
                let ran = self.redis.run_at(EngineTime(self.now), &batch).unwrap();
                prop_assert_eq!(&ran, &expected, "{:?}", batch);
                let views = expected.message.iter().flat_map(|message| &message.views);
                self.seen.extend(views.map(|view| view.version));
            }
        }
        Ok(())
    }

    /// The versions that were seen so long ago, as a member says that it has heard of them.
    fn ranges(&self, heard: &[usize]) -> Vec<(u64, u64)> {
        let versions = heard.iter().filter_map(|nth| self.seen.iter().rev().nth(*nth));
        let versions: std::collections::BTreeSet<_> = versions.collect();
        versions.into_iter().map(|version| (*version, *version)).collect()
    }

    fn request(&self, wish: Wish) -> Request {
        let seen = |nth| self.seen.iter().rev().nth(nth).copied().unwrap_or_default();
        match wish {
            Wish::Plain(request) => request,
            Wish::Closed { subject, nth, ago } => {
                Request::Closed { subject, round: seen(nth), ago, by: Text::new("x") }
            }
            Wish::Sync { nth, heard } => Request::Sync {
                cursor: seen(nth),
                heard: self.ranges(&heard),
                instance: Text::new("pod 7"),
                zone: Text::new("eu"),
            },
        }
    }
}

#[test]
fn both_engines_say_the_same() {
    let Some(mut redis) = Redis::new() else { return };
    let config = Config { cases: 96, failure_persistence: None, ..Config::default() };
    let steps = prop::collection::vec(step(), 1..40);
    let redis = std::cell::RefCell::new(&mut redis);
    let told = TestRunner::new(config).run(&steps, |steps| {
        let mut redis = redis.borrow_mut();
        redis.wipe();
        let (memory, seen) = (Memory::new(), Vec::new());
        let mut pair = Pair { memory, redis: &mut redis, now: 1_800_000_000_000_000, seen };
        steps.into_iter().try_for_each(|step| pair.take(step))
    });
    told.unwrap_or_else(|error| unreachable!("{error}"));
}
