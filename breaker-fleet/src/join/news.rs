//! What reaches the fleet's thread, in one queue.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

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
    NotConnected { link: LinkId, why: Gone },
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
    events: Mutex<Events>,
    room: Condvar,
}

#[derive(Debug, Default)]
struct Events {
    waiting: usize,
    /// Nobody hears any more.
    ended: bool,
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

    /// An event of a circuit: if too many wait, so does this. Those behind it wait in the core's
    /// queue, which drops the oldest: what happened last is heard.
    pub(super) fn tell_event(&self, event: LocalEvent) {
        let full = |events: &mut Events| events.waiting >= MOST_EVENTS && !events.ended;
        let events = self.shared.room.wait_while(self.shared.events(), full);
        events.unwrap_or_else(PoisonError::into_inner).waiting += 1;
        self.tell(News::Local(event));
    }
}

impl Shared {
    fn events(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hearer {
    pub(super) async fn next(&mut self) -> Option<News> {
        let news = self.receiver.recv().await;
        if matches!(news, Some(News::Local(_))) {
            self.shared.events().waiting -= 1;
            self.shared.room.notify_all();
        }
        news
    }
}

impl Drop for Hearer {
    fn drop(&mut self) {
        self.shared.events().ended = true;
        self.shared.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::thread;

    use tokio::runtime::Builder;
    use tokio::time::timeout;

    use super::*;
    use crate::circuits::{Origin, What};
    use crate::wire::Name;

    fn event(number: usize) -> LocalEvent {
        let name = Name::new(&number.to_string());
        LocalEvent { name, id: 0, what: What::Closed, origin: Origin::Own }
    }

    #[test]
    fn who_tells_more_than_fits_waits_until_it_is_heard_or_nobody_listens() {
        const MORE: usize = 2 * MOST_EVENTS;
        let (teller, mut hearer) = queue();
        let telling =
            thread::spawn(move || (0..2 * MORE).for_each(|n| teller.tell_event(event(n))));
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            for number in 0..MORE {
                let next = timeout(Duration::from_secs(60), hearer.next()).await;
                let Some(News::Local(heard)) = next.unwrap() else { unreachable!() };
                assert_eq!(heard, event(number));
            }
        });
        assert!(!telling.is_finished());
        drop(hearer);
        telling.join().unwrap();
    }
}
