/// Documented.
pub fn fetch(id: u32, name: String) -> Result<User, Error> {
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
                .threshold(5u32)
                .window(::breaker_runtime::__private::Duration::new(10u64, 0u32))
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
            #[allow(clippy::shadow_same)]
            let id = id;
            #[allow(clippy::shadow_same)]
            let name = name;
            match () {
                () => {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            threshold: (),
                            window: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    get(id, name)?
                }
            }
        });
}
