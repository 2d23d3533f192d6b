//! Strips: one character for each column of a time axis.

use std::time::Duration;

use breaker_runtime::{Event, State};
use crossterm::style::{Color, StyledContent, Stylize};

use crate::record::{Figures, Sale};
use crate::script::LENGTH;

/// Bars of eight heights.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What the lowest bar of a wait stands for; each next one stands for twice as long.
const LOWEST_WAIT: Duration = Duration::from_millis(15);

/// Where nobody was served.
const NOBODY: (Color, char) = (Color::DarkGrey, '·');

/// The time that all strips share: the whole run, from the first column to the last.
#[derive(Clone, Copy)]
pub(crate) struct Axis {
    columns: u16,
}

impl Axis {
    pub(crate) fn new(columns: u16) -> Self {
        Self { columns: columns.max(1) }
    }

    /// The column of this time; what comes after the end is in the last one.
    fn column(self, time: Duration) -> usize {
        let column = time.as_nanos() * u128::from(self.columns) / LENGTH.as_nanos();
        usize::try_from(column).unwrap_or(usize::MAX).min(usize::from(self.columns) - 1)
    }

    /// Words where their times are.
    pub(crate) fn marks(self, words: impl Iterator<Item = (Duration, String)>) -> String {
        words.fold(String::new(), |marks, (time, word)| {
            let column = self.column(time);
            format!("{marks:column$.column$}{word}")
        })
    }

    /// The sales by the column in which they were served, up to now.
    pub(crate) fn served(self, now: Duration, sales: &[Sale]) -> Vec<Figures> {
        let mut columns: Vec<_> = (0..=self.column(now)).map(|_| Vec::new()).collect();
        for sale in sales {
            if let Some(column) = columns.get_mut(self.column(sale.served)) {
                column.push(sale);
            }
        }
        columns.into_iter().map(|sales| sales.into_iter().collect()).collect()
    }
}

/// The states of a circuit, as its events tell them.
pub(crate) fn states(
    axis: Axis,
    now: Duration,
    name: &str,
    events: &[(Duration, Event)],
) -> String {
    // It may be half-open for an instant only, so that state comes first.
    let telling = |state| match state {
        State::Closed => 0,
        State::HalfOpen => 2,
        _ => 1,
    };
    let mut columns = vec![State::Closed; axis.column(now) + 1];
    for (when, event) in events.iter().filter(|(_, event)| event.name == name) {
        if let [first, later @ ..] = &mut columns[axis.column(*when).min(axis.column(now))..] {
            if telling(event.to) > telling(*first) {
                *first = event.to;
            }
            later.fill(event.to);
        }
    }
    strip(columns.into_iter().map(mark))
}

const fn mark(state: State) -> (Color, char) {
    match state {
        State::Closed => (Color::Green, '━'),
        State::HalfOpen => (Color::Yellow, '▒'),
        State::RampUp => (Color::Yellow, '▗'),
        _ => (Color::Red, '█'),
    }
}

/// Who served most of the orders.
pub(crate) fn served_by(columns: &[Figures]) -> String {
    strip(columns.iter().map(|figures| {
        let shares = [(figures.queued, QUEUE), (figures.through_b, B), (figures.through_a, A)];
        let most = shares.into_iter().max_by_key(|&(orders, _)| orders);
        most.filter(|&(orders, _)| orders > 0).map_or(NOBODY, |(_, initial)| initial)
    }))
}

const A: (Color, char) = (Color::Blue, 'A');
const B: (Color, char) = (Color::Cyan, 'B');
const QUEUE: (Color, char) = (Color::Magenta, 'Q');

/// How many orders were served, as bars below the most.
pub(crate) fn orders(columns: &[Figures]) -> String {
    let most = columns.iter().map(Figures::orders).max().unwrap_or(0).max(1);
    strip(columns.iter().map(|figures| match figures.orders() {
        0 => NOBODY,
        orders => (Color::Reset, BARS[(orders * BARS.len()).div_ceil(most) - 1]),
    }))
}

/// How long customers waited, as bars on a logarithmic scale, coloured as they feel about it.
pub(crate) fn waits(columns: &[Figures], percent: usize) -> String {
    strip(columns.iter().map(|figures| {
        let Some(wait) = figures.percentile(percent) else { return NOBODY };
        let feeling = match wait.as_millis() {
            0..150 => Color::Green,
            150..600 => Color::Yellow,
            _ => Color::Red,
        };
        let doublings = (1..BARS.len()).take_while(|&power| wait >= LOWEST_WAIT * (1 << power));
        (feeling, BARS[doublings.count()])
    }))
}

/// What the characters mean, in two lines.
pub(crate) fn legend() -> [String; 2] {
    let circuits = [State::Closed, State::Open, State::HalfOpen, State::RampUp].map(|state| {
        let (colour, mark) = mark(state);
        (mark.to_string().repeat(2).with(colour), state.to_string())
    });
    let orders = [(A, "by A"), (B, "by B"), (QUEUE, "queued"), (NOBODY, "nobody")]
        .map(|((colour, mark), meaning)| (mark.to_string().with(colour), meaning.to_owned()));
    let [quickest, slowest] = [BARS[0], BARS[BARS.len() - 1]];
    let waits = format!("wait {quickest} < 30 ms .. {slowest} > 2 s");
    [explained("circuit", circuits, ""), explained("orders", orders, &waits)]
}

fn explained<const N: usize>(
    about: &str,
    marks: [(StyledContent<String>, String); N],
    more: &str,
) -> String {
    let marks = marks.map(|(mark, meaning)| format!("{mark} {}", format!("{meaning}  ").dim()));
    format!(" {}{}{}", format!("{about:8}").dim(), marks.concat(), more.dim())
}

fn strip(cells: impl Iterator<Item = (Color, char)>) -> String {
    cells.map(|(colour, character)| character.with(colour).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use breaker_runtime::{CircuitBreaker, Policy};

    #[test]
    fn a_state_lasts_until_the_next_one() {
        let circuit = CircuitBreaker::new("gateway", Policy::new());
        circuit.force_open();
        circuit.reset();
        let times = [10, 20].map(Duration::from_secs);
        let events: Vec<_> = times.into_iter().zip(circuit.history()).collect();
        let one_a_second = Axis::new(30);
        let strip = states(one_a_second, Duration::from_secs(24), "gateway", &events);
        assert_eq!((strip.matches('━').count(), strip.matches('█').count()), (10 + 4, 11));
    }
}
