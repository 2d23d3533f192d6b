async fn fetch(
    db: State<Db>,
    _guard: Guard,
    retries: u8,
    #[cfg(unix)]
    unix: Unix,
) -> Result<User, Error> {
    ::breaker_runtime::__circuit! {
        unlisted name : fn, policy : ::breaker_runtime::__private::Policy::new()
    }
    ::breaker_runtime::__site! {
        ::breaker_runtime::__circuit!(@ reference),
        ::breaker_runtime::__private::Some(::breaker_runtime::__private::Written::Function("cached"))
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
        return __answering
            .during({
                let __entered = __answering.enter();
                {
                    let __fallback = __SITE.met_by(cached);
                    let __forwarded0 = db;
                    let __forwarded1 = _guard;
                    let __forwarded2 = retries;
                    #[cfg(unix)]
                    let __forwarded3 = unix;
                    __fallback(
                        __forwarded0,
                        __forwarded1,
                        __forwarded2,
                        #[cfg(unix)]
                        __forwarded3,
                    )
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
            #[allow(clippy::shadow_same)]
            let db = db;
            #[allow(clippy::shadow_reuse)]
            let State(db) = db;
            #[allow(clippy::shadow_same)]
            let _guard = _guard;
            #[allow(clippy::shadow_same)]
            let mut retries = retries;
            let _ = &retries;
            #[cfg(unix)]
            #[allow(clippy::shadow_same)]
            let unix = unix;
            #[cfg(unix)]
            let _ = &unix;
            match () {
                () => {
                    const _: () = {
                        let _ = ::breaker_runtime::__private::AttributeArguments {
                            fallback: (),
                            ..::breaker_runtime::__private::AttributeArguments::NONE
                        };
                    };
                    retries += 1;
                    db.get(retries, unix).await
                }
            }
        })
        .await;
}
