//! What happens to the gateways, and when.

use std::time::Duration;

use crate::gateway::{Gateway, Mode};
use crate::stopwatch::Stopwatch;

/// A stretch of time in which the gateways do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phase {
    /// Short: on the screen it has few columns.
    pub(crate) name: &'static str,
    pub(crate) story: &'static str,
    seconds: u64,
    gateway_a: Mode,
    gateway_b: Mode,
}

pub(crate) const SCRIPT: [Phase; 7] = {
    use Mode::{Failing, Hanging, Healthy};
    [
        Phase::new("all up", 4, Healthy, Healthy, "Both gateways work."),
        Phase::new("A hangs", 6, Hanging, Healthy, "Gateway A takes calls and never answers."),
        Phase::new("A fails", 5, Failing, Healthy, "Gateway A answers every call with an error."),
        Phase::new("A back", 4, Healthy, Healthy, "Gateway A works again: who finds out?"),
        Phase::new("all fail", 5, Failing, Failing, "Both gateways answer with errors."),
        Phase::new("B back", 4, Failing, Healthy, "Gateway B works again, A still fails."),
        Phase::new("all back", 5, Healthy, Healthy, "Both gateways work again."),
    ]
};

impl Phase {
    const fn new(
        name: &'static str,
        seconds: u64,
        gateway_a: Mode,
        gateway_b: Mode,
        story: &'static str,
    ) -> Self {
        Self { name, story, seconds, gateway_a, gateway_b }
    }

    pub(crate) const fn length(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// Whether a gateway is down.
    pub(crate) fn is_outage(&self) -> bool {
        [self.gateway_a, self.gateway_b].iter().any(|&mode| mode != Mode::Healthy)
    }
}

/// The phases with the times at which they begin.
pub(crate) fn timetable() -> impl Iterator<Item = (Duration, &'static Phase)> {
    SCRIPT.iter().scan(Duration::ZERO, |next, phase| {
        let begins = *next;
        *next += phase.length();
        Some((begins, phase))
    })
}

/// How long the whole script takes.
pub(crate) fn length() -> Duration {
    SCRIPT.iter().map(Phase::length).sum()
}

/// The phase at this time; the last one does not end.
pub(crate) fn phase_at(time: Duration) -> &'static Phase {
    timetable()
        .take_while(|&(begins, _)| begins <= time)
        .last()
        .map_or(&SCRIPT[0], |(_, phase)| phase)
}

/// Turns the gateways of all shops at the same moments.
pub(crate) async fn play(stopwatch: Stopwatch, shops: [[Gateway; 2]; 2]) {
    for (begins, phase) in timetable() {
        stopwatch.wait_until(begins).await;
        for [a, b] in &shops {
            a.turn(phase.gateway_a);
            b.turn(phase.gateway_b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, length, phase_at};
    use std::time::Duration;

    #[test]
    fn phases_begin_where_the_one_before_ends() {
        let second = SCRIPT[0].length();
        assert_eq!(phase_at(Duration::ZERO), &SCRIPT[0]);
        assert_eq!(phase_at(second.saturating_sub(Duration::from_nanos(1))), &SCRIPT[0]);
        assert_eq!(phase_at(second), &SCRIPT[1]);
        assert_eq!(phase_at(length() * 2), &SCRIPT[SCRIPT.len() - 1]);
    }

    #[test]
    fn the_run_stays_short() {
        assert!(
            length() < Duration::from_secs(36),
            "it is to end within 40 s, last orders included"
        );
    }
}
