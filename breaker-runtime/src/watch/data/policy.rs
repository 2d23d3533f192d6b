//! A policy in the attribute's own words.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::policy::{Field, Policy, SettingSource, Settings, Source, Value};

/// A table of the attribute's arguments, with the values that they have there: `{"threshold": 5,
/// "window": "10s", "open_for": "30s", ..}`. [`Overrides`](crate::Overrides) reads it.
impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(None)?;
        for field in Field::ALL {
            match (field.row().value)(self) {
                Value::Off => {}
                value => table.serialize_entry(field.as_str(), &value)?,
            }
        }
        table.end()
    }
}

/// As its [`Settings`].
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.settings().serialize(serializer)
    }
}

/// As [`Source::as_str`] has it: `"override"`.
impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `{"name": "open_for", "value": "5s", "source": "override"}`.
impl Serialize for SettingSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("name", self.name)?;
        table.serialize_entry("value", &self.value)?;
        table.serialize_entry("source", &self.source)?;
        table.end()
    }
}

/// Numbers and flags as such, and the rest as text.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Count(count) => serializer.serialize_u32(count),
            Self::Flag(flag) => serializer.serialize_bool(flag),
            Self::Off | Self::Trials(..) | Self::Share(_) | Self::Time(_) | Self::Window(_) => {
                serializer.collect_str(self)
            }
        }
    }
}
