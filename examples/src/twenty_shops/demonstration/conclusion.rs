//! What the figures of this run say, whatever they are.

use std::fmt;
use std::time::Duration;

use crate::demonstration::run::{Run, before, between};
use crate::demonstration::words::{folded, millis, percent, seconds};

pub(crate) struct Conclusion<'a> {
    pub(crate) alone: &'a Run,
    pub(crate) fleet: &'a Run,
}

impl fmt::Display for Conclusion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n What this run shows\n")?;
        let points = [
            self.doomed(),
            self.opening(),
            self.trials(),
            self.recovery(),
            self.redis(),
            self.trials_without_redis(),
        ];
        points.iter().try_for_each(|point| write!(f, " * {}", folded(point, "   ")))
    }
}

impl Conclusion<'_> {
    fn doomed(&self) -> String {
        let [alone, fleet] = [self.alone, self.fleet].map(|run| run.doomed().count());
        if fleet < alone {
            format!(
                "The fleet sent {fleet} calls to the gateway that hung, and {alone} without being \
                 one: {} %.",
                percent(fleet, alone)
            )
        } else {
            format!(
                "The fleet saved no calls: {fleet} went to the gateway that hung, {alone} alone."
            )
        }
    }

    fn opening(&self) -> String {
        let [alone, fleet] = [self.alone, self.fleet].map(Run::last_opened);
        let all = "All circuits were open after";
        match (alone, fleet) {
            (_, None) => "Not all circuits of the fleet opened.".to_owned(),
            (Some(alone), Some(fleet)) if fleet >= alone => {
                format!("{all} {}, no sooner than alone.", seconds(Some(fleet)))
            }
            _ => format!("{all} {} as a fleet, {} alone.", seconds(fleet), seconds(alone)),
        }
    }

    fn trials(&self) -> String {
        let [alone, fleet] = [self.alone, self.fleet].map(Run::trials_with_redis);
        let verdict = if are_few(alone) {
            "This run is too short to show who tries"
        } else if fleet <= alone / 2 {
            "One tries for all"
        } else {
            "Hardly anybody tried for others"
        };
        format!("{verdict}: {fleet} trial calls while Redis ran, {alone} alone in the same time.")
    }

    fn recovery(&self) -> String {
        let [alone, fleet] = [self.alone, self.fleet].map(Run::last_back).map(seconds);
        format!("All shops charged through the gateway {fleet} after it was back, {alone} alone.")
    }

    fn redis(&self) -> String {
        let fleet = self.fleet;
        let dead = fleet.redis_dead();
        let [before, during] = [before(&dead), dead.clone()].map(|window| fleet.answers(&window));
        let [usual, now] = [&before, &during].map(|answers| answers.percentile(99));
        let verdict = if during.refused + fleet.unanswered() > 0 {
            "customers were refused or went without an answer"
        } else if is_as_before(usual, now) {
            "no customer did"
        } else {
            "customers waited longer than before"
        };
        format!(
            "Redis was dead for {}. {} of {} shops noticed, and {verdict}: of {} meanwhile {} were \
             refused, and 99 % of those who were no trial call had their answer within {}, before \
             it within {}. Of all {} customers of the run {} went without an answer.",
            seconds(Some(between(dead.start, dead.end))),
            fleet.missed_redis(&dead),
            fleet.shops.len(),
            during.customers(),
            during.refused,
            millis(now),
            millis(usual),
            fleet.customers(),
            fleet.unanswered(),
        )
    }

    fn trials_without_redis(&self) -> String {
        let [alone, fleet] = [self.alone, self.fleet].map(|run| run.trials(&run.redis_dead()));
        let verdict = if are_few(alone) {
            "Redis was dead for too short a time to show who tried"
        } else if fleet <= alone + alone / 4 + NOISE_OF_TRIALS {
            "Meanwhile each shop was as if alone"
        } else {
            "Meanwhile there were more trials than alone"
        };
        format!("{verdict}: {fleet} customers waited for A as trial calls, {alone} alone.")
    }
}

/// Trials begin and end where they happen to, within a few seconds.
const NOISE_OF_TRIALS: usize = 3;

/// Whether the noise is more than a quarter of so many trials: they show nothing.
const fn are_few(trials: usize) -> bool {
    trials < 4 * NOISE_OF_TRIALS
}

/// But for what any machine does now and then.
fn is_as_before(usual: Option<Duration>, now: Option<Duration>) -> bool {
    const NOISE: Duration = Duration::from_millis(20);
    matches!((usual, now), (Some(usual), Some(now)) if now <= usual * 3 / 2 + NOISE)
}
