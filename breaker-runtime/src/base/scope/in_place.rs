//! A circuit of a test's own in the place of a listed one.

use core::any::Any;
use std::collections::HashMap;

use parking_lot::Mutex;

/// What stands for each circuit, by the address of the circuit, or of the circuits by key.
pub(super) type Places = Mutex<HashMap<usize, InPlace>>;

/// What stands for a circuit in a scope.
#[derive(Debug)]
pub(super) enum InPlace {
    /// A circuit of the scope's own.
    Own(&'static (dyn Any + Send + Sync)),
    /// Nothing: the circuit was not listed when so many circuits were. It may be by now.
    Nothing { as_of: usize },
}

impl InPlace {
    fn is_up_to_date(&self, listings: usize) -> bool {
        match *self {
            Self::Own(_) => true,
            Self::Nothing { as_of } => as_of == listings,
        }
    }

    fn own<T: Any>(&self) -> Option<&'static T> {
        match *self {
            Self::Own(own) => own.downcast_ref(),
            Self::Nothing { .. } => None,
        }
    }
}

/// What stands for the circuit at this address, looked up if that is not known. Looked up outside
/// the lock, because listing circuits takes locks of its own.
pub(super) fn in_place<T: Any + Send + Sync>(
    known: &Places,
    circuit: &T,
    listings: usize,
    is_listed: impl FnOnce() -> bool,
    copy: impl FnOnce() -> &'static T,
) -> Option<&'static T> {
    let address = core::ptr::from_ref(circuit).addr();
    let up_to_date = |place: &&InPlace| place.is_up_to_date(listings);
    if let Some(place) = known.lock().get(&address).filter(up_to_date) {
        return place.own();
    }
    let own = is_listed().then(copy);
    let mut known = known.lock();
    let place = known.entry(address).or_insert(InPlace::Nothing { as_of: listings });
    if place.own::<T>().is_none() {
        *place = own.map_or(InPlace::Nothing { as_of: listings }, |own| InPlace::Own(own));
    }
    place.own()
}
