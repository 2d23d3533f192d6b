#[allow(unused)]
fn list() -> Result<Vec<User>, Error> {
    let __admitted = match ::breaker_runtime::__private::admit::<
        Result<Vec<User>, Error>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
            }
            &__CIRCUIT_BREAKER
        },
        ::breaker_runtime::__private::Behind::<Result<Vec<User>, Error>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => __admitted,
        ::breaker_runtime::__private::Err(_) => {
            return Ok(Vec::new());
        }
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<Vec<User>, Error> {
            const _: () = {
                let _ = ::breaker_runtime::__private::Arguments {
                    fallback: (),
                    ..::breaker_runtime::__private::Arguments::NONE
                };
            };
            get()
        });
}
