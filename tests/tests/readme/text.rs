//! The README is short, and nothing in it is made up.

const README: &str = include_str!("../../../README.md");

/// What stands in blocks of this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let blocks: Vec<_> =
        README.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!blocks.is_empty(), "{language}");
    blocks
}

/// Without indentation: a snippet of statements stands in a function here.
fn flat(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_snippet_is_compiled_to_the_letter() {
    let compiled = [
        include_str!("errors.rs"),
        include_str!("fallback.rs"),
        include_str!("front.rs"),
        include_str!("observed.rs"),
        include_str!("outcomes.rs"),
        include_str!("under_test.rs"),
    ]
    .map(flat);
    for snippet in blocks("rust") {
        let snippet = flat(snippet.trim());
        assert!(compiled.iter().any(|file| file.contains(&snippet)), "not compiled:\n{snippet}");
    }
}

/// Files that are there: addresses are not looked at.
#[test]
fn each_link_leads_to_a_file() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let inline = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let named =
        README.lines().filter_map(|line| Some(line.strip_prefix('[')?.split_once("]: ")?.1));
    let files: Vec<_> = inline.chain(named).filter(|target| !target.contains("://")).collect();
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        assert!(root.join(file).is_file(), "{file}");
    }
}

/// What the registry shows of the crate begins as the README does. It links to no file: the
/// registry would look for it below the folder of the crate.
#[test]
fn the_registrys_page_has_the_first_example_and_links_by_address() {
    let page = include_str!("../../../breaker-runtime/README.md");
    assert!(page.contains(blocks("rust")[0]));
    for target in page.split("](").skip(1) {
        assert!(target.starts_with("https://docs.rs/breaker-runtime"), "{target}");
    }
}

/// Each message with the line that it is about, and the mark below that line.
#[test]
fn the_compilers_messages_are_its_own() {
    let said = [
        include_str!("../../../ui-tests/macro/keys.stderr"),
        include_str!("../../../ui-tests/macro/values.stderr"),
    ]
    .concat();
    let shown = *blocks("text").last().unwrap();
    let messages: Vec<_> = shown.lines().collect();
    assert!(messages.len().is_multiple_of(3), "{shown}");
    for message in messages.chunks(3) {
        let [headline, line, mark] = message else { unreachable!("three lines each") };
        assert!(
            said.split("\n\n").any(|said| {
                said.starts_with(headline) && said.ends_with(&format!("\n{line}\n{mark}"))
            }),
            "{message:#?}"
        );
    }
}

/// The attribute's own documentation has the same one.
#[test]
fn the_table_has_every_argument() {
    let attribute = include_str!("../../../breaker-macros/src/lib.rs").replace("/// ", "");
    let table = |text: &str| -> Vec<String> {
        let rows = text.lines().skip_while(|line| !line.starts_with("| argument "));
        rows.take_while(|line| line.starts_with('|')).map(str::to_owned).collect()
    };
    let shown = table(README);
    assert!(shown.len() > 20, "{shown:?}");
    assert_eq!(shown, table(&attribute));
}

#[test]
fn it_is_read_in_a_minute() {
    assert!(README.lines().count() <= 210);
}
