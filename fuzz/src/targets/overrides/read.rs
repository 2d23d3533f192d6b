//! From an input to overrides, and to what errors may name.

use breaker_runtime::Overrides;
use serde_json::Value;

pub(super) const PREFIX: &str = "CIRCUIT_BREAKER__";

pub(super) struct Read {
    pub(super) overrides: Overrides,
    /// Everything that was said.
    pub(super) sources: Vec<String>,
}

/// Nothing if it is neither.
pub(super) fn read(text: &str) -> Option<Read> {
    if text.trim_start().starts_with('{') { table(text) } else { variables(text) }
}

fn variables(text: &str) -> Option<Read> {
    let lines: Vec<_> = text.lines().filter_map(|line| line.split_once('=')).collect();
    let sources: Vec<_> = lines
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .filter(|name| name.starts_with(PREFIX))
        .collect();
    let overrides = Overrides::from_variables(lines);
    // Those without the prefix are none of ours, and all others are kept.
    assert_eq!(overrides.is_empty(), sources.is_empty());
    (!sources.is_empty()).then_some(Read { overrides, sources })
}

fn table(text: &str) -> Option<Read> {
    let overrides: Result<Overrides, _> = serde_json::from_str(text);
    let table: Result<Value, _> = serde_json::from_str(text);
    // A table is read whatever is in it; nothing else is.
    assert_eq!(overrides.is_ok(), table.is_ok(), "{overrides:?}");
    let sources = sources(&table.ok()?);
    Some(Read { overrides: overrides.ok()?, sources })
}

fn sources(table: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for (key, value) in table.as_object().into_iter().flatten() {
        all.push(key.clone());
        all.extend(
            value.as_object().into_iter().flatten().map(|(field, _)| format!("{key}.{field}")),
        );
    }
    all
}
