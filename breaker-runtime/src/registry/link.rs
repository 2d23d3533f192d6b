//! Circuits collected by the linker, where it can.

use super::Listed;
use super::timeouts::Timeout;
use crate::breaker::CircuitBreaker;
use crate::call::cycle::Site;
use crate::keyed::KeyedCircuitBreaker;

/// What the linker may collect.
pub(crate) trait Linked: Sized + 'static {
    /// All that the linker has collected.
    fn linked() -> impl Iterator<Item = &'static Self> {
        core::iter::empty()
    }
}

/// Declares what differs between targets whose linker collects circuits and others: one `cfg`,
/// decided for this crate's target.
macro_rules! by_linker {
    (where it can { $($can:item)* } elsewhere { $($elsewhere:item)* }) => {
        $(#[cfg(all(not(miri), not(breaker_loom), any(
            target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios",
            target_os = "freebsd", target_os = "windows",
        )))] $can)*
        $(#[cfg(not(all(not(miri), not(breaker_loom), any(
            target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios",
            target_os = "freebsd", target_os = "windows",
        ))))] $elsewhere)*
    };
}

by_linker! {
    where it can {
        /// What generated code names.
        pub mod linked {
            pub use super::{CIRCUITS_0_1, KEYED_0_1, SITES_0_1, TIMEOUTS_0_1};
            pub use linkme;
        }

        /// Named after the release that its circuits fit: two releases in one program don't share
        /// it.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static CIRCUITS_0_1: [&'static CircuitBreaker];

        /// The circuits of functions with one for each key, named as above.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static KEYED_0_1: [&'static KeyedCircuitBreaker];

        /// The sites of functions, named as above.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static SITES_0_1: [&'static Site];

        /// The time-outs of functions, named as above.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static TIMEOUTS_0_1: [&'static Timeout];

        /// All that there are.
        pub(crate) fn timeouts() -> impl Iterator<Item = &'static Timeout> {
            TIMEOUTS_0_1.iter().copied()
        }

        /// The linker has listed it already.
        #[inline]
        pub(crate) const fn list_timeout(_timeout: &'static Timeout) {}

        /// The circuits of one kind, of functions that are listed by their sites.
        fn of_sites<C: 'static>() -> impl Iterator<Item = &'static C> {
            collected_sites().filter_map(|site| site.circuit().as_any().downcast_ref())
        }

        pub(crate) fn collected_sites() -> impl Iterator<Item = &'static Site> {
            SITES_0_1.iter().copied()
        }

        impl Linked for CircuitBreaker {
            fn linked() -> impl Iterator<Item = &'static Self> {
                CIRCUITS_0_1.iter().copied().chain(of_sites())
            }
        }

        impl Linked for KeyedCircuitBreaker {
            fn linked() -> impl Iterator<Item = &'static Self> {
                KEYED_0_1.iter().copied().chain(of_sites())
            }
        }

        /// The linker has listed it already.
        #[inline]
        pub(crate) fn list_at_first_use(_listed: &'static impl Listed) {}

        #[inline]
        pub(crate) fn list_before_isolation(_circuit: &'static CircuitBreaker) {}

        /// Lists what is at this reference, in the list of its kind.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($list:ident: $kind:ty = $reference:expr) => {
                #[$crate::__private::linked::linkme::distributed_slice(
                    $crate::__private::linked::$list
                )]
                #[linkme(crate = $crate::__private::linked::linkme)]
                static __LISTED: &$kind = $reference;
            };
        }
    }
    elsewhere {
        /// Empty: generated code names nothing here.
        pub mod linked {}

        /// None: a site is known from its first call on that goes to a fallback.
        pub(crate) fn collected_sites() -> impl Iterator<Item = &'static Site> {
            core::iter::empty()
        }

        impl Linked for CircuitBreaker {}
        impl Linked for KeyedCircuitBreaker {}

        static TIMEOUTS: parking_lot::RwLock<Vec<&'static Timeout>> =
            parking_lot::RwLock::new(Vec::new());

        /// Those of functions that were called.
        pub(crate) fn timeouts() -> impl Iterator<Item = &'static Timeout> {
            TIMEOUTS.read().clone().into_iter()
        }

        /// Lists it at the first call, with what was said of its circuit before.
        pub(crate) fn list_timeout(timeout: &'static Timeout) {
            let is_it = |one: &&Timeout| core::ptr::eq(*one, timeout);
            if !TIMEOUTS.read().iter().any(is_it) {
                // Locked first, so that no configuration looks at the list between.
                let applied = super::registry().applied.lock();
                TIMEOUTS.write().push(timeout);
                let subject = subject_of(timeout.circuit().as_any());
                let said = subject.and_then(|subject| applied.of(subject).limits.timeout);
                timeout.replace(said);
            }
        }

        fn subject_of(circuit: &dyn core::any::Any) -> Option<crate::policy::overrides::Subject> {
            let by_key = || circuit.downcast_ref::<KeyedCircuitBreaker>().map(Listed::subject);
            circuit.downcast_ref::<CircuitBreaker>().map(Listed::subject).or_else(by_key)
        }

        /// What is listed at its first call.
        pub(crate) trait FirstUse: Listed {
            fn is_unused(&self) -> bool;
        }

        impl FirstUse for CircuitBreaker {
            fn is_unused(&self) -> bool {
                self.itself().is_fresh()
            }
        }

        impl FirstUse for KeyedCircuitBreaker {
            fn is_unused(&self) -> bool {
                Self::is_unused(self)
            }
        }

        pub(crate) fn list_at_first_use(listed: &'static impl FirstUse) {
            if listed.is_unused() {
                super::registry().list(listed);
            }
        }

        /// In an isolated test a circuit must be listed before its first call: copies stand for
        /// listed circuits only.
        #[cfg(feature = "test-util")]
        pub(crate) fn list_before_isolation(circuit: &'static CircuitBreaker) {
            if crate::base::scope::is_isolated() {
                super::registry().list(circuit);
            }
        }

        #[cfg(not(feature = "test-util"))]
        #[inline]
        pub(crate) fn list_before_isolation(_circuit: &'static CircuitBreaker) {}

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($list:ident: $kind:ty = $reference:expr) => {};
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_lists_and_the_links_key_are_named_after_this_release() {
        let manifest = include_str!("../../Cargo.toml");
        let [major, minor] = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")];
        assert_eq!((major, minor), ("0", "1"), "rename `CIRCUITS_0_1`, .. and `links`");
        assert!(manifest.contains("links = \"breaker-runtime-0.1\""));
    }
}
