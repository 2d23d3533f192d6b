//! What is on the screen, cell by cell.

use std::time::{Duration, Instant};

use breaker_dashboard::document::{Detail, Level};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode;
use ratatui::style::{Color, Modifier};

use super::app::tests::app;
use super::feed::News;
use super::keys::tests::press;
use super::model::tests::document;
use super::*;

fn screen(app: &App, has_colours: bool, columns: u16, rows: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(app, has_colours, frame.area(), frame.buffer_mut())).unwrap();
    terminal.backend().buffer().clone()
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let row = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..area.height).map(row).map(|row| row.trim_end().to_owned()).collect()
}

fn shown(app: &App, columns: u16, rows_of_it: u16) -> String {
    rows(&screen(app, true, columns, rows_of_it)).join("\n")
}

/// The style of the first cell of a text.
fn style_of(buffer: &Buffer, text: &str) -> Style {
    for (y, row) in (0..).zip(rows(buffer)) {
        if let Some((before, _)) = row.split_once(text) {
            let x = u16::try_from(width(before)).unwrap();
            return buffer[(x, y)].style();
        }
    }
    panic!("`{text}` is not in {:#?}", rows(buffer))
}

#[test]
fn an_outage_is_told_at_a_glance() {
    let text = shown(&app("open", &["gateway A", "gateway B"]), 140, 24);
    for told in [
        "shop · 2 circuits, 2 down · version 1.2.3 · pid 7 on desk · up 1 min 30 s · this process",
        " gateway A has been down for 2 min 10 s",
        "✖ open          gateway A",
        " 2 min 10 s         in 3 s     66 %       1      150 charge_b → enqueue · error 3 s ago",
        "gateway A: answered by charge_b → enqueue; last failure: error 3 s ago: refused",
        "q quit",
    ] {
        assert!(text.contains(told), "`{told}` is missing:\n{text}");
    }
}

/// A function is closed whose keys are down: it shows the one that is worst off.
#[test]
fn a_function_is_shown_as_its_worst_key_is() {
    let mut document = document("closed", &["fetch", "fetch"]);
    let keys = serde_json::json!({
        "count": 5, "worst": {"effect": "open", "circuit": 1},
        "in_state": {"closed": 1, "open": 3, "half_open": 1, "ramp_up": 0, "forced_open": 0,
                     "forced_closed": 0},
    });
    document.circuits[0].keys = serde_json::from_value(keys).unwrap();
    let key = &mut document.circuits[1];
    (key.key, key.whole, key.outage_for_ms) = (Some("a".to_owned()), Some(0), Some(7_000));
    key.state = breaker_dashboard::document::State::Open;
    let mut app = App::new("http://127.0.0.1:7070/");
    app.learn(News::Document(Box::new(document), Instant::now()));
    let text = shown(&app, 160, 24);
    let row = text.lines().find(|line| line.contains("✖ open          fetch ")).unwrap();
    assert!(row.contains(" in 3 s ") && row.contains(" 7 s "), "{row}");
    assert!(row.contains("open: 3 of 5 keys, half-open: 1"), "{row}");
    press(&mut app, [KeyCode::Enter]);
    let text = shown(&app, 160, 24);
    assert!(text.contains("✖ open: 3 of 5 keys, half-open: 1"), "{text}");
    assert!(text.contains("5 failures in 10 s, counted for each key by itself"), "{text}");
}

/// As the sentence says it: its outage has lasted until it began to wait.
#[test]
fn of_one_that_waits_for_a_call_the_detail_says_how_long_it_was_down() {
    let mut app = app("half_open", &["gateway A"]);
    let circuit = &mut app.model.as_mut().unwrap().document.circuits[0];
    (circuit.waits, circuit.in_state_for_ms) = (true, 60_000);
    press(&mut app, [KeyCode::Enter]);
    let text = shown(&app, 100, 24);
    for told in ["half-open for 1 min", "was down for    1 min 10 s"] {
        assert!(text.contains(told), "`{told}` is missing:\n{text}");
    }
}

