//! A stream whose failures its circuit hears of.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::course::Course;
use crate::call::judge::{Judge, Judgement};
use crate::call::outcome::{Outcome, Verdict};
use crate::circuit::Circuit;
use crate::circuit::admitted::Admission;

pin_project! {
    /// A stream, or a body of HTTP, that tells a circuit when it fails.
    ///
    /// [`CircuitBreaker::watch`](crate::CircuitBreaker::watch),
    /// [`KeyedCircuitBreaker::watch`](crate::KeyedCircuitBreaker::watch) and
    /// [`Permit::watch`](crate::Permit::watch) make it. It is a [`Stream`] where `S` is one, and a
    /// [`Body`] where `S` is that; `J` judges the items.
    #[must_use = "streams do nothing unless polled"]
    pub struct Watched<'b, S, J = ByItem> {
        // First: a call is given up before its stream is dropped.
        course: Course<'b>,
        judge: J,
        #[pin]
        inner: S,
    }
}

/// The judge of a stream without another one: an item's own [`Outcome`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByItem;

impl<R: Outcome> Judge<R> for ByItem {
    #[inline]
    fn judge(&self, item: &R) -> Judgement {
        item.verdict().into()
    }
}

impl<'b, S> Watched<'b, S> {
    /// The stream of a call that has been counted.
    pub(crate) fn counted(circuit: &'b Circuit, inner: S) -> Self {
        let course = Course::go_on_from(circuit, circuit.counted_success());
        Self { course, judge: ByItem, inner }
    }

    /// The stream of a call that no circuit knows of.
    pub(crate) const fn unguarded(inner: S) -> Self {
        Self { course: Course::UNGUARDED, judge: ByItem, inner }
    }

    /// The stream that decides how its call counts.
    pub(crate) const fn admitted(admission: Admission<'b>, inner: S) -> Self {
        Self { course: Course::begin(admission), judge: ByItem, inner }
    }

    /// Sets the judge: a function that decides how an item counts, for items that are no
    /// [`Outcome`] or say too little.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, Verdict};
    /// use futures_util::stream::{self, StreamExt};
    ///
    /// static MODEL: CircuitBreaker = CircuitBreaker::new("model", Policy::new());
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let lines = stream::iter(["Hello", "error: overloaded"]);
    /// let watched = MODEL.watch(lines).judged_by(|line: &&str| {
    ///     if line.starts_with("error:") { Verdict::Failure } else { Verdict::Success }
    /// });
    /// assert_eq!(watched.count().await, 2);
    /// assert_eq!(MODEL.snapshot().failures_in_window, 1);
    /// # }
    /// ```
    pub fn judged_by<R, J: Fn(&R) -> Verdict>(self, judge: J) -> Watched<'b, S, J> {
        let Self { course, inner, .. } = self;
        Watched { course, judge, inner }
    }
}

impl<'b, S, J> Watched<'b, S, J> {
    /// A stream that decides how its call counts, if that has a circuit.
    pub(crate) const fn of(admission: Option<Admission<'b>>, inner: S, judge: J) -> Self {
        let course = match admission {
            Some(admission) => Course::begin(admission),
            None => Course::UNGUARDED,
        };
        Self { course, judge, inner }
    }

    /// One that has asked for no admission yet.
    pub(crate) const fn unasked(inner: S, judge: J) -> Self {
        Self { course: Course::UNGUARDED, judge, inner }
    }

    /// It is admitted.
    pub(crate) fn admit(self: Pin<&mut Self>, admission: Admission<'b>) {
        *self.project().course = Course::begin(admission);
    }
}

impl<S: Stream, J: Judge<S::Item>> Stream for Watched<'_, S, J> {
    type Item = S::Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let inner = this.inner;
        this.course.next(this.judge, || inner.poll_next(context))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }
}

impl<B, J> Body for Watched<'_, B, J>
where
    B: Body,
    J: Judge<Result<Frame<B::Data>, B::Error>>,
{
    type Data = B::Data;
    type Error = B::Error;

    #[inline]
    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        let inner = this.inner;
        this.course.next(this.judge, || inner.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<S: fmt::Debug, J> fmt::Debug for Watched<'_, S, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("inner", &self.inner).finish_non_exhaustive()
    }
}
