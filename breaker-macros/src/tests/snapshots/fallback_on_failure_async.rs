async fn fetch(id: u32, name: String) -> Result<u32, Error> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("queue")),
        for_failures
    }
    let __timer = ::breaker_runtime::__timeout!(
        { ::breaker_runtime::__require_tokio! {}
        ::breaker_runtime::__private::Duration::new(3u64, 0u32) },
        ::breaker_runtime::__circuit!(@ reference)
    )
        .set("fetch");
    #[allow(clippy::shadow_same)]
    let mut id = id;
    let __unanswered = match ::breaker_runtime::__private::admit_unjudged(
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Behind::<Result<u32, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => {
            let __held = __admitted.hold();
            let __kept0 = ::breaker_runtime::__private::Clone::clone(&id);
            __held.release();
            match __admitted
                .run_async_within_or(
                    __timer,
                    async move {
                        if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                            Result<u32, Error>,
                            (),
                        >(()) {
                            return __returned;
                        }
                        #[allow(clippy::shadow_same)]
                        let mut id = id;
                        let _ = &id;
                        #[allow(clippy::shadow_same)]
                        let name = name;
                        match () {
                            () => {
                                const _: () = {
                                    let _ = ::breaker_runtime::__private::AttributeArguments {
                                        fallback: (),
                                        fallback_on: (),
                                        timeout: (),
                                        failure: (),
                                        ..::breaker_runtime::__private::AttributeArguments::NONE
                                    };
                                };
                                id += 1;
                                get(id, name).await
                            }
                        }
                    },
                    |__returned| match { __returned } {
                        Ok(0) => ::breaker_runtime::__private::Verdict::Failure,
                        #[allow(unreachable_patterns)]
                        __other => {
                            #[allow(unused_imports)]
                            use ::breaker_runtime::__private::{
                                ByArms as _, ByOwnAccount as _,
                            };
                            (&::breaker_runtime::__private::Unmatched(__other))
                                .verdict_of_unmatched()
                        }
                    },
                )
                .await
            {
                ::breaker_runtime::__private::Ok(__returned) => return __returned,
                ::breaker_runtime::__private::Err(__unanswered) => {
                    {
                        id = __kept0;
                    }
                    __unanswered
                }
            }
        }
        ::breaker_runtime::__private::Err(__rejected) => {
            ::breaker_runtime::__private::drop(__timer);
            ::breaker_runtime::__private::Unanswered::rejected(__rejected)
        }
    };
    let (__answering, __open) = match ::breaker_runtime::__private::answering_any::<
        Result<u32, Error>,
        _,
        _,
    >(
        __unanswered,
        0,
        __SITE.met(),
        ::breaker_runtime::__private::Rejectable::<Result<u32, Error>>::VALUE.way_out(),
        ::breaker_runtime::__private::Delayable::<Result<u32, Error>>::VALUE.way_out(),
    ) {
        ::breaker_runtime::__private::Ok(__answering) => __answering,
        ::breaker_runtime::__private::Err(__returned) => return __returned,
    };
    #[allow(unreachable_code, clippy::diverging_sub_expression)]
    return __answering
        .during(async move {
            if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                Result<u32, Error>,
                (),
            >(()) {
                return __returned;
            }
            {
                #[allow(unused_variables, unused_mut)]
                #[allow(clippy::shadow_same)]
                let mut id = id;
                let cause: ::breaker_runtime::__private::Cause<Result<u32, Error>> = __open;
                match () {
                    () => queue(cause, id).await,
                }
            }
        })
        .await;
}