/// Nothing of it looks like an outage.
#[test]
fn a_dry_run_that_would_reject_is_told_as_one_whose_calls_pass() {
    let mut document = document("open", &["gateway A"]);
    document.verdict.level = Level::DryRun;
    document.verdict.text = "dry run: gateway A would have been down for 9 s".to_owned();
    let circuit = &mut document.circuits[0];
    circuit.dry_run = true;
    (circuit.rejected_share, circuit.would_be_rejected_share) = (Some(0.0), Some(0.66));
    let mut app = App::new("http://127.0.0.1:7070/");
    app.learn(News::Document(Box::new(document), Instant::now()));
    let buffer = screen(&app, true, 140, 24);
    for cell in buffer.content() {
        assert!(cell.fg != Color::Red && cell.bg != Color::Red);
    }
    let text = rows(&buffer).join("\n");
    for told in [
        "◌ would reject  gateway A",
        " (66 %) ",
        "gateway A: dry run: open, would reject; calls pass; falls back to charge_b → enqueue",
    ] {
        assert!(text.contains(told), "`{told}` is missing:\n{text}");
    }
    press(&mut app, [KeyCode::Enter]);
    let text = shown(&app, 100, 24);
    for told in [
        "◌ dry run: open, would reject; calls pass; for 2 min 10 s",
        "would be down   2 min 10 s",
        "would reject    66 %",
        "falls back to   charge_b",
    ] {
        assert!(text.contains(told), "`{told}` is missing:\n{text}");
    }
}

#[test]
fn states_are_colours_unless_nobody_wants_any() {
    let app = app("open", &["gateway A"]);
    let buffer = screen(&app, true, 100, 20);
    assert_eq!(style_of(&buffer, "✖ open").fg, Some(Color::Red));
    assert_eq!(style_of(&buffer, "gateway A has been").bg, Some(Color::Red));
    let buffer = screen(&app, false, 100, 20);
    for cell in buffer.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    assert!(style_of(&buffer, "gateway A has been").add_modifier.contains(Modifier::REVERSED));
    assert!(rows(&buffer).iter().any(|row| row.contains("✖ open")));
}

#[test]
fn nothing_that_others_wrote_is_obeyed() {
    let evil = "\u{1b}[2J\u{1b}]52;c;aGk=\u{7}\u{9b}31m\r\n\u{202e}evil";
    let mut document = document("open", &[evil]);
    document.process.program = evil.to_owned();
    document.process.host = evil.to_owned();
    document.process.version = Some(evil.to_owned());
    let circuit = &mut document.circuits[0];
    circuit.key = Some(evil.to_owned());
    circuit.why = Some(evil.to_owned());
    circuit.rule.text = evil.to_owned();
    circuit.instead[0].what = evil.to_owned();
    circuit.last_failure.as_mut().unwrap().text = Some(evil.to_owned());
    let detail: Detail = serde_json::from_value(serde_json::json!({
        "circuit": circuit, "series": [],
        "policy": [{"name": evil, "value": evil, "source": evil}],
        "events": [{"at_ms": 0, "ago_ms": 0, "kind": evil, "text": evil, "from": "open",
                    "to": "closed"}],
    }))
    .unwrap();
    let mut app = App::new("http://127.0.0.1:7070/");
    app.learn(News::Document(Box::new(document), Instant::now()));
    let check = |app: &App, what: &str| {
        for (columns, rows) in [(200, 60), (80, 24), (33, 12)] {
            for cell in screen(app, true, columns, rows).content() {
                let symbol = cell.symbol();
                assert_eq!(clean(symbol), symbol, "{what}");
            }
        }
        assert!(shown(app, 200, 60).contains(r"\u{1b}[2J\u{1b}]52;c;aGk=\u{7}"), "{what}");
    };
    check(&app, "the list");
    press(&mut app, [KeyCode::Enter]);
    app.learn(News::Detail(0, Ok(Box::new(detail))));
    check(&app, "one circuit");
    // A setting's name, value and source: nothing of them is left out either.
    let all = shown(&app, 200, 60);
    let most = all.lines().map(|row| row.matches(r"\u{1b}[2J").count()).max();
    assert_eq!(most, Some(3), "{all}");
    app.opened.as_mut().unwrap().detail = Some(Err(evil.to_owned()));
    app.learn(News::Lost(evil.to_owned()));
    check(&app, "why there is no answer");
    press(&mut app, [KeyCode::Esc, KeyCode::Char('/')]);
    press(&mut app, evil.chars().map(KeyCode::Char));
    check(&app, "what is looked for");
}

