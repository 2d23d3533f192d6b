//! After the faults: every circuit must close by ordinary calls, and have all its places for trial
//! calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use breaker_runtime::{CircuitBreaker, Permit, State};
use tokio::runtime::Handle;

use crate::call::{Ask, Call};
use crate::clients::once;
use crate::ledger::Entry;
use crate::shapes::Shape;
use crate::subject::Subject;

/// Many times what it may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What is wrong with it, if anything is.
pub(crate) fn recover(
    subject: &'static Subject,
    shape: Option<Shape>,
    runtime: &Handle,
) -> Result<(), String> {
    let until = Instant::now() + LIMIT;
    let mut key = 0;
    while !subject.circuits().iter().all(|circuit| circuit.state() == State::Closed) {
        if Instant::now() > until {
            return Err(format!("stuck: {:?}", subject.circuits()));
        }
        key = (key + 1) % subject.keys.max(1);
        match shape {
            Some(shape) => call(subject, shape, Ask { key, panics: false }, runtime),
            None => subject.circuits().into_iter().for_each(|circuit| pass(subject, circuit)),
        }
        thread::sleep(Duration::from_millis(1));
    }
    subject.circuits().into_iter().try_for_each(|circuit| has_all_places(subject, circuit, until))
}

fn call(subject: &'static Subject, shape: Shape, ask: Ask, runtime: &Handle) {
    match shape {
        Shape::Sync(function) => {
            let call = Call::new(subject);
            if let Ok(answer) = catch_unwind(AssertUnwindSafe(|| function(&call, ask))) {
                call.returned(&answer);
            }
        }
        Shape::Async(function) => runtime.block_on(once(Call::new(subject), function, ask)),
    }
}

/// A permit, noted.
fn acquire(subject: &Subject, circuit: &'static CircuitBreaker) -> Option<Permit<'static>> {
    let permit = circuit.try_acquire().ok();
    if permit.is_none() {
        subject.ledger.note(Entry::Rejected);
    }
    permit
}

fn pass(subject: &Subject, circuit: &'static CircuitBreaker) {
    if let Some(permit) = acquire(subject, circuit) {
        succeed(subject, permit);
    }
}

/// Slow where the caller's clock can't tell.
fn succeed(subject: &Subject, permit: Permit<'_>) {
    permit.success();
    subject.ledger.note(Entry::ByHand);
    let is_watched = subject.slow_after.is_some();
    subject.ledger.note(if is_watched { Entry::SuccessOrSlow } else { Entry::Success });
}

fn abandon(subject: &Subject, permit: Permit<'_>) {
    drop(permit);
    subject.ledger.note(Entry::ByHand);
    let is_watched = subject.slow_after.is_some();
    subject.ledger.note(if is_watched { Entry::AbandonedOrSlow } else { Entry::Abandoned });
}

/// Opens it, and asks for more trial calls at once than there are places.
fn has_all_places(
    subject: &Subject,
    circuit: &'static CircuitBreaker,
    until: Instant,
) -> Result<(), String> {
    if subject.is_dry_run {
        return Ok(());
    }
    // On a machine that is busy enough a trial call is silent for too long between two lines of
    // this program.
    while Instant::now() < until {
        open(subject, circuit, until);
        if let Some(places) = count_places(subject, circuit, until) {
            close(subject, circuit, until)?;
            let expected = subject.trial_calls;
            return if places == expected {
                Ok(())
            } else {
                Err(format!("{places} places of {expected}: {circuit:?}"))
            };
        }
        close(subject, circuit, until)?;
    }
    Err(format!("its places were never counted: {circuit:?}"))
}

fn open(subject: &Subject, circuit: &'static CircuitBreaker, until: Instant) {
    while circuit.state() != State::Open && Instant::now() < until {
        if let Some(permit) = acquire(subject, circuit) {
            permit.failure();
            subject.ledger.note(Entry::ByHand);
            subject.ledger.note(Entry::Failure);
        }
    }
}

/// Trial calls that pass at once, and again once these were dropped; `None` if it took so long that
/// one of them may have lost its place.
fn count_places(
    subject: &Subject,
    circuit: &'static CircuitBreaker,
    until: Instant,
) -> Option<usize> {
    let mut trials = Vec::new();
    let mut first = Instant::now();
    while trials.is_empty() && first < until {
        first = Instant::now();
        trials.extend(acquire(subject, circuit));
        thread::sleep(Duration::from_micros(if trials.is_empty() { 500 } else { 0 }));
    }
    let places = trials.len() + take_the_rest(subject, circuit, &mut trials);
    trials.drain(..).for_each(|trial| abandon(subject, trial));
    let given_back = take_the_rest(subject, circuit, &mut trials);
    let is_sure = first.elapsed() < subject.open_for;
    trials.drain(..).for_each(|trial| succeed(subject, trial));
    is_sure.then_some(if given_back == places { places } else { given_back })
}

/// All trial calls that pass, or too many of them.
fn take_the_rest(
    subject: &Subject,
    circuit: &'static CircuitBreaker,
    trials: &mut Vec<Permit<'static>>,
) -> usize {
    let taken = std::iter::from_fn(|| acquire(subject, circuit)).take(100);
    let before = trials.len();
    trials.extend(taken);
    trials.len() - before
}

fn close(
    subject: &Subject,
    circuit: &'static CircuitBreaker,
    until: Instant,
) -> Result<(), String> {
    while circuit.state() != State::Closed {
        if Instant::now() > until {
            return Err(format!("stuck after its trial calls: {circuit:?}"));
        }
        pass(subject, circuit);
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}
