//! What happened so far, and figures about it.

use std::time::Duration;

use breaker_runtime::{Event, EventKind, OpenReason};

use crate::answer::By;
use crate::script::Script;

/// What is reported while the gateways are asked.
pub(crate) enum News {
    /// The phase of this number begins.
    Phase(usize),
    Prompt {
        guarded: bool,
        prompt: Prompt,
    },
    /// Something happened to a circuit.
    Circuit(Duration, Box<Event>),
}

/// A prompt that was answered, as its user saw it.
pub(crate) struct Prompt {
    pub(crate) asked: Duration,
    /// When the first token was there.
    pub(crate) began: Duration,
    pub(crate) ended: Duration,
    pub(crate) by: By,
    /// Whether the answer came to its end.
    pub(crate) is_whole: bool,
}

/// All of it, dated from the start.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) guarded: Vec<Prompt>,
    pub(crate) unguarded: Vec<Prompt>,
    pub(crate) events: Vec<(Duration, Event)>,
    /// The script and the events, to be read.
    pub(crate) log: Vec<(Duration, String)>,
}

impl Record {
    pub(crate) fn note(&mut self, news: News, script: &Script) {
        match news {
            News::Phase(at) => {
                let phases = script.phases().get(at);
                self.log.extend(phases.map(|phase| (phase.begins, phase.story.to_owned())));
            }
            News::Prompt { guarded: true, prompt } => self.guarded.push(prompt),
            News::Prompt { guarded: false, prompt } => self.unguarded.push(prompt),
            News::Circuit(when, event) => {
                if is_told(&event.kind) {
                    self.log.push((when, format!("  {event}")));
                }
                self.events.push((when, *event));
            }
        }
    }
}

/// How many were rejected is in the figures, and a trial call that fails is one of many.
fn is_told(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Rejected { .. }
            | EventKind::HalfOpened
            | EventKind::Opened { reason: OpenReason::TrialCall { .. }, .. }
    )
}

/// Some prompts in numbers.
#[derive(Default)]
pub(crate) struct Figures {
    /// How long each user waited for the first token, in ascending order.
    waits: Vec<Duration>,
    pub(crate) cut_off: usize,
    pub(crate) by_a: usize,
    pub(crate) by_b: usize,
    pub(crate) of_before: usize,
}

impl Figures {
    /// About the prompts that satisfy the condition.
    pub(crate) fn of(prompts: &[Prompt], condition: impl Fn(&Prompt) -> bool) -> Self {
        let mut figures = Self::default();
        for prompt in prompts.iter().filter(|prompt| condition(prompt)) {
            figures.waits.push(prompt.began.saturating_sub(prompt.asked));
            figures.cut_off += usize::from(!prompt.is_whole);
            *match prompt.by {
                By::A => &mut figures.by_a,
                By::B => &mut figures.by_b,
                By::Memory => &mut figures.of_before,
            } += 1;
        }
        figures.waits.sort_unstable();
        figures
    }

    pub(crate) fn prompts(&self) -> usize {
        self.waits.len()
    }

    pub(crate) fn whole(&self) -> usize {
        self.prompts() - self.cut_off
    }

    /// The shortest wait that this share of the users did not exceed; `None` without users.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let rank = (self.waits.len() * percent).div_ceil(100).max(1);
        self.waits.get(rank - 1).copied()
    }

    pub(crate) fn waited_longer_than(&self, limit: Duration) -> usize {
        self.waits.len() - self.waits.partition_point(|&wait| wait <= limit)
    }
}

/// A wait to be read: `22 ms`, `1.02 s`, or a dash where nobody waited.
pub(crate) fn in_words(wait: Option<Duration>) -> String {
    wait.map_or_else(
        || "-".to_owned(),
        |wait| match wait.as_millis() {
            millis @ 0..1000 => format!("{millis} ms"),
            _ => format!("{:.2} s", wait.as_secs_f64()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_tell_whole_answers_from_those_that_were_cut_off() {
        let prompt = |ms, by, is_whole| {
            let (asked, began) = (Duration::ZERO, Duration::from_millis(ms));
            Prompt { asked, began, ended: began, by, is_whole }
        };
        let prompts =
            [prompt(30, By::A, true), prompt(500, By::B, false), prompt(10, By::Memory, true)];
        let figures = Figures::of(&prompts, |_| true);
        assert_eq!((figures.prompts(), figures.whole(), figures.cut_off), (3, 2, 1));
        assert_eq!((figures.by_a, figures.by_b, figures.of_before), (1, 1, 1));
        assert_eq!(figures.percentile(50), Some(Duration::from_millis(30)));
        assert_eq!(figures.waited_longer_than(Duration::from_millis(400)), 1);
        assert_eq!(in_words(figures.percentile(99)), "500 ms");
    }
}
