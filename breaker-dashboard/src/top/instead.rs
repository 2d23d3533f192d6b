//! Where the rejected calls of a circuit go. Who answers may be in trouble itself.

use breaker_dashboard::document::{Circuit, Effect, Instead, InsteadOf, Passes};

use super::function::{effect, keys, worst};
#[cfg(test)]
use super::model;
use super::words::{name, share, state};

/// `answered by charge_b → enqueue`, or what it falls back to: empty without a fallback.
pub(crate) fn said(circuit: &Circuit, all: &[Circuit]) -> String {
    match who(circuit, all) {
        who if who.is_empty() => who,
        who => format!("{} {who}", is(circuit)),
    }
}

/// The same where there is little room: who answers or would, or that nobody does.
pub(crate) fn brief(circuit: &Circuit, all: &[Circuit]) -> String {
    if answers(circuit) { who(circuit, all) } else { said(circuit, all) }
}

/// What [`who`] is of: of calls that are rejected now, or of those that would be. While one waits
/// for a call, or ramps up, others are not said to answer; and who rejects all calls answers none.
pub(crate) fn is(circuit: &Circuit) -> &'static str {
    match (rejects(circuit), answers(circuit)) {
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
    match sum(&mut ways.iter().filter(|way| !some_pass(&way.instead))) {
        0 => said,
        rejected => format!("{said} (rejected in {rejected} of {functions} functions)"),
    }
}

/// Whether somebody answers rejected calls, or some of them.
pub(crate) fn answers(circuit: &Circuit) -> bool {
    let mut ways = circuit.ways.iter().map(|way| &way.instead).chain([&circuit.instead]);
    ways.any(|way| some_pass(way))
}

fn one_way(steps: &[Instead], all: &[Circuit]) -> String {
    let said = steps.iter().map(|step| {
        let other = all.iter().find(|other| Some(other.id) == step.circuit);
        let Some(how) = passes(step, other) else { return step.what.clone() };
        match other.filter(|other| other.name != step.what) {
            None => format!("{} ({how})", step.what),
            Some(other) => format!("{} ({}, {how})", step.what, name(other)),
        }
    });
    said.collect::<Vec<_>>().join(" → ")
}

/// Whether a step passes calls.
fn some_pass(steps: &[Instead]) -> bool {
    steps.iter().any(|step| step.passes != Passes::None)
}

/// How a circuit is that does not pass all calls.
fn passes(step: &Instead, other: Option<&Circuit>) -> Option<String> {
    Some(match step.passes {
        Passes::All => return None,
        Passes::Share => format!("passes {}", share(step.share.unwrap_or(0.0))),
        Passes::TrialCalls => "passes trial calls alone".to_owned(),
        Passes::SomeKeys | Passes::None => match other? {
            of_keys if worst(of_keys).is_some() => keys(of_keys),
            other => state(effect(other)).1.to_owned(),
        },
    })
}

/// Whether calls are rejected, by the circuit or its worst key.
fn rejects(circuit: &Circuit) -> bool {
    let rejects = matches!(effect(circuit), Effect::Open | Effect::HalfOpen | Effect::ForcedOpen);
    rejects && !circuit.waits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circuit A, which falls back to B's and, unless that `is_last`, to `enqueue`.
    fn gateways(state_of_b: &str, passes: Passes, is_last: bool) -> Vec<Circuit> {
        let mut a = model::tests::document("open", &["A"]).circuits;
        let b = model::tests::document(state_of_b, &["A", "B"]).circuits.remove(1);
        let step = &mut a[0].instead[0];
        (step.circuit, step.passes) = (Some(b.id), passes);
        step.share = (passes == Passes::Share).then_some(0.29);
        a[0].instead.truncate(if is_last { 1 } else { 2 });
        a.push(b);
        a
    }

    /// As the page says it, and the verdict.
    #[test]
    fn who_rejects_calls_is_not_said_to_answer_them() {
        for (state, passes, is_last, told) in [
            ("closed", Passes::All, true, "answered by charge_b"),
            ("ramp_up", Passes::Share, true, "answered by charge_b (B, passes 29 %)"),
            ("forced_open", Passes::None, true, "not answered by charge_b (B, forced open)"),
            ("half_open", Passes::None, true, "not answered by charge_b (B, half-open)"),
            ("forced_open", Passes::None, false, "answered by charge_b (B, forced open) → enqueue"),
            (
                "half_open",
                Passes::TrialCalls,
                true,
                "answered by charge_b (B, passes trial calls alone)",
            ),
            // In a dry run.
            ("open", Passes::All, true, "answered by charge_b"),
        ] {
            let all = gateways(state, passes, is_last);
            assert_eq!(said(&all[0], &all), told);
        }
    }

    #[test]
    fn functions_whose_fallback_rejects_are_among_those_whose_calls_are_rejected() {
        let mut all = gateways("open", Passes::None, true);
        let way = |functions, instead| InsteadOf { functions, instead };
        all[0].ways = vec![way(3, std::mem::take(&mut all[0].instead)), way(2, Vec::new())];
        let told = "not answered by charge_b (B, open) (rejected in 5 of 5 functions)";
        assert_eq!(said(&all[0], &all), told);
    }
}
