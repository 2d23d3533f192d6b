//! Refuses arms over a future, where the compiler knows the type: they would judge that the future
//! was made.

use core::future::Future;
use core::marker::PhantomData;

/// What a function with arms returns. Method look-up finds that it is a future, if it is one.
#[derive(Debug)]
pub struct Kind<R>(PhantomData<fn() -> R>);

impl<R> Kind<R> {
    /// The value that stands for the type.
    pub const OF: Self = Self(PhantomData);
}

/// The work is done when it is returned.
#[derive(Debug)]
pub struct Finished;

/// The work begins when it is polled.
#[derive(Debug)]
pub struct Unfinished;

/// Types that are futures.
pub trait OfFutures {
    /// What that means.
    fn finishes_before_return(&self) -> Unfinished;
}

impl<R: Future> OfFutures for Kind<R> {
    fn finishes_before_return(&self) -> Unfinished {
        Unfinished
    }
}

/// All others.
pub trait OfValues {
    /// What that means.
    fn finishes_before_return(&self) -> Finished;
}

impl<R> OfValues for &Kind<R> {
    #[inline]
    fn finishes_before_return(&self) -> Finished {
        Finished
    }
}

/// What arms can judge.
#[diagnostic::on_unimplemented(
    message = "arms would judge that this future was made, not what becomes of it",
    label = "returned before it has run",
    note = "write an `async fn`, or end the body in `Box::pin(async move {{ .. }})`",
    note = "or spell the type out in the signature: `Pin<Box<dyn Future<Output = ..>>>`, \
            `BoxFuture<'_, ..>` or `impl Future<Output = ..>`"
)]
pub trait Judgeable {}

impl Judgeable for Finished {}

/// Refuses what is no more than begun.
#[inline]
pub const fn judgeable(_kind: &impl Judgeable) {}
