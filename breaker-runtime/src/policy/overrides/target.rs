//! Which circuits an override is for, and which of two is the more particular (rule S24).

use super::names::variables::{group_in_capitals, in_capitals};
use super::subject::Subject;
use crate::base::identity::path;

/// Which circuits it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    All,
    /// Those whose names begin so: `shop::` of `shop::*`. `<shop::Gateway as Pay>` is one.
    Group(String),
    /// A name, or `name[key]`.
    Named(String),
    /// As variables of the environment have it.
    InCapitals(String),
}

/// How particular an override is: what comes later in this order wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    All,
    /// By the length of its prefix.
    Group(usize),
    Name,
    Key,
}

impl Rank {
    /// Whether it speaks of circuits that its author may not have thought of.
    pub(super) const fn is_general(self) -> bool {
        matches!(self, Self::All | Self::Group(_))
    }
}

impl Target {
    /// `*`, `shop::*`, `shop::pay`, `fetch[example.org]`.
    pub(super) fn named(text: impl Into<String>) -> Self {
        let text = text.into();
        match text.strip_suffix('*') {
            Some("") => Self::All,
            _ if text.ends_with("[*]") => Self::Named(without_all_keys(&text).to_owned()),
            Some(prefix) => Self::Group(prefix.to_owned()),
            None => Self::Named(text),
        }
    }

    /// The same as variables have it.
    pub(super) fn in_capitals(text: &str) -> Self {
        Self::InCapitals(without_all_keys(text).to_owned())
    }

    /// How particularly it speaks of this circuit, or of all keys of this function; nothing if it
    /// does not.
    pub(super) fn rank(&self, subject: Subject) -> Option<Rank> {
        match self {
            Self::All => Some(Rank::All),
            Self::Group(prefix) => by_prefix(subject.name, prefix)
                .or_else(|| by_prefix(path::start(subject.name), prefix)),
            Self::Named(name) => (name == subject.name).then_some(Rank::Name),
            Self::InCapitals(capitals) => {
                let name = in_capitals(subject.name);
                if name == *capitals {
                    return Some(Rank::Name);
                }
                let prefix = group_in_capitals(capitals)?;
                let path = in_capitals(path::start(subject.name));
                by_prefix(&name, prefix).or_else(|| by_prefix(&path, prefix))
            }
        }
    }

    /// The key of this function that it is for.
    pub(super) fn key(&self, subject: Subject) -> Option<&str> {
        if !subject.is_keyed {
            return None;
        }
        match self {
            Self::All | Self::Group(_) => None,
            Self::Named(text) => {
                text.strip_suffix(']')?.strip_prefix(subject.name)?.strip_prefix('[')
            }
            Self::InCapitals(text) => {
                let (name, key) = text.strip_suffix(']')?.split_once('[')?;
                (name == in_capitals(subject.name)).then_some(key)
            }
        }
    }

    /// As it was said, but for `[*]`.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::All => "*",
            Self::Group(text) | Self::Named(text) | Self::InCapitals(text) => text,
        }
    }

    /// Whether it speaks of this one, or of a key of it.
    pub(super) fn is_for(&self, subject: Subject) -> bool {
        self.rank(subject).is_some() || self.key(subject).is_some()
    }

    /// Whether it means one circuit, by its name.
    pub(super) fn is_one(&self, subject: Subject) -> bool {
        self.key(subject).is_some() || self.rank(subject) == Some(Rank::Name)
    }
}

/// All keys of a function, `fetch[*]`, are those of its name.
fn without_all_keys(text: &str) -> &str {
    text.strip_suffix("[*]").unwrap_or(text)
}

fn by_prefix(name: &str, prefix: &str) -> Option<Rank> {
    name.starts_with(prefix).then_some(Rank::Group(prefix.len()))
}

/// Whether a name that was said is a pattern for several.
pub(super) fn is_group(text: &str) -> bool {
    let is_all_keys = without_all_keys(text) != text;
    !is_all_keys && (text.ends_with('*') || group_in_capitals(text).is_some())
}

/// What is wrong with how a group or a key is written, as no name can be.
pub(super) fn mistake_of_form(text: &str) -> Option<&'static str> {
    let (name, key) = text.split_once('[').map_or((text, None), |(name, key)| (name, Some(key)));
    if name.strip_suffix('*').unwrap_or(name).contains('*') {
        return Some("`*` stands at the end of a group, as in `shop::*`");
    }
    let is_bracketed = key.is_none_or(|key| key.ends_with(']') && !name.is_empty());
    let is_form = is_bracketed && !name.contains(']');
    (!is_form).then_some("a key stands in brackets behind the name, as in `fetch[example.org]`")
}

#[cfg(test)]
mod tests {
    use super::mistake_of_form;

    #[test]
    fn groups_end_in_a_star_and_keys_stand_in_brackets() {
        for text in ["db", "shop::*", "*", "fetch[a]", "fetch[*]", "fetch[a[0]]", "fetch[a*b]"] {
            assert_eq!(mistake_of_form(text), None, "{text}");
        }
        for text in ["*::pay", "shop::*::pay", "shop::**", "fetch[", "fetch]", "[a]", "fetch[a"] {
            assert!(mistake_of_form(text).is_some(), "{text}");
        }
    }
}
