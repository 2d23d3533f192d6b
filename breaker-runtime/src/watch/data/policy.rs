//! A policy in the attribute's own words.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::policy::{Field, Policy, Settings, Value};

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

/// Numbers and flags as such, and the rest as text.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Count(count) => serializer.serialize_u32(count),
            Self::Flag(flag) => serializer.serialize_bool(flag),
            Self::Off | Self::Share(_) | Self::Time(_) | Self::Window(_) => {
                serializer.collect_str(self)
            }
        }
    }
}
