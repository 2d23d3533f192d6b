//! Against servers: the dashboard's own, and those that mean no good.

#![expect(clippy::unwrap_used, reason = "of tests")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;

use breaker_dashboard::document::State;
use breaker_dashboard::{Dashboard, Served};
use breaker_runtime::{CircuitBreaker, Policy, registry};

use super::address::Address;
use super::app::App;
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
    let ((wish, wanted), (news, heard)) = (channel(), channel());
    let asks = thread::spawn(move || run(&client, &wanted, &news));
    let mut app = App::new();
    until(&mut app, &heard, |app| state_of(app) == Some(State::Closed));
    CIRCUIT.force_open();
    until(&mut app, &heard, |app| state_of(app) == Some(State::ForcedOpen));
    let id = app.circuits().iter().find(|it| it.name == CIRCUIT.name()).unwrap().id;
    wish.send(Some(id)).unwrap();
    let detail = heard.iter().find_map(|news| match news {
        News::Detail(of, detail) => Some((of, detail.unwrap())),
        _ => None,
    });
    let (of, detail) = detail.unwrap();
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
    assert!(refused.starts_with("403: you may not look at this dashboard; `--header"), "{refused}");
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
        ("HTTP/1.1 404 Not Found\r\n\r\n".to_owned(), "404: no dashboard is there; if"),
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

#[test]
fn nobody_there_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let (news, _) = look(&client_of(&url, &[]), &mut Some("cursor".to_owned()));
    assert!(matches!(news, News::Lost(why) if why.contains("refused")));
}

#[test]
fn a_cursor_is_no_part_of_the_address() {
    assert_eq!(encoded("a-9&since=\r\n ü"), "a-9%26since%3d%0d%0a%20%c3%bc");
}
