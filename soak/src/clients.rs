//! Callers on threads and tasks, for one round.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use crate::call::{Answer, Ask, Call, GivenUp};
use crate::shapes::{Admitted, CLIENTS, HELD, Pending, Shape, hold};
use crate::subject::Subject;

/// Callers of each shape that are there at once.
const SYNC_EACH: usize = 2;
const ASYNC_EACH: usize = 3;

/// A caller's own chance, and what ends its work.
#[derive(Debug)]
pub(crate) struct Mood {
    pub(crate) chance: fastrand::Rng,
    pub(crate) stop: Arc<AtomicBool>,
}

impl Mood {
    fn goes_on(&self, subject: &Subject) -> bool {
        !self.stop.load(Ordering::Relaxed) && subject.has_ids_left()
    }

    fn ask(&mut self, subject: &Subject) -> Ask {
        Ask { key: self.chance.u32(..subject.keys.max(1)), panics: self.chance.u8(..50) == 0 }
    }

    fn pause(&mut self) -> Duration {
        Duration::from_micros(self.chance.u64(200..8000))
    }

    fn fork(&mut self) -> Self {
        Self { chance: self.chance.fork(), stop: Arc::clone(&self.stop) }
    }
}

/// Starts all callers, on threads and as tasks. They end by themselves after `stop`.
pub(crate) fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    runtime: &Handle,
    mut mood: Mood,
) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for &(subject, shape) in CLIENTS {
        match shape {
            Shape::Sync(function) => (0..SYNC_EACH).for_each(|_| {
                let mood = mood.fork();
                scope.spawn(move || call_again_and_again(subject, function, mood));
            }),
            Shape::Async(function) => (0..ASYNC_EACH).for_each(|_| {
                tasks.spawn_on(spawn_again_and_again(subject, function, mood.fork()), runtime);
            }),
        }
    }
    let (admitted, holders) = sync_channel(4);
    let (asking, holding) = (mood.fork(), mood.fork());
    scope.spawn(move || ask_for_permits(&admitted, asking));
    scope.spawn(move || hold_permits(&holders, holding));
    tasks
}

fn call_again_and_again(
    subject: &'static Subject,
    function: fn(&Call, Ask) -> Answer,
    mut mood: Mood,
) {
    while mood.goes_on(subject) {
        let ask = mood.ask(subject);
        let call = Call::new(subject);
        let unwinding = catch_unwind(AssertUnwindSafe(|| function(&call, ask)));
        // Dropped, it knows that its body panicked.
        if let Ok(answer) = unwinding {
            call.returned(&answer);
        }
        thread::sleep(mood.pause());
    }
}

async fn spawn_again_and_again(subject: &'static Subject, function: AsyncFunction, mut mood: Mood) {
    while mood.goes_on(subject) {
        let ask = mood.ask(subject);
        let patience = Duration::from_micros(mood.chance.u64(..30_000));
        match mood.chance.u8(..10) {
            0 => drop_after(patience, subject, function, Ask { panics: false, ..ask }).await,
            1 => abort_after(patience, subject, function, ask).await,
            // Its panic ends the task alone.
            _ => drop(tokio::spawn(once(Call::new(subject), function, ask)).await),
        }
        tokio::time::sleep(mood.pause()).await;
    }
}

type AsyncFunction = for<'c> fn(&'c Call, Ask) -> Pending<'c>;

/// One asynchronous call, with its end noted before anything can cut in.
pub(crate) async fn once(call: Call, function: AsyncFunction, ask: Ask) {
    let answer = function(&call, ask).await;
    call.returned(&answer);
}

/// The caller loses interest: the future is dropped where it is.
async fn drop_after(
    patience: Duration,
    subject: &'static Subject,
    function: AsyncFunction,
    ask: Ask,
) {
    let given_up = GivenUp::default();
    let mut call = Box::pin(once(Call::until(Arc::clone(&given_up), subject), function, ask));
    tokio::select! {
        () = &mut call => {}
        () = tokio::time::sleep(patience) => {
            given_up.get_or_init(Instant::now);
        }
    }
}

/// The same by way of its task.
async fn abort_after(
    patience: Duration,
    subject: &'static Subject,
    function: AsyncFunction,
    ask: Ask,
) {
    let given_up = GivenUp::default();
    let call = Call::until(Arc::clone(&given_up), subject);
    let task = tokio::spawn(once(call, function, ask));
    tokio::time::sleep(patience).await;
    given_up.get_or_init(Instant::now);
    task.abort();
    // Aborted, panicked or done: it has noted that.
    let _ = task.await;
}

fn ask_for_permits(admitted: &SyncSender<Admitted>, mut mood: Mood) {
    while mood.goes_on(&HELD) {
        if let Some(call) = hold() {
            // The other end goes last.
            let _ = admitted.send(call);
        }
        thread::sleep(mood.pause() / 4);
    }
}

fn hold_permits(admitted: &Receiver<Admitted>, mut mood: Mood) {
    while let Ok(first) = admitted.recv() {
        // Several at once, and the one that was admitted last comes first.
        let mut held = vec![first];
        while held.len() < 4 {
            let Ok(next) = admitted.try_recv() else { break };
            held.push(next);
        }
        while let Some(call) = held.pop() {
            call.make(&mut mood.chance);
        }
    }
}
