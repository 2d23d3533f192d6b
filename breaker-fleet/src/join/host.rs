//! What runs on the thread: feeds the member, and does what it says.

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::io;
use std::sync::Arc;

use breaker_runtime::{Subscription, registry};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, timeout_at};

use super::link::Link;
use super::news::{Hearer, News, Teller};
use super::seat::{self, Seat};
use super::voice::Voice;
use crate::circuits::registry::{Registered, local_event};
use crate::engine::{ANSWER, Gone};
use crate::member::{FleetEvent, Input, Member, Output};
use crate::wire::Message;

/// How often new circuits and missed events are looked for.
const LOOK: Duration = Duration::from_secs(1);

pub(super) fn no_thread(error: &io::Error) -> String {
    format!("no thread for the fleet: {error}")
}

pub(super) struct Host {
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
    pub(super) fn new(
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
    pub(super) fn run_to_the_end(
        mut self,
        fleet: &seat::Fleet,
        teller: Teller,
    ) -> Result<(), String> {
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
