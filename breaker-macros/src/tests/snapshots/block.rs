const _: () = {
    ::breaker_runtime::__circuit! {
        unlisted name : ::breaker_runtime::__private::concat!("",
        ::breaker_runtime::__private::module_path!(), "::<web::Client as Cache>"), policy
        : ::breaker_runtime::__private::Policy::new().threshold(3u32)
    }
    const _: () = {
        let _ = ::breaker_runtime::__private::AttributeArguments {
            threshold: (),
            fallback: (),
            ..::breaker_runtime::__private::AttributeArguments::NONE
        };
    };
    impl<T> Cache<T> for web::Client<T> {
        const SIZE: usize = 5;
        fn fetch(&self, id: u32) -> Result<T, Error> {
            ::breaker_runtime::__site! {
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("Self::cached"))
            }
            let __admitted = '__gate: {
                let __rejected = match ::breaker_runtime::__private::admit::<
                    Result<T, Error>,
                    _,
                >(
                    ::breaker_runtime::__circuit!(@ reference),
                    ::breaker_runtime::__private::Behind::<Result<T, Error>>::VALUE
                        .look_for_rejection(),
                ) {
                    ::breaker_runtime::__private::Ok(__admitted) => {
                        break '__gate __admitted;
                    }
                    ::breaker_runtime::__private::Err(__rejected) => __rejected,
                };
                let __answering = match ::breaker_runtime::__private::answering::<
                    Result<T, Error>,
                    _,
                >(
                    __rejected,
                    &__SITE,
                    ::breaker_runtime::__private::Rejectable::<Result<T, Error>>::VALUE
                        .way_out(),
                ) {
                    ::breaker_runtime::__private::Ok(__answering) => __answering,
                    ::breaker_runtime::__private::Err(__returned) => return __returned,
                };
                let _ = __rejected.open();
                let __entered = __answering.enter();
                return {
                    let __fallback = __SITE.met_by(Self::cached);
                    let __forwarded0 = self;
                    let __forwarded1 = id;
                    __fallback(__forwarded0, __forwarded1)
                };
            };
            #[allow(clippy::result_large_err)]
            return __admitted
                .run(move || -> Result<T, Error> {
                    #[allow(clippy::shadow_same)]
                    let id = id;
                    let _ = &id;
                    match () {
                        () => {
                            const _: () = {};
                            self.get(id)
                        }
                    }
                });
        }
        async fn store(&self, value: T) -> Result<(), Error> {
            ::breaker_runtime::__site! {
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Other("a closure"))
            }
            let __admitted = '__gate: {
                let __rejected = match ::breaker_runtime::__private::admit::<
                    Result<(), Error>,
                    _,
                >(
                    ::breaker_runtime::__circuit!(@ reference),
                    ::breaker_runtime::__private::Behind::<Result<(), Error>>::VALUE
                        .look_for_rejection(),
                ) {
                    ::breaker_runtime::__private::Ok(__admitted) => {
                        break '__gate __admitted;
                    }
                    ::breaker_runtime::__private::Err(__rejected) => __rejected,
                };
                let __answering = match ::breaker_runtime::__private::answering::<
                    Result<(), Error>,
                    _,
                >(
                    __rejected,
                    __SITE.met(),
                    ::breaker_runtime::__private::Rejectable::<Result<(), Error>>::VALUE
                        .way_out(),
                ) {
                    ::breaker_runtime::__private::Ok(__answering) => __answering,
                    ::breaker_runtime::__private::Err(__returned) => return __returned,
                };
                let __open = __rejected.open();
                let __entered = __answering.enter();
                return {
                    let open: ::breaker_runtime::__private::CircuitOpen = __open;
                    match () {
                        () => Err(open.into()),
                    }
                };
            };
            return __admitted
                .run_async(async move {
                    if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                        Result<(), Error>,
                        (),
                    >(()) {
                        return __returned;
                    }
                    let _ = (&value,);
                    {
                        const _: () = {
                            let _ = ::breaker_runtime::__private::AttributeArguments {
                                fallback: (),
                                ..::breaker_runtime::__private::AttributeArguments::NONE
                            };
                        };
                        self.put(value).await
                    }
                })
                .await;
        }
        fn cached(&self, id: u32) -> Result<T, Error> {
            self.last(id)
        }
    }
};