#[test]
fn what_was_known_stays_when_the_program_is_gone() {
    let mut app = app("open", &["gateway A"]);
    app.learn(News::Lost("connection refused".to_owned()));
    app.answered = Instant::now().checked_sub(Duration::from_secs(12)).unwrap();
    let before = app.at_present(app.circuits()[0]);
    assert_eq!(before.retry_after_ms, Some(3_000), "no time passes for what is gone");
    let buffer = screen(&app, true, 140, 20);
    let text = rows(&buffer).join("\n");
    let told = "no answer from http://127.0.0.1:7070/ for 12 s: connection refused. \
         Shown is 05:02:10 UTC, the last that was told";
    assert!(text.contains(told), "{text}");
    assert_eq!(style_of(&buffer, "✖ open").fg, Some(Color::DarkGray));
    app.learn(News::Alive);
    let buffer = screen(&app, true, 100, 20);
    assert!(!rows(&buffer).join("\n").contains("no answer"));
    assert_eq!(style_of(&buffer, "✖ open").fg, Some(Color::Red));
    let mut never = App::new("http://127.0.0.1:7070/");
    assert!(shown(&never, 80, 24).contains("asking"));
    never.learn(News::Lost("connection refused".to_owned()));
    assert!(
        shown(&never, 80, 24)
            .contains("no answer from http://127.0.0.1:7070/ for 0 s: connection refused")
    );
}

#[test]
fn a_program_that_hangs_is_no_program_that_is_calm() {
    let mut app = app("closed", &["gateway A"]);
    app.lose_patience();
    assert!(app.trouble.is_none());
    app.answered = Instant::now().checked_sub(Duration::from_secs(4)).unwrap();
    app.come_back();
    app.lose_patience();
    assert!(app.trouble.is_none(), "nobody asked while breaker-top was stopped");
    app.answered = Instant::now().checked_sub(Duration::from_secs(4)).unwrap();
    app.lose_patience();
    let buffer = screen(&app, true, 100, 20);
    let text = rows(&buffer).join("\n");
    assert!(
        text.contains(
            "no answer from http://127.0.0.1:7070/ for 4 s: it takes the question, and says nothing"
        ),
        "{text}"
    );
    assert_eq!(style_of(&buffer, "✔ closed").fg, Some(Color::DarkGray));
    app.learn(News::Lost("no answer comes".to_owned()));
    assert!(
        shown(&app, 100, 20)
            .contains("no answer from http://127.0.0.1:7070/ for 4 s: no answer comes")
    );
    app.learn(News::Alive);
    assert!(!shown(&app, 100, 20).contains("no answer"));
}

#[test]
fn scrolling_ends_where_the_text_ends() {
    let mut app = app("open", &["gateway A"]);
    press(&mut app, [KeyCode::Enter]);
    let top = shown(&app, 80, 9);
    press(&mut app, [KeyCode::End]);
    let end = shown(&app, 80, 9);
    assert!(end.contains("asking for its settings") && !top.contains("asking"), "{top}\n{end}");
    for _ in 0..5 {
        press(&mut app, [KeyCode::PageDown]);
        assert_eq!(shown(&app, 80, 9), end);
    }
    press(&mut app, [KeyCode::Up]);
    let before = shown(&app, 80, 9);
    assert!(before != end, "one key is one line, however far was scrolled before");
    press(&mut app, [KeyCode::Down]);
    assert_eq!(shown(&app, 80, 9), end);
    press(&mut app, [KeyCode::Home]);
    assert_eq!(shown(&app, 80, 9), top);
}

#[test]
fn a_small_screen_has_room_for_all_that_is_wrong() {
    let mut app = App::new("http://127.0.0.1:7070/");
    app.learn(News::Lost("404: no dashboard is there; it is at http://127.0.0.1/c/".to_owned()));
    let text = shown(&app, 26, 10).split_whitespace().collect::<String>();
    assert!(text.contains("http://127.0.0.1/c/"), "{text}");
}

#[test]
fn a_time_is_whole_where_there_is_room() {
    let mut document = document("open", &["gateway A"]);
    document.circuits[0].retry_after_ms = Some(59 * 60_000 + 58_000);
    document.circuits[0].location = serde_json::from_value(serde_json::json!({
        "file": "src/pay.rs", "line": 7, "column": 1, "module": "shop::pay",
    }))
    .ok();
    let mut app = App::new("http://127.0.0.1:7070/");
    app.learn(News::Document(Box::new(document), Instant::now()));
    for columns in [60, 90, 100, 117, 118, 121, 122, 140, 200] {
        let text = shown(&app, columns, 20);
        assert!(text.contains(" in 59 min 5"), "{columns}: {text}");
    }
    press(&mut app, [KeyCode::Enter]);
    assert!(shown(&app, 100, 40).contains("defined at      src/pay.rs:7"));
}

