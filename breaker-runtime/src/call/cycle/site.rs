//! What is known of a guarded function beside its circuit: who answers its calls instead.

use core::any::type_name;
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
    /// The name of what answers, as the compiler knows it; empty if it has none. Since the first
    /// call that went to the fallback.
    met: OnceLock<&'static str>,
}

/// A fallback as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The path of a function that is called.
    Function(&'static str),
    /// What it is otherwise, in words.
    Other(&'static str),
}

/// Those that went to their fallbacks, for there may be no linker that lists them.
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
        self.met.get_or_init(|| self.first_met(""));
        self
    }

    /// The same, of a fallback that is a path. The compiler knows what that leads to where it is
    /// called, and nowhere else: a generic function has its arguments from there.
    #[inline]
    pub fn met_by<F>(&'static self, fallback: F) -> F {
        self.met.get_or_init(|| self.first_met(type_name::<F>()));
        fallback
    }

    #[cold]
    fn first_met(&'static self, callee: &'static str) -> &'static str {
        MET.write().push(self);
        callee
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

    /// The compiler's name of what answered the first call.
    pub(crate) fn callee(&self) -> Option<&'static str> {
        self.met.get().copied().filter(|callee| !callee.is_empty())
    }
}

/// How many functions have gone to their fallbacks: then more may be known of them.
pub(crate) fn news() -> usize {
    MET.read().len()
}

/// The functions that have gone to their fallbacks.
pub(crate) fn all_met() -> Vec<&'static Site> {
    MET.read().clone()
}
