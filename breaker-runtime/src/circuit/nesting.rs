//! Which calls of recovering circuits run on this thread, so that a call within one of them is
//! known (rule S14).
//!
//! A call is marked while its body runs, or is polled, on this thread; and only if its circuit is
//! recovering, so that the closed path knows nothing of marks. What runs on a thread while a marked
//! body waits for it (a job that `rayon` puts in between, a task of a `LocalSet` that is polled
//! within it) counts as within it.

use core::cell::RefCell;
use core::mem::ManuallyDrop;

use crate::base::sync::thread_static;
use crate::circuit::Circuit;
use crate::circuit::word::Word;

/// Calls that run, one within the other: their circuit's address, and the word of their permits.
/// Those within one trial call have its word, so that a recursion, however deep, is one mark.
#[derive(Clone, Copy, Debug)]
struct Mark {
    circuit: usize,
    issued: Word,
    depth: usize,
}

thread_static! {
    /// The outermost call first. Without a destructor, so that it is there while the thread ends;
    /// it owns memory only while it has marks.
    static MARKS: RefCell<ManuallyDrop<Vec<Mark>>> = RefCell::new(ManuallyDrop::new(Vec::new()));
}

impl Mark {
    fn is(&self, circuit: &Circuit, issued: Word) -> bool {
        self.is_of(circuit) && self.issued == issued
    }

    fn is_of(&self, circuit: &Circuit) -> bool {
        self.circuit == core::ptr::from_ref(circuit).addr()
    }
}

/// Marks the call, if calls within it depend on it.
#[cold]
#[inline(never)]
pub(crate) fn enter(circuit: &Circuit, issued: Word) {
    if !issued.mode().is_of_recovery() {
        return;
    }
    with_marks(|marks| {
        let innermost = marks.iter_mut().rfind(|mark| mark.is_of(circuit));
        if let Some(mark) = innermost.filter(|mark| mark.issued == issued) {
            mark.depth += 1;
        } else {
            let circuit = core::ptr::from_ref(circuit).addr();
            marks.push(Mark { circuit, issued, depth: 1 });
        }
    });
}

/// Takes back what [`enter`] did. Not simply the last mark: stacks that are switched by hand leave
/// in any order.
#[cold]
#[inline(never)]
pub(crate) fn leave(circuit: &Circuit, issued: Word) {
    if !issued.mode().is_of_recovery() {
        return;
    }
    with_marks(|marks| {
        if let Some(at) = marks.iter().rposition(|mark| mark.is(circuit, issued)) {
            marks[at].depth -= 1;
            if marks[at].depth == 0 {
                marks.remove(at);
            }
        }
        if marks.is_empty() {
            *marks = Vec::new();
        }
    });
}

/// Whether a call of this circuit is marked.
#[cold]
#[inline(never)]
pub(crate) fn is_within(circuit: &Circuit) -> bool {
    let mut is_within = false;
    with_marks(|marks| is_within = marks.iter().any(|mark| mark.is_of(circuit)));
    is_within
}

/// The marked calls of this circuit, by the words of their permits, the innermost first. Those
/// within one trial call have the same word, and are one here.
pub(crate) fn calls_around(circuit: &Circuit) -> Vec<Word> {
    let mut around = Vec::new();
    with_marks(|marks| {
        let of_circuit = marks.iter().rev().filter(|mark| mark.is_of(circuit));
        around = of_circuit.map(|mark| mark.issued).collect();
    });
    around
}

/// Nothing, where an allocator that makes guarded calls comes round to here: it has the marks
/// already.
fn with_marks(look: impl FnOnce(&mut Vec<Mark>)) {
    let _ = MARKS.try_with(|marks| {
        if let Ok(mut marks) = marks.try_borrow_mut() {
            look(&mut marks);
        }
    });
}
