//! Overrides from files, whatever their format (feature `serde`).

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::policy::overrides::list::Overrides;
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::target::Target;

impl<'de> Deserialize<'de> for Overrides {
    /// Fails for what is no table only. What is wrong in it is told by
    /// [`configure`](crate::Registry::configure), all at once.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Tables)
    }
}

/// Settings for all circuits, and a table of settings for each.
struct Tables;

impl<'de> Visitor<'de> for Tables {
    type Value = Overrides;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of settings, and of tables of settings by circuit")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Overrides, M::Error> {
        let mut overrides = Overrides::new();
        while let Some((key, said)) = map.next_entry::<String, Said>()? {
            overrides = match said {
                Said::Table(settings) => settings.into_iter().fold(overrides, |all, setting| {
                    let (field, said) = setting;
                    let source = format!("{key}.{field}");
                    all.with_said(source, Target::named(key.clone()), &field, said)
                }),
                said => overrides.with_said(key.clone(), Target::All, &key, said),
            };
        }
        Ok(overrides)
    }
}

impl Overrides {
    fn with_said(self, source: String, target: Target, field: &str, said: Said) -> Self {
        match said {
            Said::Value(value) => self.with_text(source, target, field, &value),
            Said::Table(_) => {
                let expected = "a value: a circuit's name is one key, `[\"shop::charge\"]` in TOML";
                self.with(source, target, Err(Problem::value("{..}", expected)))
            }
            // A field has no list, and of no field there is nothing to say but that.
            Said::List => self.with_text(source, target, field, "[..]"),
        }
    }
}

/// What stands behind a key. Values are kept as text: the attribute's own forms are read from it.
enum Said {
    Value(String),
    Table(Vec<(String, Said)>),
    List,
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a setting or a table of settings")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Said, E> {
        Ok(Said::Value(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Said, E> {
        Ok(Said::Value(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Said, E> {
        Ok(Said::Value(value.to_string()))
    }

    /// With its point, which tells `1.0`, a share, from `1`.
    fn visit_f64<E>(self, value: f64) -> Result<Said, E> {
        Ok(Said::Value(format!("{value:?}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Said, E> {
        Ok(Said::Value(value.to_owned()))
    }

    /// `null` is a setting that is not there, which is told as no value.
    fn visit_unit<E>(self) -> Result<Said, E> {
        Ok(Said::Value(String::new()))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Said, S::Error> {
        while list.next_element::<Said>()?.is_some() {}
        Ok(Said::List)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Said, M::Error> {
        let mut settings = Vec::new();
        while let Some(setting) = map.next_entry()? {
            settings.push(setting);
        }
        Ok(Said::Table(settings))
    }
}
