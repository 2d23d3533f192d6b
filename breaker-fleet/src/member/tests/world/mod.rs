//! A few processes, an engine and the wires between them, on a clock that is held.

mod circuit;
mod engine;
mod wires;

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use circuit::{outage, why};
pub(super) use engine::subject;
use wires::{Parcel, WAY};

use super::circuits::Fakes;
use super::secs;
use crate::engine::memory::Memory;
use crate::member::{BatchId, Config, FleetEvent, Input, Known, Member};
use crate::wire::{MemberId, Name, Peer, Request, Text};

pub(super) struct Process {
    pub(super) member: Member,
    pub(super) circuits: Fakes,
    pub(super) told: Vec<FleetEvent>,
    /// What people are shown.
    pub(super) known: BTreeMap<Name, Known>,
    pub(super) others: Vec<Peer>,
    /// Every request that was sent, but syncs, and questions about the others.
    pub(super) sent: Vec<Request>,
    /// How often it asked who else is there.
    pub(super) asked: usize,
    /// How often it synced.
    pub(super) syncs: usize,
    /// The engine refuses what it orders, and answers its syncs.
    pub(super) refused: bool,
    /// It hears no pushes.
    pub(super) deaf: bool,
    /// Its time stands still: what comes waits.
    pub(super) stopped: bool,
    backlog: Vec<Input>,
    connection: u64,
    /// Batches without an answer.
    pub(super) open: BTreeSet<BatchId>,
}

/// A world in which a way takes a millisecond.
pub(super) struct World {
    pub(super) now: Duration,
    pub(super) engine: Memory,
    pub(super) all: Vec<Process>,
    /// The engine's clock runs ahead of the world's by so many microseconds.
    pub(super) clock: i64,
    /// The engine takes requests in, and answers none.
    pub(super) hung: bool,
    /// Nothing that these send arrives, and nothing comes to them.
    pub(super) cut: BTreeSet<usize>,
    wires: BTreeMap<(Duration, u64), Parcel>,
    next: u64,
    /// How much has happened to circuits.
    happened: u64,
}

pub(super) fn x() -> Name {
    Name::new("x")
}

impl World {
    /// So many joined processes, each with the circuit `x`: 5 s old.
    pub(super) fn of(count: usize) -> Self {
        Self::with(count, |_, _| {})
    }

    pub(super) fn with(count: usize, set: impl Fn(usize, &mut Config)) -> Self {
        let mut world = Self {
            now: Duration::ZERO,
            engine: Memory::new(),
            all: Vec::new(),
            clock: 1_000_000_000,
            hung: false,
            cut: BTreeSet::new(),
            wires: BTreeMap::new(),
            next: 0,
            happened: 0,
        };
        for number in 0..count {
            world.add(|config| set(number, config));
        }
        world.run(secs(5));
        world
    }

    /// One more process.
    pub(super) fn add(&mut self, set: impl Fn(&mut Config)) -> usize {
        let number = self.all.len();
        let mut config = Config {
            id: MemberId(number as u64 + 1),
            instance: Text::new(&format!("pod-{number}")),
            zone: Text::default(),
            engine: Text::default(),
            share_control: false,
            seed: number as u64,
        };
        set(&mut config);
        let mut circuits = Fakes { now: self.now, ..Fakes::default() };
        circuits.add(x());
        self.all.push(Process {
            member: Member::new(config),
            circuits,
            told: Vec::new(),
            known: BTreeMap::new(),
            others: Vec::new(),
            sent: Vec::new(),
            asked: 0,
            syncs: 0,
            refused: false,
            deaf: false,
            stopped: false,
            backlog: Vec::new(),
            connection: 0,
            open: BTreeSet::new(),
        });
        self.put(WAY, Parcel::Connect(number));
        number
    }

    /// Lets so much time pass.
    pub(super) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            let wake = self.all.iter().filter(|process| !process.stopped);
            let wake = wake.filter_map(|process| process.member.wakes_at()).min();
            let parcel = self.wires.keys().next().map(|(at, _)| *at);
            let Some(next) = [wake, parcel].into_iter().flatten().min().filter(|at| *at <= end)
            else {
                break;
            };
            self.now = next.max(self.now);
            if parcel.is_some_and(|at| at <= self.now) {
                let parcel = self.wires.pop_first().unwrap().1;
                self.deliver(parcel);
            } else {
                self.tick();
            }
        }
        self.now = end;
    }

    fn tick(&mut self) {
        for number in 0..self.all.len() {
            let due = self.all[number].member.wakes_at().is_some_and(|at| at <= self.now);
            if due && !self.all[number].stopped {
                self.input(number, Input::Tick);
            }
        }
    }

    pub(super) fn input(&mut self, number: usize, input: Input) {
        let now = self.now;
        let process = &mut self.all[number];
        if process.stopped {
            process.backlog.push(input);
            return;
        }
        process.circuits.now = now;
        for output in process.member.handle(now, input, &mut process.circuits) {
            self.put_out(number, output);
        }
    }

    /// A stopped process goes on, with everything that waited for it.
    pub(super) fn go_on(&mut self, number: usize) {
        self.all[number].stopped = false;
        for input in core::mem::take(&mut self.all[number].backlog) {
            self.input(number, input);
        }
    }
}
