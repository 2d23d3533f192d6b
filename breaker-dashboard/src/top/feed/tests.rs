//! Against servers: the dashboard's own, and those that mean no good.

#![expect(clippy::unwrap_used, reason = "of tests")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use breaker_dashboard::document::State;
use breaker_dashboard::{Dashboard, Served};
use breaker_runtime::{CircuitBreaker, Policy, registry};

use super::app::App;
use super::model;
use super::*;

static CIRCUIT: CircuitBreaker = CircuitBreaker::new("top's circuit", Policy::new().consecutive(1));

fn client_of(url: &str, headers: &[(&str, &str)]) -> Client {
    let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
    Client { address: Address::read(url).unwrap(), headers: headers.collect() }
}

fn serve(dashboard: Dashboard) -> Served {
    dashboard.serve("127.0.0.1:0").unwrap()
}

/// A server that answers the same to everybody, for as long as it is listened to.
fn answering(answer: impl Fn(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            answer(&mut stream);
        }
    });
    format!("http://{address}/")
}

/// Learns until this holds.
fn until(app: &mut App, heard: &Receiver<News>, holds: impl Fn(&App) -> bool) {
    while !holds(app) {
        app.learn(heard.recv_timeout(Duration::from_secs(20)).unwrap());
    }
}

fn state_of(app: &App) -> Option<State> {
    app.circuits().iter().find(|circuit| circuit.name == CIRCUIT.name()).map(|it| it.state)
}

#[test]
fn an_outage_recovery_and_the_end_of_the_program_are_followed() {
    registry().register(&CIRCUIT);
    CIRCUIT.reset();
    let served = serve(Dashboard::new());
    let client = client_of(&served.url(), &[]);
    let ((wish, wanted), (news, heard)) = (channel(), sync_channel(2));
    let asks = thread::spawn(move || run(&client, &wanted, &news));
    let mut app = App::new("http://127.0.0.1:7070/");
    until(&mut app, &heard, |app| state_of(app) == Some(State::Closed));
    CIRCUIT.force_open();
    until(&mut app, &heard, |app| state_of(app) == Some(State::ForcedOpen));
    let id = app.circuits().iter().find(|it| it.name == CIRCUIT.name()).unwrap().id;
    wish.send(Some(id)).unwrap();
    let (of, detail) = loop {
        let news = heard.recv_timeout(Duration::from_secs(20)).unwrap();
        if let News::Detail(of, detail) = news {
            break (of, detail.unwrap());
        }
    };
    assert_eq!(of, id);
    assert!(!detail.policy.is_empty() && !detail.events.is_empty());
    CIRCUIT.reset();
    until(&mut app, &heard, |app| state_of(app) == Some(State::Closed));
    drop(served);
    until(&mut app, &heard, |app| app.trouble.is_some());
    assert_eq!(state_of(&app), Some(State::Closed), "what was known stays");
    drop((wish, heard));
    asks.join().unwrap();
}

#[test]
fn a_guard_is_shown_what_it_asks_for() {
    let guarded = Dashboard::new().read_if(|request| {
        request.headers.get("authorization").is_some_and(|said| said == "Bearer secret")
    });
    let served = serve(guarded);
    let refused = document(&client_of(&served.url(), &[])).unwrap_err();
    assert!(refused.starts_with("403: you may not look at this dashboard: its `read_if`"));
    assert!(refused.contains("; `--header"), "{refused}");
    let headers = [("authorization", "Bearer secret")];
    let document = document(&client_of(&served.url(), &headers)).unwrap();
    assert_eq!(document.process.pid, std::process::id());
}

