//! Circuits of a test's own, in the place of the program's.

use core::fmt;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::pin;
use std::sync::Arc;

use super::UnknownCircuit;
use crate::base::clock::ManualClock;
use crate::base::scope::isolated::{Entry, Scope};
use crate::breaker::CircuitBreaker;
use crate::events::{Event, Subscription};
use crate::registry::registry;

/// Gives this thread circuits of its own, until the [`Isolation`] is dropped: new and closed ones,
/// on a clock that stands still until the test moves it.
///
/// Whatever this thread does with a listed circuit meanwhile, it does with its own: calls to
/// guarded functions, the methods of a `static` that is [registered](crate::register), the
/// [registry](crate::registry) with [`configure`](crate::Registry::configure) and
/// [`subscribe`](crate::Registry::subscribe). Other threads go on with the program's circuits,
/// unless they take part by a [`Handle`]:
///
/// * Under a plain `#[tokio::test]` all futures run on the test's own thread, those of tasks
///   included: there is nothing to do. A closure of `spawn_blocking` runs on another thread.
/// * A thread [enters](Handle::enter), and so does such a closure: `let _inside = handle.enter();`
///   is its first line.
/// * For a task of a runtime with several threads, spawn [`Handle::run`]. A task that this task
///   spawns calls the program's circuits; so do the tasks of `axum::serve`, one for each
///   connection.
/// * All tasks of a runtime take part if its threads [enter for good](Handle::enter_for_good).
///
/// A circuit keeps its listeners whatever thread acts on it. A listener that
/// [subscribes](Isolation::subscribe) in the test hears the test's circuits, also where a thread
/// that did not enter acts on them (one that drives a future which began in the test, or has a
/// permit of it), and hears none of the program's. A circuit that is not listed is the program's:
/// listen to it [by itself](CircuitBreaker::subscribe).
///
/// A `timeout` runs on tokio's clock. To move both clocks together, pause tokio's and put the
/// circuits [on the program's clock](Isolation::on_program_clock).
///
/// [`testing`](crate::testing) has an example.
pub fn isolate() -> Isolation {
    Handle(Arc::new(Scope::new(registry()))).enter()
}

/// The circuits of a test: the test's thread has them until the `Isolation` is dropped.
///
/// [`isolate`] makes it. It stays on its thread; another one takes a [`Handle`]:
///
/// ```compile_fail,E0277
/// let test = breaker_runtime::testing::isolate();
/// std::thread::spawn(move || test.circuit("db")); // `test.handle()` goes there
/// ```
#[must_use = "dropped, it gives the thread the program's circuits again"]
pub struct Isolation {
    scope: Arc<Scope>,
    _entry: Entry,
    not_send: PhantomData<dyn AnotherThreadTakesAHandle>,
}

/// An isolation belongs to its thread. Named as what the compiler says of one that is sent: a trait
/// object is not `Send` unless it says so.
trait AnotherThreadTakesAHandle: UnwindSafe + RefUnwindSafe {}

impl Isolation {
    /// The test's circuit of this name: `name`, or `name[key]` for a key that was called. The name
    /// of a function with keys is that of the circuit that stands for all keys.
    ///
    /// # Errors
    ///
    /// [`UnknownCircuit`] if no circuit, or more than one, has the name. The error lists the names
    /// that there are.
    pub fn circuit(&self, name: &str) -> Result<&'static CircuitBreaker, UnknownCircuit> {
        let _inside = self.handle().enter();
        registry().find(name).map_err(UnknownCircuit::new)
    }

    /// The clock of the test's circuits, which the test moves.
    ///
    /// It does not move circuits that are [on the program's clock](Self::on_program_clock).
    #[must_use]
    pub fn clock(&self) -> ManualClock {
        self.scope.own_clock().clone()
    }

    /// Puts the circuits on the program's clock: tokio's where tests can pause it, else the
    /// system's.
    ///
    /// Do so before the first call: a circuit keeps the clock of its first use.
    pub fn on_program_clock(self) -> Self {
        self.scope.leave_clock();
        self
    }

    /// Calls `listener` with each event of the test's circuits and no others, whatever thread
    /// causes it, as [`Registry::subscribe`](crate::Registry::subscribe) does.
    ///
    /// What the listener calls and forces are the test's circuits too.
    pub fn subscribe(&self, mut listener: impl FnMut(&Event) + Send + 'static) -> Subscription {
        let handle = self.handle();
        let _inside = handle.enter();
        let theirs = handle.clone();
        registry().subscribe(move |event| {
            let _inside = theirs.enter();
            listener(event);
        })
    }

    /// Makes a handle of the test's circuits, for other threads and for tasks that run on them.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle(Arc::clone(&self.scope))
    }
}

