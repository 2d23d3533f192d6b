impl Client {
    fn fetch<'life0, 'async_trait>(
        &'life0 self,
        id: u32,
    ) -> ::core::pin::Pin<
        Box<
            dyn ::core::future::Future<
                Output = Result<User, Error>,
            > + Send + 'async_trait,
        >,
    >
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            ::breaker_runtime::__circuit! {
                unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
            }
            ::breaker_runtime::__site! {
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("Self::cached"))
            }
            let __admitted = '__gate: {
                let __rejected = match ::breaker_runtime::__private::admit::<
                    Result<User, Error>,
                    _,
                >(
                    ::breaker_runtime::__circuit!(@ reference),
                    ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                        .look_for_rejection(),
                ) {
                    ::breaker_runtime::__private::Ok(__admitted) => {
                        break '__gate __admitted;
                    }
                    ::breaker_runtime::__private::Err(__rejected) => __rejected,
                };
                let __answering = match ::breaker_runtime::__private::answering::<
                    Result<User, Error>,
                    _,
                >(
                    __rejected,
                    &__SITE,
                    ::breaker_runtime::__private::Rejectable::<
                        Result<User, Error>,
                    >::VALUE
                        .way_out(),
                ) {
                    ::breaker_runtime::__private::Ok(__answering) => __answering,
                    ::breaker_runtime::__private::Err(__returned) => return __returned,
                };
                let _ = __rejected.open();
                return __answering
                    .during({
                        let __entered = __answering.enter();
                        {
                            let __fallback = __SITE.met_by(Self::cached);
                            let __forwarded0 = self;
                            let __forwarded1 = id;
                            __fallback(__forwarded0, __forwarded1)
                        }
                    })
                    .await;
            };
            return __admitted
                .run_async(async move {
                    if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                        Result<User, Error>,
                        (),
                    >(()) {
                        return __returned;
                    }
                    {
                        const _: () = {
                            let _ = ::breaker_runtime::__private::AttributeArguments {
                                fallback: (),
                                ..::breaker_runtime::__private::AttributeArguments::NONE
                            };
                        };
                        if let ::core::option::Option::Some(__ret) = ::core::option::Option::None::<
                            Result<User, Error>,
                        > {
                            return __ret;
                        }
                        let __self = self;
                        let id = id;
                        let __ret: Result<User, Error> = { __self.get(id).await };
                        __ret
                    }
                })
                .await;
        })
    }
}
