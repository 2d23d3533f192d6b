//! The item that a guarded function owns.

/// Declares the circuit of the function around it, or one for each key where there is a `max_keys`,
/// and lists it in the registry; `unlisted` where a [site](__site) does that.
#[doc(hidden)]
#[macro_export]
macro_rules! __circuit {
    (@reference) => {
        &__CIRCUIT_BREAKER
    };
    (unlisted name: fn, $($settings:tt)*) => {
        fn __here() {}
        $crate::__circuit! {
            @declare $crate::__path_around!(__here), $($settings)*
        }
    };
    (unlisted name: $name:expr, $($settings:tt)*) => {
        $crate::__circuit! {
            @declare $crate::__private::AnnotatedName::given($name), $($settings)*
        }
    };
    (name: fn, policy: $policy:expr $(, probe: $probe:path)?) => {
        $crate::__circuit! { unlisted name: fn, policy: $policy $(, probe: $probe)? }
        $crate::__link! { CIRCUITS_0_1: $crate::CircuitBreaker = &__CIRCUIT_BREAKER }
    };
    (name: fn, policy: $policy:expr $(, probe: $probe:path)?, max_keys: $max_keys:expr) => {
        $crate::__circuit! {
            unlisted name: fn, policy: $policy $(, probe: $probe)?, max_keys: $max_keys
        }
        $crate::__link! { KEYED_0_1: $crate::KeyedCircuitBreaker = &__CIRCUIT_BREAKER }
    };
    (@declare $name:expr, policy: $policy:expr $(, probe: $probe:path)?) => {
        static __CIRCUIT_BREAKER: $crate::CircuitBreaker = $crate::CircuitBreaker::annotated(
            $name,
            $policy,
            $crate::__private::file!(),
            $crate::__private::line!(),
        )$(.with_probe($crate::probe!(__CIRCUIT_BREAKER, $probe)))?;
    };
    (
        @declare
        $name:expr, policy: $policy:expr $(, probe: $probe:path)?, max_keys: $max_keys:expr
    ) => {
        static __CIRCUIT_BREAKER: $crate::KeyedCircuitBreaker =
            $crate::KeyedCircuitBreaker::annotated(
                $name,
                $policy,
                $max_keys,
                $crate::__private::file!(),
                $crate::__private::line!(),
            )$(.with_probe($crate::probe!(__CIRCUIT_BREAKER, $probe)))?;
    };
}

/// The path of the function that the item `__here` is in.
#[doc(hidden)]
#[macro_export]
macro_rules! __path_around {
    ($here:expr) => {
        $crate::__private::AnnotatedName::path_around::<
            _,
            { $crate::__private::module_path!().len() },
            { $crate::__private::option_env!("CARGO_BIN_NAME").is_some() },
        >($here)
    };
}

/// Declares what the registry knows of the function around it, and lists it with its circuit.
#[doc(hidden)]
#[macro_export]
macro_rules! __site {
    ($circuit:expr, $fallback:expr $(, $more:ident)?) => {
        #[allow(dead_code)]
        static __SITE: $crate::__private::Site = $crate::__private::Site::new(
            {
                fn __here() {}
                $crate::__path_around!(__here)
            },
            $crate::__private::module_path!(),
            $circuit,
            $fallback,
        )$(.$more())?;
        const _: () = {
            $crate::__link! { SITES_0_1: $crate::__private::Site = &__SITE }
        };
    };
}

/// The time-out of the function around it, which overrides may replace: a `static`, listed in the
/// registry.
#[doc(hidden)]
#[macro_export]
macro_rules! __timeout {
    ($limit:expr, $circuit:expr) => {{
        static __TIMEOUT: $crate::__private::Timeout =
            $crate::__private::Timeout::new($limit, $circuit);
        $crate::__link! { TIMEOUTS_0_1: $crate::__private::Timeout = &__TIMEOUT }
        &__TIMEOUT
    }};
}

/// Expands to nothing with the feature `tokio`, and to an error without it: the attribute can't see
/// features.
#[doc(hidden)]
#[cfg(feature = "tokio")]
#[macro_export]
macro_rules! __require_tokio {
    () => {};
}

#[doc(hidden)]
#[cfg(not(feature = "tokio"))]
#[macro_export]
macro_rules! __require_tokio {
    () => {
        $crate::__private::compile_error! {
            "`timeout` needs a timer: enable the feature `tokio` of `breaker-runtime`"
        }
    };
}

/// Lists a circuit made by hand in the [registry](crate::Registry), from the start of `main` on.
///
/// Where the linker can't collect circuits (WebAssembly, Miri) it does nothing;
/// [`Registry::register`](crate::Registry::register) works everywhere.
///
/// ```
/// use breaker_runtime::{register, registry, CircuitBreaker, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
/// register!(DB);
///
/// assert!(registry().get("db").is_some());
/// ```
#[macro_export]
macro_rules! register {
    ($circuit:path) => {
        const _: () = {
            $crate::__link! {
                CIRCUITS_0_1: $crate::CircuitBreaker = {
                    #[allow(unused_imports)]
                    use $crate::__private::named::Unlisted as _;
                    $crate::__private::named::Named(&$circuit).single()
                }
            }
        };
    };
    (& $circuit:path) => {
        $crate::__private::compile_error! {
            $crate::__private::concat!(
                "write `register!(", ::core::stringify!($circuit), ")`, without `&`"
            )
        }
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error! {
            "`register!` takes the name of one `static`, as in `register!(DB)`"
        }
    };
}

/// Lists circuits by key made by hand in the [registry](crate::Registry), from the start of `main`
/// on.
///
/// Where the linker can't collect circuits (WebAssembly, Miri) it does nothing;
/// [`Registry::register_keyed`](crate::Registry::register_keyed) works everywhere.
///
/// ```
/// use breaker_runtime::{register_keyed, registry, KeyedCircuitBreaker, Policy};
///
/// static SHARDS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("shards", Policy::new(), 64);
/// register_keyed!(SHARDS);
///
/// assert!(registry().keyed("shards").is_some());
/// ```
#[macro_export]
macro_rules! register_keyed {
    ($circuits:path) => {
        const _: () = {
            $crate::__link! {
                KEYED_0_1: $crate::KeyedCircuitBreaker = {
                    #[allow(unused_imports)]
                    use $crate::__private::named::Unlisted as _;
                    $crate::__private::named::Named(&$circuits).by_key()
                }
            }
        };
    };
    (& $circuits:path) => {
        $crate::__private::compile_error! {
            $crate::__private::concat!(
                "write `register_keyed!(", ::core::stringify!($circuits), ")`, without `&`"
            )
        }
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error! {
            "`register_keyed!` takes the name of one `static`, as in `register_keyed!(SHARDS)`"
        }
    };
}
