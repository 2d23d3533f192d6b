//! What keys change of what is shown.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

#[cfg(test)]
use super::app;
use super::app::{App, Opened};
use super::meant::Meant;

impl App {
    pub(crate) fn press(&mut self, key: KeyEvent) {
        if key.kind == KeyEventKind::Release {
            return;
        }
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.has_ended = true;
            }
            KeyCode::Char('z') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.is_to_stop = true;
            }
            KeyCode::Char(_) if is_order(key.modifiers) => {}
            code if self.is_typing => self.type_in(code),
            KeyCode::Char('q') => self.has_ended = true,
            KeyCode::Char('x') => self.notice = None,
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
        *scrolled = opened.end.get().min(*scrolled);
        match code {
            KeyCode::Esc | KeyCode::Left | KeyCode::Backspace | KeyCode::Char('h') => {
                self.opened = None;
            }
            KeyCode::Down | KeyCode::Char('j') => *scrolled = scrolled.saturating_add(1),
            KeyCode::Up | KeyCode::Char('k') => *scrolled = scrolled.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => *scrolled = scrolled.saturating_add(10),
            KeyCode::PageUp => *scrolled = scrolled.saturating_sub(10),
            KeyCode::Home | KeyCode::Char('g') => *scrolled = 0,
            KeyCode::End | KeyCode::Char('G') => *scrolled = usize::MAX,
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
        self.chosen = circuits.get(place).map(|circuit| Meant::of(circuit));
    }

    fn open(&mut self) {
        self.choose(|place| place);
        self.opened = self.chosen.clone().map(Opened::new);
    }
}

/// With both of them some keyboards write letters.
const fn is_order(held: KeyModifiers) -> bool {
    held.contains(KeyModifiers::CONTROL) != held.contains(KeyModifiers::ALT)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use app::tests::app;

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
    fn orders_are_no_letters() {
        let mut app = app("open", &["orders"]);
        press(&mut app, [KeyCode::Char('/')]);
        for (letter, held) in [
            ('w', KeyModifiers::CONTROL),
            ('x', KeyModifiers::ALT),
            ('@', KeyModifiers::CONTROL | KeyModifiers::ALT),
            ('A', KeyModifiers::SHIFT),
            ('z', KeyModifiers::CONTROL),
        ] {
            app.press(KeyEvent::new(KeyCode::Char(letter), held));
        }
        assert_eq!(app.find, "@A");
        assert!(app.is_to_stop && !app.has_ended);
        app.come_back();
        assert!(!app.is_to_stop);
        app.press(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert!(app.has_ended);
    }

    #[test]
    fn the_cursor_stays_on_its_circuit_and_within_the_list() {
        let mut app = app("open", &["c", "b", "a"]);
        press(&mut app, [KeyCode::Down, KeyCode::Down, KeyCode::Down]);
        assert_eq!(app.chosen.as_ref().and_then(Meant::id), Some(2));
        press(&mut app, [KeyCode::Char('s')]);
        assert_eq!(app.place(&app.circuits()), 0, "`a` comes first now");
        press(&mut app, [KeyCode::End, KeyCode::Enter]);
        assert_eq!(app.opened.as_ref().and_then(|opened| opened.circuit.id()), Some(0));
        press(&mut app, [KeyCode::Esc]);
        assert!(app.opened.is_none());
        let mut nothing = App::new("http://127.0.0.1:7070/");
        press(&mut nothing, [KeyCode::Enter, KeyCode::Down, KeyCode::End]);
        assert!(nothing.opened.is_none());
    }
}
