//! All circuits of the program.

use core::convert::Infallible;
use core::fmt;

use parking_lot::{Mutex, RwLock};

use crate::base::identity::Location;
use crate::base::scope::is_isolated;
use crate::breaker::CircuitBreaker;
use crate::events;
use crate::events::{Event, Subscription};
use crate::keyed::KeyedCircuitBreaker;
use crate::policy::overrides::{ConfigureError, Overrides, Settled, Settlement, Subject};
use crate::telemetry::{AllUntold, Untold};

// In the order in which the documentation lists what they add.
mod lookup;

mod keyed;

mod configured;
pub(crate) mod instead;
pub(crate) mod link;
#[cfg(feature = "test-util")]
mod listing;
mod rejection;

pub use configured::{Configured, PolicyChange};
pub use instead::Instead;
pub use lookup::LookupError;

/// The circuits of the program: those of every guarded function, its dependencies' included, from
/// the start of `main` on, and those that were registered by hand.
///
/// On targets whose linker can't collect them (WebAssembly, Miri) a guarded function is listed
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
    /// Those that the linker didn't collect.
    late: RwLock<Vec<&'static CircuitBreaker>>,
    late_keyed: RwLock<Vec<&'static KeyedCircuitBreaker>>,
    /// What was applied last, for those that are listed later.
    applied: Mutex<Applied>,
}

/// Overrides, and how they were applied.
#[derive(Debug)]
struct Applied {
    overrides: Overrides,
    only_what_fits: bool,
}

impl Applied {
    const NOTHING: Self = Self { overrides: Overrides::new(), only_what_fits: false };

    /// What a circuit that is listed later goes on by. If all of it was to fit and this does not,
    /// that is wrong for this circuit alone: it goes on as it was made.
    fn of(&self, subject: Subject) -> Option<Settled> {
        if self.only_what_fits {
            Some(self.overrides.what_fits_of(subject))
        } else {
            self.overrides.settle_one(subject).ok()
        }
    }
}

static REGISTRY: Registry = Registry {
    late: RwLock::new(Vec::new()),
    late_keyed: RwLock::new(Vec::new()),
    applied: Mutex::new(Applied::NOTHING),
};

/// All circuits of the program.
#[must_use]
pub fn registry() -> &'static Registry {
    &REGISTRY
}

