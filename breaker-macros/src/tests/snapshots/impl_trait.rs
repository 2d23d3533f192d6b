fn names(of: &[User]) -> Result<impl Iterator<Item = &str>, Box<dyn Error>> {
    let __admitted = match ::breaker_runtime::__private::admit_or_reject::<
        Result<_, Box<dyn Error>>,
        _,
    >(
        {
            ::breaker_runtime::__circuit! {
                name : fn, policy : ::breaker_runtime::__private::Policy::new()
            }
            ::breaker_runtime::__circuit!(@ reference)
        },
        ::breaker_runtime::__private::Behind::<Result<_, Box<dyn Error>>>::VALUE
            .look_for_rejection(),
    ) {
        ::breaker_runtime::__private::Ok(__admitted) => __admitted,
        ::breaker_runtime::__private::Err(__rejected) => return __rejected,
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<_, Box<dyn Error>> {
            const _: () = {};
            Ok(of.iter().map(name))
        });
}
