//! An order as it was written. What nobody understands is refused, not left out: an order without
//! its `key` is for all keys.

use core::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::nearest::nearest;
use crate::document::Order;

/// The fields of an order, and what each says.
const FIELDS: [(&str, &str); 5] = [
    ("action", "what is to be done"),
    ("name", "the circuit's name, a text"),
    ("key", "the key whose circuit is meant, a text"),
    ("for_ms", "how long a force lasts, a number of milliseconds"),
    ("why", "the reason, a text"),
];

/// What is written in the place of a field by who does not know its name.
const MEANT: [(&str, &str); 14] = [
    ("circuit", "name"),
    ("function", "name"),
    ("tenant", "key"),
    ("host", "key"),
    ("for", "for_ms"),
    ("for_s", "for_ms"),
    ("seconds", "for_ms"),
    ("minutes", "for_ms"),
    ("duration", "for_ms"),
    ("duration_ms", "for_ms"),
    ("until", "for_ms"),
    ("reason", "why"),
    ("note", "why"),
    ("order", "action"),
];

/// The order in a body, or what is wrong with it.
pub(crate) fn order(body: &[u8]) -> Result<Order, String> {
    let mut written: Written =
        serde_json::from_slice(body).map_err(|error| format!("this is no order: {error}"))?;
    written.check()?;
    let missing = |field| format!("this is no order: `{field}` is missing");
    Ok(Order {
        action: written.take("action")?.ok_or_else(|| missing("action"))?,
        name: written.take("name")?.ok_or_else(|| missing("name"))?,
        key: written.take("key")?.flatten(),
        for_ms: written.take("for_ms")?.flatten(),
        why: written.take("why")?.flatten(),
    })
}

/// All fields in their order, also those that are there twice.
struct Written(Vec<(String, Value)>);

impl Written {
    /// Every field that is no field of an order, and each that is there twice.
    fn check(&self) -> Result<(), String> {
        let mistakes: Vec<_> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(at, (name, _))| self.mistake(at, name))
            .collect();
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("; ")) }
    }

    fn mistake(&self, at: usize, name: &str) -> Option<String> {
        if FIELDS.iter().any(|(field, _)| *field == name) {
            let is_again = self.0[..at].iter().any(|(before, _)| before == name);
            return is_again.then(|| format!("`{name}` is there twice: write it once"));
        }
        let what = instead(name);
        Some(format!("`{}` is no field of an order: {what}", name.escape_debug()))
    }

    /// The value of a field that is there.
    fn take<T: DeserializeOwned>(&mut self, field: &str) -> Result<Option<T>, String> {
        let Some((_, value)) = self.0.iter_mut().find(|(name, _)| name == field) else {
            return Ok(None);
        };
        let what = FIELDS.iter().find(|(name, _)| *name == field).map_or("", |(_, what)| what);
        let wrong = |error| format!("this is no order: `{field}` is {what}: {error}");
        serde_json::from_value(value.take()).map(Some).map_err(wrong)
    }
}

/// What to write in the place of a field that no order has.
fn instead(name: &str) -> String {
    let folded = name.to_lowercase().replace('-', "_");
    match &*folded {
        "who" | "by" | "user" => {
            return "leave it out, the dashboard knows who sends it".to_owned();
        }
        "dry_run" => return "write the `action` `dry_run_on` or `dry_run_off`".to_owned(),
        _ => {}
    }
    let fields = FIELDS.map(|(field, _)| field);
    let meant = MEANT.iter().find(|(word, _)| *word == folded).map(|(_, field)| *field);
    match meant.or_else(|| nearest(&folded, fields)) {
        Some("for_ms") => "did you mean `for_ms`, in milliseconds?".to_owned(),
        Some(field) => format!("did you mean `{field}`?"),
        None => format!("it has {}", fields.map(|field| format!("`{field}`")).join(", ")),
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder).map(Self)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}
