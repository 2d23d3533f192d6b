//! Names that others use, by what messages say of them.

/// Each row: the message, and the names (in snake case) that it is for.
pub(super) struct Names(pub(super) &'static [(&'static str, &'static str)]);

impl Names {
    /// What is said of `name`.
    pub(super) fn find(&self, name: &str) -> Option<&'static str> {
        self.rows().find(|(_, known)| *known == name).map(|(said, _)| said)
    }

    /// What is said, and of which name.
    fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let rows = self.0.iter();
        rows.flat_map(|(said, names)| names.split_whitespace().map(move |name| (*said, name)))
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::args::key::Key;
    use crate::args::lookup::Lookup;
    use crate::args::lookup::aliases::ALIASES;
    use crate::args::lookup::wishes::WISHES;

    #[test]
    fn every_alias_leads_to_an_argument_and_none_hides_one() {
        for (fix, name) in ALIASES.rows() {
            let found = Key::look_up(name);
            assert!(matches!(found, Lookup::Meant(_, to) if to == fix), "{name}: {found:?}");
        }
    }

    #[test]
    fn every_wish_is_told_its_way_and_none_hides_an_argument() {
        for (answer, name) in WISHES.rows() {
            assert_eq!(Key::look_up(name), Lookup::Wish(answer), "{name}");
        }
    }

    #[test]
    fn no_name_is_listed_twice() {
        let names = |table: &'static Names| table.rows().map(|(_, name)| name);
        let mut all: Vec<_> = names(&ALIASES).chain(names(&WISHES)).collect();
        let listed = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), listed);
    }
}
