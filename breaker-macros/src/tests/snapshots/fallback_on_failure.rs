fn fetch(
    client: &Client,
    name: String,
    a_b: (A, B),
    unused: Guard,
) -> Result<User, Error> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("cached")),
        for_failures
    }
    #[allow(clippy::shadow_same)]
    let mut name = name;
    #[allow(clippy::shadow_same)]
    let mut a_b = a_b;
    #[allow(clippy::result_large_err)]
    let __unanswered = match ::breaker_runtime::__private::admit::<
        Result<User, Error>,
        _,
    >(
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => {
            let __held = __admitted.hold();
            let __kept0 = ::breaker_runtime::__private::Clone::clone(&name);
            let __kept1 = ::breaker_runtime::__private::Clone::clone(&a_b);
            __held.release();
            match __admitted
                .run_or(move || -> Result<User, Error> {
                    #[allow(clippy::shadow_same)]
                    let name = name;
                    let _ = &name;
                    #[allow(clippy::shadow_same)]
                    let a_b = a_b;
                    #[allow(clippy::shadow_reuse)]
                    let (a, b) = a_b;
                    match () {
                        () => {
                            const _: () = {
                                let _ = ::breaker_runtime::__private::AttributeArguments {
                                    fallback: (),
                                    fallback_on: (),
                                    ..::breaker_runtime::__private::AttributeArguments::NONE
                                };
                            };
                            client.get(name, a, b)
                        }
                    }
                })
            {
                ::breaker_runtime::__private::Ok(__returned) => return __returned,
                ::breaker_runtime::__private::Err(__unanswered) => {
                    {
                        name = __kept0;
                    }
                    {
                        a_b = __kept1;
                    }
                    __unanswered
                }
            }
        }
        ::breaker_runtime::__private::Err(__rejected) => {
            ::breaker_runtime::__private::Unanswered::rejected(__rejected)
        }
    };
    let (__answering, _) = match ::breaker_runtime::__private::answering_any::<
        Result<User, Error>,
        _,
        _,
    >(
        __unanswered,
        0,
        &__SITE,
        ::breaker_runtime::__private::Rejectable::<Result<User, Error>>::VALUE.way_out(),
        ::breaker_runtime::__private::Inescapable::<Result<User, Error>>::VALUE.way_out(),
    ) {
        ::breaker_runtime::__private::Ok(__answering) => __answering,
        ::breaker_runtime::__private::Err(__returned) => return __returned,
    };
    let __entered = __answering.enter();
    return {
        let __fallback = __SITE.met_by(cached);
        let __forwarded0 = client;
        let __forwarded1 = name;
        let __forwarded2 = a_b;
        let __forwarded3 = unused;
        __fallback(__forwarded0, __forwarded1, __forwarded2, __forwarded3)
    };
}
