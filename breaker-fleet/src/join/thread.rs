//! The thread, and what it is given.

use std::sync::Arc;
use std::thread;

use super::host::{Host, no_thread};
use super::link::Link;
use super::news::{Teller, queue};
use super::seat;
use super::voice::{Ended, Voice};
use crate::circuits::registry::{Choice, Registered};
use crate::engine::redis::Address;
use crate::member::{Config, Member};
use crate::telemetry::{Listener, Telemetry};
use crate::watch::Board;

/// The thread's name.
const THREAD: &str = "breaker-fleet";

/// How a program joins.
pub(super) struct Plan {
    pub(super) config: Config,
    pub(super) namespace: String,
    pub(super) address: Result<Address, String>,
    pub(super) choice: Arc<Choice>,
    pub(super) listener: Option<Listener>,
}

/// Starts the thread; without an address there is nothing for it to do but to say so.
pub(super) fn start(mut plan: Plan, board: Arc<Board>) -> Teller {
    if let Err(why) = &plan.address {
        // Seen at once; told by the thread, as everything is.
        board.never(why);
    }
    let telemetry = Telemetry::new(&plan.namespace, plan.listener.take());
    let voice = Arc::new(Voice::new(board, telemetry));
    let (teller, hearer) = queue();
    let (events, told) = (teller.clone(), Arc::clone(&voice));
    let work = move || {
        let _ended = Ended(Arc::clone(&voice));
        let ended = match plan.address {
            Ok(address) => {
                let fleet = seat::Fleet::new(&plan.namespace, &address);
                let link = Link::new(address, plan.namespace, events.clone());
                let (circuits, member) = (Registered::new(plan.choice), Member::new(plan.config));
                Host::new(member, circuits, link, hearer, Arc::clone(&voice))
                    .run_to_the_end(&fleet, events)
            }
            Err(why) => Err(why),
        };
        if let Err(why) = ended {
            voice.never(&why);
        }
    };
    if let Err(error) = thread::Builder::new().name(THREAD.to_owned()).spawn(work) {
        told.never(&no_thread(&error));
    }
    teller
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn an_address_that_names_no_engine_is_seen_at_once_and_told_on_a_thread_of_its_own() {
        let (sender, told) = mpsc::channel();
        let fleet = crate::join("shop", "nonsense")
            .on_event(move |_| {
                let name = thread::current().name().map(str::to_owned);
                sender.send(name).unwrap();
            })
            .start();
        assert!(fleet.status().to_string().contains("write `redis://host:6379`"));
        assert_eq!(told.recv().unwrap().as_deref(), Some("breaker-fleet-events"));
        assert!(told.recv().is_err(), "told twice");
    }
}
