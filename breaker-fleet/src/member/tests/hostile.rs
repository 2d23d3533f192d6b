//! An engine in wrong hands, and inputs in an order that no host has: nothing breaks, and nothing
//! happens to circuits that is not bounded.

use core::time::Duration;

use super::circuits::{Fakes, Step};
use super::world::why;
use super::{forced, ms, released, secs};
use crate::circuits::Trials;
use crate::engine::Gone;
use crate::member::chance::Chance;
use crate::member::{BatchId, Config, Input, LocalEvent, Member, Origin, Output, What};
use crate::wire::{
    Batch, Control, EngineTime, ForcedTo, MOST, MemberId, Message, Name, Ordered, Outage, Part,
    Peer, Phase, Reply, State, Subject, Synced, Text, View,
};

/// Whoever says all that, by a seed.
struct Hostile {
    chance: Chance,
    now: Duration,
    sent: Vec<(BatchId, Batch)>,
}

const NAMES: [&str; 3] = ["x", "y", "unknown"];

impl Hostile {
    fn one_in(&mut self, many: u64) -> bool {
        self.chance.up_to(many - 1) == 0
    }

    fn number(&mut self) -> u64 {
        match self.chance.up_to(3) {
            0 => MOST,
            1 => self.chance.up_to(MOST),
            _ => self.chance.up_to(30_000_000),
        }
    }

    fn time(&mut self) -> Duration {
        Duration::from_micros(self.number())
    }

    fn name(&mut self) -> Name {
        let at = usize::try_from(self.chance.up_to(2)).unwrap();
        Name::new(NAMES[at])
    }

    fn holder(&mut self) -> MemberId {
        MemberId(self.chance.up_to(2))
    }

    fn phase(&mut self) -> Phase {
        match self.chance.up_to(3) {
            0 => Phase::Waiting { rest: self.time() },
            1 => Phase::Leased { holder: self.holder(), rest: self.time() },
            2 => Phase::Anyone,
            _ => Phase::Closed { ago: self.time() },
        }
    }

    fn view(&mut self) -> View {
        let subject = Subject { name: self.name(), part: self.part() };
        let state = if matches!(subject.part, Part::Control) {
            State::Control(self.control())
        } else {
            State::Outage(Outage {
                phase: self.phase(),
                suspected: self.time(),
                round: self.number(),
                after_trial: self.one_in(2),
                openings: u32::try_from(self.chance.up_to(u64::from(u32::MAX))).unwrap(),
                openers: u32::try_from(self.chance.up_to(u64::from(u32::MAX))).unwrap(),
                opened_by: Text::default(),
                why: why(),
            })
        };
        View { subject, version: self.number(), by: Text::new("nobody"), state }
    }

    fn control(&mut self) -> Control {
        let to = if self.one_in(2) { ForcedTo::Open } else { ForcedTo::Closed };
        let forced = Ordered::Forced { to, rest: self.time() };
        let order = if self.one_in(2) { Ordered::Released } else { forced };
        Control {
            id: self.chance.up_to(3),
            stamp: self.number(),
            order,
            ago: self.time(),
            keep: self.time(),
            note: Text::default(),
        }
    }

    fn part(&mut self) -> Part {
        match self.chance.up_to(3) {
            0 => Part::Control,
            1 => Part::Zone(Text::new("elsewhere")),
            _ => Part::Zone(Text::default()),
        }
    }

    fn views(&mut self) -> Vec<View> {
        (0..self.chance.up_to(3)).map(|_| self.view()).collect()
    }

    fn reply(&mut self) -> Reply {
        match self.chance.up_to(9) {
            0 => Reply::Void { time: EngineTime(self.number()) },
            1 => Reply::Left,
            9 => Reply::Members(self.others()),
            2 => Reply::Refused(None),
            3 | 4 => Reply::Refused(Some(self.view())),
            5 | 6 => Reply::Accepted(self.view()),
            _ => Reply::Synced(Synced {
                time: EngineTime(self.number()),
                highest: self.number(),
                cursor: self.number(),
                members: 7,
                views: self.views(),
            }),
        }
    }

    fn others(&mut self) -> Vec<Peer> {
        let name = || Text::new("nobody");
        let peer = |_| Peer { instance: name(), zone: name(), seen: self.time() };
        (0..3).map(peer).collect()
    }