#[test]
fn no_server_is_trusted() {
    let head = "HTTP/1.1 200 OK\r\n";
    for (text, told) in [
        (format!("{head}\r\n\u{1b}[2J"), "no document"),
        (format!("{head}content-length: 2\r\n\r\n{{}}"), "no document"),
        (format!("{head}\r\n{}", "[".repeat(100_000)), "no document"),
        (format!("{head}\r\n{{\"full\":true,\"format\":\"x\",\"version\":1}}"), "no document"),
        (
            format!("{head}\r\n{{\"full\":true,\"version\":2}}"),
            "version 2: this breaker-top reads 1",
        ),
        ("220 mail ESMTP\r\n".to_owned(), "not HTTP"),
        (
            "HTTP/1.1 404 Not Found\r\n\r\n".to_owned(),
            "404: no dashboard is there; the address ends",
        ),
        ("HTTP/1.1 500 No\r\n\r\n<p>".to_owned(), "500: no dashboard is there"),
        ("HTTP/1.1 503 No\r\n\r\n{\"error\":\"later\"}".to_owned(), "503: later"),
        ("HTTP/1.1 301 No\r\nLocation: https://s/\r\n\r\n".to_owned(), "leads to https://s/"),
        (String::new(), "not HTTP"),
    ] {
        let url = answering(move |stream| drop(stream.write_all(text.as_bytes())));
        let why = document(&client_of(&url, &[])).unwrap_err();
        assert!(why.contains(told), "{why}");
    }
}

#[test]
fn what_is_proposed_has_been_tried() {
    let served = serve(Dashboard::new());
    for path in ["circuit", "a/b/circuits/"] {
        let why = document(&client_of(&format!("{}{path}", served.url()), &[])).unwrap_err();
        assert_eq!(why, format!("404: no dashboard is there; it is at {}", served.url()));
    }
}

#[test]
fn a_hundred_megabytes_are_not_taken() {
    let url = answering(|stream| {
        let sent = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n");
        let piece = vec![b'['; 1 << 16];
        let mut pieces = (0..1600).map(|_| stream.write_all(&piece));
        assert!(sent.is_ok() && pieces.any(|sent| sent.is_err()), "all of it was taken");
    });
    let why = document(&client_of(&url, &[])).unwrap_err();
    assert!(why.contains("too long"), "{why}");
}

fn since(cursor: &str) -> Since {
    Since { cursor: Some(cursor.to_owned()), ..Since::default() }
}

