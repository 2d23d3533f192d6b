//! All guarded functions, by their paths.

use std::collections::HashMap;

use super::written;
use crate::base::identity::spelling::tidy;
use crate::base::identity::{Identified, Identity};
use crate::call::cycle::{Site, Written};

/// A guarded function.
pub(super) struct Target {
    path: String,
    pub(super) circuit: Identity,
    /// More of it, if it is not plainly its circuit.
    pub(super) site: Option<&'static Site>,
}

/// The functions by their [plain](plain) paths.
pub(super) struct Functions(HashMap<String, Vec<Target>>);

impl Functions {
    /// Those that are more than their circuits, and those that are called as theirs.
    pub(super) fn new(sites: &[&'static Site], circuits: &[&'static dyn Identified]) -> Self {
        let mut functions = Self(HashMap::new());
        for site in sites {
            functions.add(site.function(), site.circuit().identity(), Some(site));
        }
        for circuit in circuits {
            let is_plain = |path: &&str| !functions.has(path, circuit.identity());
            if let Some(path) = circuit.path().filter(is_plain) {
                functions.add(path, circuit.identity(), None);
            }
        }
        functions
    }

    fn add(&mut self, path: &str, circuit: Identity, site: Option<&'static Site>) {
        let target = Target { path: path.to_owned(), circuit, site };
        self.0.entry(plain(path)).or_default().push(target);
    }

    fn has(&self, path: &str, circuit: Identity) -> bool {
        let alike = self.0.get(&plain(path)).into_iter().flatten();
        alike.into_iter().any(|target| target.path == path && target.circuit == circuit)
    }

    /// Who answers what this function does not, if that is one of these: the one that the compiler
    /// knows of, or else the one that the path leads to.
    pub(super) fn answering(&self, site: &Site) -> Option<&Target> {
        match (site.callee(), site.fallback()?) {
            (Some(callee), _) => self.called(callee),
            (None, Written::Function(path)) => {
                let paths = written::candidates(path, site.function(), site.module());
                paths.iter().find_map(|path| self.at(path))
            }
            (None, Written::Other(_)) => None,
        }
    }

    fn called(&self, callee: &str) -> Option<&Target> {
        let path = tidy(callee);
        self.at(&path).or_else(|| self.at(&provided(&path)?))
    }

    /// The function of this path; with generic arguments left out, if that leaves one circuit.
    fn at(&self, path: &str) -> Option<&Target> {
        let alike = self.0.get(&plain(path))?;
        let exactly = || alike.iter().find(|target| target.path == path);
        let first = alike.first()?;
        if alike.iter().all(|target| target.circuit == first.circuit) {
            return exactly().or(Some(first));
        }
        exactly()
    }
}

/// The path of the method in the trait that provides it: `shop::Pay::charge` of
/// `<shop::Gateway as shop::Pay>::charge`.
fn provided(path: &str) -> Option<String> {
    let plain = plain(path);
    let (implemented, method) =
        plain.strip_prefix('<')?.split_once(" as ")?.1.rsplit_once(">::")?;
    Some(format!("{implemented}::{method}"))
}

/// The path without generic arguments.
fn plain(path: &str) -> String {
    let (mut plain, mut depth, mut last) = (String::with_capacity(path.len()), 0_u32, ' ');
    for character in path.chars() {
        let is_arguments = last.is_alphanumeric() || last == '_';
        match character {
            '<' if depth > 0 || is_arguments => depth += 1,
            '>' if depth > 0 && last != '-' => depth -= 1,
            _ if depth > 0 => {}
            _ => plain.push(character),
        }
        last = character;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{plain, provided};

    #[test]
    fn plain_paths_have_no_generic_arguments() {
        for (path, expected) in [
            ("shop::charge", "shop::charge"),
            ("shop::rates<u32, fn() -> Vec<u8>>", "shop::rates"),
            ("shop::Pool<db::Row>::get", "shop::Pool::get"),
            ("<shop::Pool<db::Row> as shop::Pay<u8>>::pay", "<shop::Pool as shop::Pay>::pay"),
            ("shop::<Arc<shop::A> as shop::Pay>::pay", "shop::<Arc as shop::Pay>::pay"),
        ] {
            assert_eq!(plain(path), expected, "{path}");
        }
    }

    #[test]
    fn a_provided_method_is_in_its_trait() {
        let path = "<shop::Pool<u8> as shop::Pay<u8>>::pay";
        assert_eq!(provided(path).as_deref(), Some("shop::Pay::pay"));
        assert_eq!(provided("shop::Pool::pay"), None);
    }
}
