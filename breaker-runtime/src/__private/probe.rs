//! A function as a probe: of nothing or of the key, async or not, told apart by its type.

use core::future::Future;

use crate::breaker::CircuitBreaker;
use crate::call::outcome::{Outcome, Verdict};
use crate::circuit::Circuit;
use crate::circuit::probe::{Asked, Awaited, Run};
use crate::keyed::KeyedCircuitBreaker;

/// What a probe may return: whether the callee is back.
#[diagnostic::on_unimplemented(
    message = "a probe can't say by this type whether the callee is back: `{Self}`",
    label = "neither a `Result` nor a `bool`",
    note = "let the probe return a `Result`, a `bool` that is true if the callee is back, or a \
            type that implements `breaker_runtime::Outcome`"
)]
pub trait Answer {
    /// What it says.
    fn verdict(&self) -> Verdict;
}

#[diagnostic::do_not_recommend]
impl<T: Outcome> Answer for T {
    fn verdict(&self) -> Verdict {
        Outcome::verdict(self)
    }
}

impl Answer for bool {
    fn verdict(&self) -> Verdict {
        if *self { Verdict::Success } else { Verdict::Failure }
    }
}

/// What lives for ever: a circuit, or one for each key.
pub trait Home {
    /// The circuit of it that this one is, if it is one.
    fn find(&'static self, circuit: &Found<'_>) -> Option<Found<'static>>;
}

/// A circuit.
#[derive(Debug)]
pub struct Found<'c>(&'c Circuit);

impl Home for CircuitBreaker {
    fn find(&'static self, circuit: &Found<'_>) -> Option<Found<'static>> {
        // Where a test is isolated, the one that stands for it there.
        let here = self.here().itself();
        core::ptr::eq(here, circuit.0).then_some(Found(here))
    }
}

impl Home for KeyedCircuitBreaker {
    fn find(&'static self, circuit: &Found<'_>) -> Option<Found<'static>> {
        self.here().itself_in(circuit.0).map(Found)
    }
}

/// A circuit, and the function that is its probe.
#[derive(Debug)]
pub struct Target<C: 'static, P>(pub &'static C, pub P);

impl<C: Home, P> Target<C, P> {
    fn run(&self, asked: Asked<'_>, run: impl FnOnce() -> Run) {
        let home = |circuit: &Circuit| self.0.find(&Found(circuit)).map(|found| found.0);
        asked.run(home, run);
    }
}

