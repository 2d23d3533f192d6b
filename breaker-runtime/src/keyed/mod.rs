//! One circuit for each key, bounded.
//!
//! [`placement`] says where a key gets its circuit, and [`eviction`] which key has to leave for
//! that. The circuits stand in a [`table`], and are found there without a lock.

use core::any::Any;
use core::fmt;
use core::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};

use crate::base::identity::function::Function;
use crate::base::identity::{CircuitId, Identified, Identity, Location, Name};
#[cfg(feature = "test-util")]
use crate::base::scope::isolated::{self, Replaceable, Scope};
use crate::breaker::CircuitBreaker;
use crate::call::occupant::OccupantId;
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::circuit::probe::Probe;
use crate::events::doing::Doing;
use crate::policy::Policy;

// In the order in which the documentation lists what they add.
mod bound;
mod construction;

mod call;

mod looking;

#[cfg(feature = "stream")]
mod watch;

mod pinned;

mod whole;

mod eviction;
mod placement;
mod refusal;
mod table;
mod text;

pub(crate) use pinned::Pinned;
pub(crate) use table::Table;
pub(crate) use text::KeyText;

/// A circuit breaker for each key: a host, tenant or shard that is down leaves the others alone.
///
/// [`#[circuit_breaker(key = ..)]`](macro@crate::circuit_breaker) makes one for a function. By
/// hand, make it a `static`. [The guide](crate::_guide::keys) has more on keys.
///
/// ```
/// use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy};
///
/// static FETCH: KeyedCircuitBreaker =
///     KeyedCircuitBreaker::new("fetch", Policy::new().threshold(3), 1024);
///
/// fn fetch(host: &str) -> Result<u32, Box<dyn std::error::Error>> {
///     FETCH.call(host, || if host == "down.example" { Err("no answer".into()) } else { Ok(200) })
/// }
///
/// for _ in 0..3 {
///     fetch("down.example").unwrap_err();
/// }
/// assert!(fetch("down.example").unwrap_err().is::<CircuitOpen>());
/// assert_eq!(fetch("up.example").unwrap(), 200);
/// ```
///
/// # Keys
///
/// A key is anything that implements [`Display`](fmt::Display): `&str`, `IpAddr`, integers,
/// `format_args!("{host}:{port}")`. Keys with the same text are the same key, whatever their types.
///
/// A key is recognised by a 64-bit hash of its whole text. The hash is seeded at random once for
/// each program, so that nobody who chooses keys can make two of them collide. The first 128 bytes
/// of the text are kept and shown; where there is more, a `…` and a hash of the whole text follow,
/// the same in every process. A look-up allocates nothing for keys of up to 64 bytes, and nothing
/// that lasts for longer ones.
///
/// # At most `max_keys` circuits
///
/// When all circuits are in use, a new key takes over the least recently used circuit that has
/// nothing to remember, and starts as good as new (rule
/// [S15](crate::_guide::rules#s15-who-has-a-circuit)).
///
/// A circuit has nothing to remember:
///
/// * when it is closed without a failure in its window. Failures in a row, and those of a window of
///   calls, have no age: a circuit remembers them for `open_for` after its last use;
/// * when nobody has asked it for `open_for` after its open time ended, or after its last trial
///   call began.
///
/// A circuit that is forced open or closed is never taken over. The order of use is known as far as
/// between two additions of keys: circuits used since the last addition count as used together.
///
/// A key that finds no circuit is admitted unguarded: its calls run and are
/// [counted](Self::calls_without_circuit), and their failures open nothing. So keys that strangers
/// bring can't open the circuit of a healthy key. The first such call makes the event
/// [`Unguarded`](crate::EventKind::Unguarded), a warning in the log: `max_keys` is too small, or
/// most keys fail.
///
/// A call may still run when its circuit goes to another key. When such a call fails, its key gets
/// a circuit again, and the failure counts there: a key whose calls fail opens its circuit however
/// many keys come and go. The table recognises the 16 × `max_keys` keys (at least 1024) that lost
/// their circuits last, by their hashes: until its next call such a key is shown as `(unnamed)`. A
/// failure is not counted if more keys than that lost their circuits during the call.
///
/// # All keys at once
///
/// What is done to the [whole](Self::whole) holds for every key, present and to come: forcing open
/// or closed, and [configuring](crate::Registry::configure). What is done to the circuit of one key
/// takes precedence for that key. Keys follow one after the other while calls go on: when the call
/// that steers them returns, all have. A key that comes meanwhile begins like that.
///
/// # What it costs
///
/// A look-up is what a call costs beyond that of a circuit without keys: the key is formatted,
/// hashed and found without a lock. The look-up writes nothing that other threads read, except a
/// note of the use if a key was added since the last one. A new key takes a lock.
///
/// A key takes about a kilobyte. The table is made at the first use and takes 32 to 48 bytes for
/// each of `max_keys`. Each thread counts calls in memory of its own: two kilobytes for each 32
/// neighbouring circuits that it calls, which the next thread takes over when the thread ends.
pub struct KeyedCircuitBreaker {
    name: Name,
    policy: Policy,
    max_keys: u32,
    /// What overrides say in its place; zero for nothing.
    bound: AtomicU32,
    location: Option<Location>,
    /// Who makes the trial calls of each key, if users don't.
    probe: Option<Probe>,
    /// What holds for every key.
    whole: OnceLock<Arc<CircuitBreaker>>,
    table: OnceLock<Arc<Table>>,
}

