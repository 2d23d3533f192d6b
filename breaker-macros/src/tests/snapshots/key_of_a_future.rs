fn fetch(host: &Host) -> impl Future<Output = Result<User, Error>> + use<> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new(),
        max_keys : 1024
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("a closure"))
    }
    #[allow(
        unused_parens,
        clippy::borrow_deref_ref,
        clippy::needless_borrow,
        clippy::needless_borrows_for_generic_args
    )]
    let __circuit = ::breaker_runtime::__private::keyed(
        ::breaker_runtime::__circuit!(@ reference),
        &host.name,
    );
    #[allow(clippy::result_large_err)]
    return ::breaker_runtime::__private::guarded(
        __circuit,
        {
            const _: () = {
                let _ = ::breaker_runtime::__private::AttributeArguments {
                    key: (),
                    fallback: (),
                    ..::breaker_runtime::__private::AttributeArguments::NONE
                };
            };
            host.get().map(f)
        },
        ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
            .look_for_rejection(),
        move |__rejected| -> Result<User, Error> {
            let __answering = match ::breaker_runtime::__private::answering::<
                Result<User, Error>,
                _,
            >(
                __rejected,
                __SITE.met(),
                ::breaker_runtime::__private::Rejectable::<Result<User, Error>>::VALUE
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
    );
}
