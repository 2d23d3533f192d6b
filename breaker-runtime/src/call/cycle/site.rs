//! What is known of a guarded function beside its circuit: who answers its calls instead.

use core::any::type_name;
use core::ptr;
use std::sync::OnceLock;

use parking_lot::RwLock;

use crate::base::identity::{AnnotatedName, Identified, Name};

/// A guarded function that has a fallback, or is not called as its circuit is; as a static of it:
/// no two of these lie at one place. Functions that share a circuit may stand in for each other;
/// only one that comes round to itself is a circle.
#[derive(Debug)]
pub struct Site {
    function: Name,
    /// The module that the function is in.
    module: &'static str,
    circuit: &'static dyn Identified,
    fallback: Option<Written>,
    /// What has answered the calls that went to the fallback.
    met: OnceLock<Box<Callee>>,
}

/// What answered a call: a generic function goes to others with other arguments.
#[derive(Debug)]
struct Callee {
    /// As the compiler knows it; empty if it has none.
    name: &'static str,
    next: OnceLock<Box<Self>>,
}

/// A fallback as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The path of a function that is called.
    Function(&'static str),
    /// What it is otherwise, in words.
    Other(&'static str),
}

/// Those that went to their fallbacks, once for each function that answered, for there may be no
/// linker that lists them.
static MET: RwLock<Vec<&'static Site>> = RwLock::new(Vec::new());

impl Site {
    /// That of a function.
    #[must_use]
    pub const fn new(
        function: AnnotatedName,
        module: &'static str,
        circuit: &'static dyn Identified,
        fallback: Option<Written>,
    ) -> Self {
        Self { function: function.into_name(), module, circuit, fallback, met: OnceLock::new() }
    }

    /// Takes note of a first call that goes to the fallback.
    #[inline]
    pub fn met(&'static self) -> &'static Self {
        self.called("");
        self
    }

    /// The same, of a fallback that is a path. The compiler knows what that leads to where it is
    /// called, and nowhere else: a generic function has its arguments from there, and may have
    /// others in the next call.
    #[inline]
    pub fn met_by<F>(&'static self, fallback: F) -> F {
        self.called(type_name::<F>());
        fallback
    }

    #[inline]
    fn called(&'static self, name: &'static str) {
        // One name may lie at several places; mostly it is at the same.
        if !self.met.get().is_some_and(|first| ptr::eq(first.name, name)) {
            self.note(name);
        }
    }

    /// What is told of is there before the news of it: who has seen these need not look again.
    #[cold]
    fn note(&'static self, name: &'static str) {
        let mut place = &self.met;
        loop {
            let mut is_new = false;
            let callee = place.get_or_init(|| {
                is_new = true;
                Box::new(Callee { name, next: OnceLock::new() })
            });
            if is_new {
                return MET.write().push(self);
            }
            if callee.name == name {
                return;
            }
            place = &callee.next;
        }
    }

    /// The function's path.
    pub(crate) fn function(&self) -> &'static str {
        self.function.get()
    }

    pub(crate) const fn module(&self) -> &'static str {
        self.module
    }

    pub(crate) const fn circuit(&self) -> &'static dyn Identified {
        self.circuit
    }

    pub(crate) const fn fallback(&self) -> Option<Written> {
        self.fallback
    }

    /// Each name that the compiler has had for what answered a call; none before there was a call,
    /// and of what has no name.
    pub(crate) fn callees(&self) -> impl Iterator<Item = &'static str> {
        core::iter::successors(self.met.get(), |callee| callee.next.get())
            .map(|callee| callee.name)
            .filter(|name| !name.is_empty())
    }
}

/// Grows with each function that goes to its fallback, and with each other one that answers: then
/// more may be known of them.
pub(crate) fn news() -> usize {
    MET.read().len()
}

/// The functions that have gone to their fallbacks, some of them more than once.
pub(crate) fn all_met() -> Vec<&'static Site> {
    MET.read().clone()
}
