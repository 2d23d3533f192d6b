//! Where the rejected calls of a circuit go. Who answers may be in trouble itself.

use breaker_dashboard::document::{Circuit, Effect, Instead, InsteadOf};

use super::function::{effect, keys, worst};
#[cfg(test)]
use super::model;
use super::words::{name, share, state};

/// `answered by charge_b → enqueue`, or what it falls back to: empty without a fallback.
pub(crate) fn said(circuit: &Circuit, all: &[Circuit]) -> String {
    match who(circuit, all) {
        who if who.is_empty() => who,
        who => format!("{} {who}", is(circuit, all)),
    }
}

/// The same where there is little room: who answers or would, or that nobody does.
pub(crate) fn brief(circuit: &Circuit, all: &[Circuit]) -> String {
    if answers(circuit, all) { who(circuit, all) } else { said(circuit, all) }
}

/// What [`who`] is of: of calls that are rejected now, or of those that would be. While one waits
/// for a call, or ramps up, others are not said to answer; and who rejects all calls answers none.
pub(crate) fn is(circuit: &Circuit, all: &[Circuit]) -> &'static str {
    match (rejects(circuit), answers(circuit, all)) {
        (false, _) => "falls back to",
        (true, true) => "answered by",
        (true, false) => "not answered by",
    }
}

/// Who answers instead, in order; where functions have different ones, one or the other.
pub(crate) fn who(circuit: &Circuit, all: &[Circuit]) -> String {
    let ways = &circuit.ways;
    if ways.is_empty() {
        return one_way(&circuit.instead, all);
    }
    let with: Vec<_> = ways.iter().filter(|way| !way.instead.is_empty()).collect();
    let said = match &*with {
        [] => String::new(),
        [one] => one_way(&one.instead, all),
        [one, other] => {
            format!("{} or {}", one_way(&one.instead, all), one_way(&other.instead, all))
        }
        several => format!("one of {} fallbacks, by function", several.len()),
    };
    let sum = |ways: &mut dyn Iterator<Item = &InsteadOf>| ways.map(|way| way.functions).sum();
    let functions: u64 = sum(&mut ways.iter());
    match sum(&mut ways.iter().filter(|way| !some_pass(&way.instead, all))) {
        0 => said,
        rejected => format!("{said} (rejected in {rejected} of {functions} functions)"),
    }
}

/// Whether somebody answers rejected calls, or some of them.
pub(crate) fn answers(circuit: &Circuit, all: &[Circuit]) -> bool {
    let mut ways = circuit.ways.iter().map(|way| &way.instead).chain([&circuit.instead]);
    ways.any(|way| some_pass(way, all))
}

fn one_way(steps: &[Instead], all: &[Circuit]) -> String {
    let said = steps.iter().map(|step| {
        let how = circuit_of(step, all).and_then(|other| Some((other, passing(other)?)));
        match how {
            None => step.what.clone(),
            Some((other, how)) if other.name == step.what => format!("{} ({how})", step.what),
            Some((other, how)) => format!("{} ({}, {how})", step.what, name(other)),
        }
    });
    said.collect::<Vec<_>>().join(" → ")
}

/// Whether a step passes calls. Of a function with keys some do.
fn some_pass(steps: &[Instead], all: &[Circuit]) -> bool {
    steps.iter().any(|step| {
        circuit_of(step, all).is_none_or(|other| worst(other).is_some() || !rejects(other))
    })
}

fn circuit_of<'c>(step: &Instead, all: &'c [Circuit]) -> Option<&'c Circuit> {
    all.iter().find(|other| Some(other.id) == step.circuit)
}

/// How a circuit is that does not pass all calls.
fn passing(circuit: &Circuit) -> Option<String> {
    if let Some(ramp_up) = circuit.ramp_up.filter(|_| !circuit.dry_run) {
        return Some(format!("passes {}", share(ramp_up.share)));
    }
    if circuit.waits && !circuit.dry_run {
        return Some("passes trial calls alone".to_owned());
    }
    let of_keys = worst(circuit).is_some();
    let how = || if of_keys { keys(circuit) } else { state(effect(circuit)).1.to_owned() };
    rejects(circuit).then(how)
}

/// Whether calls are rejected, by the circuit or its worst key.
fn rejects(circuit: &Circuit) -> bool {
    let rejects = matches!(effect(circuit), Effect::Open | Effect::HalfOpen | Effect::ForcedOpen);
    rejects && !circuit.waits
}

#[cfg(test)]
mod tests {
    use breaker_dashboard::document::RampUp;

    use super::*;

    /// The circuit A, which falls back to B's and, unless that `is_last`, to `enqueue`.
    fn gateways(state_of_b: &str, is_last: bool) -> Vec<Circuit> {
        let mut a = model::tests::document("open", &["A"]).circuits;
        let mut b = model::tests::document(state_of_b, &["A", "B"]).circuits.remove(1);
        a[0].instead[0].circuit = Some(b.id);
        a[0].instead.truncate(if is_last { 1 } else { 2 });
        b.ramp_up = (state_of_b == "ramp_up").then_some(RampUp { rest_ms: 9_000, share: 0.29 });
        a.push(b);
        a
    }

    /// As the page says it, and the verdict.
    #[test]
    fn who_rejects_calls_is_not_said_to_answer_them() {
        for (state, is_last, told) in [
            ("closed", true, "answered by charge_b"),
            ("ramp_up", true, "answered by charge_b (B, passes 29 %)"),
            ("forced_open", true, "not answered by charge_b (B, forced open)"),
            ("half_open", true, "not answered by charge_b (B, half-open)"),
            ("forced_open", false, "answered by charge_b (B, forced open) → enqueue"),
        ] {
            let all = gateways(state, is_last);
            assert_eq!(said(&all[0], &all), told);
        }
        let mut all = gateways("open", true);
        all[1].dry_run = true;
        assert_eq!(said(&all[0], &all), "answered by charge_b");
        all = gateways("half_open", true);
        all[1].waits = true;
        assert_eq!(said(&all[0], &all), "answered by charge_b (B, passes trial calls alone)");
    }

    #[test]
    fn functions_whose_fallback_rejects_are_among_those_whose_calls_are_rejected() {
        let mut all = gateways("open", true);
        let way = |functions, instead| InsteadOf { functions, instead };
        all[0].ways = vec![way(3, std::mem::take(&mut all[0].instead)), way(2, Vec::new())];
        let told = "not answered by charge_b (B, open) (rejected in 5 of 5 functions)";
        assert_eq!(said(&all[0], &all), told);
    }
}
