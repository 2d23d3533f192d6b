//! All guarded functions, by their paths.

use core::ptr;
use std::collections::HashMap;

use super::generics::{is_of, plain, without_own};
use super::place::{Kind, Place};
use super::written;
use crate::base::identity::function::Function;
use crate::base::identity::spelling::tidy;
use crate::base::identity::{Identified, Identity};
use crate::call::cycle::{Site, Written};

/// A guarded function that a path leads to.
struct Target {
    path: String,
    place: Place,
    kind: Kind,
    circuit: Identity,
    site: Option<&'static Site>,
}

/// A function whose fallback is asked for.
struct Asking<'a> {
    path: String,
    place: Place,
    /// The fallback as it is written.
    written: &'a str,
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
            if let Some(function) = site.function() {
                functions.add(&function, site.circuit().identity(), Some(site));
            }
        }
        for circuit in circuits {
            let is_plain = |function: &Function| !functions.has(function, circuit.identity());
            if let Some(function) = circuit.function().filter(is_plain) {
                functions.add(&function, circuit.identity(), None);
            }
        }
        functions
    }

    /// A function inside a body is left out: others may have the same path.
    fn add(&mut self, function: &Function, circuit: Identity, site: Option<&'static Site>) {
        let (path, place) = (cooked(function.path), Place::of(function));
        if let Some(kind) = place.kind() {
            let target = Target { path, place, kind, circuit, site };
            self.0.entry(plain(&target.path)).or_default().push(target);
        }
    }

    fn has(&self, function: &Function, circuit: Identity) -> bool {
        let path = cooked(function.path);
        let mut alike = self.0.get(&plain(&path)).into_iter().flatten();
        alike.any(|target| target.path == path && target.circuit == circuit)
    }

    /// Who answers the rejected calls of this function, if it is one of these: the functions that
    /// the compiler has named, or else the one that the path leads to. Nobody, where calls went to
    /// several circuits.
    pub(super) fn answering(&self, site: &Site) -> Option<Answering> {
        let Written::Function(written) = site.fallback()? else { return None };
        let function = site.function()?;
        let (path, place) = (cooked(function.path), Place::of(&function));
        let asking = Asking { path, place, written };
        let mut callees = site.callees().map(|callee| self.called(callee, &asking));
        match callees.next() {
            Some(first) => callees.try_fold(first?, |first, other| first.and(other?)),
            None => self.written(&asking),
        }
    }

    fn written(&self, asking: &Asking<'_>) -> Option<Answering> {
        let path = written::path(&cooked(asking.written), &asking.place)?;
        self.only(&path, |target| {
            let is_item = target.kind == Kind::Item && !target.place.is_twin_of(&asking.place);
            is_item && target.path == path
        })
    }

    fn called(&self, callee: &str, asking: &Asking<'_>) -> Option<Answering> {
        if callee.contains("{{") {
            return None;
        }
        let path = cooked(&tidy(callee));
        let mut alike = self.0.get(&plain(&path))?.iter();
        let is_known = alike.all(|target| !is_of(&path, &target.path) || asking.knows(target));
        is_known.then(|| self.only(&path, |target| asking.reaches(&path, target)))?
    }

    /// What is true of all that it may be.
    fn only(&self, path: &str, may_be: impl Fn(&Target) -> bool) -> Option<Answering> {
        let mut alike = self.0.get(&plain(path))?.iter().filter(|target| may_be(target));
        let first = alike.next()?.answering();
        alike.map(Target::answering).try_fold(first, Answering::and)
    }
}

impl Asking<'_> {
    /// Whether only the target has its path, as far as this function's calls may reach.
    fn knows(&self, target: &Target) -> bool {
        !target.place.is_twin_of(&self.place)
            && !self.place.may_be_in_a_body_called(target.place.module())
    }

    /// Whether a call of this path is a call of the target. The target's path leaves out the
    /// parameters of its implementation. Other implementations may have some of the arguments, but
    /// for one: a call of the same type, by `Self`, from an implementation of the same shape.
    fn reaches(&self, path: &str, target: &Target) -> bool {
        let is_of_own_type = ["Self::", "<Self "].iter().any(|own| self.written.starts_with(own))
            && around(&self.path) == around(&target.path);
        without_own(path) == target.path || is_of_own_type && is_of(path, &target.path)
    }
}

/// The type, or the module.
fn around(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(around, _)| around)
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
pub(super) fn cooked(path: &str) -> String {
    path.replace("r#", "")
}
