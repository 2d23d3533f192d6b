//! The thread: feeds the member, and does what it says.

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::io;
use std::sync::Arc;
use std::thread;

use breaker_runtime::{Subscription, registry};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, timeout_at};

use super::link::Link;
use super::news::{Hearer, News, Teller, queue};
use super::seat::{self, Seat};
use super::voice::{Ended, Voice};
use crate::circuits::registry::{Choice, Registered, local_event};
use crate::engine::redis::Address;
use crate::engine::{ANSWER, Gone};
use crate::member::{Config, FleetEvent, Input, Member, Output};
use crate::telemetry::{Listener, Telemetry};
use crate::watch::Board;
use crate::wire::Message;

/// The thread's name.
const THREAD: &str = "breaker-fleet";
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

fn no_thread(error: &io::Error) -> String {
    format!("no thread for the fleet: {error}")
}

struct Host {
    started: Instant,
    member: Member,
    circuits: Registered,
    link: Link,
    hearer: Hearer,
    voice: Arc<Voice>,
    /// Events that the subscription has missed so far.
    missed: u64,
    /// Batches without an answer.
    sent: usize,
}

/// What the thread waits for.
enum Next {
    News(Option<News>),
    /// `None`: the connection is gone.
    Message(Option<Message>),
}

impl Host {
    fn new(
        member: Member,
        circuits: Registered,
        link: Link,
        hearer: Hearer,
        voice: Arc<Voice>,
    ) -> Self {
        let started = Instant::from_std(voice.board().started());
        Self { started, member, circuits, link, hearer, voice, missed: 0, sent: 0 }
    }

    /// Why it could not begin.
    fn run_to_the_end(mut self, fleet: &seat::Fleet, teller: Teller) -> Result<(), String> {
        let runtime = runtime().map_err(|error| no_thread(&error))?;
        runtime.block_on(async {
            if let Some(mut seat) = Seat::wait(fleet, &mut self.hearer, &self.voice).await {
                self.member.inherit(seat.take_openings());
                self.run(teller).await;
                seat.leave(self.member.openings());
            }
        });
        // A look-up of an address may still be under way on a thread of its own.
        runtime.shutdown_background();
        Ok(())
    }

    async fn run(&mut self, teller: Teller) {
        // Before the first look at the circuits, so that nothing falls in between.
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
            match timeout_at(wakes, self.next()).await {
                Ok(Next::News(Some(News::Leave) | None)) => break,
                Ok(Next::News(Some(news))) => self.take(news),
                Ok(Next::Message(Some(message))) => self.step(Input::Pushed(message)),
                Ok(Next::Message(None)) => {
                    self.disconnected(Gone::closed());
                }
                Err(_) => self.step(Input::Tick),
            }
        }
        drop(subscription);
        self.leave().await;
    }

    /// Messages stay with the connection, whose bound they have, until they are taken in.
    async fn next(&mut self) -> Next {
        let mut news = pin!(self.hearer.next());
        let mut message = pin!(self.link.next_message());
        poll_fn(|context| match news.as_mut().poll(context) {
            Poll::Ready(news) => Poll::Ready(Next::News(news)),
            Poll::Pending => message.as_mut().poll(context).map(Next::Message),
        })
        .await
    }

    /// Once a second: circuits that are new, events that were missed, and people who look.
    fn look(&mut self, subscription: &Subscription) {
        self.circuits.look();
        #[cfg(feature = "metrics")]
        self.voice.publish();
        if self.voice.board().take_look() {
            self.step(Input::Looked);
        }
        let missed = subscription.missed();
        if missed > self.missed {
            self.missed = missed;
            self.step(Input::Missed);
        }
    }

    fn take(&mut self, news: News) {
        match news {
            News::Local(event) => self.step(Input::Local(event)),
            News::Answered { id, result } => {
                self.sent = self.sent.saturating_sub(1);
                self.step(Input::Answered { id, result });
            }
            News::Connected { link, connection, pushes } if self.link.is_current(link) => {
                self.link.connected(connection, pushes);
                self.step(Input::Connected);
            }
            News::NotConnected { link, why } if self.link.is_current(link) => {
                self.disconnected(why);
            }
            // Of a connection that was given up.
            News::Connected { .. } | News::NotConnected { .. } | News::Leave => {}
        }
    }

    fn disconnected(&mut self, why: Gone) {
        self.step(Input::Disconnected { why });
        self.link.connect();
    }

    fn step(&mut self, input: Input) {
        let now = self.started.elapsed();
        let mut told = Vec::new();
        for output in self.member.handle(now, input, &mut self.circuits) {
            match output {
                Output::Send { id, batch } => {
                    self.sent += 1;
                    self.link.send(id, &batch);
                }
                Output::Reconnect { .. } => self.link.connect(),
                Output::Tell(event) => told.push(event),
                Output::Others(others) => self.voice.board().show_others(others, now),
                Output::Outage { name, known } => {
                    self.voice.board().show_outage(name, known.map(|known| *known));
                }
            }
        }
        self.voice.board().show(&self.member, now);
        // Who hears that it takes part, and looks, sees it too.
        for event in &told {
            self.voice.tell(event);
        }
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
        self.voice.board().leave();
        #[cfg(feature = "metrics")]
        self.voice.publish();
        self.voice.tell(&FleetEvent::Left);
    }
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_io().enable_time().build()
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
