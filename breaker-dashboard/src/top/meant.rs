//! The circuit that the viewer means.

use breaker_dashboard::document::Circuit;

#[cfg(test)]
use super::{app, feed, keys, model};

/// One circuit: by its id while the program runs, and by its name and key beyond a restart, which
/// gives the ids to others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meant {
    id: Option<u32>,
    name: String,
    key: Option<String>,
}

impl Meant {
    pub(crate) fn of(circuit: &Circuit) -> Self {
        Self { id: Some(circuit.id), name: circuit.name.clone(), key: circuit.key.clone() }
    }

    /// Nothing until the restarted program has told of it.
    pub(crate) const fn id(&self) -> Option<u32> {
        self.id
    }

    pub(crate) fn is(&self, circuit: &Circuit) -> bool {
        self.id == Some(circuit.id) && self.is_called(circuit)
    }

    /// The program was restarted.
    pub(crate) fn forget_id(&mut self) {
        self.id = None;
    }

    /// Finds it again among these.
    pub(crate) fn find(&mut self, circuits: &[Circuit]) {
        if self.id.is_none() {
            let found = circuits.iter().find(|circuit| self.is_called(circuit));
            self.id = found.map(|circuit| circuit.id);
        }
    }

    fn is_called(&self, circuit: &Circuit) -> bool {
        self.name == circuit.name && self.key == circuit.key
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use breaker_dashboard::document::{Detail, Document};
    use ratatui::crossterm::event::KeyCode;

    use app::App;
    use feed::News;
    use keys::tests::press;
    use model::tests::document;

    use super::*;

    fn restarted(names: &[&str]) -> News {
        let mut document = document("open", names);
        document.process.instance = "two".to_owned();
        News::Document(Box::new(document), Instant::now())
    }

    fn detail(of: &Document, at: usize) -> News {
        let circuit = &of.circuits[at];
        let detail: Detail = serde_json::from_value(serde_json::json!({
            "circuit": circuit, "series": [], "policy": [], "events": [],
        }))
        .unwrap();
        News::Detail(circuit.id, Ok(Box::new(detail)))
    }

    fn opened_id(app: &App) -> Option<u32> {
        app.opened.as_ref().and_then(|opened| opened.circuit.id())
    }

    #[test]
    fn after_a_restart_it_is_the_circuit_of_the_same_name() {
        let mut app = app::tests::app("open", &["A", "B", "C"]);
        press(&mut app, [KeyCode::Down, KeyCode::Down, KeyCode::Enter]);
        app.learn(detail(&document("open", &["A", "B", "C"]), 2));
        assert!(app.opened.as_ref().unwrap().detail.is_some());
        app.learn(restarted(&["C", "A", "B"]));
        assert_eq!(opened_id(&app), Some(0));
        assert_eq!(app.place(&app.circuits()), 0);
        let opened = app.opened.as_ref().unwrap();
        assert!(opened.detail.is_none(), "what was known is of the program before");
        // Asked for by the old id, and answered by the new program.
        app.learn(detail(&document("open", &["C", "A", "B"]), 2));
        assert!(app.opened.as_ref().unwrap().detail.is_none());
        // Asked of the new program by the new id, but answered by the old one.
        app.learn(detail(&document("open", &["A", "B", "C"]), 0));
        assert!(app.opened.as_ref().unwrap().detail.is_none());
        app.learn(detail(&document("open", &["C", "A", "B"]), 0));
        assert!(app.opened.as_ref().unwrap().detail.is_some());
    }

    #[test]
    fn a_circuit_that_is_not_there_yet_is_waited_for() {
        let mut app = app::tests::app("open", &["A", "B"]);
        press(&mut app, [KeyCode::Down, KeyCode::Enter]);
        app.learn(restarted(&["A", "C"]));
        assert_eq!(opened_id(&app), None, "`C` has its id now");
        let mut born = serde_json::to_value(&document("open", &["B"]).circuits[0]).unwrap();
        born["id"] = 7.into();
        let patch = serde_json::from_value(serde_json::json!({
            "version": 1, "full": false, "cursor": "two-10", "tick": 10, "at_ms": 2_000,
            "circuits": [born], "removed": [],
        }));
        app.learn(News::Ticks(vec![patch.unwrap()], Instant::now()));
        assert_eq!(opened_id(&app), Some(7));
        press(&mut app, [KeyCode::Esc]);
        assert_eq!(app.circuits()[app.place(&app.circuits())].name, "B");
    }

    #[test]
    fn the_same_program_keeps_ids_even_of_circuits_that_share_a_name() {
        let mut app = app::tests::app("open", &["A", "A"]);
        press(&mut app, [KeyCode::Down, KeyCode::Enter]);
        app.learn(News::Document(Box::new(document("open", &["A", "A"])), Instant::now()));
        assert_eq!(opened_id(&app), Some(1));
    }
}
