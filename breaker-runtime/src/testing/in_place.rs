//! What an isolated test has in the place of a circuit, and what is not listed yet.

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::registry::registry;

/// What a scope has in the place of a circuit.
#[derive(Debug)]
pub(super) enum InPlace<T: 'static> {
    /// One of its own.
    Own(&'static T),
    /// Nothing, for the circuit was not listed when there were so many listings: it may be by now.
    Nothing { as_of: usize },
}

impl<T> InPlace<T> {
    fn is_up_to_date(&self, listings: usize) -> bool {
        match *self {
            Self::Own(_) => true,
            Self::Nothing { as_of } => as_of == listings,
        }
    }

    fn own(&self) -> Option<&'static T> {
        match *self {
            Self::Own(own) => Some(own),
            Self::Nothing { .. } => None,
        }
    }
}

/// What is in the place of the circuit at this address, which is looked up if that is not known. Not under the lock: the registry has
/// locks of its own.
pub(super) fn in_place<T>(
    known: &Mutex<HashMap<usize, InPlace<T>>>,
    circuit: &T,
    is_listed: impl FnOnce() -> bool,
    copy: impl FnOnce() -> &'static T,
) -> Option<&'static T> {
    let (address, listings) = (core::ptr::from_ref(circuit).addr(), registry().listings());
    let up_to_date = |place: &&InPlace<T>| place.is_up_to_date(listings);
    if let Some(place) = known.lock().get(&address).filter(up_to_date) {
        return place.own();
    }
    let own = is_listed().then(copy);
    let mut known = known.lock();
    let place = known.entry(address).or_insert(InPlace::Nothing { as_of: listings });
    if place.own().is_none() {
        *place = own.map_or(InPlace::Nothing { as_of: listings }, InPlace::Own);
    }
    place.own()
}
