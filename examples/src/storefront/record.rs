//! What happened so far, and figures about it.

use std::time::Duration;

use breaker_runtime::{Event, EventKind, OpenReason};

use crate::script::Phase;
use crate::shop::Receipt;

/// What is reported while the shops are open.
pub(crate) enum News {
    Phase(&'static Phase),
    Sale {
        guarded: bool,
        sale: Sale,
    },
    /// Something happened to a circuit.
    Circuit(Duration, Box<Event>),
}

/// An order that was served, as its customer saw it.
pub(crate) struct Sale {
    pub(crate) ordered: Duration,
    pub(crate) served: Duration,
    pub(crate) receipt: Receipt,
}

/// All of it, dated from the start.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) guarded: Vec<Sale>,
    pub(crate) unguarded: Vec<Sale>,
    pub(crate) events: Vec<(Duration, Event)>,
    /// The script and the events, to be read.
    pub(crate) log: Vec<Entry>,
}

/// A line of the log.
pub(crate) struct Entry {
    pub(crate) when: Duration,
    pub(crate) text: String,
    /// One trial call of many: the story can be told without it.
    pub(crate) is_detail: bool,
}

impl Record {
    pub(crate) fn note(&mut self, news: News) {
        match news {
            News::Phase(phase) => self.log(phase.begins, phase.story.to_owned(), false),
            News::Sale { guarded: true, sale } => self.guarded.push(sale),
            News::Sale { guarded: false, sale } => self.unguarded.push(sale),
            // How many were rejected is in the figures.
            News::Circuit(_, event) if matches!(event.kind, EventKind::Rejected { .. }) => {}
            News::Circuit(when, event) => {
                self.log(when, format!("  {event}"), is_about_trials(&event.kind));
                self.events.push((when, *event));
            }
        }
    }

    fn log(&mut self, when: Duration, text: String, is_detail: bool) {
        self.log.push(Entry { when, text, is_detail });
    }
}

fn is_about_trials(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::HalfOpened | EventKind::Opened { reason: OpenReason::TrialCall { .. }, .. }
    )
}

/// Some sales in numbers.
#[derive(Default)]
pub(crate) struct Figures {
    /// How long each customer waited, in ascending order.
    waits: Vec<Duration>,
    pub(crate) through_a: usize,
    pub(crate) through_b: usize,
    pub(crate) queued: usize,
}

impl Figures {
    /// About the sales that satisfy the condition.
    pub(crate) fn of(sales: &[Sale], condition: impl Fn(&Sale) -> bool) -> Self {
        sales.iter().filter(|sale| condition(sale)).collect()
    }

    pub(crate) fn orders(&self) -> usize {
        self.waits.len()
    }

    /// The shortest wait that this share of the customers did not exceed; `None` without customers.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let rank = (self.waits.len() * percent).div_ceil(100).max(1);
        self.waits.get(rank - 1).copied()
    }

    pub(crate) fn waited_longer_than(&self, limit: Duration) -> usize {
        self.waits.len() - self.waits.partition_point(|&wait| wait <= limit)
    }
}

impl<'a> FromIterator<&'a Sale> for Figures {
    fn from_iter<I: IntoIterator<Item = &'a Sale>>(sales: I) -> Self {
        let mut figures = Self::default();
        for sale in sales {
            figures.waits.push(sale.served.saturating_sub(sale.ordered));
            *match sale.receipt {
                Receipt::PaidThroughA => &mut figures.through_a,
                Receipt::PaidThroughB => &mut figures.through_b,
                Receipt::Queued => &mut figures.queued,
            } += 1;
        }
        figures.waits.sort_unstable();
        figures
    }
}

/// A wait to be read: `22 ms`, `1.02 s`, or a dash where nobody waited.
pub(crate) fn in_words(wait: Option<Duration>) -> String {
    wait.map_or_else(
        || "-".to_owned(),
        |wait| match wait.as_millis() {
            0 => "< 1 ms".to_owned(),
            millis @ 1..1000 => format!("{millis} ms"),
            _ => format!("{:.2} s", wait.as_secs_f64()),
        },
    )
}

/// A share in whole percent. Nothing of nothing is nothing.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    format!("{}%", (part * 100 + whole / 2).checked_div(whole).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_waits_that_somebody_had() {
        let (ordered, receipt) = (Duration::ZERO, Receipt::PaidThroughA);
        let sale = |ms| Sale { ordered, served: Duration::from_millis(ms), receipt };
        let sales: Vec<_> = (1..=200).rev().map(sale).collect();
        let figures: Figures = sales.iter().collect();
        assert_eq!(figures.percentile(50), Some(Duration::from_millis(100)));
        assert_eq!(figures.percentile(99), Some(Duration::from_millis(198)));
        assert_eq!(figures.waited_longer_than(Duration::from_millis(150)), 50);
        assert_eq!(Figures::default().percentile(99), None);
    }

    #[test]
    fn figures_are_rounded_and_survive_nothing() {
        assert_eq!((percent(2, 3), percent(1, 0)), ("67%".to_owned(), "0%".to_owned()));
        assert_eq!(in_words(Some(Duration::from_millis(1_034))), "1.03 s");
        assert_eq!(in_words(None), "-");
    }
}