/// An async function of nothing. The compiler finds this method first, and that of each trait below
/// where it can't have those before.
pub trait OfAsync {
    /// Begins the probe.
    fn begin(&self, asked: Asked<'_>);
}

impl<C: Home, P, F> OfAsync for &&&&Target<C, P>
where
    P: Fn() -> F + Copy + Send + Sync + 'static,
    F: Future<Output: Answer> + Send + 'static,
{
    fn begin(&self, asked: Asked<'_>) {
        let probe = self.1;
        self.run(asked, || {
            Run::Async(Box::new(move |_| {
                let answer = probe();
                Box::pin(async move { answer.await.verdict() })
            }))
        });
    }
}

/// A function of nothing.
pub trait OfSync {
    /// Begins the probe.
    fn begin(&self, asked: Asked<'_>);
}

impl<C: Home, P, T> OfSync for &&&Target<C, P>
where
    P: Fn() -> T + Copy + Send + 'static,
    T: Answer,
{
    fn begin(&self, asked: Asked<'_>) {
        let probe = self.1;
        self.run(asked, || Run::Sync(Box::new(move |_| probe().verdict())));
    }
}

/// A function of a key that returns a future.
pub trait AsyncOfKey<'k> {
    /// Calls it.
    fn call(&self, key: &'k str) -> Awaited<'k>;
}

impl<'k, P, F> AsyncOfKey<'k> for P
where
    P: Fn(&'k str) -> F,
    F: Future<Output: Answer> + Send + 'k,
{
    fn call(&self, key: &'k str) -> Awaited<'k> {
        let answer = self(key);
        Box::pin(async move { answer.await.verdict() })
    }
}

/// An async function of a key.
pub trait OfAsyncKey {
    /// Begins the probe.
    fn begin(&self, asked: Asked<'_>);
}

impl<P> OfAsyncKey for &&Target<KeyedCircuitBreaker, P>
where
    P: for<'k> AsyncOfKey<'k> + Copy + Send + Sync + 'static,
{
    fn begin(&self, asked: Asked<'_>) {
        let probe = self.1;
        self.run(asked, || Run::AsyncOfKey(Box::new(move |key| probe.call(key))));
    }
}

/// A function of a key that returns an answer.
pub trait SyncOfKey<'k> {
    /// Calls it.
    fn call(&self, key: &'k str) -> Verdict;
}

impl<'k, P, T> SyncOfKey<'k> for P
where
    P: Fn(&'k str) -> T,
    T: Answer,
{
    fn call(&self, key: &'k str) -> Verdict {
        self(key).verdict()
    }
}

/// A function of a key.
pub trait OfSyncKey {
    /// Begins the probe.
    fn begin(&self, asked: Asked<'_>);
}

impl<P> OfSyncKey for &Target<KeyedCircuitBreaker, P>
where
    P: for<'k> SyncOfKey<'k> + Copy + Send + 'static,
{
    fn begin(&self, asked: Asked<'_>) {
        let probe = self.1;
        self.run(asked, || Run::SyncOfKey(Box::new(move |key| probe.call(key))));
    }
}

/// What can be a probe of such circuits.
#[diagnostic::on_unimplemented(
    message = "this function can't be the circuit's probe: `{Self}`",
    label = "not a function that tries whether the callee is back",
    note = "a probe is a function of nothing, or with `key` of the key's `&str`; it returns a \
            `Result`, a `bool` or another `Outcome`, or is an `async fn` that does, whose future \
            is `Send`"
)]
pub trait CanProbe<C> {}

/// Anything else.
pub trait Other<C, P> {
    /// Fails to compile.
    fn begin(&self, asked: Asked<'_>)
    where
        P: CanProbe<C>;
}

impl<C, P> Other<C, P> for Target<C, P> {
    fn begin(&self, asked: Asked<'_>)
    where
        P: CanProbe<C>,
    {
        drop(asked);
    }
}

/// The probe of a circuit: a function that tries whether the callee is back, for
/// [`CircuitBreaker::with_probe`](crate::CircuitBreaker::with_probe) and
/// [`KeyedCircuitBreaker::with_probe`](crate::KeyedCircuitBreaker::with_probe), whose `static` goes
/// first. In the attribute it is the argument `probe`.
///
/// The function takes nothing, or the key's `&str` where there is one circuit for each key. It
/// returns a `Result`, a `bool` that is true if the callee is back, or another
/// [`Outcome`](crate::Outcome); or it is an `async fn` that does. An async one is spawned on the
/// tokio runtime of the call that starts it (feature `tokio`); any other runs on a thread of its
/// own, of which there are 16 at most, and on a
/// [`ManualClock`](https://docs.rs/breaker-runtime/latest/breaker_runtime/testing/struct.ManualClock.html)
/// within that call. Rule [S18](crate::_guide::rules#s18-a-probe) has the rest.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, probe};
///
/// static DB: CircuitBreaker =
///     CircuitBreaker::new("db", Policy::new()).with_probe(probe!(DB, is_up));
///
/// async fn is_up() -> bool {
///     true
/// }
/// # DB.try_acquire().unwrap().success();
/// ```
#[macro_export]
macro_rules! probe {
    ($circuit:path, $probe:path $(,)?) => {
        $crate::Probe::new(|__asked| {
            #[allow(unused_imports)]
            use $crate::__private::probe::{
                OfAsync as _, OfAsyncKey as _, OfSync as _, OfSyncKey as _, Other as _, Target,
            };
            #[allow(clippy::needless_borrow)]
            (&&&&&Target(&$circuit, $probe)).begin(__asked);
        })
    };
}
