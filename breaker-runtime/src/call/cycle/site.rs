//! What is known of a guarded function beside its circuit: its path, and its fallback.

use core::any::type_name;
use core::ptr;
use std::sync::OnceLock;

use parking_lot::RwLock;

use crate::base::identity::function::Function;
use crate::base::identity::{AnnotatedName, Identified, Name};

/// A guarded function that has a fallback, or a name other than its circuit's. It is a `static`, so
/// that its address tells functions apart. Functions that share a circuit may be fallbacks of each
/// other; only a function that comes round to itself makes a circle.
#[derive(Debug)]
pub struct Site {
    function: Name,
    /// The module that the function is in.
    module: &'static str,
    circuit: &'static dyn Identified,
    fallback: Option<Written>,
    /// Whether the fallback answers failed calls as well.
    is_for_failures: bool,
    /// The functions that have answered calls of the fallback.
    met: OnceLock<Box<Callee>>,
}

/// A function that answered a call, in a list: a generic function may have several fallbacks, one
/// for each choice of its parameters.
#[derive(Debug)]
struct Callee {
    /// Its name as the compiler has it; empty if it has none.
    name: &'static str,
    next: OnceLock<Box<Self>>,
}

/// A fallback as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The path of a function that is called.
    Function(&'static str),
    /// The name of a parameter that is called, or of what the body declares: no path leads there.
    Local(&'static str),
    /// Anything else, in words.
    Other(&'static str),
}

/// The sites that went to their fallbacks, once for each function that answered: there may be no
/// linker that lists sites.
static MET: RwLock<Vec<&'static Site>> = RwLock::new(Vec::new());

impl Site {
    /// Makes the site of a function.
    #[must_use]
    pub const fn new(
        function: AnnotatedName,
        module: &'static str,
        circuit: &'static dyn Identified,
        fallback: Option<Written>,
    ) -> Self {
        Self {
            function: function.into_name(),
            module,
            circuit,
            fallback,
            is_for_failures: false,
            met: OnceLock::new(),
        }
    }

    /// The same, whose fallback answers failed calls as well.
    #[must_use]
    pub const fn for_failures(mut self) -> Self {
        self.is_for_failures = true;
        self
    }

    /// Notes that a call goes to the fallback.
    #[inline]
    pub fn met(&'static self) -> &'static Self {
        self.called("");
        self
    }

    /// Notes that a call goes to a fallback that is a path. Only the compiler knows where the path
    /// leads, and only where it is called: a generic function gets its parameters there, and may
    /// get others in the next call.
    #[inline]
    pub fn met_by<F>(&'static self, fallback: F) -> F {
        self.called(type_name::<F>());
        fallback
    }

    #[inline]
    fn called(&'static self, name: &'static str) {
        // Equal names may have several addresses; comparing addresses first is enough for most
        // calls.
        if !self.met.get().is_some_and(|first| ptr::eq(first.name, name)) {
            self.note(name);
        }
    }

    /// The name is in the list before `MET` grows: whoever has seen the growth need not look again.
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
    pub(crate) fn path(&self) -> &'static str {
        self.function.get()
    }

    pub(crate) fn function(&self) -> Option<Function> {
        self.function.function().map(|function| Function { module: self.module, ..function })
    }

    pub(crate) const fn circuit(&self) -> &'static dyn Identified {
        self.circuit
    }

    pub(crate) const fn is_for_failures(&self) -> bool {
        self.is_for_failures
    }

    pub(crate) const fn fallback(&self) -> Option<Written> {
        self.fallback
    }

    /// The name of each function that has answered a call; none before the first call, and none of
    /// what has no name.
    pub(crate) fn callees(&self) -> impl Iterator<Item = &'static str> {
        core::iter::successors(self.met.get(), |callee| callee.next.get())
            .map(|callee| callee.name)
            .filter(|name| !name.is_empty())
    }
}

/// A number that grows with each new function that answers: then more may be known of the sites.
pub(crate) fn news() -> usize {
    MET.read().len()
}

/// The sites that have gone to their fallbacks, some of them more than once.
pub(crate) fn all_met() -> Vec<&'static Site> {
    MET.read().clone()
}
