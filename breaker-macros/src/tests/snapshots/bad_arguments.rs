fn fetch(mut id: u32) -> Result<User, Error> {
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(rust_analyzer)]
        let _ = ::breaker_runtime::__private::AttributeArguments {
            treshold: (),
            window: (),
            ..::breaker_runtime::__private::AttributeArguments::NONE
        };
    };
    ::core::compile_error! {
        "unknown argument `treshold`: did you mean `threshold`?"
    }
    ::core::compile_error! {
        "missing unit: write \"10s\" for ten seconds, or \"10 calls\""
    }
    get(id)
}
