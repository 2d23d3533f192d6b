//! Strips: one character for each column of a time axis.

use std::time::Duration;

use breaker_runtime::{Event, State};
use crossterm::style::{Color, Stylize};

use crate::record::{Figures, Prompt};

/// Bars of eight heights.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What the lowest bar of a wait stands for; each next one stands for twice as long.
const LOWEST_WAIT: Duration = Duration::from_millis(15);

/// Where nobody was answered.
const NOBODY: (Color, char) = (Color::DarkGrey, '·');

/// The time that all strips share: the whole run, from the first column to the last.
#[derive(Clone, Copy)]
pub(crate) struct Axis {
    columns: u16,
    length: Duration,
}

impl Axis {
    pub(crate) fn new(columns: u16, length: Duration) -> Self {
        Self { columns: columns.max(1), length }
    }

    /// The column of this time; what comes after the end is in the last one.
    fn column(self, time: Duration) -> usize {
        let column = time.as_nanos() * u128::from(self.columns) / self.length.as_nanos().max(1);
        usize::try_from(column).unwrap_or(usize::MAX).min(usize::from(self.columns) - 1)
    }

    /// Words where their times are.
    pub(crate) fn marks(self, words: impl Iterator<Item = (Duration, String)>) -> String {
        words.fold(String::new(), |marks, (time, word)| {
            let column = self.column(time);
            format!("{marks:column$.column$}{word}")
        })
    }

    /// The prompts by the column in which their answers ended, up to now.
    pub(crate) fn answered(self, now: Duration, prompts: &[Prompt]) -> Vec<Figures> {
        let of = |column| Figures::of(prompts, |prompt| self.column(prompt.ended) == column);
        (0..=self.column(now)).map(of).collect()
    }
}

/// The states of a circuit, as its events tell them: in each column the worst.
pub(crate) fn states(
    axis: Axis,
    now: Duration,
    (name, key): (&str, &str),
    events: &[(Duration, Event)],
) -> String {
    let mut columns = vec![State::Closed; axis.column(now) + 1];
    let is_its = |event: &Event| event.name == name && event.key.as_deref() == Some(key);
    for (when, event) in events.iter().filter(|(_, event)| is_its(event)) {
        if let [first, later @ ..] = &mut columns[axis.column(*when).min(axis.column(now))..] {
            if badness(event.to) >= badness(*first) {
                *first = event.to;
            }
            later.fill(event.to);
        }
    }
    strip(columns.into_iter().map(mark))
}

const fn badness(state: State) -> u8 {
    match state {
        State::Closed => 0,
        State::HalfOpen | State::RampUp => 1,
        _ => 2,
    }
}

const fn mark(state: State) -> (Color, char) {
    match state {
        State::Closed => (Color::Green, '━'),
        State::HalfOpen | State::RampUp => (Color::Yellow, '▒'),
        _ => (Color::Red, '█'),
    }
}

const A: (Color, char) = (Color::Blue, 'A');
const B: (Color, char) = (Color::Cyan, 'B');
const BEFORE: (Color, char) = (Color::Magenta, 'M');
const CUT_OFF: (Color, char) = (Color::Red, 'x');

/// Who answered most of the prompts; a cross where more answers were cut off than not.
pub(crate) fn answered_by(columns: &[Figures]) -> String {
    strip(columns.iter().map(|figures| {
        if figures.cut_off * 2 > figures.prompts() {
            return CUT_OFF;
        }
        let shares = [(figures.of_before, BEFORE), (figures.by_b, B), (figures.by_a, A)];
        let most = shares.into_iter().max_by_key(|&(prompts, _)| prompts);
        most.filter(|&(prompts, _)| prompts > 0).map_or(NOBODY, |(_, initial)| initial)
    }))
}

/// How many answers came to their ends, as bars below the most.
pub(crate) fn whole(columns: &[Figures]) -> String {
    let most = columns.iter().map(Figures::whole).max().unwrap_or(0).max(1);
    strip(columns.iter().map(|figures| match figures.whole() {
        0 => NOBODY,
        whole => (Color::Reset, BARS[(whole * BARS.len()).div_ceil(most) - 1]),
    }))
}

/// How long users waited for the first token, as bars on a logarithmic scale.
pub(crate) fn waits(columns: &[Figures]) -> String {
    strip(columns.iter().map(|figures| {
        let Some(wait) = figures.percentile(99) else { return NOBODY };
        let feeling = match wait.as_millis() {
            0..150 => Color::Green,
            150..400 => Color::Yellow,
            _ => Color::Red,
        };
        let doublings = (1..BARS.len()).take_while(|&power| wait >= LOWEST_WAIT * (1 << power));
        (feeling, BARS[doublings.count()])
    }))
}

/// What the characters mean.
pub(crate) fn legend() -> String {
    let states = [State::Closed, State::Open, State::HalfOpen].map(|state| {
        let (colour, mark) = mark(state);
        format!("{} {state}", mark.to_string().repeat(2).with(colour))
    });
    let answers = [(BEFORE, "from memory"), (CUT_OFF, "cut off"), (NOBODY, "nobody")];
    let answers = answers
        .map(|((colour, mark), meaning)| format!("{} {meaning}", mark.to_string().with(colour)));
    format!(" {}  {}", states.join("  "), answers.join("  "))
}

fn strip(cells: impl Iterator<Item = (Color, char)>) -> String {
    cells.map(|(colour, character)| character.with(colour).to_string()).collect()
}
