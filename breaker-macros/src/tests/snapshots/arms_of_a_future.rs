fn fetch() -> BoxFuture<'static, u16> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("a closure"))
    }
    #[allow(clippy::result_large_err)]
    return ::breaker_runtime::__private::Box::pin(
        ::breaker_runtime::__private::guarded_by::<
            u16,
            _,
            _,
            _,
            _,
            _,
        >(
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::call(move || -> BoxFuture<'static, u16> {
                const _: () = {
                    let _ = ::breaker_runtime::__private::AttributeArguments {
                        success: (),
                        fallback: (),
                        ..::breaker_runtime::__private::AttributeArguments::NONE
                    };
                };
                get().boxed()
            }),
            |__returned| match { __returned } {
                200..=299 => ::breaker_runtime::__private::Verdict::Success,
                #[allow(unreachable_patterns)]
                __other => {
                    #[allow(unused_imports)]
                    use ::breaker_runtime::__private::{ByArms as _, ByOwnAccount as _};
                    (&::breaker_runtime::__private::Unmatched(__other))
                        .verdict_of_unmatched_or_failure()
                }
            },
            ::breaker_runtime::__private::Behind::<u16>::VALUE.look_for_rejection(),
            move |__rejected| -> u16 {
                let __open = __rejected.open();
                {
                    let _: ::breaker_runtime::__private::CircuitOpen = __open;
                    match () {
                        () => 503,
                    }
                }
            },
        ),
    );
}
