async fn fetch(host_port: Url, path: String) -> Result<User, Error> {
    #[allow(
        unused_parens,
        clippy::borrow_deref_ref,
        clippy::needless_borrow,
        clippy::needless_borrows_for_generic_args
    )]
    let __circuit = {
        #[allow(
            unused_variables,
            clippy::pattern_type_mismatch,
            clippy::shadow_reuse,
            clippy::shadow_same,
            clippy::shadow_unrelated
        )]
        let Url { host, port, .. } = &host_port;
        match () {
            () => {
                ::breaker_runtime::__private::keyed(
                    {
                        ::breaker_runtime::__circuit! {
                            name : fn, policy :
                            ::breaker_runtime::__private::Policy::new().threshold(3u32),
                            max_keys : { const __MAX_KEYS : u32 = { let __given = MAX;
                            ::breaker_runtime::__private::arg::number(& __given)
                            .not_too_many(__given,
                            ::breaker_runtime::PolicyError::ZeroMaxKeys) }; __MAX_KEYS }
                        }
                        ::breaker_runtime::__circuit!(@ reference)
                    },
                    &format_args!("{host}:{port}"),
                )
            }
        }
    };
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
    return __admitted
        .run_async(async move {
            if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                Result<User, Error>,
                (),
            >(()) {
                return __returned;
            }
            #[allow(clippy::shadow_same)]
            let host_port = host_port;
            #[allow(clippy::shadow_reuse)]
            let Url { ref host, mut port, .. } = host_port;
            let _ = &host;
            let _ = &port;
            #[allow(clippy::shadow_same)]
            let path = path;
            match () {
                () => {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            key: (),
                            max_keys: (),
                            threshold: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    port += 1;
                    get(host, port, path).await
                }
            }
        })
        .await;
}
