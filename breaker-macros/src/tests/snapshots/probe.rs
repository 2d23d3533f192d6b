fn fetch(host: &str) -> Result<User, Error> {
    #[allow(
        unused_parens,
        clippy::borrow_deref_ref,
        clippy::needless_borrow,
        clippy::needless_borrows_for_generic_args
    )]
    let __circuit = ::breaker_runtime::__private::keyed(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
                .threshold(5u32), probe : bank::ping, max_keys : 1024
            }
            ::breaker_runtime::__circuit!(@ reference)
        },
        &host,
    );
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        __circuit,
        ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => __admitted,
        ::breaker_runtime::__private::Err(__rejected) => return __rejected,
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<User, Error> {
            const _: () = {
                let _ = ::breaker_runtime::__private::AttributeArguments {
                    probe: (),
                    key: (),
                    threshold: (),
                    ..::breaker_runtime::__private::AttributeArguments::NONE
                };
            };
            get(host)
        });
}
