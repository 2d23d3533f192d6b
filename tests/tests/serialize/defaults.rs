//! What the attribute's table says of a setting that is not given is what the runtime does.

use core::time::Duration;

use breaker_runtime::Policy;
use serde_json::{Value, json};

const README: &str = include_str!("../../../README.md");
const SECOND: Duration = Duration::from_secs(1);

fn data(policy: Policy) -> Value {
    json!(policy)
}

/// The default of a setting as the table has it.
fn documented(name: &str) -> Option<String> {
    let row = README.lines().find_map(|line| line.strip_prefix(&format!("| `{name}` | ")))?;
    Some(row.split(" | ").nth(1)?.replace('`', ""))
}

#[test]
fn the_documented_defaults_are_those_of_the_runtime() {
    let (count, share) = (data(Policy::new()), data(Policy::new().threshold_percent(50.0)));
    let in_a_row = data(Policy::new().consecutive(1));
    let whole = data(Policy::new().max_open_for(60 * SECOND).ramp_up(SECOND).slow_call(SECOND));
    let names = [&share, &in_a_row, &whole].map(|data| data.as_object().unwrap().keys());
    // The attribute has no `enabled`.
    for name in names.into_iter().flatten().filter(|name| *name != "enabled") {
        // With a number of failures there are none.
        let data = if name == "min_calls" { &share } else { &count };
        let default = data.get(name).map_or_else(|| "–".to_owned(), ToString::to_string);
        assert_eq!(documented(name), Some(default), "{name}");
    }
}
