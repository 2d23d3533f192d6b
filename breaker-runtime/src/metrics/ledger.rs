//! What was published of circuits that go from one key to another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::reading::{Counted, Readings};
use crate::keyed::OTHERS;
use crate::{Calls, KeyedCircuitBreaker};

#[derive(Debug)]
pub(super) struct Ledger {
    /// The keys with series of their own, by the name of their function.
    labels: BTreeMap<&'static str, BTreeSet<Arc<str>>>,
    /// By the address of the keyed breaker, which is a static.
    keyed: BTreeMap<usize, Keys>,
}

/// The keys of one keyed breaker.
#[derive(Debug, Default)]
struct Keys {
    accounts: BTreeMap<Arc<str>, Account>,
    /// Calls of keys without series of their own.
    others: Calls,
}

/// What one key has counted on all the circuits that it had.
#[derive(Debug, Default)]
struct Account {
    tenancy: Tenancy,
    /// On the present circuit, or the last one.
    present: Counted,
    /// On those before.
    before: Counted,
}

/// Which circuit a key has, and what that had counted when the key got it: a circuit that comes back to a key has counted more by then, or
/// there is nothing to tell apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tenancy {
    circuit: usize,
    counted_before: Calls,
}

impl Ledger {
    pub(super) const fn new() -> Self {
        Self { labels: BTreeMap::new(), keyed: BTreeMap::new() }
    }

    /// What the label `key` says for a key of this function, which may have `most` of them: itself, or that it is one of the others.
    pub(super) fn label(&mut self, name: &'static str, key: &Arc<str>, most: u32) -> Arc<str> {
        let labels = self.labels.entry(name).or_default();
        let is_others = &**key == OTHERS;
        if !labels.contains(key) && (is_others || labels.len() >= most as usize) {
            return OTHERS.into();
        }
        labels.insert(Arc::clone(key));
        Arc::clone(key)
    }

    pub(super) fn read(&mut self, breaker: &'static KeyedCircuitBreaker, readings: &mut Readings) {
        let (name, most) = (breaker.name(), breaker.max_keys());
        let address = core::ptr::from_ref(breaker).addr();
        let mut keys = self.keyed.remove(&address).unwrap_or_default();
        // First: what keys count meanwhile is not to look like that of others.
        let all = breaker.calls();
        for circuit in breaker.circuits() {
            let (now, counted_before) = circuit.reading();
            let key = now.key.clone().unwrap_or_else(|| OTHERS.into());
            let label = self.label(name, &key, most);
            if label == key && &*key != OTHERS {
                let circuit = core::ptr::from_ref(circuit).addr();
                let account = keys.accounts.entry(key).or_default();
                account.update(Tenancy { circuit, counted_before }, Counted::of(&now));
            }
            readings.of(name, Some(label)).see(&now);
        }
        let mut own = Calls::default();
        for (key, account) in &keys.accounts {
            let counted = account.present.and(account.before);
            readings.of(name, Some(Arc::clone(key))).count(counted);
            own = own.and(counted.calls);
        }
        keys.others = keys.others.at_least(all.beyond(own));
        if keys.others != Calls::default() {
            let others = readings.of(name, Some(OTHERS.into()));
            others.counted.calls = others.counted.calls.and(keys.others);
        }
        self.keyed.insert(address, keys);
    }
}

impl Account {
    fn update(&mut self, tenancy: Tenancy, counted: Counted) {
        if self.tenancy != tenancy {
            self.before = self.before.and(self.present);
            self.tenancy = tenancy;
        }
        self.present = counted;
    }
}
