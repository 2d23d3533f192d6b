//! What people are told of a membership.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::member::FleetEvent;
use crate::telemetry::Telemetry;
use crate::watch::Board;

/// The board and the telemetry: what ends a membership is on both.
pub(super) struct Voice {
    board: Arc<Board>,
    telemetry: Mutex<Telemetry>,
}

impl Voice {
    pub(super) fn new(board: Arc<Board>, telemetry: Telemetry) -> Self {
        Self { board, telemetry: Mutex::new(telemetry) }
    }

    pub(super) fn board(&self) -> &Board {
        &self.board
    }

    pub(super) fn tell(&self, event: &FleetEvent) {
        self.telemetry().tell(event);
    }

    /// How it is, to a recorder of metrics.
    #[cfg(feature = "metrics")]
    pub(super) fn publish(&self) {
        self.telemetry().publish(&self.board.standing());
    }

    fn telemetry(&self) -> MutexGuard<'_, Telemetry> {
        self.telemetry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This process takes no part, and won't.
    pub(super) fn never(&self, why: &str) {
        self.board.never(why);
        self.tell(&FleetEvent::Away { why: why.to_owned() });
        #[cfg(feature = "metrics")]
        self.publish();
    }
}

/// A fault of this crate's must not look like a membership.
pub(super) struct Ended(pub(super) Arc<Voice>);

impl Drop for Ended {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.never("a fault of breaker-fleet: its thread has panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::circuits::registry::Locals;
    use crate::member::Config;
    use crate::wire::{MemberId, Text};

    fn config() -> Config {
        let (instance, zone, engine) = (Text::new("pod"), Text::default(), Text::default());
        Config { id: MemberId(7), instance, zone, engine, share_control: false, seed: 7 }
    }

    #[test]
    fn a_thread_that_panics_is_seen_and_told() {
        let (sender, told) = mpsc::channel();
        let listener = move |event: &FleetEvent| {
            let _ = sender.send(event.clone());
            panic!("the listener's own affair");
        };
        let telemetry = Telemetry::new("shop", Some(Box::new(listener)));
        let board = Arc::new(Board::new("shop", &config()));
        let voice = Arc::new(Voice::new(Arc::clone(&board), telemetry));
        let ended = Ended(Arc::clone(&voice));
        let work = thread::spawn(move || {
            let _ended = ended;
            panic!("a fault");
        });
        assert!(work.join().is_err());
        let FleetEvent::Away { why } = told.recv().unwrap() else { unreachable!() };
        assert!(why.contains("panicked"), "{why}");
        assert_eq!(board.status(Locals::default).away.unwrap().why, why);
        assert!(told.try_recv().is_err());
        drop(Ended(voice));
        assert!(told.try_recv().is_err(), "an end that is none");
    }
}
