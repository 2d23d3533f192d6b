//! The fields of what is asked for or ordered: each is known, and there once. What nobody
//! understands is refused, not left out: without a misspelt `key` it would be of another circuit,
//! or of all keys.

use std::collections::HashMap;

use crate::view::nearest::nearest;
use crate::words::cut;

/// Mistakes that are told, and characters of a name: whoever writes more gets no longer answer.
const FEW: usize = 3;
const MOST_NAME: usize = 60;

/// The fields that something takes.
pub(crate) struct Fields<'f> {
    pub(crate) names: &'f [&'f str],
    /// What is written in the place of a field by who does not know its name.
    pub(crate) meant: &'f [(&'f str, &'f str)],
}

impl Fields<'_> {
    /// Whether these can be understood, or what is wrong with them, each name once. Of one that is
    /// no field, `instead` says so, and what to write: it is given the word in its usual spelling,
    /// and the field that was meant, if there is one.
    pub(crate) fn check(
        &self,
        written: &[impl AsRef<str>],
        instead: impl Fn(&str, Option<&str>) -> String,
    ) -> Result<(), String> {
        let written = written.iter().map(AsRef::as_ref);
        let (mut times, mut wrong) = (HashMap::<_, usize>::new(), Vec::new());
        for name in written {
            let times = times.entry(name).or_default();
            *times += 1;
            // Known ones are wrong the second time, others the first time.
            if *times == 1 + usize::from(self.names.contains(&name)) {
                wrong.push(name);
            }
        }
        let told = wrong.iter().take(FEW).map(|name| self.mistake(name, &instead));
        let mut told: Vec<_> = told.collect();
        match wrong.len() - told.len() {
            0 if told.is_empty() => return Ok(()),
            0 => {}
            more => told.push(format!("and {more} more are wrong")),
        }
        Err(told.join("; "))
    }

    fn mistake(&self, name: &str, instead: impl Fn(&str, Option<&str>) -> String) -> String {
        if self.names.contains(&name) {
            return format!("`{name}` is there twice: write it once");
        }
        let folded = name.to_lowercase().replace('-', "_");
        let instead = instead(&folded, self.meant_by(&folded));
        format!("`{}` is {instead}", cut(name, MOST_NAME).escape_debug())
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
            (
                &["z", "key", "z", "key", "z", "key"],
                Some("`z` is nothing; `key` is there twice: write it once"),
            ),
            (&["1", "2", "3"], Some("`1` is nothing; `2` is nothing; `3` is nothing")),
            (
                &["1", "2", "3", "4", "5"],
                Some("`1` is nothing; `2` is nothing; `3` is nothing; and 2 more are wrong"),
            ),
        ] {
            assert_eq!(check(written).as_deref(), said, "{written:?}");
        }
        let long = check(&[&"z".repeat(4096)]).unwrap();
        assert!(long.starts_with("`zzz") && long.ends_with("z` is nothing") && long.len() < 100);
    }
}
