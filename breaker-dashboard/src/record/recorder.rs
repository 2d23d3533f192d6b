//! The thread that looks at all circuits once a second, from mounting on.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, OnceLock, Weak};
use std::task::Waker;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{process, thread};

use parking_lot::{Condvar, Mutex};

use super::Record;
use super::fleet::{Ask, FleetReading};
use super::{began, reading};

/// What is done with the record after each tick, under its lock.
pub(crate) trait Publish: Send + Sync + 'static {
    fn publish(&self, record: &Record);
}

/// The one recorder of the program, for as long as somebody has it.
pub(crate) struct Recorder<P: Publish> {
    shared: Arc<Shared<P>>,
    publisher: fn() -> P,
    process: u32,
    /// That of a child, which has this one by a fork, and its thread not.
    of_child: OnceLock<Arc<Self>>,
}

pub(crate) struct Shared<P> {
    pub(crate) record: Mutex<Record>,
    pub(crate) publisher: P,
    /// How to ask for the fleet that the program is in.
    fleet: Mutex<Option<Arc<Ask>>>,
    began: Instant,
    stop: Mutex<bool>,
    stopped: Condvar,
    wakers: Mutex<Vec<Waker>>,
}

impl<P: Publish> Recorder<P> {
    /// The recorder that there is, or a new one.
    pub(crate) fn shared(place: &Mutex<Weak<Self>>, publisher: fn() -> P) -> Arc<Self> {
        let mut place = place.lock();
        let recorder = place.upgrade().unwrap_or_else(|| {
            let recorder = Arc::new(Self::start(publisher));
            *place = Arc::downgrade(&recorder);
            recorder
        });
        // Recording begins here, also in a child.
        recorder.of_this_process();
        recorder
    }

    fn start(publisher: fn() -> P) -> Self {
        let shared = Arc::new(Shared::new(publisher()));
        shared.tick();
        let its = Arc::clone(&shared);
        let name = String::from("circuit-breaker-recorder");
        // Without a thread there is the first moment, and no other.
        let _ = thread::Builder::new().name(name).spawn(move || its.run());
        Self { shared, publisher, process: process::id(), of_child: OnceLock::new() }
    }

    /// A child begins anew: a lock of its parent's record may be held, by a thread that it has not.
    fn of_this_process(&self) -> &Self {
        if self.process == process::id() {
            return self;
        }
        let of_child = self.of_child.get_or_init(|| {
            let bound = self.shared.record.try_lock().and_then(|record| record.bound);
            let recorder = Self::start(self.publisher);
            if let Some(bound) = bound {
                recorder.shared.record.lock().bound(bound);
            }
            Arc::new(recorder)
        });
        of_child.of_this_process()
    }

    pub(crate) fn shared_part(&self) -> &Arc<Shared<P>> {
        &self.of_this_process().shared
    }
}

impl<P: Publish> Drop for Recorder<P> {
    fn drop(&mut self) {
        *self.shared.stop.lock() = true;
        self.shared.stopped.notify_all();
        self.shared.wake();
    }
}

impl<P: Publish> Shared<P> {
    fn new(publisher: P) -> Self {
        Self {
            record: Mutex::new(Record::new()),
            publisher,
            fleet: Mutex::new(None),
            began: Instant::now(),
            stop: Mutex::new(false),
            stopped: Condvar::new(),
            wakers: Mutex::new(Vec::new()),
        }
    }

    fn run(&self) {
        loop {
            let mut stop = self.stop.lock();
            let next = Duration::from_secs(self.began.elapsed().as_secs() + 1);
            while !*stop && self.began.elapsed() < next {
                self.stopped.wait_until(&mut stop, self.began + next);
            }
            if *stop {
                return;
            }
            drop(stop);
            self.tick();
        }
    }

    /// Looks at all circuits.
    fn tick(&self) {
        let followed = self.record.lock().followed();
        let mut readings = reading::all(&followed);
        let fleet = self.fleet();
        if let Some(fleet) = &fleet {
            fleet.tell(&mut readings);
        }
        // Both clocks at one moment: whoever holds the lock makes neither wait for the other.
        let (elapsed, wall) = (self.began.elapsed(), wall_ms());
        let now = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        let mut record = self.record.lock();
        record.take(elapsed.as_secs(), now, &readings, |about| began::of(about.name, about.key()));
        record.forget_errors(reading::policy_of);
        if let Some(fleet) = &fleet {
            record.take_fleet(fleet);
        }
        let tick = record.tick;
        record.wall.note(tick, now, wall);
        self.publisher.publish(&record);
        drop(record);
        self.wake();
    }

    /// The fleet as it is now, if the program is in one.
    pub(crate) fn fleet(&self) -> Option<FleetReading> {
        let ask = self.fleet.lock().clone();
        ask.map(|ask| ask())
    }

    /// Shows this fleet from the next tick on.
    #[cfg(feature = "fleet")]
    pub(crate) fn show_fleet(&self, ask: Arc<Ask>) {
        *self.fleet.lock() = Some(ask);
    }

    /// Wakes whoever waits for the next tick.
    pub(crate) fn wake(&self) {
        let wakers = core::mem::take(&mut *self.wakers.lock());
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Has somebody woken at the next tick.
    #[cfg(feature = "axum")]
    pub(crate) fn wake_at_next(&self, waker: &Waker) {
        let mut wakers = self.wakers.lock();
        if !wakers.iter().any(|other| other.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }
}

/// A number that nobody can guess: a keyed hash, by keys of the system's chance. Of the process: a
/// child that was forked has the keys of its parent.
pub(crate) fn by_chance() -> u64 {
    let mut keyed = RandomState::new().build_hasher();
    keyed.write_u32(process::id());
    keyed.finish()
}

/// The wall clock, since 1970.
pub(crate) fn wall_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nobody;

    impl Publish for Nobody {
        fn publish(&self, _: &Record) {}
    }

    #[test]
    fn a_child_that_was_forked_has_a_recorder_of_its_own_that_ticks() {
        let mut parents = Recorder::start(|| Nobody);
        parents.shared.record.lock().bound(64 << 20);
        // As a child sees it.
        parents.process = process::id().wrapping_add(1);
        let held = Arc::clone(&parents.shared);
        let of_parent = held.record.lock();
        // Its parent's lock is held for ever.
        assert!(!Arc::ptr_eq(parents.shared_part(), &held));
        drop(of_parent);
        let childs = parents.shared_part();
        assert!(Arc::ptr_eq(childs, parents.shared_part()), "one for all");
        let began = Instant::now();
        while childs.record.lock().tick == 0 {
            assert!(began.elapsed() < Duration::from_secs(60), "it ticks");
            thread::sleep(Duration::from_millis(20));
        }
    }
}
