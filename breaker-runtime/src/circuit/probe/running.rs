//! Running a probe: again and again until the circuit knows.

use core::future::poll_fn;
use core::mem;
use core::task::{Context, Poll};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::run::{Awaited, Run, fn_of};
use super::{ProbeCall, threads};
use crate::base::foreign::discard;
use crate::call::judge::Judgement;
use crate::call::outcome::Verdict;
use crate::circuit::admitted::Admission;
use crate::circuit::nesting;
use crate::events::no_verdict::NoVerdict;

impl ProbeCall {
    /// Begins it: an async one on the runtime of the call that asks for it, another on a thread of
    /// its own; on a clock that a test holds a sync one runs here and now.
    pub(super) fn begin(self, run: Run) {
        let key = match self.circuit.key_for_probe() {
            None if run.needs_key() => return,
            key => key.unwrap_or_default(),
        };
        match run {
            Run::Sync(probe) | Run::SyncOfKey(probe) if self.circuit.clock().is_held() => {
                self.run(&key, &probe);
            }
            Run::Sync(probe) | Run::SyncOfKey(probe) => {
                threads::run(self, move |call| call.run(&key, &probe));
            }
            Run::Async(probe) | Run::AsyncOfKey(probe) => self.spawn(key, probe),
        }
    }

    /// Runs it on this thread.
    fn run(mut self, key: &str, probe: &fn_of::Sync) {
        self.if_dropped = NoVerdict::Dropped;
        loop {
            let said = self.within(|| probe(key));
            match self.after(said) {
                Some(next) => self = next,
                None => return,
            }
        }
    }

    #[cfg(feature = "tokio")]
    fn spawn(mut self, key: Arc<str>, probe: fn_of::Async) {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                // A runtime that ends before it polls the task drops it as well.
                self.if_dropped = NoVerdict::Dropped;
                drop(runtime.spawn(self.run_async(key, probe)));
            }
            Err(_) => self.block_on(key, probe),
        }
    }

    #[cfg(not(feature = "tokio"))]
    fn spawn(self, key: Arc<str>, probe: fn_of::Async) {
        self.block_on(key, probe);
    }

    /// Runs it on a thread of its own, where no runtime is.
    fn block_on(self, key: Arc<str>, probe: fn_of::Async) {
        threads::run(self, move |call| threads::block_on(call.run_async(key, probe)));
    }

    async fn run_async(mut self, key: Arc<str>, probe: fn_of::Async) {
        self.if_dropped = NoVerdict::Dropped;
        loop {
            let mut probing = self.within(|| probe(&key));
            let said = poll_fn(|context| self.poll(&mut probing, context)).await;
            // What the probe has is dropped before the next one begins.
            drop_foreign(probing);
            match self.after(said) {
                Some(next) => self = next,
                None => return,
            }
        }
    }

    fn poll(
        &self,
        probing: &mut Option<Awaited<'_>>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Verdict>> {
        let Some(future) = probing else { return Poll::Ready(None) };
        match self.within(|| future.as_mut().poll(context)) {
            Some(Poll::Pending) => Poll::Pending,
            Some(Poll::Ready(verdict)) => Poll::Ready(Some(verdict)),
            None => Poll::Ready(None),
        }
    }

    /// Runs what is the user's: calls within it are part of this trial call, and a panic says
    /// nothing of the callee.
    fn within<R>(&self, foreign: impl FnOnce() -> R) -> Option<R> {
        nesting::enter(self.circuit, self.issued);
        let returned = catch_unwind(AssertUnwindSafe(foreign));
        nesting::leave(self.circuit, self.issued);
        returned.map_err(discard).ok()
    }

    /// Takes note of what it has said: the next trial call, if that takes one more.
    fn after(mut self, said: Option<Verdict>) -> Option<Self> {
        let judgement = match said.map(Judgement::from) {
            Some(judgement) if judgement.is_for_the_fallback() => judgement,
            Some(Judgement::Success) => Judgement::Success,
            said => {
                let is_ignored = said.is_some();
                self.if_dropped = if is_ignored { NoVerdict::Ignored } else { NoVerdict::Panicked };
                return None;
            }
        };
        let (circuit, last) = (self.circuit, self.issued);
        Admission::noticed(circuit, last, self.admitted).end(judgement);
        mem::forget(self);
        let issued = circuit.next_probe(last)?;
        let (admitted, if_dropped) = (circuit.probe_admitted(), NoVerdict::Dropped);
        Some(Self { circuit, issued, admitted, if_dropped })
    }
}

/// Drops what a user's future holds, whose destructor may panic.
fn drop_foreign<T>(value: T) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        discard(payload);
    }
}
