//! States, times and shares in words.

use breaker_dashboard::document::{Circuit, CircuitCounts, Effect, RampUp, State};

use super::function::{effect, keys, worst};
#[cfg(test)]
use super::model;
use super::time::{duration, rest};
use super::{fleet, instead, within};

/// The shape, and the word.
pub(crate) const fn state(effect: Effect) -> (char, &'static str) {
    match effect {
        Effect::Closed => ('✔', "closed"),
        Effect::Open => ('✖', "open"),
        Effect::HalfOpen => ('◐', "half-open"),
        Effect::RampUp => ('◢', "ramping up"),
        Effect::ForcedOpen => ('■', "forced open"),
        Effect::ForcedClosed => ('□', "forced closed"),
        Effect::DryRun => ('◌', "would reject"),
    }
}

/// That it is in a dry run, and what that means for its calls.
pub(crate) fn dry_run(circuit: &Circuit) -> String {
    match (circuit.dry_run, effect(circuit)) {
        (false, _) => String::new(),
        (true, Effect::DryRun) if worst(circuit).is_some() => "dry run: calls pass".to_owned(),
        (true, Effect::DryRun) => {
            let (_, word) = state(circuit.state.effect(false));
            format!("dry run: {word}, would reject; calls pass")
        }
        (true, _) => "dry run: rejects no call".to_owned(),
    }
}

/// `gateway A`, or with its key, `quotes[eu.example]`.
pub(crate) fn name(circuit: &Circuit) -> String {
    match &circuit.key {
        Some(key) => format!("{}[{key}]", circuit.name),
        None => circuit.name.clone(),
    }
}

/// `12 circuits, 2 down`, and beside these those in a dry run that would reject calls.
pub(crate) fn counts(counts: &CircuitCounts) -> String {
    let circuits = if counts.all == 1 { "circuit" } else { "circuits" };
    let dry = match counts.in_state.dry_run {
        0 => String::new(),
        dry => format!(", {dry} would reject (dry run)"),
    };
    format!("{} {circuits}, {} down{dry}", counts.all, counts.down)
}

/// The share of calls that are rejected; in brackets that of calls which would be.
pub(crate) fn rejected(circuit: &Circuit) -> String {
    circuit.would_be_rejected_share.map_or_else(
        || known(circuit.rejected_share.map(share)),
        |would| format!("({})", share(would)),
    )
}

