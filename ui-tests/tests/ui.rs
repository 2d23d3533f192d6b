//! What the compiler says to a mistake. `TRYBUILD=overwrite cargo test -p ui-tests` rewrites the
//! expected messages: read each as somebody would who has just made the mistake.

/// Written by the macro: the same on every toolchain.
#[test]
fn messages_of_the_macro() {
    trybuild::TestCases::new().compile_fail("macro/*.rs");
}

/// Rustc quotes the standard library where its sources are installed, and names them where they are
/// not: a case whose message quotes them fails on half of the machines.
#[test]
fn no_message_depends_on_the_sources_of_the_standard_library() {
    let quoting: Vec<_> = ["macro", "types"]
        .iter()
        .flat_map(|group| std::fs::read_dir(group).expect("cases stand beside the manifest"))
        .map(|case| case.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .filter(|path| std::fs::read_to_string(path).expect("a text").contains("$RUST/"))
        .collect();
    assert!(quoting.is_empty(), "write these without what the library defines: {quoting:?}");
}

/// Written by rustc about code that the macro generated: the pinned toolchain only.
#[test]
fn messages_of_the_compiler() {
    trybuild::TestCases::new().compile_fail("types/*.rs");
}
