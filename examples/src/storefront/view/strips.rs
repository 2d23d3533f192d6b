//! Strips: one character for each column of the time axis.

use std::ops::Range;
use std::time::Duration;

use breaker_runtime::State;

use super::axis::Axis;
use super::ink::{Ink, Line};
use crate::circuits::History;
use crate::gateway::GatewayName;
use crate::ledger::Figures;
use crate::order::Receipt;
use crate::script;

/// Bars of eight heights.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What the lowest bar of a wait stands for; each next one stands for twice as long.
const LOWEST_WAIT: Duration = Duration::from_millis(15);

/// A mark every five seconds.
pub(crate) fn seconds(axis: Axis) -> Line {
    let mut marks = String::new();
    for second in (0..script::length().as_secs()).step_by(5) {
        let column = axis.column(Duration::from_secs(second));
        let mark = format!("{second}s");
        if column + mark.len() <= axis.columns() {
            marks = format!("{marks:column$}{mark}");
        }
    }
    Line::new().then(Ink::Faint, marks)
}

/// The names of the phases where they begin, the present one in bold.
pub(crate) fn phases(axis: Axis, now: Duration) -> Line {
    let mut strip = Line::new();
    for (begins, phase) in script::timetable() {
        let ends = begins + phase.length();
        let columns = axis.columns_before(ends) - axis.columns_before(begins);
        let name: String = format!("│{}", phase.name).chars().take(columns).collect();
        let ink = match now {
            now if now < begins => Ink::Faint,
            now if now < ends => Ink::Strong,
            _ => Ink::Plain,
        };
        strip = strip.then(ink, format!("{name:columns$}"));
    }
    strip
}

/// The states of a circuit.
pub(crate) fn states(axis: Axis, now: Duration, history: &History) -> Line {
    let mut strip = Line::new();
    for span in axis.spans().take_while(|span| span.start <= now) {
        let (ink, character) = most_telling(history, &span);
        strip.push(ink, character);
    }
    strip
}

/// A half-open circuit may be so for an instant only, so that state comes first.
fn most_telling(history: &History, span: &Range<Duration>) -> (Ink, char) {
    let rank = |state: &State| match state {
        State::HalfOpen => 2,
        State::Closed => 0,
        _ => 1,
    };
    history.states_in(span).max_by_key(rank).map_or((Ink::Plain, ' '), mark)
}

pub(crate) const fn mark(state: State) -> (Ink, char) {
    match state {
        State::Closed => (Ink::Good, '━'),
        State::HalfOpen => (Ink::Middling, '▒'),
        _ => (Ink::Bad, '█'),
    }
}

/// Who served most of the orders.
pub(crate) fn answers(columns: &[Figures]) -> Line {
    let mut strip = Line::new();
    for figures in columns {
        let (ink, letter) = figures.mostly().map_or((Ink::Faint, '·'), initial);
        strip.push(ink, letter);
    }
    strip
}

pub(crate) const fn initial(receipt: Receipt) -> (Ink, char) {
    match receipt {
        Receipt::Paid(GatewayName::A) => (Ink::GatewayA, 'A'),
        Receipt::Paid(GatewayName::B) => (Ink::GatewayB, 'B'),
        Receipt::Queued => (Ink::Queue, 'Q'),
    }
}

/// How many orders were served, as bars below `most`.
pub(crate) fn orders(columns: &[Figures], most: usize) -> Line {
    let mut strip = Line::new();
    for figures in columns {
        match figures.orders() {
            0 => strip.push(Ink::Faint, '·'),
            orders => strip.push(
                Ink::Plain,
                BARS[(orders * BARS.len()).div_ceil(most.max(1)).clamp(1, 8) - 1],
            ),
        }
    }
    strip
}

/// How long customers waited, as bars on a logarithmic scale.
pub(crate) fn waits(columns: &[Figures], percent: usize) -> Line {
    let mut strip = Line::new();
    for figures in columns {
        match figures.percentile(percent) {
            None => strip.push(Ink::Faint, '·'),
            Some(wait) => strip.push(feeling(wait), wait_bar(wait)),
        }
    }
    strip
}

fn wait_bar(wait: Duration) -> char {
    let doublings = (1..BARS.len()).take_while(|&doublings| wait >= LOWEST_WAIT * (1 << doublings));
    BARS[doublings.count()]
}

/// What a customer makes of it.
pub(crate) fn feeling(wait: Duration) -> Ink {
    match wait.as_millis() {
        0..150 => Ink::Good,
        150..600 => Ink::Middling,
        _ => Ink::Bad,
    }
}
