//! What is tried against servers is what a reader copies.

const CLIENTS: &str = include_str!("../../../breaker-runtime/guide/clients.md");
const DATABASES: &str = include_str!("../../../breaker-runtime/guide/databases.md");
const ERRORS: &str = include_str!("../../../breaker-runtime/guide/errors.md");
const SERVERS: &str = include_str!("../../../breaker-runtime/guide/servers.md");
const GUIDE: &str = include_str!("../../../breaker-runtime/guide/README.md");

#[test]
fn the_recipes_that_are_tried_stand_in_the_guide_to_the_letter() {
    let tried = [
        (CLIENTS, "grpc", include_str!("../src/grpc.rs")),
        (CLIENTS, "http", include_str!("../src/http.rs")),
        (DATABASES, "cache", include_str!("../src/cache.rs")),
        (DATABASES, "postgres", include_str!("../src/postgres.rs")),
        (DATABASES, "sqlite", include_str!("../src/sqlite.rs")),
        (ERRORS, "foreign", include_str!("../src/foreign.rs")),
        (SERVERS, "actix", include_str!("../src/actix.rs")),
        (SERVERS, "proxy", include_str!("../src/proxy.rs")),
    ];
    for (chapter, name, recipe) in tried {
        // A snippet's items are nobody else's.
        let recipe = recipe.replace("pub enum", "enum").replace("pub async", "async");
        let recipe = recipe.replace("pub fn", "fn").replace("pub struct", "struct");
        let recipe = recipe.replace("    pub ", "    ");
        assert!(chapter.contains(recipe.trim()), "the guide lacks src/{name}.rs");
    }
}

#[test]
fn the_versions_in_the_guide_are_those_that_it_is_compiled_with() {
    let manifest = include_str!("../Cargo.toml");
    let (_, dependencies) = manifest.split_once("# What they show it with.\n").expect("a list");
    let (dependencies, _) = dependencies.split_once("\n[dev-dependencies]").expect("its end");
    assert!(GUIDE.contains(&format!("```toml\n{}\n```", dependencies.trim())));
}
