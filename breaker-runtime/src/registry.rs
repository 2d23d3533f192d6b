//! All circuits of the program.

use core::fmt;

use parking_lot::RwLock;

use crate::{CircuitBreaker, Event, Location, Snapshot, Subscription, event};

pub(crate) mod link;

/// The circuits of the program: every annotated function, that of its dependencies included, from the start of `main` on, and those
/// that were [registered](crate::register) by hand.
///
/// On targets whose linker can't collect them (WebAssembly, Miri) an annotated function is listed from its first call on.
///
/// ```
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
    /// Those that the linker didn't collect.
    late: RwLock<Vec<&'static CircuitBreaker>>,
}

static REGISTRY: Registry = Registry { late: RwLock::new(Vec::new()) };

/// All circuits of the program.
#[must_use]
pub fn registry() -> &'static Registry {
    &REGISTRY
}

impl Registry {
    /// The circuits, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        let late = self.late.read().clone();
        link::collected().chain(late)
    }

    /// The circuit of this name; the first one found, should there be several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static CircuitBreaker> {
        self.iter().find(|circuit| circuit.name() == name)
    }

    /// All circuits at this moment, by name.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Snapshot> {
        let mut circuits: Vec<_> = self.iter().map(CircuitBreaker::snapshot).collect();
        circuits.sort_by_key(|circuit| circuit.name);
        circuits
    }

    /// Calls `listener` with each event of every circuit in the program, on a thread of its own, until the [`Subscription`] is dropped.
    /// Circuits that are not listed here are heard as well.
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
        Subscription::start(listener, event::listen_to_all)
    }

    /// Lists a circuit made by hand, once; [`register!`](crate::register) does so at link time.
    pub fn register(&self, circuit: &'static CircuitBreaker) {
        let is_it = |other: &CircuitBreaker| core::ptr::eq(other, circuit);
        let mut late = self.late.write();
        if !link::collected().any(is_it) && !late.iter().any(|other| is_it(other)) {
            late.push(circuit);
        }
    }

    /// Whether every name is unique. Circuits of one name are never merged, but nobody can tell them apart.
    ///
    /// # Errors
    ///
    /// The names that are used more than once, and where.
    pub fn check(&self) -> Result<(), DuplicateNames> {
        let mut circuits: Vec<_> =
            self.iter().map(|circuit| (circuit.name(), circuit.location())).collect();
        circuits.sort_by_key(|&(name, location)| (name, location.map(|at| (at.file, at.line))));
        let same_name = circuits.chunk_by(|(one, _), (other, _)| one == other);
        let duplicates: Vec<_> =
            same_name.filter(|same| same.len() > 1).flatten().copied().collect();
        if duplicates.is_empty() { Ok(()) } else { Err(DuplicateNames { circuits: duplicates }) }
    }
}

/// Circuits that share their names with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateNames {
    circuits: Vec<(&'static str, Option<Location>)>,
}

impl DuplicateNames {
    /// Each of these circuits: its name, and where its function is. Sorted by name.
    pub fn circuits(&self) -> impl Iterator<Item = (&'static str, Option<Location>)> + '_ {
        self.circuits.iter().copied()
    }
}

impl fmt::Display for DuplicateNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("circuits share a name:")?;
        for (at, (name, location)) in self.circuits.iter().enumerate() {
            let separator = if at == 0 { "" } else { "," };
            match location {
                Some(location) => write!(f, "{separator} `{name}` at {location}")?,
                None => write!(f, "{separator} `{name}` made by hand")?,
            }
        }
        Ok(())
    }
}

impl core::error::Error for DuplicateNames {}
