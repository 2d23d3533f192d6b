//! What tells circuits apart: the name, and the place in the source.

pub(crate) mod function;
pub(crate) mod path;
pub(crate) mod spelling;

use core::any::Any;
use core::{fmt, ptr};

use once_cell::race::OnceRef;

use self::function::{Function, Marked, marked};
use self::spelling::tidy;

/// A place in the source: of a guarded function, or of the call that made a circuit by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Location {
    /// The path of the file, as given to the compiler.
    pub file: &'static str,
    /// The line of the attribute, or of the call, from 1.
    pub line: u32,
}

impl Location {
    /// The place of the caller, for functions with `#[track_caller]`.
    #[track_caller]
    pub(crate) const fn here() -> Self {
        let here = core::panic::Location::caller();
        Self { file: here.file(), line: here.line() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What tells circuits of one name apart, as those of a function's keys: made of the address of the
/// circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CircuitId(u32);

impl CircuitId {
    #[expect(clippy::cast_possible_truncation, reason = "both halves are in what is left")]
    #[inline]
    pub(crate) fn of<T>(circuit: &T) -> Self {
        let lines = ptr::from_ref(circuit).addr() / align_of::<T>();
        Self((lines ^ (lines >> (usize::BITS / 2))) as u32)
    }
}

/// A circuit, or one for each key, as something with an identity.
#[doc(hidden)]
pub trait Identified: fmt::Debug + Sync + 'static {
    /// The name and the place. Nobody tells two circuits apart that have both in common.
    fn identity(&self) -> Identity;

    /// The circuit itself, to be downcast.
    fn as_any(&self) -> &dyn Any;

    /// The guarded function, if its path is the name.
    fn function(&self) -> Option<Function>;
}

/// A circuit's name and place, which a test's copy and the circuits of all keys share.
pub(crate) type Identity = (&'static str, Option<Location>);

/// A circuit's name.
pub(crate) enum Name {
    Given(&'static str),
    /// The path of the guarded function, which the compiler does not know in constants.
    Path {
        marked: fn() -> Marked,
        tidied: OnceRef<'static, &'static str>,
    },
}

impl Name {
    pub(crate) const fn of_path(marked: fn() -> Marked) -> Self {
        Self::Path { marked, tidied: OnceRef::new() }
    }

    /// The function, if this is its path.
    pub(crate) fn function(&self) -> Option<Function> {
        match self {
            Self::Given(_) => None,
            Self::Path { marked, .. } => Some(Function::new(self.get(), marked())),
        }
    }

    #[inline]
    pub(crate) fn get(&self) -> &'static str {
        match self {
            Self::Given(name) => name,
            Self::Path { marked, tidied } => {
                tidied.get().unwrap_or_else(|| tidied.get_or_init(|| leak(marked().item)))
            }
        }
    }
}

/// The name of a guarded function's circuit.
#[doc(hidden)]
#[derive(Debug)]
pub struct AnnotatedName(Name);

impl AnnotatedName {
    #[must_use]
    pub const fn given(name: &'static str) -> Self {
        Self(Name::Given(name))
    }

    /// Takes the path from the type of an item `__here` in the function. A closure would do too,
    /// but it is one more body for the compiler to check in every guarded function.
    ///
    /// `MODULE` is the length of its module's path: the text would need room in every circuit.
    #[must_use]
    pub const fn path_around<T: Copy, const MODULE: usize, const IS_OF_PROGRAM: bool>(
        _here: T,
    ) -> Self {
        Self(Name::of_path(marked::<T, MODULE, IS_OF_PROGRAM>))
    }

    pub(crate) const fn into_name(self) -> Name {
        self.0
    }
}

/// Leaks the name once per guarded function (and once more for each thread that races for it), so
/// that rejections can carry a plain `&'static str`.
#[cold]
fn leak(raw: &str) -> &'static &'static str {
    let name: &str = Box::leak(tidy(raw).into_boxed_str());
    Box::leak(Box::new(name))
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
