fn fetch(id: u32) -> BoxFuture<'static, Result<User, Error>> {
    #[allow(clippy::result_large_err)]
    return ::breaker_runtime::__private::Box::pin(
        ::breaker_runtime::__private::guarded(
            {
                ::breaker_runtime::__circuit! {
                    name : fn, policy : ::breaker_runtime::__private::Policy::new()
                }
                &__CIRCUIT_BREAKER
            },
            ::breaker_runtime::__private::call(move || -> BoxFuture<
                'static,
                Result<User, Error>,
            > {
                const _: () = {
                    let _ = ::breaker_runtime::__private::Arguments {
                        fallback: (),
                        ..::breaker_runtime::__private::Arguments::NONE
                    };
                };
                if id == 0 {
                    return nobody();
                }
                get(id).map(f).boxed()
            }),
            ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                .look_for_rejection(),
            move |__open| -> Result<User, Error> {
                {
                    let _: ::breaker_runtime::__private::CircuitOpen = __open;
                    match () {
                        () => Ok(User::default()),
                    }
                }
            },
        ),
    );
}
