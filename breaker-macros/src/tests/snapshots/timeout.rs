async fn fetch(id: u32) -> Result<User, Error> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("cached"))
    }
    let __timer = ::breaker_runtime::__timeout!(
        { ::breaker_runtime::__require_tokio! {}
        ::breaker_runtime::__private::Duration::new(3u64, 0u32) },
        ::breaker_runtime::__circuit!(@ reference)
    )
        .set("fetch");
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
        ::breaker_runtime::__private::drop(__timer);
        let __answering = match ::breaker_runtime::__private::answering::<
            Result<User, Error>,
            _,
        >(
            __rejected,
            &__SITE,
            ::breaker_runtime::__private::Rejectable::<Result<User, Error>>::VALUE
                .way_out(),
        ) {
            ::breaker_runtime::__private::Ok(__answering) => __answering,
            ::breaker_runtime::__private::Err(__returned) => return __returned,
        };
        let _ = __rejected.open();
        return __answering
            .during({
                let __entered = __answering.enter();
                {
                    let __fallback = __SITE.met_by(cached);
                    let __forwarded0 = id;
                    __fallback(__forwarded0)
                }
            })
            .await;
    };
    return ::breaker_runtime::__private::Admitted::run_async_within::<
        Result<User, Error>,
        _,
    >(
            __admitted,
            __timer,
            async move {
                if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                    Result<User, Error>,
                    (),
                >(()) {
                    return __returned;
                }
                let _ = (&id,);
                {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            timeout: (),
                            fallback: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    get(id).await
                }
            },
        )
        .await;
}
