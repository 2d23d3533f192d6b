//! What happens to the providers, and when.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep_until;

use crate::gateway::Gateway;
use crate::provider::Mode::{self, CutOff, Down, Healthy, Limited, Silent};
use crate::record::News;

/// A stretch of time in which the providers do the same. It ends when the next one begins.
#[derive(PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) begins: Duration,
    /// Short: on the screen it has few columns.
    pub(crate) name: &'static str,
    pub(crate) story: &'static str,
    /// Provider A's two models, and all of B.
    a_large: Mode,
    a_small: Mode,
    b: Mode,
}

/// How long a gateway is asked.
pub(crate) const LENGTH: Duration = Duration::from_secs(27);

/// A brief run passes through all of it in a third of the time.
pub(crate) const BRIEF: u32 = 3;

const SCRIPT: [Phase; 7] = [
    Phase::new(0, "all up", [Healthy, Healthy, Healthy], "Both providers work."),
    Phase::new(
        3,
        "A silent",
        [Silent, Healthy, Healthy],
        "A's large model takes prompts and sends no token; its small one works.",
    ),
    Phase::new(
        8,
        "A busy",
        [Healthy, Limited, Healthy],
        "A's small model answers 429 with Retry-After; its large one works again.",
    ),
    Phase::new(
        13,
        "A cuts off",
        [CutOff, Healthy, Healthy],
        "A's large model breaks its streams off after some tokens.",
    ),
    Phase::new(
        18,
        "both down",
        [Down, Down, Down],
        "Both providers answer 503: what was answered before is answered again.",
    ),
    Phase::new(22, "B back", [Down, Down, Healthy], "Provider B works again."),
    Phase::new(24, "A up", [Healthy, Healthy, Healthy], "Provider A works again, too."),
];

impl Phase {
    const fn new(
        begins: u64,
        name: &'static str,
        [a_large, a_small, b]: [Mode; 3],
        story: &'static str,
    ) -> Self {
        Self { begins: Duration::from_secs(begins), name, story, a_large, a_small, b }
    }

    /// Whether a provider does not answer as it should.
    pub(crate) fn is_outage(&self) -> bool {
        [self.a_large, self.a_small, self.b].iter().any(|mode| *mode != Healthy)
    }
}

/// The phases at their times in this run.
pub(crate) struct Script {
    phases: Vec<Phase>,
    pub(crate) length: Duration,
}

impl Script {
    /// The whole story, in a third of the time if it is to be brief.
    pub(crate) fn new(is_brief: bool) -> Self {
        let pace = if is_brief { BRIEF } else { 1 };
        let at_pace = |phase: Phase| Phase { begins: phase.begins / pace, ..phase };
        Self { phases: SCRIPT.map(at_pace).into(), length: LENGTH / pace }
    }

    pub(crate) fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// The number of the phase at this time; the last one does not end.
    pub(crate) fn at(&self, time: Duration) -> usize {
        self.phases.iter().rposition(|phase| phase.begins <= time).unwrap_or(0)
    }
}

/// Turns the providers of these gateways at the same moments.
pub(crate) async fn play(
    script: Arc<Script>,
    start: Instant,
    gateways: Vec<Arc<Gateway>>,
    news: UnboundedSender<News>,
) {
    for (at, phase) in script.phases().iter().enumerate() {
        sleep_until((start + phase.begins).into()).await;
        for gateway in &gateways {
            gateway.a.turn(phase.a_large, phase.a_small);
            gateway.b.turn(phase.b, phase.b);
        }
        // Nobody reads it when the program ends.
        let _ = news.send(News::Phase(at));
    }
}
