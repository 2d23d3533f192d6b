//! One circuit, by its name.

use core::fmt;

use super::Registry;
use crate::base::identity::Location;
use crate::breaker::CircuitBreaker;
use crate::keyed::KeyedCircuitBreaker;
use crate::policy::overrides::{
    ambiguous, is_shared_by_chance, meant_circuit, meant_of_key, suggest,
};

/// # Finding a circuit by its name
impl Registry {
    /// The circuit of this name: `name`, or `name[key]` for the circuit of a key.
    ///
    /// The name of a function with keys finds the circuit that [stands for all
    /// keys](crate::KeyedCircuitBreaker::whole), which opens only by force. To see whether keys are
    /// in trouble use [`keyed`](Self::keyed).
    ///
    /// The look-up is no use of a key: it keeps no other key from a circuit.
    ///
    /// `None` if no circuit has the name, or circuits of several places share it;
    /// [`find`](Self::find) says which of the two, and what to do.
    ///
    /// ```
    /// use breaker_runtime::{circuit_breaker, registry, State};
    ///
    /// #[circuit_breaker(name = "stocktaking")]
    /// fn count(item: &str) -> std::io::Result<usize> { Ok(item.len()) }
    ///
    /// # count("").unwrap(); // lists the circuit where the linker can't
    /// let circuit = registry().find("stocktaking").expect("guarded above");
    /// assert_eq!(circuit.state(), State::Closed);
    /// assert!(registry().get("stocktakin").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static CircuitBreaker> {
        self.find(name).ok()
    }

    /// The circuit of this name, or the reason why there is none. [`get`](Self::get) says which
    /// names there are.
    ///
    /// A readiness check of a function with keys asks [`find_keyed`](Self::find_keyed) instead: the
    /// circuit that [stands for all keys](crate::KeyedCircuitBreaker::whole) is never open by
    /// itself, whatever its keys do.
    ///
    /// ```
    /// use breaker_runtime::{register, registry, CircuitBreaker, Policy};
    ///
    /// static DEPOT: CircuitBreaker = CircuitBreaker::new("depot", Policy::new());
    /// register!(DEPOT);
    ///
    /// # registry().register(&DEPOT); // where the linker can't
    /// let error = registry().find("depots").unwrap_err();
    /// assert_eq!(error.to_string(), "no circuit is called `depots`: did you mean `depot`?");
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Unknown`](LookupError::Unknown) if no circuit has the name.
    /// * [`WithoutKeys`](LookupError::WithoutKeys) if the name is `name[key]`, and the circuit
    ///   `name` has no keys.
    /// * [`NoCircuitForKey`](LookupError::NoCircuitForKey) if the key has no circuit at present;
    ///   [`KeyedCircuitBreaker::with`] makes one.
    /// * [`Ambiguous`](LookupError::Ambiguous) if circuits of several places share the name, as the
    ///   methods of two `impl` blocks of one type do: give each a `name = ".."`. Of several
    ///   circuits made by one place in the source, `find` returns the first.
    pub fn find(&self, name: &str) -> Result<&'static CircuitBreaker, LookupError> {
        let (named, keyed) = self.of_name(name)?;
        let whole = || keyed.map(KeyedCircuitBreaker::whole);
        let found = named.or_else(whole).or_else(|| self.get_of_key(name));
        found.ok_or_else(|| self.unknown(name))
    }

    /// The breaker by key of this name, or the reason why there is none.
    ///
    /// ```
    /// use breaker_runtime::{register_keyed, registry, KeyedCircuitBreaker, Policy};
    ///
    /// static CRAWL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("crawl", Policy::new(), 1024);
    /// register_keyed!(CRAWL);
    ///
    /// # registry().register_keyed(&CRAWL); // where the linker can't
    /// let error = registry().find_keyed("crawls").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "no function with keys is called `crawls`: did you mean `crawl`?",
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// * [`UnknownKeyed`](LookupError::UnknownKeyed) if nothing with keys has the name.
    /// * [`WithoutKeys`](LookupError::WithoutKeys) if a circuit without keys has it, which
    ///   [`find`](Self::find) finds.
    /// * [`Ambiguous`](LookupError::Ambiguous) if several places share the name.
    pub fn find_keyed(&self, name: &str) -> Result<&'static KeyedCircuitBreaker, LookupError> {
        match self.of_name(name)? {
            (_, Some(keyed)) => Ok(keyed),
            (Some(circuit), None) => Err(LookupError::WithoutKeys { name: circuit.name() }),
            (None, None) => Err(self.unknown_keyed(name)),
        }
    }

    /// The first circuit of this name that knows no keys, and the first function with keys.
    fn of_name(&self, name: &str) -> Result<OfName, LookupError> {
        let named: Vec<_> = self.unkeyed().filter(|circuit| circuit.name() == name).collect();
        let keyed: Vec<_> = self.all_by_key().filter(|keyed| keyed.name() == name).collect();
        let circuits = named.iter().map(|circuit| (circuit.name(), circuit.location()));
        let functions = keyed.iter().map(|keyed| (keyed.name(), keyed.location()));
        let circuits: Vec<_> = circuits.chain(functions).collect();
        if is_shared_by_chance(circuits.iter().map(|(_, location)| *location)) {
            return Err(LookupError::Ambiguous { circuits });
        }
        Ok((named.first().copied(), keyed.first().copied()))
    }

    /// Runs `act` with the circuit of this name, and returns what `act` returns.
    ///
    /// Use it to force or reset circuits from outside, where keys come and go meanwhile: the
    /// circuit of `name[key]` stays that key's while `act` runs, as in
    /// [`KeyedCircuitBreaker::with`].
    ///
    /// ```
    /// use breaker_runtime::{register_keyed, registry};
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};
    ///
    /// static PULL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("pull", Policy::new(), 1024);
    /// register_keyed!(PULL);
    ///
    /// # registry().register_keyed(&PULL); // where the linker can't
    /// PULL.try_acquire("example.org")?.success();
    /// registry().with("pull[example.org]", CircuitBreaker::force_open)?;
    /// assert!(PULL.try_acquire("example.org").is_err());
    /// assert!(registry().with("pull[example.com]", CircuitBreaker::force_open).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`find`](Self::find); `act` is not run then.
    pub fn with<R>(
        &self,
        name: &str,
        act: impl FnOnce(&CircuitBreaker) -> R,
    ) -> Result<R, LookupError> {
        let circuit = self.find(name)?;
        if circuit.key().is_none() {
            return Ok(act(circuit));
        }
        // The circuit is looked up again: the one found above may be another key's by now.
        self.pin_of_key(name).map(|pinned| act(&pinned)).ok_or_else(|| self.unknown(name))
    }

    /// Runs `act` with the circuit of this name, or of this key of a function, as
    /// [events](crate::Event) and [snapshots](crate::Snapshot) have name and key; `None` if there
    /// is none.
    ///
    /// It is for programs that hear of circuits from elsewhere, as a fleet does: a key without a
    /// circuit gets none, and the look-up is no use of the key. The circuit stays the key's while
    /// `act` runs. Where several places share a name nobody knows which is meant: `None`.
    ///
    /// ```
    /// use breaker_runtime::{register_keyed, registry, KeyedCircuitBreaker, Policy};
    /// use std::time::Duration;
    ///
    /// static POST: KeyedCircuitBreaker = KeyedCircuitBreaker::new("post", Policy::new(), 1024);
    /// register_keyed!(POST);
    ///
    /// # registry().register_keyed(&POST); // where the linker can't
    /// let suspect = |key| {
    ///     registry().with_circuit("post", Some(key), |circuit| {
    ///         circuit.from_outside("pod-7").suspect_for(Duration::from_secs(30));
    ///     })
    /// };
    /// POST.try_acquire("example.org")?.success();
    /// assert!(suspect("example.org").is_some());
    /// assert!(suspect("example.com").is_none());
    /// assert_eq!(POST.len(), 1);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn with_circuit<R>(
        &self,
        name: &str,
        key: Option<&str>,
        act: impl FnOnce(&CircuitBreaker) -> R,
    ) -> Option<R> {
        let (circuit, keyed) = self.of_name(name).ok()?;
        match (key, keyed, circuit) {
            (Some(key), Some(keyed), _) => keyed.pin_shown(key).map(|pinned| act(&pinned)),
            (None, _, Some(circuit)) => Some(act(circuit)),
            (None, Some(keyed), None) => Some(act(keyed.whole())),
            _ => None,
        }
    }

    fn unknown(&self, name: &str) -> LookupError {
        let mut unkeyed = self.unkeyed().map(CircuitBreaker::name);
        if let Some(name) = unkeyed.find(|other| is_key_of(name, other)) {
            return LookupError::WithoutKeys { name };
        }
        if let Some((function, key)) = self.find_key(name, |keyed, key| Some((keyed.name(), key))) {
            return LookupError::NoCircuitForKey { function, key: key.to_owned() };
        }
        let keyed: Vec<_> = self.all_by_key().map(KeyedCircuitBreaker::name).collect();
        let names: Vec<_> = self.unkeyed().map(CircuitBreaker::name).chain(keyed.clone()).collect();
        let meant = |name: &str| meant_of_key(name, &keyed).or_else(|| meant_circuit(name, &names));
        let nearest = key_in_brackets(name, &keyed).or_else(|| meant(name.trim()));
        let known = if nearest.is_none() { sorted(names) } else { Vec::new() };
        LookupError::Unknown { name: name.to_owned(), nearest, known }
    }

    fn unknown_keyed(&self, name: &str) -> LookupError {
        let function = self.find_key(name, |keyed, _| Some(keyed.name().to_owned()));
        let names: Vec<_> = self.all_by_key().map(KeyedCircuitBreaker::name).collect();
        let nearest = function.or_else(|| meant_circuit(name, &names));
        let known = if nearest.is_none() { sorted(names) } else { Vec::new() };
        LookupError::UnknownKeyed { name: name.to_owned(), nearest, known }
    }
}