#[test]
fn small_texts_that_are_large_things_are_not_taken() {
    let patch = r#"{"version":1,"full":false,"cursor":"a-1","tick":1,"at_ms":1,"removed":[],
        "circuits":[CIRCUITS]}"#;
    let changes = patch.replace("CIRCUITS", &vec![r#"{"id":9}"#; 300_000].join(","));
    let ticks = format!(r#"{{"ticks":[{}]}}"#, vec![patch.replace("CIRCUITS", ""); 700].join(","));
    for body in [changes, ticks] {
        let url = answering(move |stream| {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\n\r\n{body}");
        });
        let (news, _) = look(&client_of(&url, &[]), &mut since("a-0"));
        assert!(matches!(news, News::Lost(why) if why.contains("more than a dashboard")));
    }
}

#[test]
fn after_many_changes_all_of_it_is_asked_for_anew() {
    registry().register(&CIRCUIT);
    let served = serve(Dashboard::new());
    let (client, mut at) = (client_of(&served.url(), &[]), Since::default());
    let is_whole = |news: News| matches!(news, News::Document(..));
    assert!(is_whole(look(&client, &mut at).0));
    assert!(!is_whole(look(&client, &mut at).0));
    at.changed = MOST_CHANGED + 1;
    assert!(is_whole(look(&client, &mut at).0));
    assert!(at.changed == 0 && !is_whole(look(&client, &mut at).0));
}

#[test]
fn nobody_reads_and_nobody_asks() {
    registry().register(&CIRCUIT);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let url = answering(move |stream| {
        counted.fetch_add(1, Ordering::Relaxed);
        let _ = stream.write_all(b"HTTP/1.1 500 No\r\nx-circuit-age: 1000\r\n\r\n");
    });
    let client = client_of(&url, &[]);
    let ((wish, wanted), (news, heard)) = (channel(), sync_channel(1));
    let asks = thread::spawn(move || run(&client, &wanted, &news));
    // Each of them is an answer to wait for.
    (0..50).for_each(|id| wish.send(Some(id)).unwrap());
    let until = Instant::now() + Duration::from_secs(20);
    while asked.load(Ordering::Relaxed) < 2 {
        assert!(Instant::now() < until, "nobody asks");
        thread::yield_now();
    }
    assert_eq!(heard.iter().take(10).count(), 10);
    assert!(asked.load(Ordering::Relaxed) <= 12, "at most one waits, and one is on its way");
    drop((wish, heard));
    asks.join().unwrap();
}

#[test]
fn nobody_there_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let (news, _) = look(&client_of(&url, &[]), &mut since("cursor"));
    assert!(matches!(news, News::Lost(why) if why.contains("refused")));
}

/// A document, and after it nothing new, of ticks of these ages.
fn standing(ages_ms: [u64; 2]) -> String {
    let document = serde_json::to_string(&model::tests::document("open", &["A"])).unwrap();
    let asked = AtomicUsize::new(0);
    answering(move |stream| {
        let at = asked.fetch_add(1, Ordering::Relaxed).min(1);
        let (status, body) = [("200 OK", &*document), ("204 No Content", "")][at];
        let age = ages_ms[at];
        let _ = write!(stream, "HTTP/1.1 {status}\r\nx-circuit-age: {age}\r\n\r\n{body}");
    })
}

#[test]
fn a_recorder_that_stands_still_is_shown_once_and_is_lost_then() {
    let is_lost = |news: News| matches!(news, News::Lost(why) if why == stands_still());
    // By what it says, and by what it does not.
    for (ages_ms, known_for) in [([60_000, 61_000], 0), ([0, 0], 6)] {
        let (client, mut at) = (client_of(&standing(ages_ms), &[]), Since::default());
        assert!(matches!(look(&client, &mut at).0, News::Document(..)));
        at.came = at.came.and_then(|came| came.checked_sub(Duration::from_secs(known_for)));
        assert!(is_lost(look(&client, &mut at).0));
        assert!(is_lost(look(&client, &mut at).0), "it does not come back by being asked");
    }
    let (client, mut at) = (client_of(&standing([0, 1_200]), &[]), Since::default());
    look(&client, &mut at);
    assert!(matches!(look(&client, &mut at).0, News::Alive), "the next tick is a little late");
    let why = document(&client_of(&standing([60_000, 0]), &[])).unwrap_err();
    assert_eq!(why, stands_still());
}

#[test]
fn a_tick_that_is_late_is_not_asked_for_all_the_time() {
    let pauses = [0, 400, 1_000, 60_000].map(|ms| pause(Duration::from_millis(ms)).as_millis());
    assert_eq!(pauses, [1_025, 625, 150, 150]);
}

#[test]
fn other_addresses_are_tried_once_where_nothing_is_found() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let url = answering(move |stream| {
        counted.fetch_add(1, Ordering::Relaxed);
        let _ = stream.write_all(b"HTTP/1.1 404 No\r\n\r\n");
    });
    let (client, mut at) = (client_of(&format!("{url}a/b/"), &[]), Since::default());
    let mut asks = || {
        let before = asked.load(Ordering::Relaxed);
        let (news, _) = look(&client, &mut at);
        let News::Lost(why) = news else { return (0, String::new()) };
        (asked.load(Ordering::Relaxed) - before, why)
    };
    let ((first, why), (then, again)) = (asks(), asks());
    assert!(first > 3 && why.starts_with("404: no dashboard is there"), "{first}: {why}");
    assert_eq!((then, again), (1, why));
}

/// As a program does that is still starting.
#[test]
fn a_dashboard_that_comes_later_is_found_by_who_goes_on_asking() {
    let served = serve(Dashboard::new());
    let state = client_of(&served.url(), &[]).get("state").unwrap().body;
    let state = [b"HTTP/1.1 200 OK\r\n\r\n", &*state].concat();
    let asked = AtomicUsize::new(1);
    // Twice in vain, here and below; nine times here; then it is there, below.
    let url = answering(move |stream| {
        let is_there = asked.fetch_add(1, Ordering::Relaxed) == 13;
        let _ = stream.write_all(if is_there { &state } else { b"HTTP/1.1 404 No\r\n\r\n" });
    });
    let (client, mut at) = (client_of(&url, &[]), Since::default());
    let said = [(); 12].map(|()| match look(&client, &mut at) {
        (News::Lost(why), _) => why,
        _ => String::new(),
    });
    assert!(said[..10].iter().all(|why| why.contains("the address ends in")), "{said:?}");
    let found = format!("404: no dashboard is there; it is at {url}circuits/");
    assert_eq!(said[10..], [found.clone(), found]);
}

#[test]
fn a_cursor_is_no_part_of_the_address() {
    assert_eq!(encoded("a-9&since=\r\n ü"), "a-9%26since%3d%0d%0a%20%c3%bc");
}
