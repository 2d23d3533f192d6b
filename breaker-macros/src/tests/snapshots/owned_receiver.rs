impl Client {
    async fn close(self: Box<Self>, reason: Reason) -> Result<(), Error> {
        let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
            Result<(), Error>,
            _,
        >(
            {
                ::breaker_runtime::__circuit! {
                    name : fn, policy : ::breaker_runtime::__private::Policy::new()
                }
                ::breaker_runtime::__circuit!(@ reference)
            },
            ::breaker_runtime::__private::Behind::<Result<(), Error>>::VALUE
                .look_for_rejection(),
        ) {
            ::breaker_runtime::__private::Ok(__admitted) => __admitted,
            ::breaker_runtime::__private::Err(__rejected) => return __rejected,
        };
        return __admitted
            .run_async(async move {
                if let ::breaker_runtime::__private::Ok(__returned) = ::breaker_runtime::__private::Err::<
                    Result<(), Error>,
                    (),
                >(()) {
                    return __returned;
                }
                let _ = (&reason, &self);
                {
                    const _: () = {};
                    self.end(reason).await
                }
            })
            .await;
    }
}
