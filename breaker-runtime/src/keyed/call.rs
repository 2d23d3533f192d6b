//! Calls through the circuit of their key.

use core::fmt::Display;
use core::future::Future;

use super::KeyedCircuitBreaker;
use super::refusal::Refusal;
use super::table::Table;
use super::text::KeyText;
use crate::call::judge::ByOutcome;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::admitted::Admission;
use crate::circuit::admitted::attempt::{Attempt, Gate, Gated};
use crate::circuit::admitted::permit::Permit;

/// # Making calls
impl KeyedCircuitBreaker {
    /// Asks the key's circuit for a [`Permit`] for one call, which tells the circuit how the call
    /// ended. See [`CircuitBreaker::try_acquire`](crate::CircuitBreaker::try_acquire).
    ///
    /// ```
    /// use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy};
    ///
    /// static CACHE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("cache", Policy::new(), 64);
    ///
    /// let shard = 7;
    /// let permit = CACHE.try_acquire(&shard)?;
    /// permit.success();
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CircuitOpen`] if the key's circuit rejects the call. [`CircuitOpen::name`] is the name of
    /// the keyed breaker, and [`CircuitOpen::key`] the key.
    #[inline]
    pub fn try_acquire(&self, key: &(impl Display + ?Sized)) -> Result<Permit<'_>, CircuitOpen> {
        self.ask_for(&KeyText::of(key)).map(Admission::into_permit)
    }

    /// Runs `body` if the key's circuit admits the call, and records what `body` returns. See
    /// [`CircuitBreaker::call`](crate::CircuitBreaker::call).
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    /// use std::net::{SocketAddr, TcpStream};
    ///
    /// static SHARDS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("shards", Policy::new(), 64);
    ///
    /// fn connect(shard: SocketAddr) -> std::io::Result<TcpStream> {
    ///     SHARDS.call(&shard, || TcpStream::connect(shard))
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn call<T: Reject>(&self, key: &(impl Display + ?Sized), body: impl FnOnce() -> T) -> T {
        match self.acquire(&KeyText::of(key)) {
            Ok(admission) => admission.run(T::verdict, body),
            Err(refusal) => refusal.rejected(),
        }
    }

    /// Runs a future if the key's circuit admits the call, and records what the future returns. See
    /// [`CircuitBreaker::call_async`](crate::CircuitBreaker::call_async).
    ///
    /// `call_async` reads the key at once; the future asks the circuit when it is first polled. A
    /// future that is dropped before it finishes counts as abandoned.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// static HTTP: KeyedCircuitBreaker = KeyedCircuitBreaker::new("http", Policy::new(), 1024);
    /// # async fn get(host: &str, path: &str) -> std::io::Result<String> {
    /// #     Ok(host.to_owned() + path)
    /// # }
    /// async fn fetch(host: &str, path: &str) -> std::io::Result<String> {
    ///     HTTP.call_async(host, get(host, path)).await
    /// }
    /// ```
    #[inline]
    pub fn call_async<F, K>(
        &self,
        key: &K,
        body: F,
    ) -> impl Future<Output = F::Output> + use<'_, F, K>
    where
        F: Future<Output: Reject>,
        K: Display + ?Sized,
    {
        let gate = KeyedGate { keyed: self, key: KeyText::of(key) };
        let answer: fn(CircuitOpen) -> F::Output = F::Output::reject;
        Gated::new(gate, answer, Attempt::unasked(ByOutcome::new(), body))
    }

    #[inline]
    fn ask_for(&self, key: &KeyText) -> Result<Admission<'_>, CircuitOpen> {
        self.acquire(key).map_err(|refusal| refusal.rejection())
    }

    /// Admission by the key's circuit, or the circuit that rejects the call. A key that finds no
    /// circuit has no part in one.
    #[inline]
    pub(crate) fn acquire(&self, key: &KeyText) -> Result<Admission<'_>, Refusal<'_>> {
        let here = self.here();
        let table = here.table();
        here.acquire_in(table, key, table.fingerprint(key))
    }

    /// What tells this key apart, in every table.
    #[inline]
    pub(crate) fn fingerprint(&self, key: &KeyText) -> u64 {
        self.here().table().fingerprint(key)
    }

    /// The same where the key's fingerprint is known.
    #[inline]
    pub(crate) fn acquire_known(
        &self,
        key: &KeyText,
        fingerprint: u64,
    ) -> Result<Admission<'_>, Refusal<'_>> {
        let here = self.here();
        here.acquire_in(here.table(), key, fingerprint)
    }

    #[inline]
    fn acquire_in<'t>(
        &'t self,
        table: &'t Table,
        key: &KeyText,
        fingerprint: u64,
    ) -> Result<Admission<'t>, Refusal<'t>> {
        loop {
            let found = table.circuit_for(key, fingerprint);
            let Some(occupancy) = found else { return self.acquire_unguarded() };
            if let Some(admitted) = occupancy.admit() {
                return admitted;
            }
        }
    }

    #[cold]
    fn acquire_unguarded(&self) -> Result<Admission<'_>, Refusal<'_>> {
        let (circuit, occupant) = (self.whole_here().itself(), None);
        circuit.admit_unguarded().map_err(|answer| Refusal { circuit, answer, occupant })
    }
}

/// The way to a key's circuit, kept until a future is polled.
#[derive(Debug)]
struct KeyedGate<'b> {
    keyed: &'b KeyedCircuitBreaker,
    key: KeyText,
}

impl<'b> Gate<'b> for KeyedGate<'b> {
    type Rejected = CircuitOpen;

    fn ask(self) -> Result<Admission<'b>, CircuitOpen> {
        self.keyed.ask_for(&self.key)
    }
}
