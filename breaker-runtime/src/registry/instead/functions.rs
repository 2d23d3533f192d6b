//! All guarded functions, by their paths.

use core::ptr;
use std::collections::HashMap;

use super::written;
use crate::base::identity::spelling::tidy;
use crate::base::identity::{Identified, Identity};
use crate::call::cycle::{Site, Written};

/// A guarded function.
struct Target {
    path: String,
    circuit: Identity,
    site: Option<&'static Site>,
}

/// Who answers.
#[derive(Clone, Copy)]
pub(super) struct Answering {
    pub(super) circuit: Identity,
    /// The function's site; none where only the circuit is certain.
    pub(super) site: Option<&'static Site>,
}

/// The functions by their [plain](plain) paths.
pub(super) struct Functions(HashMap<String, Vec<Target>>);

impl Functions {
    /// All functions: those with sites, and those that are named as their circuits.
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
        let path = cooked(path);
        self.0.entry(plain(&path)).or_default().push(Target { path, circuit, site });
    }

    fn has(&self, path: &str, circuit: Identity) -> bool {
        let path = cooked(path);
        let mut alike = self.0.get(&plain(&path)).into_iter().flatten();
        alike.any(|target| target.path == path && target.circuit == circuit)
    }

    /// Who answers the rejected calls of this function, if it is one of these: the functions that
    /// the compiler has named, or else the one that the path leads to. Nobody, where calls went to
    /// several circuits.
    pub(super) fn answering(&self, site: &Site) -> Option<Answering> {
        let mut callees = site.callees().map(|callee| self.called(callee));
        match (callees.next(), site.fallback()?) {
            (Some(first), _) => callees.try_fold(first?, |first, other| first.and(other?)),
            (None, Written::Function(path)) => {
                let (path, function) = (cooked(path), cooked(site.function()));
                let path = written::path(&path, &function, &cooked(site.module()))?;
                self.only(&path, |target| target.path == path)
            }
            (None, Written::Other(_)) => None,
        }
    }

    fn called(&self, callee: &str) -> Option<Answering> {
        let path = cooked(&tidy(callee));
        self.only(&path, |target| is_of(&path, &target.path))
    }

    /// What is true of all functions that it may be.
    fn only(&self, path: &str, may_be: impl Fn(&Target) -> bool) -> Option<Answering> {
        let mut alike = self.0.get(&plain(path))?.iter().filter(|target| may_be(target));
        let first = alike.next()?.answering();
        alike.map(Target::answering).try_fold(first, Answering::and)
    }
}

impl Target {
    fn answering(&self) -> Answering {
        Answering { circuit: self.circuit, site: self.site }
    }
}

impl Answering {
    /// What is true of both.
    fn and(self, other: Self) -> Option<Self> {
        let is_same = |one: &&Site| other.site.is_some_and(|other| ptr::eq(*one, other));
        let site = self.site.filter(is_same);
        (self.circuit == other.circuit).then_some(Self { site, ..self })
    }
}

/// The path without raw identifiers: `match` of `r#match`.
fn cooked(path: &str) -> String {
    path.replace("r#", "")
}

/// Whether `path` is that of `function`, whose path leaves out generic arguments.
fn is_of(path: &str, function: &str) -> bool {
    let (mut path, mut function, mut last) = (path, function, ' ');
    loop {
        match (path.chars().next(), function.chars().next()) {
            (None, None) => return true,
            (Some('<'), sign) if sign != Some('<') => {
                path = path.get(end(&path[1..], &['>']) + 2..).unwrap_or("");
            }
            (Some(_), Some('_')) if !is_word(last) && !function[1..].starts_with(is_word) => {
                path = &path[end(path, &[',', '>', ')'])..];
                (function, last) = (&function[1..], '_');
            }
            (Some(one), Some(other)) if one == other => {
                let length = one.len_utf8();
                (path, function, last) = (&path[length..], &function[length..], one);
            }
            _ => return false,
        }
    }
}

/// Where the first of `signs` stands outside of brackets.
fn end(text: &str, signs: &[char]) -> usize {
    let (mut depth, mut last) = (0_u32, ' ');
    let at = text.char_indices().find(|&(_, character)| {
        let is_end = depth == 0 && signs.contains(&character) && last != '-';
        match character {
            '<' | '(' => depth += 1,
            '>' if last == '-' => {}
            '>' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = character;
        is_end
    });
    at.map_or(text.len(), |(at, _)| at)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The path without generic arguments.
fn plain(path: &str) -> String {
    let (mut plain, mut depth, mut last) = (String::with_capacity(path.len()), 0_u32, ' ');
    for character in path.chars() {
        let is_arguments = is_word(last);
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
    use super::{is_of, plain};

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
    fn arguments_are_the_functions_or_any() {
        for (path, function, expected) in [
            ("shop::Pool<u8>::get", "shop::Pool::get", true),
            ("shop::Pool<u8>::get", "shop::Pool<u8>::get", true),
            ("shop::Pool<u8>::get", "shop::Pool<u16>::get", false),
            ("shop::Pool::get", "shop::Pool<u16>::get", false),
            ("shop::Map<u8, Vec<(u8, u16)>>::get", "shop::Map<u8, _>::get", true),
            ("shop::Map<u8, Vec<(u8, u16)>>::get", "shop::Map<u16, _>::get", false),
            ("shop::Map<fn(u8) -> u8, u8>::get", "shop::Map<_, u8>::get", true),
            ("shop::Pool<Vec<u8>>::get", "shop::Pool<Vec>::get", true),
            ("shop::rates<u8>", "shop::rates", true),
            ("shop::rates_of", "shop::rates", false),
            ("<shop::Pool<u8> as shop::Pay<u8>>::pay", "<shop::Pool as shop::Pay>::pay", true),
            ("<shop::Pool<u8> as shop::Pay>::pay", "<shop::Pool<u16> as shop::Pay>::pay", false),
        ] {
            assert_eq!(is_of(path, function), expected, "{path} of {function}");
        }
    }
}
