//! Which calls of recovering circuits run on this thread, so that a call within one of them is known (rule S14).
//!
//! A call is marked while its body runs, or is polled, on this thread; and only if its circuit is recovering, so that the closed path
//! knows nothing of marks. What runs on a thread while a marked body waits for it (a job that `rayon` puts in between, a task of a
//! `LocalSet` that is polled within it) counts as within it.

use core::cell::RefCell;
use core::mem::ManuallyDrop;

use crate::base::sync::thread_static;
use crate::circuit::CircuitBreaker;
use crate::circuit::word::Word;

/// A call that runs: its circuit's address, and the word of its permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    circuit: usize,
    issued: Word,
}

thread_static! {
    /// The outermost call first. Without a destructor, so that it is there while the thread ends; it owns memory only while it has marks.
    static MARKS: RefCell<ManuallyDrop<Vec<Mark>>> = RefCell::new(ManuallyDrop::new(Vec::new()));
}

impl Mark {
    fn new(circuit: &CircuitBreaker, issued: Word) -> Self {
        Self { circuit: core::ptr::from_ref(circuit).addr(), issued }
    }
}

/// Marks the call, if calls within it depend on it.
#[cold]
#[inline(never)]
pub(crate) fn enter(circuit: &CircuitBreaker, issued: Word) {
    if issued.mode().is_of_recovery() {
        with_marks(|marks| marks.push(Mark::new(circuit, issued)));
    }
}

/// Takes back what [`enter`] did. Not simply the last mark: stacks that are switched by hand leave in any order.
#[cold]
#[inline(never)]
pub(crate) fn leave(circuit: &CircuitBreaker, issued: Word) {
    if !issued.mode().is_of_recovery() {
        return;
    }
    with_marks(|marks| {
        let mark = Mark::new(circuit, issued);
        if let Some(at) = marks.iter().rposition(|other| *other == mark) {
            marks.remove(at);
        }
        if marks.is_empty() {
            *marks = Vec::new();
        }
    });
}

/// Whether a call of this circuit is marked.
#[cold]
#[inline(never)]
pub(crate) fn is_within(circuit: &CircuitBreaker) -> bool {
    let circuit = core::ptr::from_ref(circuit).addr();
    let mut is_within = false;
    with_marks(|marks| is_within = marks.iter().any(|mark| mark.circuit == circuit));
    is_within
}

/// The marked calls of this circuit, by the words of their permits, the innermost first. Those within one trial call have the same word,
/// and are one here.
pub(crate) fn calls_around(circuit: &CircuitBreaker) -> Vec<Word> {
    let circuit = core::ptr::from_ref(circuit).addr();
    let mut around = Vec::new();
    with_marks(|marks| {
        for mark in marks.iter().rev().filter(|mark| mark.circuit == circuit) {
            if around.last() != Some(&mark.issued) {
                around.push(mark.issued);
            }
        }
    });
    around
}

/// Nothing, where an allocator that makes guarded calls comes round to here: it has the marks already.
fn with_marks(look: impl FnOnce(&mut Vec<Mark>)) {
    let _ = MARKS.try_with(|marks| {
        if let Ok(mut marks) = marks.try_borrow_mut() {
            look(&mut marks);
        }
    });
}