/// `66 %`.
pub(crate) fn share(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        little if little < 1.0 => "<1 %".to_owned(),
        nearly if nearly > 99.0 && nearly < 100.0 => ">99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// What is not known is not zero.
pub(crate) fn known(what: Option<impl ToString>) -> String {
    what.map_or_else(|| "–".to_owned(), |what| what.to_string())
}

/// The time of day in UTC, `05:02:10`, of milliseconds since 1970.
pub(crate) fn time_of_day(at_ms: u64) -> String {
    let seconds = at_ms / 1000 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// For how many milliseconds it has been as it is: in an outage since that began, through all of
/// its trials, until nobody calls. As the page has it.
pub(crate) fn lasts(circuit: &Circuit) -> u64 {
    let is_down = matches!(circuit.state, State::Open | State::HalfOpen) && !circuit.waits;
    let outage = circuit.outage_for_ms.filter(|_| is_down);
    outage.unwrap_or(circuit.in_state_for_ms)
}

/// When a trial call is let through, all calls are, or an order ends.
pub(crate) fn next(circuit: &Circuit) -> String {
    match (circuit.state, circuit.retry_after_ms, &circuit.forced) {
        (State::ForcedOpen | State::ForcedClosed, _, Some(forced)) => match forced.rest_ms {
            Some(rest_ms) => format!("in {}", rest(rest_ms)),
            None => "no end".to_owned(),
        },
        (State::Open | State::HalfOpen, ..) if fleet::is_tried_elsewhere(circuit) => {
            "elsewhere".to_owned()
        }
        (State::HalfOpen, Some(1..), _) => "under way".to_owned(),
        (State::Open, Some(0), _) | (State::HalfOpen, ..) => "next call".to_owned(),
        (State::Open, Some(ms), _) => format!("in {}", rest(ms)),
        (State::RampUp, ..) => {
            circuit.ramp_up.map(|it| format!("in {}", rest(it.rest_ms))).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// `40 % of calls pass, all of them in 12 s`; in a dry run, which would.
pub(crate) fn passing(circuit: &Circuit) -> String {
    let Some(RampUp { rest_ms, share: passing }) = circuit.ramp_up else { return String::new() };
    let would = if circuit.dry_run { "would pass" } else { "pass" };
    format!("{} of calls {would}, all of them in {}", share(passing), rest(rest_ms))
}

/// `timeout 3 s ago`, with what the error said.
pub(crate) fn last_failure(circuit: &Circuit) -> String {
    let Some(failure) = &circuit.last_failure else { return String::new() };
    let text = failure.text.as_ref().map_or_else(String::new, |text| format!(": {text}"));
    format!("{} {} ago{text}", failure.kind, duration(failure.ago_ms))
}

/// Who forced it, why, and for how much longer.
pub(crate) fn forced(circuit: &Circuit) -> String {
    let Some(forced) = &circuit.forced else { return String::new() };
    let who = forced.who.as_deref().unwrap_or("the program");
    let why = forced.why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
    let until = |ms| format!("for {} more", rest(ms));
    format!("{who}{why}, {}", forced.rest_ms.map_or_else(|| "until it is reset".to_owned(), until))
}

/// How many of its keys do what, who is hit, who answers instead, and how the last call failed.
pub(crate) fn brief(circuit: &Circuit, all: &[Circuit]) -> String {
    let hit = within::now(circuit, all);
    let hit = if hit.is_empty() { hit } else { format!("rejected within: {hit}") };
    let mut said = vec![keys(circuit), hit, instead::brief(circuit, all), last_failure(circuit)];
    said.retain(|text| !text.is_empty());
    said.join(" · ")
}

/// Who forced it, who answers instead, and how the last call failed.
pub(crate) fn note(circuit: &Circuit, all: &[Circuit]) -> String {
    let parts = [
        ("", keys(circuit)),
        ("", dry_run(circuit)),
        ("", passing(circuit)),
        ("rejected within: ", within::now(circuit, all)),
        ("forced by ", forced(circuit)),
        ("suspected ", fleet::suspected(circuit)),
        ("", fleet::shared(circuit)),
        ("", instead::said(circuit, all)),
        ("last failure: ", last_failure(circuit)),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(about, text)| format!("{about}{text}")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_day_is_that_of_utc() {
        assert_eq!(time_of_day(1_764_219_730_999), "05:02:10");
    }

    /// As the page says it: of a circuit that rejects nothing nobody is answered by another.
    #[test]
    fn who_would_answer_is_not_said_to_answer() {
        let said = |state, is_dry| {
            let mut circuit = model::tests::document(state, &["A"]).circuits.remove(0);
            circuit.dry_run = is_dry;
            note(&circuit, &[]).split(" charge_b").next().unwrap().to_owned()
        };
        let states = ["open", "half_open", "forced_open", "ramp_up", "closed", "forced_closed"];
        let answered = states.map(|state| said(state, false).ends_with("answered by"));
        assert_eq!(answered, [true, true, true, false, false, false]);
        assert!(said("closed", false).ends_with("falls back to"));
        let dry = "dry run: open, would reject; calls pass; falls back to";
        assert_eq!(said("open", true), dry);
        assert_eq!(said("closed", true), "dry run: rejects no call; falls back to");
        let mut waits = model::tests::document("half_open", &["A"]).circuits.remove(0);
        waits.waits = true;
        assert_eq!(instead::is(&waits), "falls back to");
    }

    #[test]
    fn what_a_dry_run_would_reject_is_in_brackets_and_counted_beside_those_that_are_down() {
        let mut circuit = model::tests::document("open", &["A"]).circuits.remove(0);
        assert_eq!(rejected(&circuit), "66 %");
        (circuit.rejected_share, circuit.would_be_rejected_share) = (Some(0.0), Some(0.4));
        assert_eq!(rejected(&circuit), "(40 %)");
        let mut all = CircuitCounts { all: 3, down: 1, ..CircuitCounts::default() };
        assert_eq!(counts(&all), "3 circuits, 1 down");
        all.in_state.dry_run = 2;
        assert_eq!(counts(&all), "3 circuits, 1 down, 2 would reject (dry run)");
    }

    #[test]
    fn a_half_open_circuit_says_whether_it_is_tried_or_waits_for_a_call() {
        let circuit = |rest: Option<u64>, held| Circuit {
            retry_after_ms: rest,
            held,
            ..model::tests::document("half_open", &["A"]).circuits.remove(0)
        };
        let said = [None, Some(0), Some(1)].map(|rest| next(&circuit(rest, false)));
        assert_eq!(said, ["next call", "next call", "under way"]);
        assert_eq!(next(&circuit(Some(1), true)), "elsewhere", "other members try first");
    }

    #[test]
    fn a_circuit_that_ramps_up_says_which_share_passes_and_when_all_do() {
        let mut circuit = model::tests::document("ramp_up", &["A"]).circuits.remove(0);
        circuit.ramp_up = Some(RampUp { rest_ms: 11_001, share: 0.4 });
        assert_eq!(next(&circuit), "in 12 s");
        assert!(note(&circuit, &[]).starts_with("40 % of calls pass, all of them in 12 s; "));
        model::run_on(&mut circuit, 5_000);
        assert_eq!(passing(&circuit), "40 % of calls pass, all of them in 7 s");
        circuit.dry_run = true;
        assert_eq!(passing(&circuit), "40 % of calls would pass, all of them in 7 s");
    }

    /// A trial call that fails begins a state anew, and no outage.
    #[test]
    fn an_outage_lasts_through_its_trials_until_nobody_calls() {
        let lasts = |state, waits| {
            let mut circuit = model::tests::document(state, &["A"]).circuits.remove(0);
            (circuit.in_state_for_ms, circuit.outage_for_ms) = (2_000, Some(3_700_000));
            circuit.waits = waits;
            duration(lasts(&circuit))
        };
        assert_eq!(lasts("open", false), "1 h 1 min");
        assert_eq!(lasts("half_open", false), "1 h 1 min");
        assert_eq!(lasts("half_open", true), "2 s", "for a call it waits since then");
        assert_eq!(
            (lasts("forced_open", false), lasts("closed", false)),
            ("2 s".into(), "2 s".into())
        );
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        let shares = [0.0, 0.001, 0.664, 0.999, 1.0].map(share);
        assert_eq!(shares, ["0 %", "<1 %", "66 %", ">99 %", "100 %"]);
        assert_eq!(known(None::<u64>), "–");
    }
}
