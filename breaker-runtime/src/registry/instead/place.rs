//! Where a function stands in the source, as far as its path and its module tell: the path leads
//! through modules, or through the bodies of functions, where two may have the same.

use super::functions::cooked;
use crate::base::identity::function::{Function, paths};

/// Of a guarded function.
pub(super) struct Place {
    /// The compiler's path.
    raw: String,
    module: String,
    is_of_program: bool,
}

/// How a function is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By its name in its module, which nothing else has there.
    Item,
    /// By a type or a trait in a module.
    Method,
}

impl Place {
    pub(super) fn of(function: &Function) -> Self {
        let mut raw = function.item;
        for ending in ["::__here", "::__SITE"] {
            raw = raw.strip_suffix(ending).unwrap_or(raw);
        }
        Self {
            raw: cooked(raw.trim_end_matches("::{{closure}}")),
            module: cooked(function.module),
            is_of_program: function.is_of_program,
        }
    }

    #[cfg(test)]
    pub(super) fn at(raw: &str, module: &str) -> Self {
        Self { raw: raw.to_owned(), module: module.to_owned(), is_of_program: false }
    }

    /// Nothing if it may be inside a body: modules and functions are spelled in lower case, types
    /// and traits begin with capitals.
    pub(super) fn kind(&self) -> Option<Kind> {
        if let Some(name) = self.in_module(&self.raw) {
            let is_item = !name.contains([':', '<', '{']) && !name.is_empty();
            if is_item {
                return Some(Kind::Item);
            }
        }
        let behind = self.raw.rsplit_once('>').map(|(_, behind)| behind);
        let is_inner = behind.is_some_and(|behind| behind.matches("::").count() != 1);
        let is_known = self.is_in_its_module() && !is_inner && !self.raw.contains("{{");
        // Wherever the implementation is, the type has no other method of the name.
        let types = self.raw.split_once("<impl ").map_or(&*self.raw, |(_, types)| types);
        let mut types = paths(types).filter_map(|path| self.in_module(path));
        (is_known && types.all(is_type)).then_some(Kind::Method)
    }

    /// Whether it may be in a body whose path is that of a module, so that what it calls by a path
    /// of that module may be what is inside the body.
    pub(super) fn may_be_in_a_body_called(&self, module: &str) -> bool {
        if self.kind() == Some(Kind::Item) || within(&self.module, module).is_some() {
            return false;
        }
        let mut around = self.paths().filter_map(|path| self.in_module(path)).peekable();
        around.peek().is_none()
            || around.any(|path| {
                let name = path.split("::").next().unwrap_or(path);
                within(module, &format!("{}::{name}", self.module)).is_some()
            })
    }

    /// Whether its module is what the names `self` and `super` begin from.
    pub(super) fn is_in_its_module(&self) -> bool {
        self.paths().any(|path| self.in_module(path).is_some())
    }

    pub(super) fn module(&self) -> &str {
        &self.module
    }

    /// Of another crate of the same name.
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        let root = |place: &Self| place.module.split("::").next().map(str::to_owned);
        self.is_of_program != other.is_of_program && root(self) == root(other)
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        paths(&self.raw)
    }

    /// What is behind the module.
    fn in_module<'a>(&self, path: &'a str) -> Option<&'a str> {
        within(path, &self.module)?.strip_prefix("::")
    }
}

/// `Gateway`, or `Gateway::charge`.
fn is_type(path: &str) -> bool {
    let (first, rest) = path.split_once("::").unwrap_or((path, ""));
    first.starts_with(char::is_uppercase) && !rest.contains("::")
}

/// What follows the module in the path, from its `::` on, if it is the module or in it.
fn within<'a>(path: &'a str, module: &str) -> Option<&'a str> {
    path.strip_prefix(module).filter(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Place};

    #[test]
    fn paths_through_modules_and_types_are_known() {
        for (raw, kind) in [
            ("shop::pay::charge", Some(Kind::Item)),
            ("shop::pay::charge::inner", None),
            ("shop::pay::gateway::charge", None),
            ("shop::pay::_::charge", None),
            ("shop::pay::Gateway::charge", Some(Kind::Method)),
            ("shop::pay::Gateway<_>::charge", Some(Kind::Method)),
            ("shop::pay::Gateway<u8>::charge::inner", None),
            ("shop::pay::outer::Gateway::charge", None),
            ("shop::pay::Gateway::charge::inner", None),
            ("shop::pay::<impl shop::Gateway>::charge", Some(Kind::Method)),
            ("shop::pay::outer::<impl shop::Gateway>::charge", Some(Kind::Method)),
            ("shop::pay::_::<impl shop::pay::Gateway>::charge", Some(Kind::Method)),
            ("shop::pay::_::<impl shop::pay::outer::Gateway>::charge", None),
            ("<shop::pay::Gateway as shop::Pay>::charge", Some(Kind::Method)),
            ("<shop::Gateway as shop::pay::Pay>::charge", Some(Kind::Method)),
            ("<shop::pay::outer::Gateway as shop::Pay>::charge", None),
            ("<_ as shop::pay::Pay>::charge", Some(Kind::Method)),
            ("shop::outer::pay::charge", None),
            ("shop::pay::main::{{closure}}::charge", None),
        ] {
            assert_eq!(Place::at(raw, "shop::pay").kind(), kind, "{raw}");
        }
    }

    #[test]
    fn a_body_may_be_called_as_a_module_beside_it() {
        for (raw, module, expected) in [
            ("shop::charge", "shop::pay", false),
            ("shop::pay::charge", "shop::pay", true),
            ("shop::pay::charge", "shop::pay::later", true),
            ("shop::pay::charge", "shop::payment", false),
            ("shop::pay::charge", "shop", false),
            ("shop::Gateway::charge", "shop::pay", false),
            ("shop::pay::<impl shop::Gateway>::charge", "shop::pay", true),
            ("other::pay::charge", "shop::pay", true),
        ] {
            let is_in = Place::at(raw, "shop").may_be_in_a_body_called(module);
            assert_eq!(is_in, expected, "{raw} in {module}");
        }
        assert!(
            !Place::at("shop::pay::a::charge", "shop::pay").may_be_in_a_body_called("shop::pay")
        );
    }
}