/// # All circuits
impl Registry {
    /// The circuits, each once, in no particular order. Of a function with one for each key, the
    /// one that [stands for all keys](KeyedCircuitBreaker::whole), and those of its keys.
    pub fn iter(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        let of_keys = |keyed: &'static KeyedCircuitBreaker| {
            core::iter::once(keyed.whole()).chain(keyed.circuits())
        };
        self.unkeyed().chain(self.listed_keyed().flat_map(of_keys))
    }

    /// Those that are for no key.
    pub(crate) fn unkeyed(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        self.listed().map(CircuitBreaker::here)
    }

    fn listed(&self) -> impl Iterator<Item = &'static CircuitBreaker> + use<> {
        // Whoever shares a circuit lists it.
        each_once(self.late.read().iter().copied().chain(link::collected()))
    }

    /// Calls `listener` with each event of every circuit in the program, on a thread of its own,
    /// until the [`Subscription`] is dropped. Circuits that are not listed here are heard as well.
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

    /// Changes the settings of circuits while they run. Each circuit gets the settings that it was
    /// made with, and these overrides on top: what an earlier call changed and this one does not
    /// name is as the circuit was made.
    ///
    /// A changed policy takes effect at the next decision. The circuit keeps its state: an open one
    /// stays open for as long as it was to, and its window keeps what it holds, unless the new rule
    /// looks at something else (other than failures in time, calls, or in a row). Circuits listed
    /// later get theirs when they are listed.
    ///
    /// ```
    /// use breaker_runtime::{registry, Overrides, Setting};
    ///
    /// let wrong = Overrides::new().circuit("nobody", Setting::DryRun(true));
    /// let wrong = wrong.all(Setting::Threshold(0));
    /// assert_eq!(
    ///     registry().configure(&wrong).unwrap_err().to_string(),
    ///     "overrides can't be applied, nothing was changed:\n  \
    ///      `nobody.dry_run`: no circuit is called `nobody`\n  \
    ///      `threshold` must be at least 1"
    /// );
    /// ```
    ///
    /// What comes back says what changed, circuit by circuit. An opening under way is not
    /// shortened, and the change says how long that goes on.
    ///
    /// # Errors
    ///
    /// All that is wrong with the overrides; then nothing is changed. A name that several functions
    /// have by chance is wrong, too: give each its own, `name = "..".`
    pub fn configure(&self, overrides: &Overrides) -> Result<Configured, ConfigureError> {
        self.configure_by(overrides, false, |subjects| overrides.settle(subjects))
    }

    /// Changes the policies of circuits as [`configure`](Self::configure) does, with what fits:
    /// what is wrong with the overrides is [left out](Configured::left_out), so that one stale name
    /// does not keep everything else from being applied. Circuits listed later get what fits them.
    ///
    /// ```
    /// use breaker_runtime::{registry, Overrides, Setting};
    ///
    /// let stale = Overrides::new().circuit("nobody", Setting::DryRun(true));
    /// let stale = stale.all(Setting::DryRun(true));
    /// let configured = registry().configure_what_fits(&stale);
    /// assert_eq!(
    ///     configured.left_out()[0].to_string(),
    ///     "`nobody.dry_run`: no circuit is called `nobody`"
    /// );
    /// ```
    #[must_use = "what was left out is told of here alone: log `left_out()`"]
    pub fn configure_what_fits(&self, overrides: &Overrides) -> Configured {
        let fitting = self.configure_by(overrides, true, |subjects| {
            Ok::<_, Infallible>(overrides.settle_what_fits(subjects))
        });
        match fitting {
            Ok(configured) => configured,
            Err(never) => match never {},
        }
    }

    fn configure_by<E>(
        &self,
        overrides: &Overrides,
        only_what_fits: bool,
        settle: impl FnOnce(&[Subject]) -> Result<Settlement, E>,
    ) -> Result<Configured, E> {
        let mut applied = self.applied.lock();
        let subjects: Vec<_> =
            self.unkeyed().map(subject).chain(self.listed_keyed().map(keyed::subject)).collect();
        let Settlement { settled, passed_by, left_out } = settle(&subjects)?;
        let mut settled = settled.into_iter();
        let unkeyed = self.unkeyed().zip(&mut settled);
        let (of_unkeyed, untold): (Vec<_>, AllUntold) =
            unkeyed.map(|(circuit, settled)| go_on(circuit, &settled)).unzip();
        let keyed = self.listed_keyed().zip(settled);
        let (of_keyed, untold_of_keyed): (Vec<_>, AllUntold) =
            keyed.map(|(circuits, settled)| keyed::go_on(circuits, &settled)).unzip();
        if !is_isolated() {
            *applied = Applied { overrides: overrides.clone(), only_what_fits };
        }
        drop(applied);
        untold.tell();
        untold_of_keyed.tell();
        let of_unkeyed = of_unkeyed.into_iter().flatten();
        let mut changes: Vec<_> = of_unkeyed.chain(of_keyed.into_iter().flatten()).collect();
        changes.sort_by(|one, other| (one.circuit, &one.key).cmp(&(other.circuit, &other.key)));
        Ok(Configured { changes, passed_by, left_out })
    }

    /// Lists a circuit made by hand, once; [`register!`](crate::register) does so at link time.
    pub fn register(&self, circuit: &'static CircuitBreaker) {
        let is_it = |other: &CircuitBreaker| core::ptr::eq(other, circuit);
        // First, so that it is not listed between a configuration's look at the list and its end.
        let applied = self.applied.lock();
        let mut late = self.late.write();
        let mut untold = Untold::NOTHING;
        if !link::collected().any(is_it) && !late.iter().any(|other| is_it(other)) {
            late.push(circuit);
            if let Some(settled) = applied.of(subject(circuit)) {
                untold = circuit.itself().reconfigure(settled.policy);
            }
        }
        drop((late, applied));
        untold.tell();
    }

    /// Whether every name is unique. Circuits of one name are never merged, but nobody can tell
    /// them apart, except for those that one function has for its keys.
    ///
    /// # Errors
    ///
    /// The names that are used more than once, and where.
    pub fn check(&self) -> Result<(), DuplicateNames> {
        let keyed = self.listed_keyed().map(|circuits| (circuits.name(), circuits.location()));
        let circuits = self.unkeyed().map(|circuit| (circuit.name(), circuit.location()));
        let mut circuits: Vec<_> = circuits.chain(keyed).collect();
        circuits.sort_by_key(|&(name, location)| (name, location.map(|at| (at.file, at.line))));
        let same_name = circuits.chunk_by(|(one, _), (other, _)| one == other);
        let duplicates: Vec<_> =
            same_name.filter(|same| same.len() > 1).flatten().copied().collect();
        if duplicates.is_empty() { Ok(()) } else { Err(DuplicateNames { circuits: duplicates }) }
    }
}

/// What was listed, without repetitions.
fn each_once<T>(listed: impl Iterator<Item = &'static T>) -> std::vec::IntoIter<&'static T> {
    let mut listed: Vec<_> = listed.collect();
    listed.sort_unstable_by_key(|one| core::ptr::from_ref(*one));
    listed.dedup_by_key(|one| core::ptr::from_ref(*one));
    listed.into_iter()
}

fn subject(circuit: &CircuitBreaker) -> Subject {
    Subject {
        name: circuit.name(),
        made_with: circuit.itself().made_with(),
        location: circuit.location(),
        is_keyed: false,
    }
}

fn go_on(circuit: &CircuitBreaker, settled: &Settled) -> (Option<PolicyChange>, Untold) {
    let from = circuit.policy();
    let untold = circuit.circuit().reconfigure(settled.policy);
    let to = circuit.policy();
    let change = (from != to).then(|| PolicyChange::of(circuit, from, to));
    (change.filter(|change| !change.settings().is_empty()), untold)
}

/// The error of [`Registry::check`](crate::Registry::check): circuits that share their names with
/// others.
#[derive(Clone, PartialEq, Eq)]
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

/// As it is displayed: this is what `main` shows.
impl fmt::Debug for DuplicateNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for DuplicateNames {}
