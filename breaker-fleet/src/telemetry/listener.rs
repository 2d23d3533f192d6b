//! The user's listener, on a thread of its own: one that blocks holds nobody in the fleet up.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::member::FleetEvent;

/// Hears what happens to a membership.
pub(crate) type Listener = Box<dyn FnMut(&FleetEvent) + Send>;

/// The thread's name.
const THREAD: &str = "breaker-fleet-events";
/// Events that wait while the listener is busy: the latest.
const MOST: usize = 64;

/// Tells the listener. Dropped, the thread ends once all was told.
pub(super) struct Told {
    shared: Arc<Shared>,
    /// Whether there is a thread; `None`: nothing has happened yet.
    thread: Option<bool>,
}

struct Shared {
    listener: Mutex<Listener>,
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<FleetEvent>,
    /// Nothing more will happen.
    ended: bool,
}

impl Told {
    pub(super) fn new(listener: Listener) -> Self {
        let (listener, queue) = (Mutex::new(listener), Mutex::default());
        let shared = Arc::new(Shared { listener, queue, changed: Condvar::new() });
        Self { shared, thread: None }
    }

    /// Without a thread it is told here.
    pub(super) fn tell(&mut self, event: &FleetEvent) {
        let shared = &self.shared;
        let has_thread = *self.thread.get_or_insert_with(|| Shared::start(shared));
        if !has_thread {
            return shared.hear(event);
        }
        let mut queue = shared.queue();
        if queue.waiting.len() >= MOST {
            queue.waiting.pop_front();
        }
        queue.waiting.push_back(event.clone());
        shared.changed.notify_all();
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        self.shared.queue().ended = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn start(this: &Arc<Self>) -> bool {
        let shared = Arc::clone(this);
        thread::Builder::new().name(THREAD.to_owned()).spawn(move || shared.run()).is_ok()
    }

    fn run(&self) {
        while let Some(event) = self.next() {
            self.hear(&event);
        }
    }

    fn next(&self) -> Option<FleetEvent> {
        let nothing = |queue: &mut Queue| queue.waiting.is_empty() && !queue.ended;
        let queue = self.changed.wait_while(self.queue(), nothing);
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        queue.waiting.pop_front()
    }

    /// One that panics is the user's own affair: it hears the next event as well.
    fn hear(&self, event: &FleetEvent) {
        let mut listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = catch_unwind(AssertUnwindSafe(|| listener(event)));
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn dropped(requests: u64) -> FleetEvent {
        FleetEvent::Dropped { requests }
    }

    #[test]
    fn a_listener_that_blocks_holds_nobody_up_and_hears_the_latest() {
        let (sender, heard) = mpsc::channel();
        let (go_on, blocks) = mpsc::channel::<()>();
        let mut told = Told::new(Box::new(move |event| {
            sender.send(event.clone()).unwrap();
            let _ = blocks.recv();
        }));
        told.tell(&dropped(0));
        assert_eq!(heard.recv().unwrap(), dropped(0));
        (1..1000).for_each(|requests| told.tell(&dropped(requests)));
        drop(go_on);
        drop(told);
        let rest: Vec<_> = heard.iter().collect();
        assert_eq!(rest, (936..1000).map(dropped).collect::<Vec<_>>());
    }

    #[test]
    fn a_listener_that_panics_hears_the_next_event() {
        let (sender, heard) = mpsc::channel();
        let mut told = Told::new(Box::new(move |event| {
            sender.send(event.clone()).unwrap();
            panic!("the listener's own affair");
        }));
        told.tell(&dropped(1));
        told.tell(&FleetEvent::Left);
        drop(told);
        assert_eq!(heard.iter().collect::<Vec<_>>(), [dropped(1), FleetEvent::Left]);
    }
}
