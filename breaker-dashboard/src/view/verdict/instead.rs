//! Who answers the calls of a circuit that rejects them.

use breaker_runtime::State;

use super::lines::Lines;
use super::name;
use crate::view::line::Line;
use crate::words::and;

/// `; its calls are answered by gateway B, then by enqueue`, or `.. by enqueue (gateway B is down,
/// too)`: who is down itself answers nothing.
pub(super) fn who(line: &Line, lines: &Lines<'_>) -> String {
    let (mut answer, mut down, mut forced) = (Vec::new(), Vec::new(), Vec::new());
    for ((what, circuit), id) in line.facts.slow.instead.iter().zip(&line.names) {
        let step = id.and_then(|id| lines.get(id));
        let said = step.map_or_else(|| circuit.unwrap_or(what).to_owned(), name);
        match step.filter(|step| !step.is_dry()) {
            Some(step) if step.is_down() => down.push(said),
            Some(step) if step.facts.state == State::ForcedOpen => forced.push(said),
            _ => answer.push(said),
        }
    }
    let out = [are(&down, "down, too"), are(&forced, "forced open")].concat();
    match (answer.is_empty(), out.is_empty()) {
        (true, true) => "; its calls are rejected".to_owned(),
        (true, false) => format!("; its calls are rejected, for {}", and(&out)),
        (false, true) => format!("; its calls are answered by {}", answer.join(", then by ")),
        (false, false) => {
            format!("; its calls are answered by {} ({})", answer.join(", then by "), and(&out))
        }
    }
}

/// `gateway B is down, too`, if there is somebody to say it of.
fn are(names: &[String], what: &str) -> Vec<String> {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let said = (!names.is_empty()).then(|| format!("{} {verb} {what}", and(names)));
    said.into_iter().collect()
}
