impl Client {
    pub fn fetch(&mut self, id: u32) -> Result<&User, Error> {
        ::breaker_runtime::__circuit! {
            unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
            .consecutive(3u32)
        }
        ::breaker_runtime::__site! {
            ::breaker_runtime::__circuit!(@ reference),
            ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("Self::cached"))
        }
        let __admitted = '__gate: {
            let __rejected = match ::breaker_runtime::__private::admit::<
                Result<&User, Error>,
                _,
            >(
                ::breaker_runtime::__circuit!(@ reference),
                ::breaker_runtime::__private::Behind::<Result<&User, Error>>::VALUE
                    .look_for_rejection(),
            ) {
                ::breaker_runtime::__private::Ok(__admitted) => break '__gate __admitted,
                ::breaker_runtime::__private::Err(__rejected) => __rejected,
            };
            let __answering = match ::breaker_runtime::__private::answering::<
                Result<&User, Error>,
                _,
            >(
                __rejected,
                &__SITE,
                ::breaker_runtime::__private::Rejectable::<Result<&User, Error>>::VALUE
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
            .run(move || -> Result<&User, Error> {
                #[allow(clippy::shadow_same)]
                let id = id;
                let _ = &id;
                match () {
                    () => {
                        const _: () = {
                            let _ = ::breaker_runtime::__private::AttributeArguments {
                                consecutive: (),
                                fallback: (),
                                ..::breaker_runtime::__private::AttributeArguments::NONE
                            };
                        };
                        self.get(id)
                    }
                }
            });
    }
}
