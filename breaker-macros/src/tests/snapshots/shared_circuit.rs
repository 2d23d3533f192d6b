fn fetch(id: u32) -> Result<User, Error> {
    static __CIRCUIT_BREAKER: &::breaker_runtime::__private::CircuitBreaker = {
        let _: fn() = || {
            #[allow(unused_imports)]
            use ::breaker_runtime::__private::named::{Lazy as _, Named, NotLazy as _};
            Named(&circuits::DB).ready();
        };
        &circuits::DB
    };
    ::breaker_runtime::__site! {
        __CIRCUIT_BREAKER,
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("cached"))
    }
    let __admitted = '__gate: {
        let __rejected = match ::breaker_runtime::__private::admit::<
            Result<User, Error>,
            _,
        >(
            __CIRCUIT_BREAKER,
            ::breaker_runtime::__private::Behind::<Result<User, Error>>::VALUE
                .look_for_rejection(),
        ) {
            ::breaker_runtime::__private::Ok(__admitted) => break '__gate __admitted,
            ::breaker_runtime::__private::Err(__rejected) => __rejected,
        };
        let __answering = match ::breaker_runtime::__private::answering::<
            Result<User, Error>,
            _,
        >(
            __rejected,
            &__SITE,
            ::breaker_runtime::__private::Rejectable::<Result<User, Error>>::VALUE
                .way_out(),
        ) {
            ::breaker_runtime::__private::Ok(__answering) => __answering,
            ::breaker_runtime::__private::Err(__returned) => return __returned,
        };
        let _ = __rejected.open();
        let __entered = __answering.enter();
        return {
            let __fallback = __SITE.met_by(cached);
            let __forwarded0 = id;
            __fallback(__forwarded0)
        };
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<User, Error> {
            #[allow(clippy::shadow_same)]
            let id = id;
            let _ = &id;
            match () {
                () => {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            breaker: (),
                            fallback: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    get(id)
                }
            }
        });
}
