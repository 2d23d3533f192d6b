#![cfg_attr(not(doctest), doc = include_str!("links.md"))]
#![doc = include_str!("README.md")]

/// The chapters: rendered with the crate, and compiled by its documentation tests `if` they can be.
/// Those that take crates which this one does not depend on are compiled by `tests/recipes`.
///
/// Chapters name each other, and items of the crate, by reference. The definitions of `links.md`
/// come first, and lead to pages of the documentation; who reads the files gets those at their
/// ends. So it is with pictures: pages have them within, for rustdoc takes no files along.
macro_rules! chapters {
    ($($name:ident: $file:literal $(with $pictures:literal)? if $compiled:meta;)*) => {$(
        #[cfg_attr(not(doctest), doc = include_str!("links.md"))]
        #[cfg_attr(
            all(not(doctest), feature = "axum", feature = "metrics", feature = "stream",
                feature = "test-util", feature = "tower", feature = "tracing"),
            doc = include_str!("links_of_features.md")
        )]
        $(#[cfg_attr(not(doctest), doc = include_str!($pictures))])?
        #[cfg_attr(any(not(doctest), $compiled), doc = include_str!($file))]
        pub mod $name {}
    )*};
}

chapters! {
    getting_started: "getting_started.md" if any();
    settings: "settings.md" if all();
    outcomes: "outcomes.md" if all();
    fallbacks: "fallbacks.md" if feature = "tokio";
    errors: "errors.md" if any();
    keys: "keys.md" if all();
    sharing: "sharing.md" if all();
    functions: "functions.md" if any();
    by_hand: "by_hand.md" if all();
    streams: "streams.md" if feature = "stream";
    servers: "servers.md" if any();
    clients: "clients.md" if any();
    databases: "databases.md" if any();
    registry: "registry.md" if any();
    overrides: "overrides.md" if any();
    testing: "testing.md" if any();
    telemetry: "telemetry.md" if any();
    dashboard: "dashboard.md" with "pictures.txt" if any();
    runbook: "runbook.md" if all();
    fleet: "fleet.md" if any();
    writing_a_fleet: "writing_a_fleet.md" if all();
    rules: "rules.md" if all();
    glossary: "glossary.md" if all();
    how_it_works: "how_it_works.md" if all();
    limits: "limits.md" if all();
    coming_from: "coming_from.md" if all();
}
