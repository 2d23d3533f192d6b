fn fetch(id: u32) -> impl Future<Output = Result<User, Error>> + Send {
    let url = url(id);
    async move {
        ::breaker_runtime::__circuit! {
            unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
        }
        ::breaker_runtime::__site! {
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("a closure"))
        }
        let __admitted = '__gate: {
            let __rejected = match ::breaker_runtime::__private::admit::<
                Result<User, Error>,
                _,
            >(
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                    .look_for_rejection(),
            ) {
                ::breaker_runtime::__private::Ok(__admitted) => break '__gate __admitted,
                ::breaker_runtime::__private::Err(__rejected) => __rejected,
            };
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
            return {
                let open: ::breaker_runtime::__private::CircuitOpen = __open;
                match () {
                    () => Err(open.into()),
                }
            };
        };
        return __admitted
            .run_async(async move {
                if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                    Result<User, Error>,
                    (),
                >(()) {
                    return __returned;
                }
                {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            fallback: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    get(url).await
                }
            })
            .await;
    }
}
