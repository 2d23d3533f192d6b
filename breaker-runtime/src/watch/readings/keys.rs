//! Which keys have series of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::scope::ScopeId;

/// What the label `key` says for keys without series of their own.
const OTHERS: &str = "(others)";

/// The keys whose circuits have opened, by scope, which is the program or an isolated test, and by
/// function. A key stays for ever: an exporter can't forget a series, and a series that says what a
/// key was long ago would be worse than one that says zero.
#[derive(Debug)]
pub(super) struct NamedKeys(BTreeMap<(ScopeId, &'static str), BTreeSet<Arc<str>>>);

impl NamedKeys {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The label `key` for a key of this function, of which `most` can have series of their own.
    pub(super) fn label(&mut self, name: &'static str, key: &Arc<str>, most: u32) -> Arc<str> {
        let named = self.0.entry((ScopeId::of_this_thread(), name)).or_default();
        if !named.contains(key) {
            if named.len() >= most as usize {
                return OTHERS.into();
            }
            named.insert(Arc::clone(key));
        }
        Arc::clone(key)
    }

    /// The keys of all functions, in this thread's scope.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &Arc<str>)> {
        let present = ScopeId::of_this_thread();
        let here = self.0.iter().filter(move |((scope, _), _)| *scope == present);
        here.flat_map(|((_, name), keys)| keys.iter().map(move |key| (*name, key)))
    }
}
