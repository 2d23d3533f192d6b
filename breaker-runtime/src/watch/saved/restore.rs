//! Telling circuits what they were.

use std::sync::Arc;

use super::{NotRestored, Rest, RestoreError, Restored, RestoredCircuit, Saved};
use crate::base::clock::wall;
use crate::breaker::CircuitBreaker;
use crate::circuit::{Circuit, UNNAMED};
use crate::events::state::State;
use crate::keyed::{KeyText, KeyedCircuitBreaker};
use crate::registry::Registry;
use crate::tallies::calls::Calls;
use crate::watch::snapshot::KeysSnapshot;

/// Whose doing it is that a state is forced, in events.
const BY: &str = "restored";

/// # After a restart
impl CircuitBreaker {
    /// Goes on as the circuit was when this was [saved](Saved), in a process that has ended since
    /// (rule [S22](crate::_guide::rules#s22-restarts)). Before the first call.
    ///
    /// * A circuit that was open stays open for what remains by the system's clock, and is
    ///   half-open if nothing does: at most for
    ///   [`max_open_for`](crate::Policy::max_open_for) with its jitter, or else for ten times
    ///   [`open_for`](crate::Policy::open_for). A clock that was set back since adds nothing.
    /// * One that was half-open is half-open; its trial calls begin anew.
    /// * One that was forced for a time is forced for what remains, in the name of who did it. One
    ///   that was forced without an end is not.
    /// * The row of openings goes on, by which open times grow.
    /// * The window is empty, all counts begin at zero, and a ramp-up is over.
    ///
    /// An event tells of it, with the reason [`Restored`](crate::OpenReason::Restored); of what is
    /// forced, [`Event::by`](crate::Event::by) says `restored`. The names are not compared: a
    /// circuit may have another one by now. The guide has [an
    /// example](crate::_guide::registry#state-that-survives-a-restart).
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// let policy = Policy::new().threshold(1);
    /// let gateway = CircuitBreaker::new("gateway", policy).with_clock(ManualClock::new());
    /// gateway.try_acquire()?.failure();
    /// let saved = gateway.snapshot();
    ///
    /// let gateway = CircuitBreaker::new("gateway", policy).with_clock(ManualClock::new());
    /// gateway.restore(&saved)?;
    /// assert_eq!(gateway.state(), State::Open);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the circuit has had calls, or is no longer closed; or if it was forced without an end, or
    /// is in a state that this release does not know. Nothing is done to it then.
    pub fn restore(&self, saved: impl Into<Saved>) -> Result<(), RestoreError> {
        let rest = saved.into().rest(wall())?;
        go_on(self.circuit(), rest)
    }
}

/// # After a restart
impl KeyedCircuitBreaker {
    /// Goes on as the circuit of its [key](Saved::key) was, or without a key as all keys were
    /// [together](Self::whole), if that is forced: see [`CircuitBreaker::restore`].
    ///
    /// A key with something to remember gets a circuit; one without needs none.
    ///
    /// # Errors
    ///
    /// Those of [`CircuitBreaker::restore`]; [`KeyCut`](RestoreError::KeyCut) for a key of more
    /// than 128 bytes, which are all that is kept of it; [`NoPlace`](RestoreError::NoPlace) if
    /// there is no circuit left.
    pub fn restore(&self, saved: impl Into<Saved>) -> Result<(), RestoreError> {
        let saved = saved.into();
        let rest = saved.rest(wall())?;
        let Some(key) = &saved.key else { return go_on(self.whole().circuit(), rest) };
        if matches!(rest, Rest::Nothing) {
            return Ok(());
        }
        if KeyText::of(key).is_cut() || key == UNNAMED {
            return Err(RestoreError::KeyCut {});
        }
        let restored = self.with(key, |circuit| go_on(circuit.circuit(), rest));
        restored.unwrap_or_else(|| Err(RestoreError::NoPlace { max_keys: self.max_keys() }))
    }
}

/// # After a restart
impl Registry {
    /// Lets circuits go on as they were when this was [saved](Saved), each found by its name and
    /// key: see [`CircuitBreaker::restore`]. Before the first calls, and after
    /// [`configure`](Self::configure), whose settings bound for how long.
    ///
    /// What can't be restored is in the report, and is no reason not to restore the others. Names
    /// that this program has no circuit for are there too.
    ///
    /// ```
    /// use breaker_runtime::{Saved, State, registry};
    /// use std::time::SystemTime;
    ///
    /// # let path = std::env::temp_dir().join("circuits.json");
    /// # fn read(_: std::path::PathBuf) -> Vec<Saved> {
    /// #     vec![Saved::new("shop::gone", State::HalfOpen, SystemTime::now())]
    /// # }
    /// // `serde_json::from_slice(&std::fs::read(path)?)?`, with the feature `serde`.
    /// let saved: Vec<Saved> = read(path);
    /// let restored = registry().restore(saved);
    /// assert_eq!(restored.not_restored[0].saved.name, "shop::gone");
    /// eprintln!("{restored}");
    /// ```
    pub fn restore<S: Into<Saved>>(&self, saved: impl IntoIterator<Item = S>) -> Restored {
        let mut all: Vec<Saved> = saved.into_iter().map(Into::into).collect();
        // What was forced on all keys goes last: before it each key was what it was.
        all.sort_by_key(|saved| saved.key.is_none());
        let mut restored = Restored::default();
        for saved in all {
            match self.restore_one(&saved) {
                Ok(None) => {}
                Ok(Some(state)) => {
                    let Saved { name, key, .. } = saved;
                    restored.circuits.push(RestoredCircuit { name, key, state });
                }
                Err(error) => restored.not_restored.push(NotRestored { saved, error }),
            }
        }
        restored
    }

    /// The state that it goes on in, if there was anything to restore.
    fn restore_one(&self, saved: &Saved) -> Result<Option<State>, RestoreError> {
        let not_found = RestoreError::NotFound;
        let state = if let Some(key) = &saved.key {
            let keyed = self.find_keyed(&saved.name).map_err(not_found)?;
            keyed.restore(saved)?;
            keyed.peek(key).map(CircuitBreaker::state)
        } else if saved.name.contains('[') {
            // The way to say a key's circuit in one text, which this is not.
            Some(self.find_keyed(&saved.name).map_err(not_found)?.whole().state())
        } else {
            let circuit = self.find(&saved.name).map_err(not_found)?;
            circuit.restore(saved)?;
            Some(circuit.state())
        };
        let goes_on = saved.state != State::Closed.as_str() || saved.reopenings > 0;
        Ok(state.filter(|_| goes_on))
    }
}

/// Does what remains of it.
fn go_on(circuit: &Circuit, rest: Rest) -> Result<(), RestoreError> {
    if matches!(rest, Rest::Nothing) {
        return Ok(());
    }
    let keys = KeysSnapshot::of(circuit);
    let calls = keys.map_or_else(|| circuit.with_parts(|parts| parts.calls()), |keys| keys.calls);
    if calls != Calls::default() {
        return Err(RestoreError::HasCalls {});
    }
    let state = circuit.state();
    match rest {
        // Of all keys only what is forced on them was one state.
        Rest::Outage(_) if keys.is_some() => Ok(()),
        Rest::Outage(before) if circuit.restore(before) => Ok(()),
        Rest::Force { state: forced, rest, note } if state == State::Closed => {
            circuit.force_by(forced, rest, note, &Arc::from(BY));
            Ok(())
        }
        Rest::Nothing | Rest::Outage(_) | Rest::Force { .. } => {
            Err(RestoreError::NotClosed { state })
        }
    }
}
