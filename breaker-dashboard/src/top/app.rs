//! What the viewer looks at, and what keys change of it.

use std::time::Instant;

use breaker_dashboard::document::{Circuit, Detail};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::feed::News;
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

    const fn next(self) -> Self {
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

    pub(crate) fn press(&mut self, key: KeyEvent) {
        if key.kind == KeyEventKind::Release {
            return;
        }
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.has_ended = true;
            }
            code if self.is_typing => self.type_in(code),
            KeyCode::Char('q') => self.has_ended = true,
            code if self.opened.is_some() => self.press_in_detail(code),
            code => self.press_in_list(code),
        }
    }

    fn type_in(&mut self, code: KeyCode) {
        match code {
            KeyCode::Char(letter) => self.find.push(letter),
            KeyCode::Backspace => drop(self.find.pop()),
            KeyCode::Esc => {
                self.find.clear();
                self.is_typing = false;
            }
            KeyCode::Enter | KeyCode::Down | KeyCode::Up => self.is_typing = false,
            _ => {}
        }
    }

    fn press_in_detail(&mut self, code: KeyCode) {
        let Some(opened) = &mut self.opened else { return };
        let scrolled = &mut opened.scrolled;
        match code {
            KeyCode::Esc | KeyCode::Left | KeyCode::Backspace | KeyCode::Char('h') => {
                self.opened = None;
            }
            KeyCode::Down | KeyCode::Char('j') => *scrolled = scrolled.saturating_add(1),
            KeyCode::Up | KeyCode::Char('k') => *scrolled = scrolled.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => *scrolled = scrolled.saturating_add(10),
            KeyCode::PageUp => *scrolled = scrolled.saturating_sub(10),
            KeyCode::Home => *scrolled = 0,
            _ => {}
        }
    }

    fn press_in_list(&mut self, code: KeyCode) {
        match code {
            KeyCode::Char('/') => self.is_typing = true,
            KeyCode::Char('s') => self.sort = self.sort.next(),
            KeyCode::Esc => self.find.clear(),
            KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => self.open(),
            KeyCode::Down | KeyCode::Char('j') => self.choose(|place| place.saturating_add(1)),
            KeyCode::Up | KeyCode::Char('k') => self.choose(|place| place.saturating_sub(1)),
            KeyCode::PageDown | KeyCode::Char(' ') => self.choose(|place| place.saturating_add(10)),
            KeyCode::PageUp => self.choose(|place| place.saturating_sub(10)),
            KeyCode::Home | KeyCode::Char('g') => self.choose(|_| 0),
            KeyCode::End | KeyCode::Char('G') => self.choose(|_| usize::MAX),
            _ => {}
        }
    }

    fn choose(&mut self, to: impl FnOnce(usize) -> usize) {
        let circuits = self.circuits();
        let place = to(self.place(&circuits)).min(circuits.len().saturating_sub(1));
        self.chosen = circuits.get(place).map(|circuit| circuit.id);
    }

    fn open(&mut self) {
        self.choose(|place| place);
        self.opened = self.chosen.map(|id| Opened { id, detail: None, scrolled: 0 });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::model::tests::document;
    use super::*;

    pub(crate) fn app(state: &str, names: &[&str]) -> App {
        let mut app = App::new();
        app.learn(News::Document(Box::new(document(state, names)), Instant::now()));
        app
    }

    pub(crate) fn press(app: &mut App, keys: impl IntoIterator<Item = KeyCode>) {
        keys.into_iter().for_each(|key| app.press(key.into()));
    }

    fn names(app: &App) -> Vec<&str> {
        app.circuits().iter().map(|circuit| &*circuit.name).collect()
    }

    #[test]
    fn the_list_is_searched_by_name_and_state_and_sorted() {
        let mut app = app("open", &["orders", "quotes", "Gateway"]);
        assert_eq!(names(&app), ["orders", "quotes", "Gateway"]);
        press(&mut app, [KeyCode::Char('s')]);
        assert_eq!(names(&app), ["Gateway", "orders", "quotes"]);
        press(&mut app, "/gateq".chars().map(KeyCode::Char));
        press(&mut app, [KeyCode::Backspace, KeyCode::Enter]);
        assert_eq!(names(&app), ["Gateway"]);
        press(&mut app, [KeyCode::Esc]);
        press(&mut app, "/open".chars().map(KeyCode::Char));
        assert_eq!(names(&app).len(), 3);
        assert!(!app.has_ended);
        press(&mut app, [KeyCode::Enter, KeyCode::Char('q')]);
        assert!(app.has_ended);
    }

    #[test]
    fn the_cursor_stays_on_its_circuit_and_within_the_list() {
        let mut app = app("open", &["c", "b", "a"]);
        press(&mut app, [KeyCode::Down, KeyCode::Down, KeyCode::Down]);
        assert_eq!(app.chosen, Some(2));
        press(&mut app, [KeyCode::Char('s')]);
        assert_eq!(app.place(&app.circuits()), 0, "`a` comes first now");
        press(&mut app, [KeyCode::End, KeyCode::Enter]);
        assert_eq!(app.opened.as_ref().map(|opened| opened.id), Some(0));
        press(&mut app, [KeyCode::Esc]);
        assert!(app.opened.is_none());
        let mut nothing = App::new();
        press(&mut nothing, [KeyCode::Enter, KeyCode::Down, KeyCode::End]);
        assert!(nothing.opened.is_none());
    }
}