/// Whether this is written as the name of a key's circuit: `a[host]` of `a`.
fn is_key_of(said: &str, name: &str) -> bool {
    said.strip_prefix(name).is_some_and(|key| key.starts_with('[') && key.ends_with(']'))
}

/// `fetch[host]`, where `fetch(host)` or the like was said.
fn key_in_brackets(said: &str, keyed: &[&str]) -> Option<String> {
    let said = said.trim();
    keyed.iter().find_map(|name| {
        let rest = said.strip_prefix(name)?;
        let pairs = [("(", ")"), ("{", "}"), ("<", ">"), ("[", "]")];
        let inside = |(open, close)| rest.trim_start().strip_prefix(open)?.strip_suffix(close);
        let key = pairs.into_iter().find_map(inside)?.trim_matches(['"', '\'']);
        Some(format!("{name}[{key}]"))
    })
}

fn sorted(mut names: Vec<&'static str>) -> Vec<&'static str> {
    names.sort_unstable();
    names.dedup();
    names
}

type OfName = (Option<&'static CircuitBreaker>, Option<&'static KeyedCircuitBreaker>);

/// The error of a look-up by name, as by [`Registry::find`](crate::Registry::find): why there is no
/// circuit.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupError {
    /// No circuit has this name.
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The nearest name of a circuit, if one is near.
        nearest: Option<String>,
        /// The names of all circuits, sorted, if none is near. Where functions have keys they are
        /// the names of the functions.
        known: Vec<&'static str>,
    },
    /// The key has no circuit at present: the key was not used yet, or its circuit went to another
    /// key.
    NoCircuitForKey {
        /// The function's name.
        function: &'static str,
        /// The key.
        key: String,
    },
    /// No function with keys has this name.
    UnknownKeyed {
        /// The name that was asked for.
        name: String,
        /// The nearest name of a function with keys, if one is near.
        nearest: Option<String>,
        /// The names of all functions with keys, sorted, if none is near.
        known: Vec<&'static str>,
    },
    /// The function of this name has no `key`: one circuit serves all its calls.
    WithoutKeys {
        /// The circuit's name.
        name: &'static str,
    },
    /// Circuits of several places share this name.
    Ambiguous {
        /// Each circuit's name, and where its function is.
        circuits: Vec<(&'static str, Option<Location>)>,
    },
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, nearest: None, known } => {
                write!(f, "no circuit is called `{}`: there are ", name.escape_debug())?;
                write_known(f, known)?;
                f.write_str("; a `static` is listed by `register!`")
            }
            Self::Unknown { name, nearest, .. } => {
                write!(f, "no circuit is called `{}`", name.escape_debug())?;
                suggest(f, nearest.as_ref())
            }
            Self::UnknownKeyed { name, nearest: None, known } => {
                write!(f, "no function with keys is called `{}`: there are ", name.escape_debug())?;
                write_known(f, known)?;
                f.write_str("; a `static` is listed by `register_keyed!`")
            }
            Self::UnknownKeyed { name, nearest, .. } => {
                write!(f, "no function with keys is called `{}`", name.escape_debug())?;
                suggest(f, nearest.as_ref())
            }
            Self::WithoutKeys { name } => write!(
                f,
                "`{name}` has no keys but one circuit for all calls: find it by \
                 `find(\"{name}\")`, or give its function a `key`"
            ),
            Self::NoCircuitForKey { function, key } => {
                let key = key.escape_debug();
                write!(
                    f,
                    "`{function}[{key}]` has no circuit at present: a call makes one, and so does \
                     `KeyedCircuitBreaker::with`, which steers it"
                )
            }
            Self::Ambiguous { circuits } => {
                ambiguous(f, circuits.first().map_or("", |(name, _)| name), circuits)
            }
        }
    }
}

/// Some of these names, in a text of one line.
fn write_known(f: &mut fmt::Formatter<'_>, known: &[&str]) -> fmt::Result {
    const MOST: usize = 16;
    for (at, name) in known.iter().take(MOST).enumerate() {
        write!(f, "{}`{name}`", if at == 0 { "" } else { ", " })?;
    }
    match known.len() {
        0 => f.write_str("none in this program"),
        all if all > MOST => write!(f, " and {} more", all - MOST),
        _ => Ok(()),
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for LookupError {}
