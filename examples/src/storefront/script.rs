//! What happens to the gateways, and when.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep_until;

use crate::gateway::Mode::{self, Cold, Failing, Hanging, Healthy};
use crate::record::News;
use crate::shop::Shop;

/// A stretch of time in which the gateways do the same. It ends when the next one begins.
#[derive(PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) begins: Duration,
    /// Short: on the screen it has few columns.
    pub(crate) name: &'static str,
    pub(crate) story: &'static str,
    a: Mode,
    b: Mode,
}

/// How long the shops are open.
pub(crate) const LENGTH: Duration = Duration::from_secs(30);

pub(crate) const SCRIPT: [Phase; 6] = [
    Phase::new(0, "all up", Healthy, Healthy, "Both gateways work."),
    Phase::new(4, "A hangs", Hanging, Healthy, "Gateway A takes calls and never answers."),
    Phase::new(11, "B fails", Hanging, Failing, "Gateway B answers with errors, A still hangs."),
    Phase::new(16, "B back", Hanging, Healthy, "Gateway B works again."),
    Phase::new(20, "A cold", Cold, Healthy, "Gateway A is restarted: it is slow when many call."),
    Phase::new(24, "A warm", Healthy, Healthy, "Gateway A is warm: both work."),
];

impl Phase {
    const fn new(begins: u64, name: &'static str, a: Mode, b: Mode, story: &'static str) -> Self {
        Self { begins: Duration::from_secs(begins), name, story, a, b }
    }

    /// The phase at this time; the last one does not end.
    pub(crate) fn at(time: Duration) -> &'static Self {
        SCRIPT.iter().rfind(|phase| phase.begins <= time).unwrap_or(&SCRIPT[0])
    }

    /// Whether a gateway is down.
    pub(crate) const fn is_outage(&self) -> bool {
        self.a.is_down() || self.b.is_down()
    }
}

/// Turns the gateways of these shops at the same moments.
pub(crate) async fn play(start: Instant, shops: Vec<Arc<Shop>>, news: UnboundedSender<News>) {
    for phase in &SCRIPT {
        sleep_until((start + phase.begins).into()).await;
        for shop in &shops {
            shop.gateway_a.turn(phase.a);
            shop.gateway_b.turn(phase.b);
        }
        // Nobody reads it when the program ends.
        let _ = news.send(News::Phase(phase));
    }
}
