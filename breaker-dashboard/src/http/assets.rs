//! The page and what it loads, under a name that changes with its content.

use std::hash::Hasher;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderValue, Response, header};

use super::comments;
use super::headers::of_type;

const PAGE: &str = include_str!("../../page/index.html");

/// The name of a file, and what is sent of it.
pub(crate) type File = (&'static str, Bytes);

/// Each file of the folder `page`, by its path there.
macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../page/", $path)))),*]
    };
}

pub(super) const FILES: &[(&str, &str)] = files! {
    "js/circuit.js"
    "js/clock.js"
    "js/connection.js"
    "js/copy.js"
    "js/detail.js"
    "js/dialog.js"
    "js/dom.js"
    "js/incident.js"
    "js/instead.js"
    "js/items.js"
    "js/keys.js"
    "js/list.js"
    "js/looking.js"
    "js/main.js"
    "js/masthead.js"
    "js/memory.js"
    "js/notice.js"
    "js/palette.js"
    "js/poll.js"
    "js/process.js"
    "js/replay.js"
    "js/row.js"
    "js/shape.js"
    "js/spark.js"
    "js/states.js"
    "js/steer.js"
    "js/store.js"
    "js/text.js"
    "js/timeline.js"
    "js/title.js"
    "js/toast.js"
    "js/toolbar.js"
    "js/track.js"
    "js/travel.js"
    "js/url.js"
    "js/verdict.js"
    "js/wire.js"
    "js/within.js"
    "style.css"
};

/// The page, with the addresses of what it loads.
pub(crate) fn page() -> Response<Bytes> {
    static PAGE_WITH_HASH: OnceLock<Bytes> = OnceLock::new();
    let page = PAGE_WITH_HASH
        .get_or_init(|| PAGE.replace("\"assets/", &format!("\"assets/{}/", hash())).into());
    of_type("text/html; charset=utf-8", page.clone())
}

fn sent() -> &'static [File] {
    static SENT: OnceLock<Vec<File>> = OnceLock::new();
    SENT.get_or_init(|| {
        FILES.iter().map(|(name, text)| (*name, comments::without(text).into())).collect()
    })
}

/// A file of the page, which is the same for ever under its name.
pub(crate) fn asset((name, content): &'static File) -> Response<Bytes> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let kind = match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = of_type(kind, content.clone());
    let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, for_ever);
    response
}

/// The file of this name below `assets/`, which begins with the hash of all.
pub(crate) fn find(path: &str) -> Option<&'static File> {
    let path = path.strip_prefix(hash())?.strip_prefix('/')?;
    sent().iter().find(|(name, _)| *name == path)
}

/// Of all files together: they import each other by relative names.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        // FNV-1a, twice with different beginnings: it names a version, and guards nothing.
        let mut hashers = [Fnv(0xcbf2_9ce4_8422_2325), Fnv(0x6c62_272e_07bb_0142)];
        for hasher in &mut hashers {
            for (name, content) in sent() {
                hasher.write(name.as_bytes());
                hasher.write(content);
            }
        }
        hashers.map(|hasher| format!("{:016x}", hasher.finish())).concat()
    })
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::Value;

    fn list(folder: &Path, under: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{under}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                list(&entry.path(), &format!("{name}/"), found);
            } else if [".js", ".css", ".svg"].iter().any(|end| name.ends_with(end)) {
                found.insert(name);
            }
        }
    }

    #[test]
    fn every_file_of_the_page_is_served_and_no_other() {
        let mut there = BTreeSet::new();
        list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("page"), "", &mut there);
        let served: BTreeSet<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(served, there);
        for name in served {
            let response = asset(find(&format!("{}/{name}", hash())).unwrap());
            assert!(
                response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable")
            );
        }
        assert!(find("0/style.css").is_none());
    }

    #[test]
    fn all_that_the_page_names_is_there() {
        let page = String::from_utf8(page().into_body().to_vec()).unwrap();
        let named: Vec<_> =
            page.split("\"assets/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(!named.is_empty());
        for path in named {
            assert!(find(path).is_some(), "{path}");
        }
    }

    /// The map stands at the beginning of `main.js`.
    #[test]
    fn each_script_imports_only_what_the_map_names_before_it() {
        let script = |path: &'static str| path.strip_prefix("js/")?.strip_suffix(".js");
        let (_, main) = FILES.iter().find(|(path, _)| script(path) == Some("main")).unwrap();
        let lines = main.lines().filter_map(|line| line.strip_prefix("//   "));
        let map: Vec<_> =
            lines.flat_map(|line| line.split("  ").next().unwrap().split(' ')).collect();
        for (path, text) in FILES {
            let Some(name) = script(path).filter(|name| *name != "main") else { continue };
            let place = map.iter().position(|one| *one == name);
            let below = &map[..place.unwrap_or_else(|| panic!("the map lacks {name}"))];
            for import in text.split(" from \"./").skip(1) {
                let import = import.split(".js\"").next().unwrap();
                assert!(below.contains(&import), "{name} imports {import}");
            }
        }
    }

    /// A page that shows a field of a file checks it first: `shape.js` names each of the schema.
    #[test]
    fn each_field_of_an_incident_is_checked_by_the_page() {
        // These it does not read, or by whatever name they have.
        const UNREAD: [&str; 6] = ["calls", "cursor", "format", "full", "steering", "version"];
        let schema: Value = serde_json::from_str(include_str!("../../schema/v1.json")).unwrap();
        let shape = include_str!("../../page/js/shape.js");
        let mut names = BTreeSet::new();
        let mut waiting = vec![&schema["$defs"]["incident"]];
        let mut seen = BTreeSet::new();
        while let Some(part) = waiting.pop() {
            if let Some(name) = part["$ref"].as_str().filter(|name| seen.insert(*name)) {
                waiting.push(schema.pointer(&name[1..]).unwrap());
            }
            let fields = part["properties"].as_object().into_iter().flatten();
            let fields = fields.filter(|(name, _)| !UNREAD.contains(&name.as_str()));
            for (name, field) in fields.filter(|_| part["required"][0] != "closed") {
                names.insert(name);
                waiting.push(field);
            }
            waiting.extend(part["anyOf"].as_array().into_iter().flatten());
            let inner = [&part["items"], &part["additionalProperties"]];
            waiting.extend(inner.into_iter().filter(|inner| inner.is_object()));
        }
        assert!(names.len() > 60, "{names:?}");
        let is_named = |name: &str| {
            let mut words = shape.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            words.any(|word| word == name)
        };
        names.retain(|name| !is_named(name));
        assert!(names.is_empty(), "{names:?}");
    }
}
