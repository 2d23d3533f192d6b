//! Where the fleet's thread shows how it is. Nobody who looks waits for it: each holds the lock for
//! a moment, and none of a user's code runs under it.

#[cfg(test)]
mod tests;

use core::time::Duration;
use std::collections::BTreeMap;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::local::{LastLocal, LocalCircuit};
use super::outage::SharedOutage;
use super::status::{Peer, Status, named, zone};
use crate::circuits::registry::Locals;
use crate::member::{Away, Config, Known, Member, Status as Standing, Traffic, asks_every};
use crate::wire::{self, Name, Phase};

/// The most outages that a status lists.
const MOST_OUTAGES: usize = 1000;

/// For so long the others are shown as they were when the engine said so.
const OTHERS_KEPT: Duration = Duration::from_secs(60);

/// What there is to see of one membership.
#[derive(Debug)]
pub(crate) struct Board {
    namespace: Arc<str>,
    instance: Arc<str>,
    zone: Option<Arc<str>>,
    shares_control: bool,
    /// The member's times are since then.
    started: Instant,
    /// The process of the fleet's thread: a fork has no such thread.
    process: u32,
    /// Somebody has looked.
    looked: AtomicBool,
    local: LastLocal,
    shown: Mutex<Shown>,
}

#[derive(Debug)]
struct Shown {
    at: Duration,
    standing: Standing,
    outages: BTreeMap<Name, Known>,
    /// When the engine said so, by name.
    others: (Duration, Vec<Peer>),
    /// This process has left.
    left: bool,
}

impl Board {
    pub(crate) fn new(namespace: &str, config: &Config) -> Self {
        Self {
            namespace: namespace.into(),
            instance: named(&config.instance),
            zone: zone(&config.zone),
            shares_control: config.share_control,
            started: Instant::now(),
            process: process::id(),
            looked: AtomicBool::new(false),
            local: LastLocal::default(),
            shown: Mutex::new(Shown::nothing(Away::NOT_YET)),
        }
    }

    pub(crate) fn namespace(&self) -> &Arc<str> {
        &self.namespace
    }

    pub(crate) const fn started(&self) -> Instant {
        self.started
    }

    /// Whether this is a fork of the process that joined: nobody shows anything here, and the lock
    /// may be held, by a thread that is not there to give it back.
    pub(crate) fn is_forked(&self) -> bool {
        self.process != process::id()
    }

    pub(crate) fn show(&self, member: &Member, now: Duration) {
        let standing = member.status(now);
        let mut shown = self.shown();
        if !shown.left {
            shown.at = now;
            shown.standing = standing;
        }
    }

    /// How the member is at this moment.
    #[cfg(feature = "metrics")]
    pub(crate) fn standing(&self) -> Standing {
        let shown = self.shown();
        let away = shown.away(self.started.elapsed());
        Standing { away, ..shown.standing.clone() }
    }

    /// What is known of a circuit's outage from now on.
    pub(crate) fn show_outage(&self, name: Name, known: Option<Known>) {
        let mut shown = self.shown();
        match known {
            Some(known) if !shown.left => shown.outages.insert(name, known),
            _ => shown.outages.remove(&name),
        };
    }

    /// Who else is there.
    pub(crate) fn show_others(&self, others: Vec<wire::Peer>, now: Duration) {
        let mut others: Vec<_> = others.into_iter().map(Peer::from).collect();
        others
            .sort_by(|one, other| (&one.instance, &one.zone).cmp(&(&other.instance, &other.zone)));
        let mut shown = self.shown();
        if !shown.left {
            shown.others = (now, others);
        }
    }

    /// Whether somebody has looked since the last time.
    pub(crate) fn take_look(&self) -> bool {
        // Relaxed: nothing is handed over with it.
        self.looked.swap(false, Ordering::Relaxed)
    }

    /// There is no thread any more, or never was.
    pub(crate) fn never(&self, why: &str) {
        let mut shown = self.shown();
        if !shown.left {
            shown.end(self.started.elapsed(), why);
        }
    }

    /// Nobody keeps this process in the fleet any more.
    pub(crate) fn leave(&self) {
        if self.is_forked() {
            return;
        }
        let mut shown = self.shown();
        if !shown.left {
            shown.end(self.started.elapsed(), Away::LEFT);
            shown.left = true;
        }
    }

    pub(crate) fn status(&self, look: impl FnOnce() -> Locals) -> Status {
        if self.is_forked() {
            return self.status_of(&Shown::nothing(Away::FORKED), Locals::default());
        }
        self.looked.store(true, Ordering::Relaxed);
        let left = self.shown().left;
        let local = if left { Locals::default() } else { self.local.seen(look) };
        self.status_of(&self.shown(), local)
    }

    fn status_of(&self, shown: &Shown, local: Locals) -> Status {
        let now = self.started.elapsed();
        Status {
            namespace: Arc::clone(&self.namespace),
            instance: Arc::clone(&self.instance),
            zone: self.zone.clone(),
            shares_control: self.shares_control,
            away: shown.away(now),
            members: shown.standing.members,
            same_name: shown.standing.namesakes,
            others: shown.others(now),
            others_every: asks_every(shown.standing.members),
            outages: shown.outages(now),
            traffic: shown.standing.traffic,
            leases: shown.standing.leases,
            local: local.listed.into_iter().map(LocalCircuit::new).collect(),
            local_count: local.count,
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    /// Away since the start.
    fn nothing(why: &str) -> Self {
        let away = Some(Away { lasted: Duration::ZERO, why: why.to_owned() });
        let traffic = Traffic::default();
        Self {
            at: Duration::ZERO,
            standing: Standing { away, members: 0, namesakes: 0, leases: 0, traffic },
            outages: BTreeMap::new(),
            others: (Duration::ZERO, Vec::new()),
            left: false,
        }
    }

    fn end(&mut self, now: Duration, why: &str) {
        self.at = now;
        self.standing.away = Some(Away { lasted: Duration::ZERO, why: why.to_owned() });
        self.standing.leases = 0;
        self.outages.clear();
        self.others.1.clear();
    }

    fn away(&self, now: Duration) -> Option<Away> {
        let Away { lasted, why } = self.standing.away.clone()?;
        Some(Away { lasted: lasted + now.saturating_sub(self.at), why })
    }

    /// As they are, unless nobody has looked for too long.
    fn others(&self, now: Duration) -> Vec<Peer> {
        let (at, others) = &self.others;
        let passed = now.saturating_sub(*at);
        let later = |peer: &Peer| Peer { seen: peer.seen + passed, ..peer.clone() };
        if passed > OTHERS_KEPT { Vec::new() } else { others.iter().map(later).collect() }
    }

    /// By name. If there are too many, those go that a callee has recovered from.
    fn outages(&self, now: Duration) -> Vec<SharedOutage> {
        let (over, last): (Vec<_>, Vec<_>) = self
            .outages
            .iter()
            .partition(|(_, known)| matches!(known.outage.phase, Phase::Closed { .. }));
        let mut listed: Vec<_> = last.into_iter().chain(over).take(MOST_OUTAGES).collect();
        listed.sort_unstable_by_key(|(name, _)| *name);
        let passed = |known: &Known| now.saturating_sub(known.at);
        listed.iter().map(|(name, known)| SharedOutage::new(name, known, passed(known))).collect()
    }
}
