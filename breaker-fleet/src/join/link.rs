//! The connection: made, lost, made again.

use core::future::pending;
use core::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::backoff::Backoff;
use super::news::{News, Teller};
use crate::engine::Gone;
use crate::engine::redis::{Address, Clock, Connection, Pushes};
use crate::member::BatchId;
use crate::wire::{Batch, Message};

/// Which of the connections, one after the other: news of an earlier one are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LinkId(u64);

pub(super) struct Link {
    address: Address,
    namespace: String,
    teller: Teller,
    id: LinkId,
    connection: Option<Connection>,
    pushes: Option<Pushes>,
    attempt: Option<JoinHandle<()>>,
    backoff: Backoff,
    /// When the connection was made.
    made: Option<Instant>,
}

impl Link {
    pub(super) fn new(address: Address, namespace: String, teller: Teller) -> Self {
        Self {
            address,
            namespace,
            teller,
            id: LinkId::default(),
            connection: None,
            pushes: None,
            attempt: None,
            backoff: Backoff::default(),
            made: None,
        }
    }

    /// Gives up the connection, and makes another after a while: its address is looked up again.
    pub(super) fn connect(&mut self) {
        self.close();
        if let Some(made) = self.made.take() {
            self.backoff.broke_off(made.elapsed());
        }
        self.id.0 += 1;
        let (id, delay) = (self.id, self.backoff.next());
        let (address, namespace) = (self.address.clone(), self.namespace.clone());
        let teller = self.teller.clone();
        self.attempt = Some(tokio::spawn(attempt(id, delay, address, namespace, teller)));
    }

    fn close(&mut self) {
        self.connection = None;
        self.pushes = None;
        if let Some(attempt) = self.attempt.take() {
            attempt.abort();
        }
    }

    pub(super) fn is_current(&self, link: LinkId) -> bool {
        self.id == link
    }

    pub(super) fn connected(&mut self, connection: Connection, pushes: Pushes) {
        self.made = Some(Instant::now());
        self.connection = Some(connection);
        self.pushes = Some(pushes);
    }

    /// The next message of the connection; `None`: it is gone. Without one: never.
    pub(super) async fn next_message(&self) -> Option<Message> {
        match &self.pushes {
            Some(pushes) => pushes.next().await,
            None => pending().await,
        }
    }

    /// Sends a batch after those before; its answer is news.
    pub(super) fn send(&self, id: BatchId, batch: &Batch) {
        let teller = self.teller.clone();
        let Some(connection) = &self.connection else {
            let result = Err(Gone::new("there is no connection"));
            return teller.tell(News::Answered { id, result });
        };
        let answer = connection.send(batch);
        // Tasks of this runtime begin in the order in which they were spawned.
        tokio::spawn(async move {
            let result = answer.await;
            teller.tell(News::Answered { id, result });
        });
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.close();
    }
}

async fn attempt(
    link: LinkId,
    delay: Duration,
    address: Address,
    namespace: String,
    teller: Teller,
) {
    sleep(delay).await;
    teller.tell(match Connection::open(&address, &namespace, Clock::Own).await {
        Ok((connection, pushes)) => News::Connected { link, connection, pushes },
        Err(why) => News::NotConnected { link, why },
    });
}
