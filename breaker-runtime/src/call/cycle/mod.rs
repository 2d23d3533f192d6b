//! Fallbacks that come round to the circuit whose rejection they answer (rule S21): each thread
//! remembers whose rejections its running fallbacks answer. Only rejections with a fallback that
//! calls something come here.
//!
//! A thread can't tell what a blocking fallback calls from what a runtime runs that it blocks on:
//! both lie above it on the stack, and both may be endless.

mod way_out;

use core::cell::{Cell, RefCell};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};
use std::sync::OnceLock;

use pin_project_lite::pin_project;

use self::way_out::WayOut;
pub use self::way_out::{Rejectable, Unrejectable};
use crate::base::identity::CircuitId;
use crate::call::rejection::CircuitOpen;
use crate::call::tenant::TenantId;

/// A function with a fallback, as a static of it: no two of these lie at one place. Functions that
/// share a circuit may stand in for each other; only one that comes round to itself is a circle.
#[derive(Debug, Default)]
pub struct Site {
    /// The name of its circuit, since the first rejection.
    name: OnceLock<&'static str>,
}

impl Site {
    /// A new one.
    #[must_use]
    pub const fn new() -> Self {
        Self { name: OnceLock::new() }
    }
}

/// Whose rejection is answered, by which function.
#[derive(Clone, Copy, Debug)]
struct Answered {
    site: &'static Site,
    circuit: CircuitId,
    /// Whose it was: a circuit may go to another key while a fallback runs, and that one is none of
    /// the circle.
    tenant: Option<TenantId>,
}

/// As many fallbacks within each other are remembered without allocating.
const AT_HAND: usize = 8;

/// Those of this thread whose fallbacks run, the outermost first.
struct Running {
    depth: Cell<usize>,
    first: [Cell<Option<Answered>>; AT_HAND],
}

std::thread_local! {
    // Without a destructor, and so without a look at whether there is one to run.
    static RUNNING: Running = const {
        Running { depth: Cell::new(0), first: [const { Cell::new(None) }; AT_HAND] }
    };
    static DEEPER: RefCell<Vec<Answered>> = const { RefCell::new(Vec::new()) };
}

impl Running {
    fn enter(&self, answered: Answered) {
        let depth = self.depth.get();
        match self.first.get(depth) {
            Some(place) => place.set(Some(answered)),
            None => deeper(|deeper| deeper.push(answered)),
        }
        self.depth.set(depth + 1);
    }

    fn leave(&self) {
        let depth = self.depth.get().saturating_sub(1);
        self.depth.set(depth);
        if depth >= AT_HAND {
            deeper(|deeper| {
                deeper.pop();
            });
        }
    }

    /// From the one on that is answered at this site already, if it is.
    #[inline]
    fn circle(&self, answered: Answered) -> Option<Vec<&'static Site>> {
        if self.depth.get() == 0 { None } else { self.circle_among(answered) }
    }

    #[cold]
    fn circle_among(&self, answered: Answered) -> Option<Vec<&'static Site>> {
        let mut is_closed = false;
        self.each(|other| is_closed |= other.is_same(answered));
        if !is_closed {
            return None;
        }
        let mut circle = Vec::new();
        self.each(|other| {
            if !circle.is_empty() || other.is_same(answered) {
                circle.push(other.site);
            }
        });
        Some(circle)
    }

    fn each(&self, mut look: impl FnMut(Answered)) {
        self.first.iter().take(self.depth.get()).filter_map(Cell::get).for_each(&mut look);
        if self.depth.get() > AT_HAND {
            deeper(|deeper| deeper.iter().copied().for_each(look));
        }
    }
}

impl Answered {
    fn is_same(self, other: Self) -> bool {
        let whose = |answered: Self| (answered.circuit, answered.tenant);
        ptr::eq(self.site, other.site) && whose(self) == whose(other)
    }
}

/// At the end of the thread there may be none any more: then a circle is seen by those at hand.
fn deeper(change: impl FnOnce(&mut Vec<Answered>)) {
    let _ = DEEPER.try_with(|deeper| change(&mut deeper.borrow_mut()));
}

/// A rejection that a fallback answers.
#[derive(Clone, Copy, Debug)]
pub struct Answering(Option<Answered>);

/// The answer to `open` is sought at this site.
///
/// # Errors
///
/// The rejection, as the function's return value, if one by the same circuit is answered here
/// already.
///
/// # Panics
///
/// If that is none.
#[inline]
pub fn answering<R, W: WayOut<R>>(
    open: CircuitOpen,
    site: &'static Site,
    _way_out: W,
) -> Result<Answering, R> {
    site.name.get_or_init(|| open.name());
    let answered = Answered { site, circuit: open.circuit(), tenant: open.tenant() };
    match RUNNING.with(|running| running.circle(answered)) {
        None => Ok(Answering(Some(answered))),
        Some(circle) => Err(W::of(open, &circle)),
    }
}

impl Answering {
    /// Of calls that were made.
    pub const NOBODY: Self = Self(None);

    /// The fallback runs for as long as this is kept.
    #[inline]
    #[must_use]
    pub fn enter(self) -> Entered {
        if let Some(answered) = self.0 {
            RUNNING.with(|running| running.enter(answered));
        }
        Entered { is_one: self.0.is_some() }
    }

    /// The fallback runs whenever its future is polled.
    ///
    /// The return type says no more than that it is a future: whether the fallback is one is asked
    /// here, and a second time it would be a second error.
    #[inline]
    pub fn during<F: Awaitable>(self, fallback: F) -> impl Future<Output = F::Output> + use<F> {
        During { answering: self, fallback: fallback.into_future() }
    }
}

/// What an `async fn` can have as its fallback.
#[diagnostic::on_unimplemented(
    message = "`fallback` is awaited in an `async fn`, and this is not `async`",
    label = "returns `{Self}`, which is not a future",
    note = "call it in a closure, which sees the arguments: write it as in `fallback = |_| cached(id)`",
    note = "or make it an `async fn`"
)]
pub trait Awaitable: IntoFuture {}

#[diagnostic::do_not_recommend]
impl<F: IntoFuture> Awaitable for F {}

/// A fallback runs.
#[derive(Debug)]
pub struct Entered {
    is_one: bool,
}

impl Drop for Entered {
    #[inline]
    fn drop(&mut self) {
        if self.is_one {
            RUNNING.with(Running::leave);
        }
    }
}

pin_project! {
    /// A fallback that waits.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    struct During<F> {
        answering: Answering,
        #[pin]
        fallback: F,
    }
}

impl<F: Future> Future for During<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _entered = this.answering.enter();
        this.fallback.poll(context)
    }
}
