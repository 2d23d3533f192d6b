fn fetch(id: u32) -> BoxFuture<'static, Result<User, Error>> {
    Box::pin(async move {
        ::breaker_runtime::__circuit! {
            name : fn, policy : ::breaker_runtime::__private::Policy::new()
        }
        let __timer = ::breaker_runtime::__timeout!(
            { ::breaker_runtime::__require_tokio! {} const __TIMEOUT :
            ::breaker_runtime::__private::Duration = { const __GIVEN :
            ::breaker_runtime::__private::Duration = LIMIT;
            ::breaker_runtime::__private::arg::limit(__GIVEN,) }; __TIMEOUT },
            ::breaker_runtime::__circuit!(@ reference)
        )
            .set("fetch");
        let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
            Result<User, Error>,
            _,
        >(
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                .look_for_rejection(),
        ) {
            ::breaker_runtime::__private::Ok(__admitted) => __admitted,
            ::breaker_runtime::__private::Err(__rejected) => return __rejected,
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
                    {
                        const _: () = {
                            let _ = ::breaker_runtime::__private::AttributeArguments {
                                timeout: (),
                                ..::breaker_runtime::__private::AttributeArguments::NONE
                            };
                        };
                        get(id).await
                    }
                },
            )
            .await;
    })
}
