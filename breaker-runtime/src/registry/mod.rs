//! All circuits of the program.

#[cfg(feature = "test-util")]
use core::any::Any;

use parking_lot::Mutex;

#[cfg(feature = "test-util")]
use crate::base::scope::isolated::Listing;
use crate::breaker::CircuitBreaker;
use crate::events;
use crate::events::{Event, Subscription};
use crate::keyed::KeyedCircuitBreaker;

// In the order in which the documentation lists what they add.
mod lookup;

mod keyed;

mod configure;

mod applied;
mod configured;
mod duplicate_names;
pub(crate) mod instead;
pub(crate) mod link;
mod list;
mod rejection;
pub(crate) mod timeouts;

use applied::Applied;
pub use configured::{Configured, PolicyChange};
pub use duplicate_names::DuplicateNames;
pub use instead::{Guarded, Instead};
use list::List;
pub(crate) use list::Listed;
pub use lookup::LookupError;
#[cfg(feature = "test-util")]
use timeouts::Timeout;

/// The list of all circuits of the program, to look at, force, configure and listen to.
///
/// The list holds the circuits of all guarded functions, also those of dependencies, from the start
/// of `main` on, and the circuits that somebody registered by hand. [The
/// guide](crate::_guide::registry) has health, readiness and forcing from outside.
///
/// On targets whose linker can't collect circuits (WebAssembly, Miri) a guarded function is listed
/// from its first call on.
///
/// ```standalone_crate
/// use breaker_runtime::{circuit_breaker, registry};
///
/// #[circuit_breaker(threshold = 3, name = "rates")]
/// fn rate() -> std::io::Result<f64> { Ok(1.08) }
///
/// # rate().unwrap();
/// let rates = registry().get("rates").unwrap();
/// assert_eq!(rates.policy().to_string(), "3 failures in 10s, open for 30s, 1 trial call");
/// registry().check().expect("names are unique");
/// for circuit in registry().iter() {
///     println!("{}: {}", circuit.name(), circuit.state());
/// }
/// ```
#[derive(Debug)]
pub struct Registry {
    circuits: List<CircuitBreaker>,
    keyed: List<KeyedCircuitBreaker>,
    /// The overrides that were applied last, for circuits that are listed later.
    applied: Mutex<Applied>,
}

static REGISTRY: Registry = Registry {
    circuits: List::linked(),
    keyed: List::linked(),
    applied: Mutex::new(Applied::NOTHING),
};

/// Returns the [`Registry`] of the program, which lists all circuits.
///
/// ```
/// for circuit in breaker_runtime::registry().iter() {
///     println!("{}: {}", circuit.name(), circuit.state());
/// }
/// ```
#[must_use]
pub fn registry() -> &'static Registry {
    &REGISTRY
}

/// # All circuits
impl Registry {
    /// All circuits, each once, in no particular order.
    ///
    /// A function with keys has the circuits of its keys and the one that [stands for all
    /// keys](KeyedCircuitBreaker::whole).
    pub fn iter(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        let of_keys = |keyed: &'static KeyedCircuitBreaker| {
            core::iter::once(keyed.whole()).chain(keyed.circuits())
        };
        self.unkeyed().chain(self.all_by_key().flat_map(of_keys))
    }

    /// The circuits without keys, each once, in no particular order.
    ///
    /// With [`all_by_key`](Self::all_by_key) it serves loops that look at the circuits of keys only
    /// where [one is in trouble](crate::KeysSnapshot::in_state).
    pub fn unkeyed(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        self.circuits.iter()
    }

    /// The functions that have a circuit for each key, each once, in no particular order.
    pub fn all_by_key(&self) -> impl Iterator<Item = &'static KeyedCircuitBreaker> + use<> {
        self.keyed.iter()
    }

    /// Calls `listener` with each event of every circuit in the program, on a thread of the
    /// listener's own, until the [`Subscription`] is dropped.
    ///
    /// The listener also hears circuits that are not listed.
    ///
    /// ```
    /// use breaker_runtime::{registry, EventKind};
    ///
    /// let subscription = registry().subscribe(|event| {
    ///     if let EventKind::Opened { .. } = event.kind {
    ///         eprintln!("{event}"); // circuit `shop::pay` opened for 30s: 5 failures within 10s
    ///     }
    /// });
    /// # drop(subscription);
    /// ```
    pub fn subscribe(&self, listener: impl FnMut(&Event) + Send + 'static) -> Subscription {
        Subscription::start(listener, events::listen_to_all)
    }

    /// Lists a circuit that was made by hand.
    ///
    /// Listing it twice has no effect. [`register!`](crate::register) lists one at link time.
    ///
    /// ```
    /// use breaker_runtime::{registry, CircuitBreaker, Policy};
    ///
    /// static CACHE: CircuitBreaker = CircuitBreaker::new("page cache", Policy::new());
    ///
    /// registry().register(&CACHE);
    /// assert!(registry().get("page cache").is_some());
    /// ```
    pub fn register(&self, circuit: &'static CircuitBreaker) {
        self.list(circuit);
    }

    /// Checks that every name is unique.
    ///
    /// Circuits of one name stay separate, but nobody can tell them apart. The circuits of one
    /// function's keys may share its name.
    ///
    /// # Errors
    ///
    /// The circuits that share a name, and where they stand in the source.
    pub fn check(&self) -> Result<(), DuplicateNames> {
        let keyed = self.all_by_key().map(|circuits| (circuits.name(), circuits.location()));
        let circuits = self.unkeyed().map(|circuit| (circuit.name(), circuit.location()));
        DuplicateNames::among(circuits.chain(keyed).collect())
    }
}

#[cfg(feature = "test-util")]
impl Listing for Registry {
    fn lists(&self, circuit: &dyn Any) -> bool {
        let is_circuit = circuit.downcast_ref().is_some_and(|one| self.circuits.lists(one));
        let is_keyed = || circuit.downcast_ref().is_some_and(|one| self.keyed.lists(one));
        // Each goes with its circuit, which is looked at by then.
        is_circuit || is_keyed() || circuit.is::<Timeout>()
    }

    fn listings(&self) -> usize {
        self.circuits.added() + self.keyed.added()
    }
}
