//! What the viewer looks at.

use std::cell::Cell;
use std::cmp::Reverse;
use std::time::{Duration, Instant};

use breaker_dashboard::document::{Circuit, Detail};

use super::feed::News;
use super::meant::Meant;
#[cfg(test)]
use super::model;
use super::model::{Model, run_on};
use super::{answers, function, words};

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

/// For so long a program may be silent that has a tick to tell of each second.
const PATIENCE: Duration = Duration::from_secs(3);

/// One circuit is looked at.
pub(crate) struct Opened {
    pub(crate) circuit: Meant,
    pub(crate) detail: Option<Result<Box<Detail>, String>>,
    /// Lines above those that are seen; beyond the end is the end.
    pub(crate) scrolled: usize,
    /// How far there is something to scroll to, as it was last drawn.
    pub(crate) end: Cell<usize>,
}

impl Opened {
    pub(crate) const fn new(circuit: Meant) -> Self {
        Self { circuit, detail: None, scrolled: 0, end: Cell::new(0) }
    }
}

/// All that is shown, and how.
pub(crate) struct App {
    /// Where the program is asked.
    pub(crate) address: String,
    pub(crate) model: Option<Model>,
    /// When there was the last answer; before the first one, when it was asked for.
    pub(crate) answered: Instant,
    /// Why there is no answer any more.
    pub(crate) trouble: Option<String>,
    /// Who answers since when in the place of the one that did, until the viewer closes it.
    pub(crate) notice: Option<String>,
    pub(crate) find: String,
    /// Keys are letters of `find`.
    pub(crate) is_typing: bool,
    pub(crate) sort: Sort,
    /// The circuit that the cursor is on: it stays there when the order changes.
    pub(crate) chosen: Option<Meant>,
    pub(crate) opened: Option<Opened>,
    /// The viewer asks for the shell.
    pub(crate) is_to_stop: bool,
    pub(crate) has_ended: bool,
}

impl App {
    pub(crate) fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            model: None,
            answered: Instant::now(),
            trouble: None,
            notice: None,
            find: String::new(),
            is_typing: false,
            sort: Sort::Worst,
            chosen: None,
            opened: None,
            is_to_stop: false,
            has_ended: false,
        }
    }

    pub(crate) fn learn(&mut self, news: News) {
        match news {
            News::Lost(why) => {
                self.trouble = Some(why);
                return;
            }
            News::Detail(id, detail) => return self.learn_detail(id, detail),
            News::Document(document, taken) => self.begin(Model::new(*document, taken)),
            News::Ticks(ticks, taken) => {
                if let Some(model) = &mut self.model {
                    for patch in ticks {
                        model.apply(patch, taken);
                    }
                }
            }
            News::Alive => {}
        }
        self.find_again();
        (self.trouble, self.answered) = (None, Instant::now());
    }

    /// Everything anew: of the same program, or of one that was started again.
    fn begin(&mut self, model: Model) {
        let before = self.model.as_ref();
        let told = before.and_then(|it| answers::instead_of(&it.document, &model.document));
        if told.is_some() {
            self.notice = told;
            self.chosen.iter_mut().for_each(Meant::forget_id);
            if let Some(opened) = &mut self.opened {
                opened.circuit.forget_id();
                opened.detail = None;
            }
        }
        self.model = Some(model);
    }

    fn find_again(&mut self) {
        let Some(model) = &self.model else { return };
        let opened = self.opened.as_mut().map(|opened| &mut opened.circuit);
        for meant in self.chosen.iter_mut().chain(opened) {
            meant.find(&model.document.circuits);
        }
    }

    fn learn_detail(&mut self, id: u32, detail: Result<Box<Detail>, String>) {
        let Some(opened) = &mut self.opened else { return };
        let is_meant = match &detail {
            Ok(detail) => opened.circuit.is(&detail.circuit),
            Err(_) => opened.circuit.id() == Some(id),
        };
        // What was known is shown on when the program is gone.
        if is_meant && (detail.is_ok() || !matches!(opened.detail, Some(Ok(_)))) {
            opened.detail = Some(detail);
        }
    }

    /// A program that hangs answers nothing, not even that it hangs.
    pub(crate) fn lose_patience(&mut self) {
        if self.trouble.is_none() && self.answered.elapsed() > PATIENCE {
            self.trouble = Some("it takes the question, and says nothing".to_owned());
        }
    }

    /// While this program was stopped nobody asked.
    pub(crate) fn come_back(&mut self) {
        self.is_to_stop = false;
        if self.trouble.is_none() {
            self.answered = Instant::now();
        }
    }

    /// The circuits that are looked for, in order.
    pub(crate) fn circuits(&self) -> Vec<&Circuit> {
        let find = self.find.to_lowercase();
        let is_meant = |circuit: &&Circuit| {
            let (_, state) = words::state(function::effect(circuit));
            let is_dry = circuit.dry_run && "dry run".contains(&find);
            words::name(circuit).to_lowercase().contains(&find) || state.contains(&find) || is_dry
        };
        let all = self.model.iter().flat_map(|model| &model.document.circuits);
        let mut circuits: Vec<_> = all.filter(is_meant).collect();
        circuits.sort_by_key(|circuit| circuit.rank);
        match self.sort {
            Sort::Worst => {}
            Sort::Name => circuits.sort_by_key(|circuit| words::name(circuit)),
            Sort::Calls => {
                circuits.sort_by_key(|circuit| Reverse(circuit.rates.map(|it| it.calls)));
            }
            Sort::Failures => {
                circuits.sort_by_key(|circuit| Reverse(circuit.rates.map(|it| it.failures)));
            }
            Sort::Rejected => {
                let share = |circuit: &Circuit| circuit.rejected_share.unwrap_or(-1.0);
                circuits.sort_by(|one, other| share(other).total_cmp(&share(one)));
            }
        }
        circuits
    }

    /// The place of the chosen circuit among these; the first one where it is not there.
    pub(crate) fn place(&self, circuits: &[&Circuit]) -> usize {
        let is_chosen =
            |circuit: &&Circuit| self.chosen.as_ref().is_some_and(|chosen| chosen.is(circuit));
        circuits.iter().position(is_chosen).unwrap_or(0)
    }

    /// Whose times are shown in the place of a circuit's, as they are now.
    pub(crate) fn speaker(&self, circuit: &Circuit) -> Option<Circuit> {
        function::speaker(circuit, self.all()).map(|told| self.at_present(told))
    }

    /// All that the program lists, whatever is looked for.
    pub(crate) fn all(&self) -> &[Circuit] {
        self.model.as_ref().map_or(&[][..], |model| &model.document.circuits)
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
        let mut app = App::new("http://127.0.0.1:7070/");
        app.learn(News::Document(Box::new(document(state, names)), Instant::now()));
        app
    }
}
