//! What can be wrong with an override, and what is said of it.

use core::fmt;

use super::meant;
use super::names::foreign;
use super::names::nearest::nearest;
use super::target;
use crate::base::identity::Location;
use crate::policy::PolicyError;
use crate::policy::table::Field;

/// What is wrong with an override, in an [`OverrideError`](crate::OverrideError).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// No setting has this name.
    UnknownField {
        /// The name, as it was written.
        field: String,
        /// The setting with the nearest name, if one is near.
        nearest: Option<&'static str>,
    },
    /// No circuit has this name.
    UnknownCircuit {
        /// The name, as it was written.
        name: String,
        /// The nearest name of a circuit, if one is near.
        nearest: Option<String>,
    },
    /// Several circuits share this name by accident: give each a `name = ".."` of its own.
    Ambiguous {
        /// The name, as it was written.
        name: String,
        /// Each circuit's own name, and where its function is.
        circuits: Vec<(&'static str, Option<Location>)>,
    },
    /// The setting can't have this value.
    Value {
        /// The value, as it was written.
        value: String,
        /// The values that the setting takes, in words.
        expected: &'static str,
    },
    /// No function that is meant has such a setting: a `timeout` or `max_keys` that an override
    /// could replace.
    NothingToOverride {
        /// The setting's name.
        field: &'static str,
    },
    /// The setting is the same for all keys of a function, and said of one.
    SameForAllKeys {
        /// The setting's name.
        field: &'static str,
        /// The function's name.
        name: &'static str,
    },
    /// Two equally particular overrides give one circuit both `consecutive` and a threshold or
    /// window, which are different rules.
    TwoRules {
        /// The circuit's name.
        circuit: &'static str,
    },
    /// The policy contradicts itself, or a setting is out of range.
    Policy {
        /// The circuit whose policy contradicts itself; `None` if the setting is wrong by itself.
        circuit: Option<&'static str>,
        /// What is wrong with the policy.
        error: PolicyError,
    },
}

impl Problem {
    pub(super) fn unknown_field(field: &str) -> Self {
        let ours = || nearest(field, Field::ALL.iter().map(|field| field.as_str()));
        let nearest = foreign::field_for(field).or_else(ours);
        Self::UnknownField { field: field.to_owned(), nearest }
    }

    pub(super) fn value(value: &str, expected: &'static str) -> Self {
        Self::Value { value: value.to_owned(), expected }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { field, .. } if foreign::is_of_the_code(field) => {
                write!(f, "`{field}` can't be overridden: set it in the code, in the attribute")
            }
            Self::UnknownField { field, .. } if foreign::is_state(field) => write!(
                f,
                "unknown field `{field}`: a state is forced in code, by `force_open_for` or \
                 `force_closed_for`; `enabled = false` switches a circuit off"
            ),
            Self::UnknownField { field, nearest: Some(nearest) } if foreign::is_opposite(field) => {
                write!(
                    f,
                    "unknown field `{field}`: did you mean `{nearest}` with the opposite value, as \
                     in `{nearest} = false`?"
                )
            }
            Self::UnknownField { field, nearest } => {
                write!(f, "unknown field `{field}`")?;
                suggest(f, nearest.as_ref())
            }
            Self::UnknownCircuit { name, nearest: None } if foreign::is_all(name) => {
                write!(
                    f,
                    "no circuit is called `{name}`: remove it, settings for all circuits have no \
                     name in front"
                )
            }
            Self::UnknownCircuit { name, nearest: None } if Field::parse(name).is_some() => {
                let expected = Field::parse(name).map_or("", |field| field.row().expects);
                write!(f, "no circuit is called `{name}`: the setting takes {expected}")
            }
            Self::UnknownCircuit { name, nearest } => {
                if let Some(form) = target::mistake_of_form(name) {
                    return write!(f, "no circuit is called `{name}`: {form}");
                }
                let is_called =
                    if target::is_group(name) { "'s name matches" } else { " is called" };
                write!(f, "no circuit{is_called} `{name}`")?;
                suggest(f, nearest.as_ref())
            }
            Self::Ambiguous { name, circuits } => ambiguous(f, name, circuits),
            Self::Value { value, expected } if value.is_empty() => {
                write!(f, "the value is missing: write {expected}")
            }
            Self::Value { value, expected } => {
                write!(f, "`{}` is not {expected}", shown(value))?;
                meant::suggest(f, value, expected)
            }
            Self::NothingToOverride { field: "max_keys" } => {
                f.write_str("there are no keys: `max_keys` is of functions with a `key`")
            }
            Self::NothingToOverride { field } => write!(
                f,
                "there is no `{field}` to override: give the function one in the attribute, as in \
                 `{field} = \"3s\"`"
            ),
            Self::SameForAllKeys { field, name } => {
                write!(f, "`{field}` is the same for all keys: say it of `{name}`")
            }
            Self::TwoRules { circuit } => write!(
                f,
                "circuit `{circuit}`: `consecutive` counts failures in a row, without a window: \
                 remove `consecutive`, or remove `threshold`, `window` and `min_calls`",
            ),
            Self::Policy { circuit: Some(circuit), error } => {
                write!(f, "circuit `{circuit}`: {error}")
            }
            Self::Policy { circuit: None, error } => error.fmt(f),
        }
    }
}

/// Circuits of one name need names of their own; those that only variables can't tell apart have
/// them.
pub(crate) fn ambiguous(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    circuits: &[(&'static str, Option<Location>)],
) -> fmt::Result {
    write!(f, "{} circuits are called `{name}`", circuits.len())?;
    for (at, (name, location)) in circuits.iter().enumerate() {
        let separator = if at == 0 { ":" } else { "," };
        write!(f, "{separator} `{name}`")?;
        location.map_or(Ok(()), |location| write!(f, " at {location}"))?;
    }
    let is_one_name = circuits.windows(2).all(|pair| pair[0].0 == pair[1].0);
    f.write_str(if is_one_name {
        ": give each a name of its own, as in `name = \"payments\"`"
    } else {
        ": say which by its name, in code or in a file"
    })
}

pub(crate) fn suggest(
    f: &mut fmt::Formatter<'_>,
    nearest: Option<&impl fmt::Display>,
) -> fmt::Result {
    nearest.map_or(Ok(()), |nearest| write!(f, ": did you mean `{nearest}`?"))
}

/// What was written, on one line that fits a log.
pub(super) fn shown(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = value.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    shown = shown.replace("\\'", "'").replace("\\\"", "\"");
    if value.chars().nth(LONGEST).is_some() {
        shown.push('\u{2026}');
    }
    shown
}
