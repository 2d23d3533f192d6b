//! What is known of the circuits: the document that came first, and what has changed since.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use breaker_dashboard::document::{Change, Circuit, Document, Patch, Rates, Spark};

use super::fleet;

/// All circuits at the latest tick.
pub(crate) struct Model {
    pub(crate) document: Document,
    /// When that tick was, by the viewer's own clock.
    pub(crate) taken: Instant,
}

impl Model {
    pub(crate) fn new(mut document: Document, taken: Instant) -> Self {
        document.circuits.iter_mut().for_each(without_past);
        Self { document, taken }
    }

    /// Goes on to a later tick.
    pub(crate) fn apply(&mut self, patch: Patch, taken: Instant) {
        let document = &mut self.document;
        let ms = patch.tick.saturating_sub(document.tick).saturating_mul(1000);
        document.process.up_for_ms = document.process.up_for_ms.saturating_add(ms);
        fleet::apply(&mut document.fleet, patch.fleet, ms);
        for circuit in &mut document.circuits {
            run_on(circuit, ms);
            circuit.rates = Some(Rates::default());
        }
        let places: HashMap<_, _> =
            document.circuits.iter().enumerate().map(|(at, circuit)| (circuit.id, at)).collect();
        for change in patch.circuits {
            match places.get(&change.id) {
                Some(&at) => changed(&mut document.circuits[at], change),
                None => document.circuits.extend(born(&change)),
            }
        }
        let removed: HashSet<_> = patch.removed.into_iter().collect();
        document.circuits.retain(|circuit| !removed.contains(&circuit.id));
        document.circuits.iter_mut().for_each(without_past);
        document.verdict = patch.verdict.unwrap_or_else(|| document.verdict.clone());
        (document.tick, document.at_ms, self.taken) = (patch.tick, patch.at_ms, taken);
    }

    pub(crate) fn circuit(&self, id: u32) -> Option<&Circuit> {
        self.document.circuits.iter().find(|circuit| circuit.id == id)
    }
}

/// What a circuit looks like so much later, if nothing happens to it.
pub(crate) fn run_on(circuit: &mut Circuit, ms: u64) {
    let failed = circuit.last_failure.as_mut().map(|failure| &mut failure.ago_ms);
    let passing = [
        Some(&mut circuit.in_state_for_ms),
        circuit.outage_for_ms.as_mut(),
        circuit.followed_for_ms.as_mut(),
        failed,
        circuit.rejected_within.as_mut().map(|within| &mut within.ago_ms),
    ];
    for time in passing.into_iter().flatten() {
        *time = time.saturating_add(ms);
    }
    let forced = circuit.forced.as_mut().and_then(|forced| forced.rest_ms.as_mut());
    let ramp_up = circuit.ramp_up.as_mut().map(|ramp_up| &mut ramp_up.rest_ms);
    for time in [circuit.retry_after_ms.as_mut(), forced, ramp_up].into_iter().flatten() {
        *time = time.saturating_sub(ms);
    }
    fleet::run_on(circuit, ms);
}

/// The last two minutes of each circuit are not shown here, and most of a document.
fn without_past(circuit: &mut Circuit) {
    circuit.spark = Spark::default();
}

/// What is not there is as it was.
fn changed(circuit: &mut Circuit, change: Change) {
    macro_rules! take {
        ($($field:ident)*) => {
            $(if let Some(value) = change.$field { circuit.$field = value; })*
        };
    }
    take!(name key whole state dry_run in_state_for_ms outage_for_ms retry_after_ms held ramp_up
        waits rank rule calls rates followed_for_ms rejected_share would_be_rejected_share opened
        why last_failure rejected_within instead ways location forced suspected fleet keys);
}