    fn answer(&mut self) -> Input {
        if self.sent.is_empty() {
            return Input::Tick;
        }
        let (id, batch) = self.sent.swap_remove(0);
        let result = match self.chance.up_to(20) {
            0 => Err(Gone::new("it said no")),
            1 => Ok(vec![self.reply()]),
            _ => Ok(batch.requests.iter().map(|_| self.reply()).collect()),
        };
        Input::Answered { id, result }
    }

    fn local(&mut self) -> Input {
        let what = match self.chance.up_to(4) {
            0 => What::Opened { first: self.one_in(2), why: why() },
            1 => What::HalfOpened,
            2 => What::Closed,
            3 => {
                let time = self.one_in(2).then(|| self.time());
                forced(time, "")
            }
            _ => {
                if self.one_in(2) {
                    released()
                } else {
                    What::ForceEnded
                }
            }
        };
        let origin = [Origin::Own, Origin::Fleet, Origin::Hand];
        let origin = origin[usize::try_from(self.chance.up_to(2)).unwrap()];
        Input::Local(LocalEvent { name: self.name(), id: self.chance.up_to(3), what, origin })
    }

    fn input(&mut self) -> Input {
        match self.chance.up_to(20) {
            0 => Input::Connected,
            1 => Input::Disconnected { why: Gone::new("cut") },
            2 => Input::Missed,
            3..=8 => Input::Pushed(Message { views: self.views() }),
            9..=14 => self.answer(),
            15..=18 => self.local(),
            19 => Input::Looked,
            _ => Input::Tick,
        }
    }

    /// Circuits do what they like.
    fn stir(&mut self, circuits: &mut Fakes) {
        let until = self.now + ms(self.chance.up_to(20_000));
        for fake in circuits.all.values_mut() {
            if self.one_in(5) {
                fake.open = self.one_in(2);
                fake.half_open = self.one_in(2).then_some(Trials { in_flight: 1, ended: 0 });
                fake.forced = self.one_in(6);
                fake.until = until;
                fake.since = self.now;
            }
            fake.rejected += self.chance.up_to(1);
        }
    }
}

/// No step of a fleet harms a circuit.
fn assert_harmless(seed: u64, circuits: &mut Fakes, share_control: bool) {
    for fake in circuits.all.values_mut() {
        let closed = !fake.open && fake.half_open.is_none() && !fake.forced;
        for step in fake.steps.drain(..) {
            match step {
                // The open time, or a lease and what is known of it.
                Step::Suspected(time) => assert!(time <= ms(10_500), "seed {seed}: {step:?}"),
                Step::Held(time) => assert!(time <= secs(101), "seed {seed}: {step:?}"),
                Step::Forced(..) | Step::Reset(..) => assert!(share_control, "seed {seed}"),
                Step::Openings(_) => assert!(!closed, "seed {seed}"),
                Step::Trusted | Step::Began => {}
            }
        }
    }
}

fn history(seed: u64) {
    let share_control = seed.is_multiple_of(2);
    let config = Config {
        id: MemberId(1),
        instance: Text::new("pod"),
        zone: Text::default(),
        engine: Text::default(),
        share_control,
        seed,
    };
    let mut member = Member::new(config);
    let mut hostile = Hostile { chance: Chance::new(seed), now: secs(1), sent: Vec::new() };
    let mut circuits = Fakes::default();
    circuits.add(Name::new("x"));
    circuits.add(Name::new("y"));
    for _ in 0..400 {
        circuits.now = hostile.now;
        if hostile.one_in(4) {
            hostile.stir(&mut circuits);
        }
        let input = hostile.input();
        for input in [input, Input::Tick] {
            for output in member.handle(hostile.now, input, &mut circuits) {
                if let Output::Send { id, batch } = output {
                    assert!(!batch.requests.is_empty() && batch.requests.len() <= Batch::MOST);
                    hostile.sent.push((id, batch));
                }
            }
        }
        assert!(member.wakes_at().is_none_or(|at| at > hostile.now), "seed {seed}: it spins");
        assert_harmless(seed, &mut circuits, share_control);
        hostile.now += ms(hostile.chance.up_to(300));
    }
}

#[test]
fn whatever_is_said_nothing_breaks_and_every_effect_is_bounded() {
    for seed in 0..500 {
        history(seed);
    }
}
