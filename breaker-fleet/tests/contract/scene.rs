//! Members before an engine, on its clock.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use breaker_fleet::__protocol::engine::memory::Memory;
use breaker_fleet::__protocol::engine::{Gone, Ran};
use breaker_fleet::__protocol::wire::{
    Batch, Control, EngineTime, ForcedTo, MemberId, Message, Name, Ordered, Outage, Part, Phase,
    Reply, Request, State, Subject, Synced, Terms, Text, View, Why,
};

use crate::rig::{Redis, Rig};

pub(crate) const A: MemberId = MemberId(0xa);
pub(crate) const B: MemberId = MemberId(0xb);

/// An engine, its clock, and what happened last.
pub(crate) struct Scene<R> {
    pub(crate) rig: R,
    pub(crate) now: u64,
    pub(crate) void_after: Option<EngineTime>,
    pub(crate) message: Option<Message>,
}

pub(crate) fn before_memory(story: impl FnOnce(&mut Scene<Memory>)) {
    story(&mut Scene::new(Memory::new()));
}

pub(crate) fn before_redis(story: impl FnOnce(&mut Scene<Redis>)) {
    if let Some(redis) = Redis::new() {
        story(&mut Scene::new(redis));
    }
}

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// A circuit whose name and key hold everything.
pub(crate) fn subject() -> Subject {
    Subject { name: Name::keyed("pay:1 {x}\r\n", "höst\0:80"), part: Part::Zone(Text::default()) }
}

pub(crate) fn named(name: &str) -> Subject {
    Subject { name: Name::new(name), part: Part::Zone(Text::default()) }
}

pub(crate) fn controlled() -> Subject {
    Subject { name: Name::new("pay"), part: Part::Control }
}

/// Ten seconds, at most forty, no jitter.
pub(crate) fn terms() -> Terms {
    Terms { open_for: secs(10), max_open_for: Some(secs(40)), jitter: 1000, openings: 0 }
}

pub(crate) fn why(failures: u64) -> Why {
    Why { reason: Text::new("failures"), failures, calls: 2 * failures }
}

pub(crate) fn trip(subject: Subject) -> Request {
    let (by, opened_by) = (Text::new("pod"), Text::new("pod"));
    Request::Trip { subject, terms: terms(), first: true, by, opened_by, why: why(5) }
}

pub(crate) fn lease_of(subject: Subject, opened_ago: Duration) -> Request {
    let (by, opened_by) = (Text::new("pod"), Text::new("pod"));
    Request::Lease { subject, terms: terms(), opened_ago, by, opened_by, why: why(3) }
}

pub(crate) fn closed(round: u64) -> Request {
    Request::Closed { subject: subject(), round, ago: Duration::ZERO, by: Text::new("good") }
}

pub(crate) fn sync_from(cursor: u64) -> Request {
    Request::Sync { cursor, heard: Vec::new(), instance: Text::new("pod 7"), zone: Text::new("eu") }
}

/// Whoever synced as [`sync_from`] does leaves.
pub(crate) fn leave() -> Request {
    Request::Leave { instance: Text::new("pod 7"), zone: Text::new("eu") }
}

impl<R: Rig> Scene<R> {
    fn new(rig: R) -> Self {
        Self { rig, now: 1_800_000_000_000_000, void_after: None, message: None }
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.now += u64::try_from(time.as_micros()).unwrap();
    }

    /// The clock is set back.
    pub(crate) fn set_back(&mut self, time: Duration) {
        self.now -= u64::try_from(time.as_micros()).unwrap();
    }

    pub(crate) fn try_all(&mut self, member: MemberId, requests: &[Request]) -> Result<Ran, Gone> {
        let batch = Batch { member, void_after: self.void_after, requests: requests.to_vec() };
        self.rig.run_at(EngineTime(self.now), &batch)
    }

    pub(crate) fn all(&mut self, member: MemberId, requests: &[Request]) -> Vec<Reply> {
        let ran = self.try_all(member, requests).unwrap();
        assert_eq!(ran.replies.len(), requests.len());
        self.message = ran.message;
        ran.replies
    }

    pub(crate) fn ask(&mut self, member: MemberId, request: Request) -> Reply {
        self.all(member, &[request]).pop().unwrap()
    }

    /// It is accepted, published, and says so.
    #[track_caller]
    pub(crate) fn accepted(&mut self, member: MemberId, request: Request) -> View {
        let Reply::Accepted(view) = self.ask(member, request) else { unreachable!("refused") };
        assert_eq!(self.message, Some(Message { views: vec![view.clone()] }));
        view
    }

    /// It is refused, and nobody hears of it.
    #[track_caller]
    pub(crate) fn refused(&mut self, member: MemberId, request: Request) -> Option<View> {
        let Reply::Refused(view) = self.ask(member, request) else { unreachable!("accepted") };
        assert_eq!(self.message, None);
        view
    }

    pub(crate) fn synced(&mut self, member: MemberId, cursor: u64) -> Synced {
        let Reply::Synced(synced) = self.ask(member, sync_from(cursor)) else { unreachable!() };
        assert_eq!(self.message, None);
        synced
    }

    /// What a sync says of the only record.
    pub(crate) fn outage(&mut self) -> Outage {
        outage(self.synced(A, 0).views.first().unwrap()).clone()
    }

    pub(crate) fn trip(&mut self, member: MemberId) -> View {
        self.accepted(member, trip(subject()))
    }

    pub(crate) fn lease(&mut self, member: MemberId) -> View {
        self.accepted(member, lease_of(subject(), secs(60)))
    }
}

pub(crate) fn outage(view: &View) -> &Outage {
    let State::Outage(outage) = &view.state else { unreachable!() };
    outage
}

pub(crate) fn control(view: &View) -> &Control {
    let State::Control(control) = &view.state else { unreachable!() };
    control
}

pub(crate) fn forced(view: &View) -> (ForcedTo, Duration) {
    let Ordered::Forced { to, rest } = control(view).order else { unreachable!() };
    (to, rest)
}

/// People order it now, and each time it is another order; it is kept for a minute after a force,
/// and for two after a release.
pub(crate) fn order(order: Ordered) -> Request {
    let keep = if order == Ordered::Released { secs(120) } else { order.rest() + secs(60) };
    let id = ORDERS.fetch_add(1, Ordering::Relaxed);
    let control = Control {
        id,
        stamp: 0,
        order,
        ago: Duration::ZERO,
        keep,
        note: Text::new("the bank called"),
    };
    Request::Control { subject: controlled(), control, by: Text::new("ann"), anew: false }
}

/// How many orders were given.
static ORDERS: AtomicU64 = AtomicU64::new(1);

pub(crate) fn waits(outage: &Outage) -> Duration {
    let Phase::Waiting { rest } = outage.phase else { unreachable!("{:?}", outage.phase) };
    rest
}

pub(crate) fn leased(outage: &Outage) -> (MemberId, Duration) {
    let Phase::Leased { holder, rest } = outage.phase else { unreachable!("{:?}", outage.phase) };
    (holder, rest)
}
