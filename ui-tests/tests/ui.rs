//! What the compiler says to a mistake. `TRYBUILD=overwrite cargo test -p ui-tests` rewrites the expected messages: read
//! each as somebody would who has just made the mistake.

/// Written by the macro: the same on every toolchain.
#[test]
fn messages_of_the_macro() {
    trybuild::TestCases::new().compile_fail("macro/*.rs");
}

/// Written by rustc about code that the macro generated: the pinned toolchain only.
#[test]
fn messages_of_the_compiler() {
    trybuild::TestCases::new().compile_fail("types/*.rs");
}
