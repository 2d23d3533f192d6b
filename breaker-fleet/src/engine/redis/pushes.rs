//! What an engine sends unasked, within a bound.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redis::{PushInfo, PushKind, Value};
use tokio::sync::Notify;

use crate::wire::{MOST_BYTES, Message};

/// What a message takes beside its bytes, in the queue and of the allocator.
const EACH: usize = 2 * size_of::<Vec<u8>>();

/// Messages in the order in which they came, and in the end that there won't be any more. They wait
/// as bytes, which is what bounds them. A message for which there is no room is lost: the next sync
/// finds what it said.
#[derive(Clone, Debug, Default)]
pub struct Pushes(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    messages: VecDeque<Vec<u8>>,
    /// Of the messages, and of what each takes besides.
    bytes: usize,
    ended: bool,
}

impl Pushes {
    /// The next message; `None`: the connection is gone.
    pub async fn next(&self) -> Option<Message> {
        loop {
            if let Ok(message) = Message::decode(&self.next_bytes().await?) {
                return Some(message);
            }
        }
    }

    /// The next message as it came, whatever it is.
    pub async fn next_bytes(&self) -> Option<Vec<u8>> {
        loop {
            // Registered before the look, so that nothing falls in between.
            let news = self.0.news.notified();
            {
                let mut queue = self.queue();
                if let Some(message) = queue.messages.pop_front() {
                    queue.bytes -= message.len() + EACH;
                    return Some(message);
                }
                if queue.ended {
                    return None;
                }
            }
            news.await;
        }
    }

    /// From the task that reads the connection: never waits.
    pub(super) fn take_in(&self, info: PushInfo) {
        match (info.kind, info.data.into_iter().nth(1)) {
            (PushKind::Message, Some(Value::BulkString(message))) => self.message(message),
            (PushKind::Disconnection, _) => self.end(),
            _ => {}
        }
    }

    pub(super) fn end(&self) {
        self.queue().ended = true;
        self.0.news.notify_one();
    }

    fn message(&self, message: Vec<u8>) {
        let bytes = message.len() + EACH;
        let mut queue = self.queue();
        if queue.bytes + bytes <= MOST_BYTES {
            queue.bytes += bytes;
            queue.messages.push_back(message);
            self.0.news.notify_one();
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(bytes: &[u8]) -> PushInfo {
        let text = |bytes: &[u8]| Value::BulkString(bytes.to_vec());
        PushInfo { kind: PushKind::Message, data: vec![text(b"channel"), text(bytes)] }
    }

    #[test]
    fn what_nobody_takes_fills_no_memory() {
        let pushes = Pushes::default();
        for _ in 0..1_000_000 {
            pushes.take_in(push(b""));
        }
        let kept = pushes.queue().messages.len();
        assert!((1000..=MOST_BYTES / 32).contains(&kept), "{kept}");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for _ in 0..kept {
                assert_eq!(pushes.next().await, Some(Message::default()));
            }
            // And there is room again.
            assert_eq!(pushes.queue().bytes, 0);
            pushes.take_in(push(b""));
            assert_eq!(pushes.next().await, Some(Message::default()));
            pushes.end();
            assert_eq!(pushes.next().await, None);
        });
    }
}
