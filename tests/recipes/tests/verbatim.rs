//! What is tried against servers is what a reader copies.

const RECIPES: &str = include_str!("../../../docs/recipes.md");

#[test]
fn the_recipes_that_are_tried_stand_in_the_page_to_the_letter() {
    let tried = [
        ("grpc", include_str!("../src/grpc.rs")),
        ("http", include_str!("../src/http.rs")),
        ("sqlite", include_str!("../src/sqlite.rs")),
    ];
    for (name, recipe) in tried {
        // A snippet's items are nobody else's.
        let recipe = recipe.replace("pub enum", "enum").replace("pub async", "async");
        let recipe = recipe.replace("pub fn", "fn");
        assert!(RECIPES.contains(recipe.trim()), "docs/recipes.md lacks src/{name}.rs");
    }
}

#[test]
fn the_versions_in_the_page_are_those_that_it_is_compiled_with() {
    let manifest = include_str!("../Cargo.toml");
    let (_, dependencies) = manifest.split_once("# What they show it with.\n").expect("a list");
    let (dependencies, _) = dependencies.split_once("\n[dev-dependencies]").expect("its end");
    assert!(RECIPES.contains(&format!("```toml\n{}\n```", dependencies.trim())));
}
