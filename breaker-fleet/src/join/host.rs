//! The thread: feeds the member, and does what it says.

use core::time::Duration;
use std::io;
use std::sync::Arc;
use std::thread;

use breaker_runtime::{Subscription, registry};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, timeout_at};

use super::link::Link;
use super::news::{Hearer, News, Teller, queue};
use super::status::Board;
use crate::circuits::registry::{Choice, Registered, local_event};
use crate::engine::ANSWER;
use crate::engine::redis::Address;
use crate::member::{Config, Input, Member, Output};
use crate::telemetry::{Listener, Telemetry};

/// How often new circuits and missed events are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// How a program joins.
pub(super) struct Plan {
    pub(super) config: Config,
    pub(super) namespace: String,
    pub(super) address: Result<Address, String>,
    pub(super) choice: Arc<Choice>,
    pub(super) listener: Option<Listener>,
}

/// Starts the thread; without an address there is nothing for it to do but to say so.
pub(super) fn start(plan: Plan, board: Arc<Board>) -> Option<Teller> {
    let mut telemetry = Telemetry::new(&plan.namespace, plan.listener);
    let address = match plan.address {
        Ok(address) => address,
        Err(why) => {
            board.never(&why);
            telemetry.away(&why);
            return None;
        }
    };
    let (teller, hearer) = queue();
    let link = Link::new(address, plan.namespace, teller.clone());
    let circuits = Registered::new(plan.choice);
    let member = Member::new(plan.config);
    let (events, shown) = (teller.clone(), Arc::clone(&board));
    let work = move || {
        let started = Instant::now();
        let host =
            Host { started, member, circuits, link, hearer, telemetry, board, missed: 0, sent: 0 };
        host.run_to_the_end(&events);
    };
    match thread::Builder::new().name("breaker-fleet".to_owned()).spawn(work) {
        Ok(_) => Some(teller),
        Err(error) => {
            shown.never(&no_thread(&error));
            None
        }
    }
}

fn no_thread(error: &io::Error) -> String {
    format!("no thread for the fleet: {error}")
}

struct Host {
    started: Instant,
    member: Member,
    circuits: Registered,
    link: Link,
    hearer: Hearer,
    telemetry: Telemetry,
    board: Arc<Board>,
    /// Events that the subscription has missed so far.
    missed: u64,
    /// Batches without an answer.
    sent: usize,
}

impl Host {
    fn run_to_the_end(mut self, events: &Teller) {
        let _ended = Ended(Arc::clone(&self.board));
        match runtime() {
            Ok(runtime) => {
                runtime.block_on(self.run(events));
                // A look-up of an address may still be under way on a thread of its own.
                runtime.shutdown_background();
            }
            Err(error) => self.board.never(&no_thread(&error)),
        }
    }

    async fn run(&mut self, events: &Teller) {
        // Before the first look at the circuits, so that nothing falls in between.
        let teller = events.clone();
        let subscription = registry().subscribe(move |event| {
            if let Some(event) = local_event(event) {
                teller.tell_event(event);
            }
        });
        self.link.connect();
        let mut look = self.started;
        loop {
            if look <= Instant::now() {
                look = Instant::now() + LOOK;
                self.look(&subscription);
            }
            let wakes = self.member.wakes_at().map_or(look, |at| look.min(self.started + at));
            match timeout_at(wakes, self.hearer.next()).await {
                Ok(Some(News::Leave) | None) => break,
                Ok(Some(news)) => self.take(news),
                Err(_) => self.step(Input::Tick),
            }
        }
        drop(subscription);
        self.leave().await;
    }

    /// Once a second: circuits that are new, and events that were missed.
    fn look(&mut self, subscription: &Subscription) {
        self.circuits.look();
        let missed = subscription.missed();
        if self.hearer.has_missed() || missed > self.missed {
            self.missed = missed;
            self.step(Input::Missed);
        }
    }

    fn take(&mut self, news: News) {
        match news {
            News::Local(event) => self.step(Input::Local(event)),
            News::Answered { id, result } => {
                self.sent = self.sent.saturating_sub(1);
                if result.is_ok() {
                    self.link.answered();
                }
                self.step(Input::Answered { id, result });
            }
            News::Pushed { link, message } if self.link.is_current(link) => {
                self.step(Input::Pushed(message));
            }
            News::Connected { link, connection } if self.link.is_current(link) => {
                self.link.connected(connection);
                self.step(Input::Connected);
            }
            News::Disconnected { link, why } if self.link.is_current(link) => {
                self.step(Input::Disconnected { why });
                self.link.connect();
            }
            // Of a connection that was given up.
            News::Pushed { .. }
            | News::Connected { .. }
            | News::Disconnected { .. }
            | News::Leave => {}
        }
    }

    fn step(&mut self, input: Input) {
        let now = self.started.elapsed();
        for output in self.member.handle(now, input, &mut self.circuits) {
            match output {
                Output::Send { id, batch } => {
                    self.sent += 1;
                    self.link.send(id, &batch);
                }
                Output::Reconnect { .. } => self.link.connect(),
                Output::Tell(event) => self.telemetry.tell(&event),
            }
        }
        self.board.show(&self.member, now);
    }

    /// Says so, and waits as long as for any answer that it was heard.
    async fn leave(&mut self) {
        self.step(Input::Leave);
        let until = Instant::now() + ANSWER;
        while self.sent > 0 {
            match timeout_at(until, self.hearer.next()).await {
                Ok(Some(News::Answered { .. })) => self.sent -= 1,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => break,
            }
        }
        self.board.never("left");
    }
}

/// A fault of this crate's must not look like a membership.
struct Ended(Arc<Board>);

impl Drop for Ended {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.never("a fault of breaker-fleet: its thread has panicked");
        }
    }
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_io().enable_time().build()
}