/// A circuit that was not there before comes whole.
fn born(change: &Change) -> Option<Circuit> {
    // Costs less than to find it out from the whole.
    change.name.as_ref()?;
    serde_json::to_value(change).and_then(serde_json::from_value).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use breaker_dashboard::document::State;

    use super::*;

    /// A document of these circuits, which are all in `state`.
    pub(crate) fn document(state: &str, names: &[&str]) -> Document {
        let circuits: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(id, name)| {
                serde_json::json!({
                    "id": id, "name": name, "state": state, "dry_run": false, "rank": id,
                    "in_state_for_ms": 130_000, "outage_for_ms": 130_000, "retry_after_ms": 3_000,
                    "rule": {"text": "5 failures in 10 s", "failures": 5, "near": 1.0},
                    "calls": {"success": 9, "failure": 5, "ignored": 0, "abandoned": 0,
                              "rejected": 40, "would_be_rejected": 0},
                    "rates": {"calls": 150, "failures": 1, "rejected": 149},
                    "rejected_share": 0.66, "opened": 1, "why": "5 failures within 10 s",
                    "last_failure": {"ago_ms": 3_000, "kind": "error", "text": "refused"},
                    "instead": [{"what": "charge_b"}, {"what": "enqueue"}],
                    "spark": {"calls": [], "failures": [], "rejected": []},
                })
            })
            .collect();
        let down = if state == "open" { names.len() } else { 0 };
        let level = if state == "closed" { "calm" } else { "outage" };
        let process = serde_json::json!({
            "host": "desk", "pid": 7, "program": "shop", "version": "1.2.3", "up_for_ms": 90_000,
            "recorded_for_ms": 90_000, "instance": "one",
        });
        serde_json::from_value(serde_json::json!({
            "format": "circuit-breaker-dashboard", "version": 1, "full": true, "cursor": "one-9",
            "tick": 9, "at_ms": 1_764_219_730_000_u64, "process": process, "circuits": circuits,
            "verdict": {"level": level, "more": [],
                        "counts": {"all": names.len(), "down": down},
                        "text": format!("{} has been down for 2 min 10 s", names[0])},
        }))
        .unwrap()
    }

    fn patch(changes: &serde_json::Value) -> Patch {
        serde_json::from_value(serde_json::json!({
            "version": 1, "full": false, "cursor": "one-11", "tick": 11, "at_ms": 2_000,
            "circuits": changes, "removed": [1],
        }))
        .unwrap()
    }

    #[test]
    fn a_patch_changes_what_it_names_and_time_passes_for_the_rest() {
        let mut model = Model::new(document("open", &["A", "B", "C"]), Instant::now());
        model.apply(
            patch(&serde_json::json!([{"id": 2, "state": "closed", "retry_after_ms": null,
            "in_state_for_ms": 0}])),
            Instant::now(),
        );
        let [a, c] = [0, 2].map(|id| model.circuit(id).unwrap());
        assert_eq!(a.in_state_for_ms, 132_000);
        assert_eq!((a.retry_after_ms, a.outage_for_ms), (Some(1_000), Some(132_000)));
        assert_eq!((a.rates, a.state), (Some(Rates::default()), State::Open));
        assert_eq!(a.last_failure.as_ref().unwrap().ago_ms, 5_000);
        assert_eq!((c.state, c.retry_after_ms, c.in_state_for_ms), (State::Closed, None, 0));
        assert!(model.circuit(1).is_none());
        assert_eq!((model.document.tick, model.document.process.up_for_ms), (11, 92_000));
    }

    #[test]
    fn many_that_go_at_once_are_no_matter_of_minutes() {
        let names: Vec<_> = (0..20_000).map(|at| at.to_string()).collect();
        let names: Vec<_> = names.iter().map(|name| &**name).collect();
        let mut model = Model::new(document("open", &names), Instant::now());
        let mut gone = patch(&serde_json::json!([]));
        gone.removed = (1_000_000..3_000_000).chain([7]).collect();
        let began = Instant::now();
        // The square of them would be a matter of minutes.
        model.apply(gone, began);
        println!("two million in {:?}", began.elapsed());
        assert_eq!(model.document.circuits.len(), 19_999);
    }

    #[test]
    fn a_new_circuit_comes_whole_or_not_at_all() {
        let mut model = Model::new(document("open", &["A"]), Instant::now());
        let mut new = serde_json::to_value(&document("closed", &["D"]).circuits[0]).unwrap();
        new["id"] = 4.into();
        model.apply(patch(&serde_json::json!([new, {"id": 5, "name": "E"}])), Instant::now());
        assert_eq!(model.circuit(4).unwrap().name, "D");
        assert!(model.circuit(5).is_none());
    }
}