impl KeyedCircuitBreaker {
    const fn assemble(
        name: Name,
        policy: Policy,
        max_keys: u32,
        location: Option<Location>,
    ) -> Self {
        let bound = AtomicU32::new(0);
        let whole = OnceLock::new();
        let table = OnceLock::new();
        Self { name, policy, max_keys, bound, location, probe: None, whole, table }
    }

    /// The settings that they were made with.
    pub(crate) const fn made_with(&self) -> Policy {
        self.policy
    }

    /// Whether nobody has made a call yet.
    pub(crate) fn is_unused(&self) -> bool {
        self.table.get().is_none()
    }

    /// The circuit of a key that this one is, if it is one.
    pub(crate) fn itself_in(&self, circuit: &Circuit) -> Option<&Circuit> {
        self.table.get()?.itself_in(circuit)
    }

    /// The key that had this circuit, if it still has it.
    pub(crate) fn key_of(&self, occupant: OccupantId, circuit: CircuitId) -> Option<Arc<str>> {
        self.here().table.get()?.key_of(occupant, circuit)
    }

    /// These circuits, or those that an isolated test has in their place.
    #[cfg(feature = "test-util")]
    #[inline]
    pub(crate) fn here(&self) -> &Self {
        isolated::in_place_of(self).unwrap_or(self)
    }

    #[cfg(not(feature = "test-util"))]
    #[inline]
    pub(crate) const fn here(&self) -> &Self {
        self
    }

    #[inline]
    fn table(&self) -> &Table {
        self.table.get_or_init(|| self.new_table())
    }

    #[cold]
    fn new_table(&self) -> Arc<Table> {
        let whole = self.whole_here();
        let table = Table::new(whole, self.asked_for());
        whole.itself().stand_for(table.keys());
        // It may have been bound before it knew of the table.
        table.bind(&|| self.asked_for());
        // It may have been forced or configured before it knew of the table, or have begun to
        // follow runs.
        table.obey(false, &Doing::NOBODYS);
        table
    }
}

impl Identified for KeyedCircuitBreaker {
    fn identity(&self) -> Identity {
        (self.name(), self.location())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn function(&self) -> Option<Function> {
        self.name.function()
    }
}

#[cfg(feature = "test-util")]
impl Replaceable for KeyedCircuitBreaker {
    /// No key has a circuit yet, so that the listeners of the scope hear of every one.
    fn copy_for(&self, scope: &Scope) -> Self {
        let name = Name::Given(self.name());
        let copy = Self::assemble(name, self.policy, self.max_keys, self.location);
        let copy = Self { probe: self.probe, ..copy };
        let whole = copy.whole_here().itself();
        whole.belong_to(scope.id());
        scope.clock().into_iter().for_each(|clock| whole.set_clock(clock));
        copy
    }
}

impl fmt::Debug for KeyedCircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyedCircuitBreaker")
            .field("name", &self.name())
            .field("policy", &self.policy())
            .field("keys", &self.len())
            .field("max_keys", &self.max_keys())
            .finish_non_exhaustive()
    }
}
