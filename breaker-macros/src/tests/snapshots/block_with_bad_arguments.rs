impl Client {
    fn fetch(&self) -> Result<User, Error> {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            let _ = ::breaker_runtime::__private::AttributeArguments {
                window: (),
                ..::breaker_runtime::__private::AttributeArguments::NONE
            };
        };
        self.get()
    }
    fn cached(&self) -> Option<User> {
        None
    }
}
#[allow(unexpected_cfgs)]
const _: () = {
    #[cfg(rust_analyzer)]
    let _ = ::breaker_runtime::__private::AttributeArguments {
        treshold: (),
        name: (),
        ..::breaker_runtime::__private::AttributeArguments::NONE
    };
};
::core::compile_error! {
    "unknown argument `treshold`: did you mean `threshold`?"
}
::core::compile_error! {
    "`window` belongs to the circuit, which is that of the whole block: write it there, or move the method to an `impl` block of its own"
}
