//! What to say of settings for a circuit that there is not.

use crate::base::identity::path;
use crate::policy::overrides::names::nearest::{meant, meant_of_key, nearest};
use crate::policy::overrides::names::variables::{group_in_capitals, in_capitals};
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::subject::Subject;
use crate::policy::overrides::target::Target;

impl Target {
    /// The problem of a target that is for none of these.
    pub(super) fn unknown(&self, all: &[Subject]) -> Option<Problem> {
        let as_said = |name: &str| name.to_owned();
        let (name, nearest) = match self {
            Self::All => return None,
            Self::Named(name) => {
                let nearest = path_as_group(name, all).or_else(|| circuit(name, all, as_said));
                (name.clone(), nearest)
            }
            Self::Group(prefix) => {
                let meant = group(prefix, all, as_said, "::");
                (format!("{prefix}*"), meant.map(|prefix| format!("{prefix}*")))
            }
            Self::InCapitals(name) => (name.clone(), variable(name, all)),
        };
        Some(Problem::UnknownCircuit { name, nearest })
    }
}

/// A circuit, or the key of one, by a name that is written as `form` does.
fn circuit(said: &str, all: &[Subject], form: impl Fn(&str) -> String) -> Option<String> {
    let written = |subject: &Subject| form(subject.name);
    let keyed: Vec<_> = all.iter().filter(|subject| subject.is_keyed).map(written).collect();
    let names: Vec<_> = all.iter().map(written).collect();
    meant_of_key(said, &keyed).or_else(|| meant(said, &names))
}

/// The prefix of a group: that of a name, but for its case, or a path with what stands between
/// the segments.
fn group(
    said: &str,
    all: &[Subject],
    form: impl Fn(&str) -> String,
    between: &str,
) -> Option<String> {
    let names: Vec<_> = all.iter().map(|subject| form(path::start(subject.name))).collect();
    let begins_so = |name: &String| {
        let beginning = name.get(..said.len())?;
        beginning.eq_ignore_ascii_case(said).then(|| beginning.to_owned())
    };
    let paths = all.iter().flat_map(|subject| {
        let path = form(path::plain(subject.name));
        let ends: Vec<_> = path.match_indices(between).map(|(at, _)| at + between.len()).collect();
        ends.into_iter().map(move |end| path[..end].to_owned())
    });
    names.iter().find_map(begins_so).or_else(|| nearest(said, paths))
}

/// `shop` and `shop::`, where the circuits are `shop::pay` and `shop::ship`.
fn path_as_group(said: &str, all: &[Subject]) -> Option<String> {
    let path = format!("{}::", said.trim_end_matches(':'));
    let begins_so = |subject: &Subject| path::start(subject.name).starts_with(&path);
    (path.len() > 2 && all.iter().any(begins_so)).then(|| format!("{path}*"))
}

/// What a variable has in front of its field.
fn variable(said: &str, all: &[Subject]) -> Option<String> {
    if let Some(prefix) = group_in_capitals(said) {
        let rest = &said[prefix.len()..];
        return group(prefix, all, in_capitals, "__").map(|prefix| format!("{prefix}{rest}"));
    }
    // `SHOP`, where the circuits are `SHOP__PAY` and `SHOP__SHIP`.
    let path = format!("{}__", said.trim_end_matches('_').to_ascii_uppercase());
    let begins_so = |subject: &Subject| in_capitals(path::start(subject.name)).starts_with(&path);
    let is_path = !said.is_empty() && all.iter().any(begins_so);
    if is_path { Some(format!("{path}_")) } else { circuit(said, all, in_capitals) }
}
