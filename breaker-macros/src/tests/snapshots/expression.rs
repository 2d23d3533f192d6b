#[allow(unused)]
fn list() -> Result<Vec<User>, Error> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("an expression"))
    }
    let __admitted = '__gate: {
        let __rejected = match ::breaker_runtime::__private::admit::<
            Result<Vec<User>, Error>,
            _,
        >(
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::Behind::<Result<Vec<User>, Error>>::VALUE
                .look_for_rejection(),
        ) {
            ::breaker_runtime::__private::Ok(__admitted) => break '__gate __admitted,
            ::breaker_runtime::__private::Err(__rejected) => __rejected,
        };
        let __answering = match ::breaker_runtime::__private::answering::<
            Result<Vec<User>, Error>,
            _,
        >(
            __rejected,
            __SITE.met(),
            ::breaker_runtime::__private::Rejectable::<Result<Vec<User>, Error>>::VALUE
                .way_out(),
        ) {
            ::breaker_runtime::__private::Ok(__answering) => __answering,
            ::breaker_runtime::__private::Err(__returned) => return __returned,
        };
        let _ = __rejected.open();
        let __entered = __answering.enter();
        return Ok(Vec::new());
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<Vec<User>, Error> {
            const _: () = {
                let _ = ::breaker_runtime::__private::AttributeArguments {
                    fallback: (),
                    ..::breaker_runtime::__private::AttributeArguments::NONE
                };
            };
            get()
        });
}
