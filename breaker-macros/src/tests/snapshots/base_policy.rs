fn fetch() -> Result<User, Error> {
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : { const __POLICY :
                ::breaker_runtime::__private::Policy = HTTP; const __MIN_CALLS : u32 = {
                let __given = MIN; ::breaker_runtime::__private::arg::number(& __given)
                .at_least_one(__given, ::breaker_runtime::PolicyError::ZeroMinCalls) };
                ::breaker_runtime::__private::arg::consistent(::breaker_runtime::__private::arg::base(__POLICY)
                .threshold_millionths(500000u32).min_calls(__MIN_CALLS)
                .open_for(::breaker_runtime::__private::Duration::new(1u64, 0u32))) }
            }
            ::breaker_runtime::__circuit!(@ reference)
        },
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
                    policy: (),
                    threshold: (),
                    min_calls: (),
                    open_for: (),
                    ..::breaker_runtime::__private::AttributeArguments::NONE
                };
            };
            get()
        });
}
