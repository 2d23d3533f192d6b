//! What a function shows of its keys.

use breaker_dashboard::document::{Circuit, Effect, Keys, State, WorstKey};

#[cfg(test)]
use super::model;
use super::words::state;

/// What it does to calls; of a function on which nothing is forced, what its worst key does.
pub(crate) fn effect(circuit: &Circuit) -> Effect {
    worst(circuit).map_or_else(|| circuit.state.effect(circuit.dry_run), |worst| worst.effect)
}

/// What a function shows of its keys.
pub(crate) fn worst(circuit: &Circuit) -> Option<WorstKey> {
    circuit.keys.and_then(|keys| keys.worst).filter(|_| circuit.state == State::Closed)
}

/// Whose times these are: of a function that shows its worst key, that of the key, if it is listed.
pub(crate) fn speaker<'c>(circuit: &'c Circuit, all: &'c [Circuit]) -> Option<&'c Circuit> {
    match worst(circuit) {
        None => Some(circuit),
        Some(worst) => all.iter().find(|key| Some(key.id) == worst.circuit),
    }
}

/// `open: 3 of 5 keys, half-open: 1`, the worst first; of one whose keys are all closed, `5 keys`.
pub(crate) fn keys(circuit: &Circuit) -> String {
    let Some(Keys { count, in_state: number, worst, .. }) = circuit.keys else {
        return String::new();
    };
    let all = format!("{count} {}", if count == 1 { "key" } else { "keys" });
    let mut parts = vec![
        (Effect::Open, number.open),
        (Effect::HalfOpen, number.half_open),
        (Effect::RampUp, number.ramp_up),
        (Effect::ForcedOpen, number.forced_open),
        (Effect::ForcedClosed, number.forced_closed),
        (Effect::DryRun, number.dry_run),
    ];
    parts.retain(|(_, keys)| *keys > 0);
    parts.sort_by_key(|(effect, _)| worst.is_none_or(|worst| worst.effect != *effect));
    let said = parts.iter().map(|(effect, keys)| format!("{}: {keys}", state(*effect).1));
    let mut said: Vec<_> = said.collect();
    match said.first_mut() {
        Some(first) => first.extend([" of ", all.as_str()]),
        None => return all,
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the page says it.
    #[test]
    fn a_function_shows_its_worst_key_and_how_many_do_what() {
        let of = |state: &str, in_state: serde_json::Value, worst: serde_json::Value| {
            let mut circuit = model::tests::document(state, &["A"]).circuits.remove(0);
            let mut numbers = serde_json::json!({"closed": 0, "open": 0, "half_open": 0,
                "ramp_up": 0, "forced_open": 0, "forced_closed": 0, "dry_run": 0});
            for (state, keys) in in_state.as_object().unwrap() {
                numbers[state] = keys.clone();
            }
            let told = serde_json::json!({"count": 5, "in_state": numbers, "worst": worst});
            circuit.keys = serde_json::from_value(told).unwrap();
            (effect(&circuit), keys(&circuit))
        };
        let keys_of_three = serde_json::json!({"closed": 1, "open": 1, "forced_open": 3});
        let worst = |effect: &str| serde_json::json!({"effect": effect, "circuit": null});
        for (state, shown, said) in [
            (("closed", worst("open")), Effect::Open, "open: 1 of 5 keys, forced open: 3"),
            (
                ("forced_closed", worst("open")),
                Effect::ForcedClosed,
                "open: 1 of 5 keys, forced open: 3",
            ),
            (
                ("closed", worst("forced_open")),
                Effect::ForcedOpen,
                "forced open: 3 of 5 keys, open: 1",
            ),
            (
                ("forced_closed", worst("forced_open")),
                Effect::ForcedClosed,
                "forced open: 3 of 5 keys, open: 1",
            ),
        ] {
            let (state, worst) = state;
            assert_eq!(of(state, keys_of_three.clone(), worst), (shown, said.to_owned()));
        }
        let calm = of("closed", serde_json::json!({"closed": 5}), serde_json::Value::Null);
        assert_eq!(calm, (Effect::Closed, "5 keys".to_owned()));
    }
}
