//! Circuits collected by the linker, where it can.

use crate::CircuitBreaker;

/// Declares what differs between targets whose linker collects circuits and others: one `cfg`, decided for this crate's target.
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
            pub use super::CIRCUITS_0_1;
            pub use linkme;
        }

        /// Named after the release that its circuits fit: two releases in one program don't share it.
        #[doc(hidden)]
        #[linkme::distributed_slice]
        pub static CIRCUITS_0_1: [&'static CircuitBreaker];

        pub(crate) fn collected() -> impl Iterator<Item = &'static CircuitBreaker> {
            CIRCUITS_0_1.iter().copied()
        }

        /// The linker has listed it already.
        pub(crate) fn list_at_first_use(_circuit: &'static CircuitBreaker) {}

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($circuit:path) => {
                $crate::__link! { @reference &$circuit }
            };
            (@reference $circuit:expr) => {
                #[$crate::__private::linked::linkme::distributed_slice($crate::__private::linked::CIRCUITS_0_1)]
                #[linkme(crate = $crate::__private::linked::linkme)]
                static __LISTED: &$crate::CircuitBreaker = $circuit;
            };
        }
    }
    elsewhere {
        /// Nothing: generated code names nothing here.
        pub mod linked {}

        pub(crate) fn collected() -> impl Iterator<Item = &'static CircuitBreaker> {
            core::iter::empty()
        }

        pub(crate) fn list_at_first_use(circuit: &'static CircuitBreaker) {
            crate::registry().register(circuit);
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __link {
            ($circuit:path) => {};
            (@reference $circuit:expr) => {};
        }
    }
}
