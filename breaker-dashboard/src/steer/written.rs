//! An order as it was written.

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::document::{Action, Order};
use crate::fields::Fields;
use crate::view::nearest::nearest;
use crate::words::and;

/// The fields of an order, and what each says.
const FIELDS: [(&str, &str); 5] = [
    ("action", "what is to be done, a text"),
    ("name", "the circuit's name, a text"),
    ("key", "the key whose circuit is meant, a text"),
    ("for_ms", "how long a force lasts in milliseconds, 600000 for ten minutes"),
    ("why", "the reason, a text"),
];

const ACTIONS: [&str; 5] = ["force_open", "force_closed", "reset", "dry_run_on", "dry_run_off"];

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
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let mut written: Written =
        serde_json::from_slice(body).map_err(|error| no_json(body, &error))?;
    written.check()?;
    let missing = |field| format!("this is no order: `{field}` is missing");
    Ok(Order {
        action: written.action()?.ok_or_else(|| missing("action"))?,
        name: written.text("name")?.ok_or_else(|| missing("name"))?,
        key: written.text("key")?,
        for_ms: written.millis()?,
        why: written.text("why")?,
    })
}

/// An order that is one, for who has written something else.
const SUCH: &str = "an order is JSON: `{\"action\":\"reset\",\"name\":\"db\"}`";

fn no_json(body: &[u8], error: &serde_json::Error) -> String {
    let begins = body.trim_ascii_start();
    let what = match begins {
        [] => "the body is empty".to_owned(),
        [b'a'..=b'z', ..] if begins.contains(&b'=') => "this is no order but a form".to_owned(),
        _ if error.to_string().starts_with("key must be a string") => {
            "this is no order: names of fields stand in double quotes".to_owned()
        }
        _ => format!("this is no order: {error}"),
    };
    format!("{what}; {SUCH}")
}

/// All fields in their order, also those that are there twice.
struct Written(Vec<(String, Value)>);

impl Written {
    fn check(&self) -> Result<(), String> {
        let names: Vec<_> = self.0.iter().map(|(name, _)| name).collect();
        let fields = Fields { names: &FIELDS.map(|(field, _)| field), meant: &MEANT };
        fields
            .check(&names, |name, meant| format!("no field of an order: {}", instead(name, meant)))
    }

    /// The value of a field that is there, and is not `null`.
    fn take(&mut self, field: &str) -> Option<Value> {
        let (_, value) = self.0.iter_mut().find(|(name, _)| name == field)?;
        Some(value.take()).filter(|value| !value.is_null())
    }

    fn text(&mut self, field: &str) -> Result<Option<String>, String> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(field, &other)),
        }
    }

    fn action(&mut self) -> Result<Option<Action>, String> {
        let Some(text) = self.take("action") else { return Ok(None) };
        // Of texts alone: the name of an action is also the one field of an object that means it.
        let known = text.is_string().then(|| serde_json::from_value(text.clone()));
        if let Some(Ok(action)) = known {
            return Ok(Some(action));
        }
        let instead = match text.as_str().and_then(meant) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("it is one of {}", and(&ACTIONS.map(|action| format!("`{action}`")))),
        };
        Err(format!("this is no order: `action` is not {text}: {instead}"))
    }

    /// Whole milliseconds, also written as `6e4`, as other languages do. What is less than none, or
    /// more than a number here holds, is taken for the least and the most: neither is allowed.
    fn millis(&mut self) -> Result<Option<u64>, String> {
        let Some(value) = self.take("for_ms") else { return Ok(None) };
        let exact = value.as_u64().or_else(|| {
            let float = value.as_f64().filter(|ms| ms.fract() == 0.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
            float.map(|ms| ms as u64)
        });
        exact.map(Some).ok_or_else(|| wrong("for_ms", &value))
    }
}

fn wrong(field: &str, value: &Value) -> String {
    let what = FIELDS.iter().find(|(name, _)| *name == field).map_or("", |(_, what)| what);
    format!("this is no order: `{field}` is {what}, not {value}")
}

/// The action in the place of a word that is none.
fn meant(word: &str) -> Option<String> {
    let word = word.to_lowercase().replace(['-', ' '], "_");
    let known = |action: &str| format!("`{action}`");
    match &*word {
        // These are near to actions, and not the only thing that is meant.
        "close" | "closed" => {
            Some("`reset`, which closes the circuit, or `force_closed`".to_owned())
        }
        "open" | "opened" | "trip" | "isolate" | "disable" => Some(known("force_open")),
        "clear" | "release" | "unforce" => Some(known("reset")),
        "dry_run" => Some("`dry_run_on` or `dry_run_off`".to_owned()),
        _ => nearest(&word, ACTIONS).map(known),
    }
}

/// What to write in the place of a field that no order has.
fn instead(name: &str, meant: Option<&str>) -> String {
    match (name, meant) {
        ("who" | "by" | "user", _) => "leave it out, the dashboard knows who sends it".to_owned(),
        ("dry_run", _) => "write the `action` `dry_run_on` or `dry_run_off`".to_owned(),
        (_, Some("for_ms")) => "did you mean `for_ms`, in milliseconds?".to_owned(),
        (_, Some(field)) => format!("did you mean `{field}`?"),
        (_, None) => {
            format!("it has {}", FIELDS.map(|(field, _)| format!("`{field}`")).join(", "))
        }
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
