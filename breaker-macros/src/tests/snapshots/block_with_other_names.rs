const _: () = {
    ::breaker_runtime::__circuit! {
        unlisted name : ::breaker_runtime::__private::concat!("",
        ::breaker_runtime::__private::module_path!(), "::Client"), policy :
        ::breaker_runtime::__private::Policy::new().threshold(3u32)
    }
    const _: () = {
        let _ = ::breaker_runtime::__private::AttributeArguments {
            threshold: (),
            ..::breaker_runtime::__private::AttributeArguments::NONE
        };
    };
    impl Client {
        #[cfg(test)]
        #[inline]
        fn a(&self) -> R {
            ::breaker_runtime::__site! {
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("an expression"))
            }
            let __admitted = '__gate: {
                let __rejected = match ::breaker_runtime::__private::admit::<
                    R,
                    _,
                >(
                    ::breaker_runtime::__circuit!(@ reference),
                    ::breaker_runtime::__private::Behind::<R>::VALUE.look_for_rejection(),
                ) {
                    ::breaker_runtime::__private::Ok(__admitted) => {
                        break '__gate __admitted;
                    }
                    ::breaker_runtime::__private::Err(__rejected) => __rejected,
                };
                let _ = __rejected.open();
                return Ok(1);
            };
            #[allow(clippy::result_large_err)]
            return __admitted
                .run(move || -> R {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            fallback: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    self.get()
                });
        }
        #[cfg(not(test))]
        fn a(&self) -> R {
            let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
                R,
                _,
            >(
                {
                    ::breaker_runtime::__site! {
                        ::breaker_runtime::__circuit!(@ reference),
                        ::breaker_runtime::__private::None
                    }
                    ::breaker_runtime::__circuit!(@ reference)
                },
                ::breaker_runtime::__private::Behind::<R>::VALUE.look_for_rejection(),
            ) {
                ::breaker_runtime::__private::Ok(__admitted) => __admitted,
                ::breaker_runtime::__private::Err(__rejected) => return __rejected,
            };
            #[allow(clippy::result_large_err)]
            return __admitted
                .run(move || -> R {
                    const _: () = {};
                    self.get()
                });
        }
        #[guarded(fallback = Ok(2))]
        #[::breaker_runtime::__private::circuit_breaker(__in_block{threshold = 3})]
        #[inline]
        fn b(&self) -> R {
            self.get()
        }
        #[guarded]
        #[::breaker_runtime::__private::circuit_breaker(__in_block)]
        async fn c(&self) -> R {
            let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
                R,
                _,
            >(
                {
                    ::breaker_runtime::__site! {
                        ::breaker_runtime::__circuit!(@ reference),
                        ::breaker_runtime::__private::None
                    }
                    ::breaker_runtime::__circuit!(@ reference)
                },
                ::breaker_runtime::__private::Behind::<R>::VALUE.look_for_rejection(),
            ) {
                ::breaker_runtime::__private::Ok(__admitted) => __admitted,
                ::breaker_runtime::__private::Err(__rejected) => return __rejected,
            };
            #[allow(clippy::async_yields_async)]
            return __admitted
                .run_async(async move {
                    if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                        R,
                        (),
                    >(()) {
                        return __returned;
                    }
                    {
                        const _: () = {};
                        self.get()
                    }
                })
                .await;
        }
    }
};