impl fmt::Debug for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Isolation").field("id", &self.scope.id()).finish_non_exhaustive()
    }
}

/// A handle of a test's circuits, by which other threads and tasks take part.
///
/// ```
/// use breaker_runtime::testing::isolate;
/// use breaker_runtime::{register, registry, CircuitBreaker, Policy, State};
///
/// static WAREHOUSE: CircuitBreaker = CircuitBreaker::new("warehouse", Policy::new());
/// register!(WAREHOUSE);
///
/// # registry().register(&WAREHOUSE);
/// let test = isolate();
/// let handle = test.handle();
/// std::thread::spawn(move || {
///     let _inside = handle.enter();
///     WAREHOUSE.force_open();
/// })
/// .join()
/// .unwrap();
/// assert_eq!(WAREHOUSE.state(), State::ForcedOpen);
/// drop(test);
/// assert_eq!(WAREHOUSE.state(), State::Closed);
/// ```
#[derive(Clone)]
pub struct Handle(Arc<Scope>);

impl Handle {
    /// Gives this thread the test's circuits, until the [`Isolation`] is dropped.
    ///
    /// What `spawn_blocking` runs is on a thread of its own, also under a plain `#[tokio::test]`:
    ///
    /// ```
    /// use breaker_runtime::testing::isolate;
    /// use breaker_runtime::{circuit_breaker, State};
    ///
    /// #[circuit_breaker(threshold = 1, name = "archive")]
    /// fn read(is_there: bool) -> std::io::Result<u32> {
    ///     if is_there { Ok(7) } else { Err(std::io::ErrorKind::NotFound.into()) }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async { // #[tokio::test]
    /// let test = isolate();
    /// let handle = test.handle();
    /// let answer = tokio::task::spawn_blocking(move || {
    ///     let _inside = handle.enter();
    ///     read(false)
    /// });
    /// assert!(answer.await?.is_err());
    /// assert_eq!(test.circuit("archive").unwrap().state(), State::Open);
    /// # std::io::Result::Ok(()) })?;
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// Threads of a runtime [enter for good](Self::enter_for_good).
    pub fn enter(&self) -> Isolation {
        let scope = Arc::clone(&self.0);
        Isolation { _entry: Entry::into(&scope), scope, not_send: PhantomData }
    }

    /// Gives this thread the test's circuits for as long as the thread runs: for the threads of a
    /// runtime.
    ///
    /// Then every task on it has them, also those that a library spawns, such as the tasks of
    /// `axum::serve`:
    ///
    /// ```
    /// use breaker_runtime::testing::isolate;
    /// use breaker_runtime::{circuit_breaker, State};
    ///
    /// #[circuit_breaker(threshold = 1, name = "shelf")]
    /// async fn shelf(is_up: bool) -> std::io::Result<u32> {
    ///     if is_up { Ok(7) } else { Err(std::io::ErrorKind::ConnectionRefused.into()) }
    /// }
    ///
    /// let test = isolate();
    /// let handle = test.handle();
    /// let runtime = tokio::runtime::Builder::new_multi_thread()
    ///     .on_thread_start(move || handle.enter_for_good())
    ///     .build()?;
    /// let answer = runtime.block_on(async {
    ///     tokio::spawn(async { tokio::spawn(shelf(false)).await }).await
    /// });
    /// assert!(answer??.is_err());
    /// assert_eq!(test.circuit("shelf").unwrap().state(), State::Open);
    /// # std::io::Result::Ok(())
    /// ```
    pub fn enter_for_good(&self) {
        core::mem::forget(self.enter());
    }

    /// Runs a future with the test's circuits, on whatever thread it is polled: for a task of a
    /// runtime with several threads.
    ///
    /// Tasks that the future spawns have the program's circuits, unless the runtime's threads
    /// [enter for good](Self::enter_for_good).
    ///
    /// In a server whose runtime isn't the test's, a middleware puts each request there:
    /// `axum::middleware::from_fn(move |request, next: Next|
    /// handle.clone().run(next.run(request)))`.
    pub async fn run<F: Future>(self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|context| {
            let _inside = self.enter();
            future.as_mut().poll(context)
        })
        .await
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handle").field(&self.0.id()).finish()
    }
}
