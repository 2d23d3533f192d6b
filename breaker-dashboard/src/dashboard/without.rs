//! What there is with a feature alone, for who calls it without: the compiler names the feature.

use super::Dashboard;

/// What the feature `axum` brings; nothing has it without. By a lifetime of the caller's, so that
/// who calls is told, and not whoever builds this.
#[cfg(not(feature = "axum"))]
#[diagnostic::on_unimplemented(
    message = "`Dashboard::router` is not there without the feature `axum` of `breaker-dashboard`",
    label = "needs the feature `axum`",
    note = "write `features = [\"axum\"]` where `Cargo.toml` has `breaker-dashboard`"
)]
pub trait HasAxum<'c> {
    fn never<R>() -> R;
}

/// What the feature `fleet` brings.
#[cfg(not(feature = "fleet"))]
#[diagnostic::on_unimplemented(
    message = "`Dashboard::fleet` is not there without the feature `fleet` of `breaker-dashboard`",
    label = "needs the feature `fleet`",
    note = "write `features = [\"fleet\"]` where `Cargo.toml` has `breaker-dashboard`"
)]
pub trait HasFleet<'c> {
    fn never<R>() -> R;
}

/// What the feature `serve` brings.
#[cfg(not(feature = "serve"))]
#[diagnostic::on_unimplemented(
    message = "`Dashboard::serve` is not there without the feature `serve` of `breaker-dashboard`",
    label = "needs the feature `serve`",
    note = "write `features = [\"serve\"]` where `Cargo.toml` has `breaker-dashboard`"
)]
pub trait HasServe<'c> {
    fn never<R>() -> R;
}

/// They return whatever is asked for: nothing else is wrong with what is written.
#[doc(hidden)]
impl Dashboard {
    #[cfg(not(feature = "axum"))]
    #[must_use]
    pub fn router<R>(&self) -> R
    where
        for<'c> Self: HasAxum<'c>,
    {
        <Self as HasAxum<'_>>::never()
    }

    #[cfg(not(feature = "fleet"))]
    #[must_use]
    pub fn fleet<W>(self, _: W) -> Self
    where
        for<'c> Self: HasFleet<'c>,
    {
        <Self as HasFleet<'_>>::never()
    }

    #[cfg(not(feature = "serve"))]
    #[must_use]
    pub fn serve<A, R>(self, _: A) -> R
    where
        for<'c> Self: HasServe<'c>,
    {
        <Self as HasServe<'_>>::never()
    }
}
