//! What the attribute's table says of a setting that is not given is what the runtime does.

use core::time::Duration;

use breaker_runtime::Policy;
use serde_json::{Value, json};

const README: &str = include_str!("../../../README.md");
const SECOND: Duration = Duration::from_secs(1);

fn data(policy: Policy) -> Value {
    json!(policy)
}

#[test]
fn the_documented_defaults_are_those_of_the_runtime() {
    let (count, share) = (data(Policy::new()), data(Policy::new().threshold_percent(50.0)));
    let in_a_row = data(Policy::new().consecutive(1));
    let whole = data(Policy::new().max_open_for(60 * SECOND).ramp_up(SECOND).slow_call(SECOND));
    let is_setting =
        |name: &str| [&share, &in_a_row, &whole].iter().any(|data| data.get(name).is_some());
    let mut settings = 0;
    for row in README.lines().filter_map(|line| line.strip_prefix("| `")) {
        let Some((name, rest)) = row.split_once("` | ").filter(|(name, _)| is_setting(name)) else {
            continue;
        };
        let documented = rest.split(" | ").nth(1).unwrap().replace('`', "");
        // With a number of failures there are none.
        let data = if name == "min_calls" { &share } else { &count };
        let default = data.get(name).map_or_else(|| "–".to_owned(), ToString::to_string);
        assert_eq!(default, documented, "{name}");
        settings += 1;
    }
    assert_eq!(settings, 11, "all but `enabled`, which the attribute does not have");
}
