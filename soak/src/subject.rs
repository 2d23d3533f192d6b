//! A circuit under test, with its callers' books and the sites that its calls go to.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, registry};

use crate::ids::Ids;
use crate::ledger::Ledger;

/// A circuit, or those of all keys of a function.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// Its `half_open_calls` and `open_for`, as made.
    pub(crate) trial_calls: usize,
    pub(crate) open_for: Duration,
    pub(crate) slow_after: Option<Duration>,
    /// Whether the answer `BUSY` is ignored.
    pub(crate) ignores_busy: bool,
    pub(crate) is_dry_run: bool,
    /// Whether a call makes another one of the same circuit, which counts for itself except in a
    /// trial.
    pub(crate) nests: bool,
    /// Keys that calls are made with; none for a circuit without.
    pub(crate) keys: u32,
    pub(crate) ledger: Ledger,
    pub(crate) place: OnceLock<Place>,
}

/// What a subject gets when the program starts.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) ids: Ids,
    pub(crate) sites: Vec<SocketAddr>,
}

impl Subject {
    pub(crate) const fn new(name: &'static str, trial_calls: usize, open_for_millis: u64) -> Self {
        Self {
            name,
            trial_calls,
            open_for: Duration::from_millis(open_for_millis),
            slow_after: None,
            ignores_busy: false,
            is_dry_run: false,
            nests: false,
            keys: 0,
            ledger: Ledger::new(),
            place: OnceLock::new(),
        }
    }

    pub(crate) const fn slow_after(mut self, millis: u64) -> Self {
        self.slow_after = Some(Duration::from_millis(millis));
        self
    }

    pub(crate) const fn ignores_busy(mut self) -> Self {
        self.ignores_busy = true;
        self
    }

    pub(crate) const fn dry_run(mut self) -> Self {
        self.is_dry_run = true;
        self
    }

    pub(crate) const fn nests(mut self) -> Self {
        self.nests = true;
        self
    }

    pub(crate) const fn keys(mut self, keys: u32) -> Self {
        self.keys = keys;
        self
    }

    /// Where calls of this key go. A few keys share a site, and its weather.
    pub(crate) fn site(&self, key: u32) -> Option<SocketAddr> {
        let sites = &self.place.get()?.sites;
        sites.get(key as usize % sites.len()).copied()
    }

    pub(crate) fn ids(&self) -> Option<&Ids> {
        self.place.get().map(|place| &place.ids)
    }

    pub(crate) fn has_ids_left(&self) -> bool {
        self.ids().is_some_and(Ids::are_left)
    }

    /// The circuits of all keys, if it has one for each.
    pub(crate) fn keyed(&self) -> Option<&'static KeyedCircuitBreaker> {
        if self.keys == 0 { None } else { registry().keyed(self.name) }
    }

    /// Its circuit, or those that keys have at the moment.
    pub(crate) fn circuits(&self) -> Vec<&'static CircuitBreaker> {
        match self.keyed() {
            Some(keyed) => keyed.circuits().collect(),
            None => registry().get(self.name).into_iter().collect(),
        }
    }
}
