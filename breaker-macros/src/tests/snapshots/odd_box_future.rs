fn fetch(id: u32) -> BoxFuture<'static, Result<User, Error>> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("a closure"))
    }
    #[allow(clippy::result_large_err)]
    return ::breaker_runtime::__private::Box::pin(
        ::breaker_runtime::__private::guarded(
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::call(move || -> BoxFuture<
                'static,
                Result<User, Error>,
            > {
                const _: () = {
                    let _ = ::breaker_runtime::__private::AttributeArguments {
                        fallback: (),
                        ..::breaker_runtime::__private::AttributeArguments::NONE
                    };
                };
                if id == 0 {
                    return nobody();
                }
                get(id).map(f).boxed()
            }),
            ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                .look_for_rejection(),
            move |__rejected| -> Result<User, Error> {
                let __answering = match ::breaker_runtime::__private::answering::<
                    Result<User, Error>,
                    _,
                >(
                    __rejected,
                    __SITE.met(),
                    ::breaker_runtime::__private::Rejectable::<
                        Result<User, Error>,
                    >::VALUE
                        .way_out(),
                ) {
                    ::breaker_runtime::__private::Ok(__answering) => __answering,
                    ::breaker_runtime::__private::Err(__returned) => return __returned,
                };
                let __open = __rejected.open();
                let __entered = __answering.enter();
                {
                    let _: ::breaker_runtime::__private::CircuitOpen = __open;
                    match () {
                        () => Ok(User::default()),
                    }
                }
            },
        ),
    );
}
