fn fetch() -> Result<User, Error> {
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : { const __RAMP_UP :
                ::breaker_runtime::__private::Duration = { const __GIVEN :
                ::breaker_runtime::__private::Duration = WARM_UP;
                ::breaker_runtime::__private::arg::not_zero(__GIVEN,
                ::breaker_runtime::PolicyError::ZeroRampUp) }; const __DRY_RUN : bool =
                DRY;
                ::breaker_runtime::__private::arg::consistent(::breaker_runtime::__private::Policy::new()
                .open_for(::breaker_runtime::__private::Duration::new(5u64, 0u32))
                .max_open_for(::breaker_runtime::__private::Duration::new(300u64, 0u32))
                .jitter_millionths(125000u32).ramp_up(__RAMP_UP)
                .slow_call(::breaker_runtime::__private::Duration::new(2u64, 0u32))
                .dry_run(__DRY_RUN)) }
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
                    open_for: (),
                    max_open_for: (),
                    jitter: (),
                    ramp_up: (),
                    slow_call: (),
                    dry_run: (),
                    ..::breaker_runtime::__private::AttributeArguments::NONE
                };
            };
            get()
        });
}
