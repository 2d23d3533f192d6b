//! The live view's screen: 22 lines that fit 80 columns, and use more where there are more.

use std::time::Duration;

use breaker_runtime::State;

use super::axis::Axis;
use super::ink::{Ink, Line};
use super::{Scene, strips};
use crate::circuits::History;
use crate::client::TIMEOUT;
use crate::format::{percent, wait, wait_if_any};
use crate::gateway::GatewayName;
use crate::ledger::{Figures, Ledger};
use crate::load::CUSTOMERS;
use crate::order::Receipt;
use crate::script;

/// Where the strips begin: behind a label and a present value.
const MARGIN: usize = 21;

/// What a present value looks back at.
const RECENTLY: Duration = Duration::from_secs(1);

/// The lines of the screen.
pub(crate) fn compose(scene: &Scene<'_>, width: usize) -> Vec<Line> {
    let axis = Axis::new(width.saturating_sub(MARGIN), script::length());
    let guarded = Strips::of(scene.guarded, axis, scene.now);
    let unguarded = Strips::of(scene.unguarded, axis, scene.now);
    let most = guarded.most_orders().max(unguarded.most_orders());

    let mut lines = heading(scene.now);
    lines.push(labelled("", "", strips::seconds(axis)));
    lines.push(labelled("script", "", strips::phases(axis, scene.now)));
    lines.push(Line::new());
    lines.push(title("with #[circuit_breaker]", scene.guarded));
    lines.extend(scene.circuits.iter().map(|history| circuit(axis, scene.now, history)));
    lines.extend(guarded.lines(most));
    lines.push(Line::new());
    lines.push(title("without it", scene.unguarded));
    lines.extend(unguarded.lines(most));
    lines.push(Line::new());
    lines.extend(legend());
    lines
}

fn heading(now: Duration) -> Vec<Line> {
    let length = script::length();
    let time = format!("{:4.1} of {} s", now.min(length).as_secs_f64(), length.as_secs());
    let about = format!("  two shops, one outage, {CUSTOMERS} customers in each   ");
    let story = if now < length {
        script::phase_at(now).story
    } else {
        "The shops close: last orders are served."
    };
    vec![
        Line::new().then(Ink::Strong, " storefront").then(Ink::Faint, about).then(Ink::Plain, time),
        Line::new().then(Ink::Strong, format!(" {story}")),
        Line::new(),
    ]
}

/// A line of a label, a present value and a strip.
fn labelled(label: &str, value: &str, strip: Line) -> Line {
    let mut line = Line::new()
        .then(Ink::Faint, format!(" {label:10}"))
        .then(Ink::Plain, format!("{value:>9} "));
    line.append(strip);
    line
}

fn title(protection: &str, ledger: &Ledger) -> Line {
    let total = ledger.total();
    let share = |orders| percent(orders, total.orders());
    Line::new()
        .then(Ink::Strong, format!(" {:34}", format!("{protection}:")))
        .then(Ink::Plain, format!("{:5} orders: ", total.orders()))
        .then(Ink::GatewayA, format!("A {}", share(total.paid_through_a)))
        .then(Ink::GatewayB, format!("  B {}", share(total.paid_through_b)))
        .then(Ink::Queue, format!("  queue {}", share(total.queued)))
}

fn circuit(axis: Axis, now: Duration, history: &History) -> Line {
    let state = history.circuit().state();
    labelled(history.name(), &state.to_string(), strips::states(axis, now, history))
}

/// What one shop's strips are made of.
struct Strips {
    served: Vec<Figures>,
    waiting: Vec<Figures>,
    recently: Figures,
}

impl Strips {
    fn of(ledger: &Ledger, axis: Axis, now: Duration) -> Self {
        let past = axis.column(now) + 1;
        let until_now = |mut columns: Vec<Figures>| {
            columns.truncate(past);
            columns
        };
        Self {
            served: until_now(axis.served(ledger.sales())),
            waiting: until_now(axis.waiting(ledger.sales())),
            recently: ledger.served_in(&(now.saturating_sub(RECENTLY)..now)),
        }
    }

    fn most_orders(&self) -> usize {
        self.served.iter().map(Figures::orders).max().unwrap_or(0)
    }

    fn lines(&self, most: usize) -> [Line; 4] {
        let answering = self.recently.mostly().map_or("nobody".to_owned(), name);
        let typical = wait_if_any(self.recently.percentile(50));
        let longest = wait_if_any(self.recently.percentile(99));
        [
            labelled("served by", &answering, strips::answers(&self.served)),
            labelled(
                "orders/s",
                &self.recently.orders().to_string(),
                strips::orders(&self.served, most),
            ),
            labelled("p50 wait", &typical, strips::waits(&self.waiting, 50)),
            labelled("p99 wait", &longest, strips::waits(&self.waiting, 99)),
        ]
    }
}

fn name(receipt: Receipt) -> String {
    match receipt {
        Receipt::Paid(gateway) => format!("gateway {}", gateway.letter()),
        Receipt::Queued => "the queue".to_owned(),
    }
}

fn legend() -> [Line; 2] {
    let mut states = Line::new().then(Ink::Faint, " circuits  ");
    for state in [State::Closed, State::Open, State::HalfOpen] {
        let (ink, mark) = strips::mark(state);
        states =
            states.then(ink, mark.to_string().repeat(3)).then(Ink::Faint, format!(" {state}   "));
    }
    states = states.then(Ink::Faint, "served by  ");
    for receipt in [Receipt::Paid(GatewayName::A), Receipt::Paid(GatewayName::B), Receipt::Queued] {
        let (ink, letter) = strips::initial(receipt);
        states = states.then(ink, format!("{letter} "));
    }
    let waits = Line::new().then(
        Ink::Faint,
        format!(
            " waits     ▁ below 30 ms, each bar twice that   time-out {}   Ctrl-C ends",
            wait(TIMEOUT)
        ),
    );
    [states, waits]
}

#[cfg(test)]
mod tests {
    use super::{Scene, compose};
    use crate::circuits;
    use crate::ledger::Ledger;
    use std::time::Duration;
    use tokio::sync::mpsc::unbounded_channel;

    #[test]
    fn it_fits_the_smallest_common_terminal() {
        let circuits = circuits::of_the_program();
        let [guarded, unguarded] = [(); 2].map(|()| Ledger::new(unbounded_channel().1));
        for seconds in 0..40 {
            let now = Duration::from_secs(seconds);
            let scene =
                Scene { now, circuits: &circuits, guarded: &guarded, unguarded: &unguarded };
            let lines = compose(&scene, 80);
            assert!(lines.len() <= 24, "{} lines", lines.len());
            assert!(lines.iter().all(|line| line.width() <= 80), "at {now:?}");
        }
    }
}
