//! Circuits collected by the linker, where it can.

use crate::breaker::CircuitBreaker;
use crate::call::cycle::Site;
use crate::keyed::KeyedCircuitBreaker;

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
            pub use super::{CIRCUITS_0_1, KEYED_0_1, SITES_0_1};
            pub use linkme;
        }

        /// Named after the release that its circuits fit: two releases in one program don't share
        /// it.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static CIRCUITS_0_1: [&'static CircuitBreaker];

        /// Those of functions with a circuit for each key.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static KEYED_0_1: [&'static KeyedCircuitBreaker];

        /// What is known of functions beside their circuits.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static SITES_0_1: [&'static Site];

        pub(crate) fn collected() -> impl Iterator<Item = &'static CircuitBreaker> {
            CIRCUITS_0_1.iter().copied().chain(of_sites())
        }

        pub(crate) fn collected_keyed() -> impl Iterator<Item = &'static KeyedCircuitBreaker> {
            KEYED_0_1.iter().copied().chain(of_sites())
        }

        /// The circuits of one kind that functions are listed with.
        fn of_sites<C: 'static>() -> impl Iterator<Item = &'static C> {
            collected_sites().filter_map(|site| site.circuit().as_any().downcast_ref())
        }

        pub(crate) fn collected_sites() -> impl Iterator<Item = &'static Site> {
            SITES_0_1.iter().copied()
        }

        /// The linker has listed it already.
        pub(crate) fn list_at_first_use(_circuit: &'static CircuitBreaker) {}

        #[inline]
        pub(crate) fn list_before_isolation(_circuit: &'static CircuitBreaker) {}

        #[inline]
        pub(crate) fn list_keyed_at_first_use(_circuits: &'static KeyedCircuitBreaker) {}

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($circuit:path) => {
                $crate::__link! { @reference &$circuit }
            };
            (@reference $circuit:expr) => {
                #[$crate::__private::linked::linkme::distributed_slice(
                    $crate::__private::linked::CIRCUITS_0_1
                )]
                #[linkme(crate = $crate::__private::linked::linkme)]
                static __LISTED: &$crate::CircuitBreaker = $circuit;
            };
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link_keyed {
            ($circuits:path) => {
                $crate::__link_keyed! { @reference &$circuits }
            };
            (@reference $circuits:expr) => {
                #[$crate::__private::linked::linkme::distributed_slice(
                    $crate::__private::linked::KEYED_0_1
                )]
                #[linkme(crate = $crate::__private::linked::linkme)]
                static __LISTED: &$crate::KeyedCircuitBreaker = $circuits;
            };
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link_site {
            ($site:path) => {
                const _: () = {
                    #[$crate::__private::linked::linkme::distributed_slice(
                        $crate::__private::linked::SITES_0_1
                    )]
                    #[linkme(crate = $crate::__private::linked::linkme)]
                    static __LISTED: &$crate::__private::Site = &$site;
                };
            };
        }
    }
    elsewhere {
        /// Nothing: generated code names nothing here.
        pub mod linked {}

        pub(crate) fn collected() -> impl Iterator<Item = &'static CircuitBreaker> {
            core::iter::empty()
        }

        pub(crate) fn collected_keyed() -> impl Iterator<Item = &'static KeyedCircuitBreaker> {
            core::iter::empty()
        }

        /// Each is known from its first call on that goes to a fallback.
        pub(crate) fn collected_sites() -> impl Iterator<Item = &'static Site> {
            core::iter::empty()
        }

        /// What an isolated test has in its place is not for the program's list.
        use crate::base::scope::is_isolated;

        pub(crate) fn list_at_first_use(circuit: &'static CircuitBreaker) {
            if !is_isolated() {
                super::registry().register(circuit);
            }
        }

        /// An isolated test has something in the place of listed circuits only, from its first call
        /// on.
        #[cfg(feature = "test-util")]
        pub(crate) fn list_before_isolation(circuit: &'static CircuitBreaker) {
            if is_isolated() && !super::registry().lists_circuit(circuit) {
                super::registry().register(circuit);
            }
        }

        #[cfg(not(feature = "test-util"))]
        #[inline]
        pub(crate) fn list_before_isolation(_circuit: &'static CircuitBreaker) {}

        pub(crate) fn list_keyed_at_first_use(circuits: &'static KeyedCircuitBreaker) {
            if circuits.is_unused() {
                super::registry().register_keyed(circuits);
            }
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($circuit:path) => {};
            (@reference $circuit:expr) => {};
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link_keyed {
            ($circuits:path) => {};
            (@reference $circuits:expr) => {};
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link_site {
            ($site:path) => {};
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