/// A trial call that fails begins a state anew: the list says since when there is an outage, as the
/// sentence does.
#[test]
fn the_list_says_for_how_long_and_gives_up_what_matters_least() {
    let mut app = app("open", &["gateway A"]);
    app.model.as_mut().unwrap().document.circuits[0].in_state_for_ms = 2_000;
    let columns = ["for", "next", "rejected", "fail/s", "calls/s", "last failure"];
    for (wide, shown_of_them) in [(36, 0), (44, 1), (56, 2), (65, 3), (72, 4), (80, 5), (140, 6)] {
        let text = shown(&app, wide, 20);
        let titles = text.lines().find(|line| line.starts_with("  state")).unwrap();
        let there = columns.map(|column| titles.contains(column));
        assert_eq!(there.map(usize::from).iter().sum::<usize>(), shown_of_them, "{wide}: {titles}");
        assert!(there.is_sorted_by(|one, next| one >= next), "{wide}: {titles}");
        let row = text.lines().find(|line| line.starts_with('✖')).unwrap();
        assert_eq!(row.contains(" 2 min 10 s"), there[0], "{wide}: {row}");
    }
}

#[test]
fn what_has_no_room_ends_with_a_mark_and_the_sentence_with_what_is_next() {
    let mut app = app("open", &["gateway A"]);
    let document = &mut app.model.as_mut().unwrap().document;
    let why = "x".repeat(300);
    document.verdict.text =
        format!("gateway A has been down for 9 s (5 failures: {why}); next trial in 3 s");
    for (wide, rows) in [(36, 12), (60, 24), (80, 24), (140, 24)] {
        let text = shown(&app, wide, rows);
        let first = text.lines().next().unwrap();
        assert!(first.starts_with("shop · 1 circuit, 1 down"), "{wide}: {first}");
        let is_whole = first.ends_with(" only");
        assert!(is_whole || first.ends_with('…'), "{wide}: {first}");
        let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("gateway A has been down for 9 s ("), "{wide}: {text}");
        assert!(said.contains("; next trial in 3 s"), "{wide}: {text}");
    }
}

#[test]
fn any_size_will_do() {
    let names: Vec<_> = (0..40).map(|at| format!("東京 gateway number {at}")).collect();
    let names: Vec<_> = names.iter().map(|name| &**name).collect();
    let mut app = app("open", &names);
    for opened in [false, true] {
        for columns in [0, 1, 2, 7, 15, 16, 33, 60, 80, 81, 100, 139, 300] {
            for rows in [0, 1, 2, 3, 5, 9, 24, 100] {
                screen(&app, true, columns, rows);
            }
        }
        if !opened {
            let narrow = shown(&app, 36, 20);
            assert!(narrow.contains("✖ open          東 京  gateway num"), "{narrow}");
            assert!(narrow.contains("more"), "{narrow}");
            press(&mut app, [KeyCode::End]);
            assert!(shown(&app, 60, 20).contains("gateway number 39"), "the chosen one is seen");
            press(&mut app, [KeyCode::Enter]);
        }
    }
}

/// It stays through all that is told later, so that whoever comes back from lunch sees it.
#[test]
fn a_restart_is_told_until_the_viewer_closes_that() {
    let mut app = app("open", &["gateway A"]);
    let mut document = document("closed", &["gateway A"]);
    (document.at_ms, document.process.up_for_ms) = (document.at_ms + 5_000, 2_000);
    document.process.instance = "two".to_owned();
    app.learn(News::Document(Box::new(document.clone()), Instant::now()));
    app.learn(News::Document(Box::new(document), Instant::now()));
    app.learn(News::Alive);
    let told =
        " the program was restarted at 05:02:13 UTC, it had been up for 1 min 30 s: what was";
    assert!(shown(&app, 120, 24).contains(told), "{}", shown(&app, 120, 24));
    press(&mut app, [KeyCode::Enter]);
    assert!(shown(&app, 120, 24).contains(told));
    press(&mut app, [KeyCode::Char('x')]);
    assert!(!shown(&app, 120, 24).contains("restarted"));
}
