struct Client {
    name: String,
}
::core::compile_error! {
    "`circuit_breaker` goes on functions, not on `struct`: put it on the methods that call something unreliable"
}
