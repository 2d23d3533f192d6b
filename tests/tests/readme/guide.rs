//! The guide: who reads its files gets along as well as who reads its pages.

use std::fs;
use std::path::{Path, PathBuf};

/// What pages show; files lead to the pictures themselves.
const PICTURES: &str = include_str!("../../../breaker-runtime/guide/pictures.txt");

/// Each file of the guide, with its text.
fn files() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../breaker-runtime/guide");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let chapters = entries.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        path.extension().is_some_and(|end| end == "md") && !name.starts_with("links")
    });
    chapters.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// `[name]: target`, as the lines at the end of a file define them.
fn definitions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "))
}

fn is_picture(target: &str) -> bool {
    Path::new(target).extension().is_some_and(|end| end == "png")
}

/// `[name]` in prose, but for `[text](address)` and what is code.
fn in_brackets(prose: &str) -> impl Iterator<Item = &str> {
    prose.split('`').step_by(2).flat_map(|words| words.split('[').skip(1)).filter_map(|rest| {
        let (name, after) = rest.split_once(']')?;
        (!name.is_empty() && !after.starts_with('(')).then_some(name)
    })
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn each_link_to_a_chapter_leads_there() {
    for (path, text) in files() {
        let chapters = definitions(&text)
            .filter(|(_, target)| !target.starts_with("https:") && !is_picture(target));
        for (name, target) in chapters {
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let found = fs::read_to_string(path.with_file_name(file));
            let found = found.unwrap_or_else(|error| panic!("{name} in {path:?}: {error}"));
            let mut headings = found.lines().filter_map(|line| line.strip_prefix("### "));
            assert!(
                part.is_empty() || headings.any(|heading| anchor(heading) == part),
                "{name} in {path:?} leads to no part of {file}"
            );
        }
    }
}

/// A name that only the pages knew would stand in brackets in the files, and the other way round.
#[test]
fn each_name_in_brackets_is_a_link_in_the_files_and_on_the_pages() {
    let pages = include_str!("../../../breaker-runtime/guide/links.md");
    let pages =
        [pages, include_str!("../../../breaker-runtime/guide/links_of_features.md"), PICTURES]
            .concat();
    let known: Vec<_> = definitions(&pages).map(|(name, _)| name).collect();
    for (path, text) in files() {
        let defined: Vec<_> = definitions(&text).map(|(name, _)| name).collect();
        for name in &defined {
            assert!(known.contains(name), "links.md lacks {name}, as {path:?} has it");
        }
        let prose: String = text.split("```").step_by(2).collect();
        for name in in_brackets(&prose) {
            assert!(defined.contains(&name), "{name} in {path:?} leads nowhere");
        }
        for name in &known {
            let used = prose.contains(&format!("[{name}]"));
            assert_eq!(used, defined.contains(name), "{name} in {path:?}");
        }
    }
}

/// Pages have copies, for the documentation takes no files along.
#[test]
fn each_picture_of_a_page_is_that_of_its_file() {
    let mut shown = 0;
    for (path, text) in files() {
        for (name, target) in definitions(&text).filter(|(_, target)| is_picture(target)) {
            let picture = fs::read(path.with_file_name(target));
            let picture = picture.unwrap_or_else(|error| panic!("{name} in {path:?}: {error}"));
            let inlined = format!("data:image/png;base64,{}", base64(&picture));
            let is_same = definitions(PICTURES).any(|it| it == (name, &*inlined));
            assert!(is_same, "{name}: `ci/screenshots` has not written it into pictures.txt");
            shown += 1;
        }
    }
    assert_eq!(shown, definitions(PICTURES).count());
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for bytes in bytes.chunks(3) {
        let three = [0, 1, 2].map(|at| bytes.get(at).copied().map_or(0, u32::from));
        let bits = three[0] << 16 | three[1] << 8 | three[2];
        for digit in 0..4 {
            let of_64 = DIGITS[(bits >> (18 - 6 * digit)) as usize % 64];
            text.push(if digit > bytes.len() { '=' } else { char::from(of_64) });
        }
    }
    text
}

/// The lines of all snippets in Rust, as the files show them.
fn lines_of_snippets(text: &str) -> impl Iterator<Item = &str> {
    let snippets = text.split("\n```rust").skip(1).filter_map(|rest| rest.split("\n```").next());
    snippets.flat_map(|snippet| snippet.lines().skip(1))
}

/// A forge shows the lines that rustdoc hides.
#[test]
fn no_snippet_has_lines_that_pages_hide() {
    for (path, text) in files() {
        let hidden = lines_of_snippets(&text).find(|line| {
            let line = line.trim_start();
            line == "#" || line.starts_with("# ")
        });
        assert_eq!(hidden, None, "{path:?}");
    }
}

/// rustdoc puts statements into a function; who copies them into a file finds none around them.
#[test]
fn each_snippet_is_made_of_items_and_can_be_pasted_into_a_file() {
    let items = [
        "use ",
        "pub ",
        "fn ",
        "async fn ",
        "struct ",
        "enum ",
        "impl ",
        "mod ",
        "type ",
        "static ",
        "const ",
        "breaker_runtime::register",
        "#[",
        "//",
    ];
    for (path, text) in files() {
        let of_a_function = lines_of_snippets(&text).find(|line| {
            let goes_on = line.is_empty() || line.starts_with([' ', '}', ')']);
            !goes_on && !items.iter().any(|item| line.starts_with(item))
        });
        assert_eq!(of_a_function, None, "{path:?}");
    }
}

#[test]
fn each_chapter_is_in_the_contents_and_on_the_pages() {
    let contents = include_str!("../../../breaker-runtime/guide/README.md");
    let pages = include_str!("../../../breaker-runtime/guide/mod.rs");
    for (path, _) in files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let quoted = format!("\"{name}\"");
        assert!(pages.contains(&quoted), "{name} has no page");
        let is_in_contents = definitions(contents).any(|(_, target)| target == name);
        assert!(is_in_contents || name == "README.md", "{name} is not in the contents");
    }
}

/// What documentation of the crate says of a rule leads to that rule.
#[test]
fn each_rule_that_the_crate_cites_has_its_place() {
    let rules = include_str!("../../../breaker-runtime/guide/rules.md");
    let places: Vec<_> =
        rules.lines().filter_map(|line| line.strip_prefix("### ")).map(anchor).collect();
    let mut cited = 0;
    let crate_itself = Path::new(env!("CARGO_MANIFEST_DIR")).join("../breaker-runtime");
    let mut folders = vec![crate_itself.join("src"), crate_itself.join("guide")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = fs::read_to_string(&entry).unwrap_or_default();
            for rest in text.split("_guide::rules#").skip(1) {
                let place = rest.split([')', '\n']).next().unwrap();
                assert!(places.iter().any(|known| known == place), "{place} in {entry:?}");
                cited += 1;
            }
        }
    }
    assert!(cited > places.len(), "{cited}");
}
