async fn fetch() -> Result<Response, Error> {
    let __admitted = match ::breaker_runtime::__private::admit_unjudged_or_reject::<
        Result<Response, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
            }
            ::breaker_runtime::__circuit!(@ reference)
        },
        ::breaker_runtime::__private::Behind::<Result<Response, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => __admitted,
        ::breaker_runtime::__private::Err(__rejected) => return __rejected,
    };
    return __admitted
        .run_async(
            async move {
                if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                    Result<Response, Error>,
                    (),
                >(()) {
                    return __returned;
                }
                {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            failure: (),
                            ignore: (),
                            success: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    get().await
                }
            },
            |__returned| match { __returned } {
                Err(Error::Cancelled) => ::breaker_runtime::__private::Verdict::Ignored,
                Ok(r) if r.status().is_server_error() => {
                    ::breaker_runtime::__private::Verdict::Failure
                }
                Err(Error::Full | Error::Down) => {
                    ::breaker_runtime::__private::Verdict::Failure
                }
                Err(Error::NotFound { .. }) => {
                    ::breaker_runtime::__private::Verdict::Success
                }
                #[allow(unreachable_patterns)]
                __other => {
                    #[allow(unused_imports)]
                    use ::breaker_runtime::__private::{ByArms as _, ByOwnAccount as _};
                    (&::breaker_runtime::__private::Unmatched(__other))
                        .verdict_of_unmatched()
                }
            },
        )
        .await;
}
