//! The connection: made, lost, made again.

use core::time::Duration;

use tokio::task::AbortHandle;
use tokio::time::sleep;

use super::backoff::Backoff;
use super::news::{News, Teller};
use crate::engine::Gone;
use crate::engine::redis::{Address, Clock, Connection, Pushes};
use crate::member::BatchId;
use crate::wire::Batch;

/// Which of the connections, one after the other: news of an earlier one are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LinkId(u64);

pub(super) struct Link {
    address: Address,
    namespace: String,
    teller: Teller,
    id: LinkId,
    connection: Option<Connection>,
    attempt: Option<AbortHandle>,
    backoff: Backoff,
}

impl Link {
    pub(super) fn new(address: Address, namespace: String, teller: Teller) -> Self {
        Self {
            address,
            namespace,
            teller,
            id: LinkId::default(),
            connection: None,
            attempt: None,
            backoff: Backoff::default(),
        }
    }

    /// Gives up the connection, and makes another after a while: its address is looked up again.
    pub(super) fn connect(&mut self) {
        self.close();
        self.id.0 += 1;
        let (id, delay) = (self.id, self.backoff.next());
        let (address, namespace) = (self.address.clone(), self.namespace.clone());
        let teller = self.teller.clone();
        let attempt = tokio::spawn(attempt(id, delay, address, namespace, teller));
        self.attempt = Some(attempt.abort_handle());
    }

    fn close(&mut self) {
        self.connection = None;
        if let Some(attempt) = self.attempt.take() {
            attempt.abort();
        }
    }

    pub(super) fn is_current(&self, link: LinkId) -> bool {
        self.id == link
    }

    pub(super) fn connected(&mut self, connection: Connection) {
        self.connection = Some(connection);
    }

    /// The engine answers: it is there.
    pub(super) fn answered(&mut self) {
        self.backoff.reset();
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
    let why = match Connection::open(&address, &namespace, Clock::Own).await {
        Ok((connection, pushes)) => {
            teller.tell(News::Connected { link, connection });
            pass_on(link, &pushes, &teller).await;
            "the connection was closed".to_owned()
        }
        Err(gone) => gone.to_string(),
    };
    teller.tell(News::Disconnected { link, why: format!("{address}: {why}") });
}

async fn pass_on(link: LinkId, pushes: &Pushes, teller: &Teller) {
    while let Some(message) = pushes.next().await {
        teller.tell(News::Pushed { link, message });
    }
}
