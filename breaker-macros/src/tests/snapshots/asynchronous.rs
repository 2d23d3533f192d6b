pub async fn fetch(client: &Client, name: String, _guard: Guard) -> Result<User, Error> {
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
                .threshold_millionths(125000u32).min_calls(10u32)
                .open_for(::breaker_runtime::__private::Duration::new(90u64, 0u32))
            }
            ::breaker_runtime::__circuit!(@ reference)
        },
        ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => __admitted,
        ::breaker_runtime::__private::Err(__rejected) => return __rejected,
    };
    return __admitted
        .run_async(async move {
            if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                Result<User, Error>,
                (),
            >(()) {
                return __returned;
            }
            #[allow(
                clippy::no_effect_underscore_binding,
                clippy::used_underscore_binding
            )]
            let _ = (&_guard, &name);
            {
                const _: () = {
                    let _ = ::breaker_runtime::__private::AttributeArguments {
                        threshold: (),
                        min_calls: (),
                        open_for: (),
                        ..::breaker_runtime::__private::AttributeArguments::NONE
                    };
                };
                client.get(name).await
            }
        })
        .await;
}
