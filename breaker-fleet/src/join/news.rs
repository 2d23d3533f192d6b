//! What reaches the fleet's thread, in one queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::link::LinkId;
use crate::circuits::LocalEvent;
use crate::engine::Gone;
use crate::engine::redis::{Connection, Pushes};
use crate::member::BatchId;
use crate::wire::Reply;

/// Events of circuits that wait at once. Everything else is bounded by what is under way.
const MOST_EVENTS: usize = 1024;

/// Something that has happened.
#[derive(Debug)]
pub(super) enum News {
    Local(LocalEvent),
    Answered { id: BatchId, result: Result<Vec<Reply>, Gone> },
    Connected { link: LinkId, connection: Connection, pushes: Pushes },
    NotConnected { link: LinkId, why: String },
    Leave,
}

/// Where news go.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    sender: UnboundedSender<News>,
    shared: Arc<Shared>,
}

/// Where they come out.
#[derive(Debug)]
pub(super) struct Hearer {
    receiver: UnboundedReceiver<News>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    events: AtomicUsize,
    missed: AtomicBool,
}

pub(super) fn queue() -> (Teller, Hearer) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let shared = Arc::new(Shared::default());
    (Teller { sender, shared: Arc::clone(&shared) }, Hearer { receiver, shared })
}

impl Teller {
    /// To nobody, if the thread has ended.
    pub(super) fn tell(&self, news: News) {
        let _ = self.sender.send(news);
    }

    /// An event of a circuit: if too many wait, it is missed, which is said. Never waits.
    pub(super) fn tell_event(&self, event: LocalEvent) {
        // Relaxed: the queue hands the events over, and the count only bounds their number.
        if self.shared.events.fetch_add(1, Ordering::Relaxed) < MOST_EVENTS {
            self.tell(News::Local(event));
        } else {
            self.shared.events.fetch_sub(1, Ordering::Relaxed);
            self.shared.missed.store(true, Ordering::Relaxed);
        }
    }
}

impl Hearer {
    pub(super) async fn next(&mut self) -> Option<News> {
        let news = self.receiver.recv().await;
        if matches!(news, Some(News::Local(_))) {
            self.shared.events.fetch_sub(1, Ordering::Relaxed);
        }
        news
    }

    /// Whether an event was missed since the last time.
    pub(super) fn has_missed(&self) -> bool {
        self.shared.missed.swap(false, Ordering::Relaxed)
    }
}
