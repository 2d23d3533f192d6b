//! Calls that a circuit further in rejects, in words.

use breaker_dashboard::document::{Circuit, RejectedWithin};

use super::instead;
#[cfg(test)]
use super::model;
use super::time::duration;

/// For so long after the last one a line says so.
const RECENT_MS: u64 = 60_000;

/// Calls that come now and then do not make what goes on look over.
const GOES_ON_MS: u64 = 5_000;

/// `3412 by pay, 12 in the last second, answered by sorry`.
pub(crate) fn said(circuit: &Circuit, all: &[Circuit]) -> String {
    let Some(within) = &circuit.rejected_within else { return String::new() };
    let RejectedWithin { calls, rate, ago_ms, by, key, .. } = within;
    let key = key.as_ref().map_or_else(String::new, |key| format!("[{key}]"));
    let often = match *ago_ms {
        ..GOES_ON_MS => format!("{rate} in the last second"),
        ago_ms => format!("the last one {} ago", duration(ago_ms)),
    };
    format!("{calls} by {by}{key}, {often}{}", end(circuit, within, all))
}

/// Who has no fallback is not said to have one that answers or does not.
fn end(circuit: &Circuit, within: &RejectedWithin, all: &[Circuit]) -> String {
    let who = instead::who(circuit, all);
    match (within.answered, instead::answers(circuit)) {
        _ if who.is_empty() => String::new(),
        (None, _) => String::new(),
        (Some(true), true) => format!(", answered by {who}"),
        (Some(true), false) => format!(", not answered by {who}"),
        (Some(false), _) => ", not answered by its fallback".to_owned(),
    }
}

/// The same while it goes on, and for a minute after that.
pub(crate) fn now(circuit: &Circuit, all: &[Circuit]) -> String {
    let is_recent = |within: &RejectedWithin| within.ago_ms < RECENT_MS;
    let is_hit = circuit.rejected_within.as_ref().is_some_and(is_recent);
    if is_hit { said(circuit, all) } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_hit_by_a_circuit_further_in_says_by_which_and_who_answers() {
        let mut circuit = model::tests::document("closed", &["A"]).circuits.remove(0);
        let mut told = |ago_ms, answered, has_fallback: bool| {
            let (by, key) = ("pay".to_owned(), Some("oslo".to_owned()));
            circuit.rejected_within =
                Some(RejectedWithin { calls: 40, rate: 12, ago_ms, by, key, answered });
            if !has_fallback {
                circuit.instead.clear();
            }
            now(&circuit, &[])
        };
        let within = "40 by pay[oslo], 12 in the last second";
        let answered = format!("{within}, answered by charge_b → enqueue");
        assert_eq!(told(900, Some(true), true), answered);
        assert_eq!(told(900, Some(false), true), format!("{within}, not answered by its fallback"));
        let over = "40 by pay[oslo], the last one 20 s ago, answered by charge_b → enqueue";
        assert_eq!(told(20_000, Some(true), true), over);
        assert_eq!(told(60_000, Some(true), true), "", "that is over");
        assert_eq!(told(900, Some(false), false), within, "there is no fallback");
    }
}
