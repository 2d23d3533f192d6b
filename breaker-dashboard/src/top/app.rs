//! What the viewer looks at.

use std::time::Instant;

use breaker_dashboard::document::{Circuit, Detail};

use super::feed::News;
#[cfg(test)]
use super::model;
use super::model::{Model, run_on};
use super::words;

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Worst,
    Name,
    Calls,
    Failures,
    Rejected,
}

impl Sort {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Worst => "worst first",
            Self::Name => "by name",
            Self::Calls => "most calls first",
            Self::Failures => "most failures first",
            Self::Rejected => "most rejected first",
        }
    }

    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Worst => Self::Name,
            Self::Name => Self::Calls,
            Self::Calls => Self::Failures,
            Self::Failures => Self::Rejected,
            Self::Rejected => Self::Worst,
        }
    }
}

/// The answers have ceased.
pub(crate) struct Trouble {
    /// Since the first one that did not come.
    pub(crate) since: Instant,
    pub(crate) why: String,
}

/// One circuit is looked at.
pub(crate) struct Opened {
    pub(crate) id: u32,
    pub(crate) detail: Option<Result<Box<Detail>, String>>,
    pub(crate) scrolled: usize,
}

/// All that is shown, and how.
pub(crate) struct App {
    pub(crate) model: Option<Model>,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) find: String,
    /// Keys are letters of `find`.
    pub(crate) is_typing: bool,
    pub(crate) sort: Sort,
    /// The circuit that the cursor is on: it stays there when the order changes.
    pub(crate) chosen: Option<u32>,
    pub(crate) opened: Option<Opened>,
    pub(crate) has_ended: bool,
}

impl App {
    pub(crate) const fn new() -> Self {
        Self {
            model: None,
            trouble: None,
            find: String::new(),
            is_typing: false,
            sort: Sort::Worst,
            chosen: None,
            opened: None,
            has_ended: false,
        }
    }

    pub(crate) fn learn(&mut self, news: News) {
        match news {
            News::Lost(why) => {
                let since = self.trouble.take().map(|trouble| trouble.since);
                self.trouble = Some(Trouble { since: since.unwrap_or_else(Instant::now), why });
                return;
            }
            News::Detail(id, detail) => {
                if let Some(opened) = self.opened.as_mut().filter(|opened| opened.id == id) {
                    // What was known is shown on when the program is gone.
                    if detail.is_ok() || !matches!(opened.detail, Some(Ok(_))) {
                        opened.detail = Some(detail);
                    }
                }
                return;
            }
            News::Document(document, taken) => self.model = Some(Model::new(*document, taken)),
            News::Ticks(ticks, taken) => {
                for patch in ticks {
                    self.model.iter_mut().for_each(|model| model.apply(patch.clone(), taken));
                }
            }
            News::Alive => {}
        }
        self.trouble = None;
    }

    /// The circuits that are looked for, in order.
    pub(crate) fn circuits(&self) -> Vec<&Circuit> {
        let find = self.find.to_lowercase();
        let is_meant = |circuit: &&Circuit| {
            let (_, state) = words::state(circuit.state);
            words::name(circuit).to_lowercase().contains(&find) || state.contains(&find)
        };
        let all = self.model.iter().flat_map(|model| &model.document.circuits);
        let mut circuits: Vec<_> = all.filter(is_meant).collect();
        circuits.sort_by_key(|circuit| circuit.rank);
        match self.sort {
            Sort::Worst => {}
            Sort::Name => circuits.sort_by_key(|circuit| words::name(circuit)),
            Sort::Calls => circuits.sort_by_key(|circuit| !circuit.rates.calls),
            Sort::Failures => circuits.sort_by_key(|circuit| !circuit.rates.failures),
            Sort::Rejected => {
                let share = |circuit: &Circuit| circuit.rejected_share.unwrap_or(-1.0);
                circuits.sort_by(|one, other| share(other).total_cmp(&share(one)));
            }
        }
        circuits
    }

    /// The place of the chosen circuit among these; the first one where it is not there.
    pub(crate) fn place(&self, circuits: &[&Circuit]) -> usize {
        let is_chosen = |circuit: &&Circuit| Some(circuit.id) == self.chosen;
        circuits.iter().position(is_chosen).unwrap_or(0)
    }

    /// As it is now: between ticks times run on, as long as the program answers.
    pub(crate) fn at_present(&self, circuit: &Circuit) -> Circuit {
        let mut circuit = circuit.clone();
        if let (Some(model), None) = (&self.model, &self.trouble) {
            let passed = model.taken.elapsed().as_millis();
            run_on(&mut circuit, u64::try_from(passed).unwrap_or(0));
        }
        circuit
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use model::tests::document;

    pub(crate) fn app(state: &str, names: &[&str]) -> App {
        let mut app = App::new();
        app.learn(News::Document(Box::new(document(state, names)), Instant::now()));
        app
    }
}
