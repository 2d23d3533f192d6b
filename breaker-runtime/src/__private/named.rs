//! Circuits that are given by their paths: a wrong type is one error, in words.

use core::ops::Deref;

use crate::breaker::CircuitBreaker;
use crate::keyed::KeyedCircuitBreaker;

/// What `breaker = ..` names.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a, T: ?Sized>(pub &'a T);

/// A circuit, as opposed to what makes one at its first use: a `static` can't refer to what is made
/// later, and the compiler's own error would speak of coercions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a circuit, but makes one later",
    label = "expected a `static CircuitBreaker`",
    note = "`CircuitBreaker::new` is a `const fn`: \
            write `static DB: CircuitBreaker = CircuitBreaker::new(\"db\", Policy::new());`"
)]
pub trait Ready {}

impl Ready for CircuitBreaker {}
impl Ready for KeyedCircuitBreaker {}
#[diagnostic::do_not_recommend]
impl<T: Ready + ?Sized> Ready for &T {}

/// A circuit, or one for each key, or what leads to one.
pub trait Circuits {}

impl Circuits for CircuitBreaker {}
impl Circuits for KeyedCircuitBreaker {}
impl<T: Deref<Target: Circuits> + ?Sized> Circuits for T {}

/// Whatever leads to a circuit, by another way than a plain reference.
pub trait Lazy<L> {
    /// Does nothing, or fails to compile.
    fn ready(self)
    where
        L: Ready;
}

impl<L: Deref<Target: Circuits>> Lazy<L> for Named<'_, L> {
    fn ready(self)
    where
        L: Ready,
    {
    }
}

/// Anything else. The compiler finds this method last, because it takes one reference more.
pub trait NotLazy {
    /// Accepts everything: the compiler reports what is wrong with it.
    fn ready(&self) {}
}

impl<T: ?Sized> NotLazy for Named<'_, T> {}

/// What `register!` lists.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be listed by `register!`",
    label = "expected the path of a `static CircuitBreaker`",
    note = "a `static KeyedCircuitBreaker` is listed by `register_keyed!`"
)]
pub trait Single {
    /// The circuit.
    const CIRCUIT: &'static CircuitBreaker;
}

/// What `register_keyed!` lists.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be listed by `register_keyed!`",
    label = "expected the path of a `static KeyedCircuitBreaker`",
    note = "a `static CircuitBreaker` is listed by `register!`"
)]
pub trait ByKey {
    /// The circuits.
    const CIRCUITS: &'static KeyedCircuitBreaker;
}

impl Named<'static, CircuitBreaker> {
    /// The circuit.
    #[must_use]
    pub const fn single(self) -> &'static CircuitBreaker {
        self.0
    }
}

impl Named<'static, KeyedCircuitBreaker> {
    /// The circuits.
    #[must_use]
    pub const fn by_key(self) -> &'static KeyedCircuitBreaker {
        self.0
    }
}

/// Anything else. The compiler finds it where the type has no method of its own.
pub trait Unlisted<T: ?Sized>: Sized {
    /// Fails to compile.
    fn single(self) -> &'static CircuitBreaker
    where
        T: Single,
    {
        T::CIRCUIT
    }

    /// Fails to compile.
    fn by_key(self) -> &'static KeyedCircuitBreaker
    where
        T: ByKey,
    {
        T::CIRCUITS
    }
}

impl<T: ?Sized> Unlisted<T> for Named<'_, T> {}
