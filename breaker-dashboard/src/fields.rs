//! The fields of what is asked for or ordered: each is known, and there once. What nobody
//! understands is refused, not left out: without a misspelt `key` it would be of another circuit,
//! or of all keys.

use crate::view::nearest::nearest;

/// The fields that something takes.
pub(crate) struct Fields<'f> {
    pub(crate) names: &'f [&'f str],
    /// What is written in the place of a field by who does not know its name.
    pub(crate) meant: &'f [(&'f str, &'f str)],
}

impl Fields<'_> {
    /// Whether these can be understood, or all that is wrong with them. Of one that is no field,
    /// `instead` says so, and what to write: it is given the word in its usual spelling, and the
    /// field that was meant, if there is one.
    pub(crate) fn check(
        &self,
        written: &[impl AsRef<str>],
        instead: impl Fn(&str, Option<&str>) -> String,
    ) -> Result<(), String> {
        let written: Vec<_> = written.iter().map(AsRef::as_ref).collect();
        let mistakes = written.iter().enumerate().filter_map(|(at, &name)| {
            if self.names.contains(&name) {
                let is_again = written[..at].contains(&name);
                return is_again.then(|| format!("`{name}` is there twice: write it once"));
            }
            let folded = name.to_lowercase().replace('-', "_");
            let instead = instead(&folded, self.meant_by(&folded));
            Some(format!("`{}` is {instead}", name.escape_debug()))
        });
        let mistakes: Vec<_> = mistakes.collect();
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("; ")) }
    }

    fn meant_by(&self, folded: &str) -> Option<&str> {
        let exact = self.names.iter().copied().find(|name| *name == folded);
        let mut meant = self.meant.iter().filter(|(word, _)| *word == folded);
        let known = || meant.find(|(_, name)| self.names.contains(name)).map(|(_, name)| *name);
        exact.or_else(known).or_else(|| nearest(folded, self.names.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_known_and_there_once_or_told_by_what_was_meant() {
        let meant = [("host", "key"), ("page", "after")];
        let fields = Fields { names: &["name", "key"], meant: &meant };
        let check = |written: &[&str]| {
            fields.check(written, |_, meant| meant.unwrap_or("nothing").to_owned()).err()
        };
        for (written, said) in [
            (&["name", "key"][..], None),
            (&["name", "name"], Some("`name` is there twice: write it once")),
            (&["NAME", "key"], Some("`NAME` is name")),
            (&["nmae", "Host"], Some("`nmae` is name; `Host` is key")),
            (&["page"], Some("`page` is nothing")),
            (&["\u{1b}"], Some("`\\u{1b}` is nothing")),
        ] {
            assert_eq!(check(written).as_deref(), said, "{written:?}");
        }
    }
}
