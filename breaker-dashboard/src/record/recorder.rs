//! The thread that looks at all circuits once a second, from mounting on.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Weak};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parking_lot::{Condvar, Mutex};

use super::Record;
use super::fleet::{Ask, FleetReading};
use super::reading;

/// What is done with the record after each tick, under its lock.
pub(crate) trait Publish: Send + Sync + 'static {
    fn publish(&self, record: &Record);
}

/// The one recorder of the program, for as long as somebody has it.
pub(crate) struct Recorder<P: Publish> {
    shared: Arc<Shared<P>>,
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
    pub(crate) fn shared(place: &Mutex<Weak<Self>>, publisher: impl FnOnce() -> P) -> Arc<Self> {
        let mut place = place.lock();
        place.upgrade().unwrap_or_else(|| {
            let recorder = Arc::new(Self::start(publisher()));
            *place = Arc::downgrade(&recorder);
            recorder
        })
    }

    fn start(publisher: P) -> Self {
        let shared = Arc::new(Shared::new(publisher));
        shared.tick();
        let its = Arc::clone(&shared);
        let name = String::from("circuit-breaker-recorder");
        // Without a thread there is the first moment, and no other.
        let _ = thread::Builder::new().name(name).spawn(move || its.run());
        Self { shared }
    }

    pub(crate) fn shared_part(&self) -> &Arc<Shared<P>> {
        &self.shared
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
        let mut readings = reading::all();
        let fleet = self.fleet();
        if let Some(fleet) = &fleet {
            fleet.tell(&mut readings);
        }
        // Both clocks at one moment: whoever holds the lock makes neither wait for the other.
        let (elapsed, wall) = (self.began.elapsed(), wall_ms());
        let now = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        let mut record = self.record.lock();
        record
            .take(elapsed.as_secs(), now, &readings, |about| reading::why(about.name, about.key()));
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

/// A number that nobody can guess: a keyed hash of nothing, by keys of the system's chance.
pub(crate) fn by_chance() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The wall clock, since 1970.
pub(crate) fn wall_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
