//! The router in a server: nested anywhere, gone with it.
#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "of tests")]

mod until;

use std::time::Duration;

use axum::Router;
use breaker_dashboard::Dashboard;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use until::until;

/// The head of an answer, and what of its body came with it.
async fn ask(address: std::net::SocketAddr, path: &str, host: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 1 << 16];
    let mut text = String::new();
    while !text.contains("\r\n\r\n") {
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0, "closed early: {text}");
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    (stream, text)
}

#[tokio::test]
async fn it_is_nested_at_any_path_and_leads_to_the_slash() {
    let inner = Router::new().nest("/circuits", breaker_dashboard::router());
    let app: Router = inner.nest("/team/{name}/circuits", breaker_dashboard::router());
    let app = app.nest_service("/served", breaker_dashboard::router());
    let app = app.nest_service("/itself", Dashboard::new());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    for (path, begins, holds) in [
        ("/circuits", "HTTP/1.1 308", "location: ./circuits/index.html\r\n"),
        ("/circuits?a=b", "HTTP/1.1 308", "location: ./circuits/index.html?a=b\r\n"),
        ("/team/x/circuits", "HTTP/1.1 308", "location: ./circuits/index.html\r\n"),
        ("/circuits/index.html", "HTTP/1.1 200", "content-type: text/html"),
        ("/team/x/circuits/index.html", "HTTP/1.1 200", "content-type: text/html"),
        ("/served", "HTTP/1.1 308", "location: ./served/index.html\r\n"),
        ("/served/", "HTTP/1.1 200", "content-type: text/html"),
        ("/itself", "HTTP/1.1 308", "location: ./itself/index.html\r\n"),
        ("/itself/", "HTTP/1.1 200", "content-type: text/html"),
        ("/itself/api/v1/state", "HTTP/1.1 200", "x-circuit-age: "),
        ("/circuits/api/v1/state", "HTTP/1.1 200", "x-circuit-age: "),
        ("/circuits/api/v1/replay?from=0&to=0", "HTTP/1.1 200", "application/json"),
        ("/circuits/nothing", "HTTP/1.1 404", "text/plain"),
        ("/other", "HTTP/1.1 404", ""),
    ] {
        let (_, head) = ask(address, path, "example.org").await;
        assert!(head.starts_with(begins) && head.contains(holds), "{path}: {head}");
    }
}

#[tokio::test]
async fn at_the_root_it_is_what_no_other_route_takes() {
    let app = Router::new().route("/ping", axum::routing::get(async || "pong"));
    let app: Router = app.fallback_service(breaker_dashboard::router());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    for (path, begins, holds) in [
        ("/ping", "HTTP/1.1 200", "pong"),
        ("/", "HTTP/1.1 200", "content-type: text/html"),
        ("/index.html", "HTTP/1.1 200", "content-type: text/html"),
        ("/api/v1/state", "HTTP/1.1 200", "x-circuit-age: "),
        ("/nothing", "HTTP/1.1 404", "text/plain"),
    ] {
        let (_, head) = ask(address, path, "example.org").await;
        assert!(head.starts_with(begins) && head.contains(holds), "{path}: {head}");
    }
}

#[tokio::test]
async fn ten_viewers_keep_no_server_from_its_graceful_shutdown() {
    let dashboard = Dashboard::new();
    let app: Router = Router::new().nest("/circuits", dashboard.router());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = dashboard.close_on(async { drop(stopped.await) });
    let serving =
        tokio::spawn(
            async move { axum::serve(listener, app).with_graceful_shutdown(shutdown).await },
        );
    let mut viewers = Vec::new();
    for _ in 0..5 {
        viewers.push(ask(address, "/circuits/api/v1/state", "localhost").await);
        let (stream, head) = ask(address, "/circuits/api/v1/events", "localhost").await;
        assert!(head.contains("text/event-stream") && head.contains("retry: 1000"), "{head}");
        viewers.push((stream, head));
    }
    stop.send(()).unwrap();
    // Streams end by themselves after ten seconds: these are ended. `ci/dashboard` has the time.
    tokio::time::timeout(Duration::from_secs(9), serving).await.unwrap().unwrap().unwrap();
}

#[test]
fn it_is_served_on_loopback_alone_under_the_names_of_loopback() {
    let error = breaker_dashboard::serve("0.0.0.0:0").unwrap_err();
    assert!(error.to_string().contains("not on loopback"), "{error}");
    let served = breaker_dashboard::serve("127.0.0.1:0").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // Also with a runtime around.
        let another = breaker_dashboard::serve("127.0.0.1:0").unwrap();
        for (host, status) in [
            ("localhost:7070", "200"),
            ("127.0.0.1", "200"),
            ("[::1]:80", "200"),
            ("evil.example", "421"),
            ("localhost.evil.example", "421"),
            ("127.0.0.1.evil.example", "421"),
            ("[::1]evil", "421"),
            ("[::1]:80evil", "421"),
            ("::1]", "421"),
            ("localhost:evil", "421"),
            ("localhost:80:80", "421"),
        ] {
            for address in [served.address(), another.address()] {
                let (_, head) = ask(address, "/", host).await;
                assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{host}: {head}");
            }
        }
    });
}

#[test]
fn a_port_is_free_once_its_dashboard_is_dropped() {
    fn is_shared<T: Send + Sync>(_: &T) {}

    let first = breaker_dashboard::serve("127.0.0.1:0").unwrap();
    is_shared(&first);
    let address = first.address();
    assert_eq!(format!("{first:?}"), format!("Served {{ url: \"http://{address}/\", .. }}"));
    drop(first);
    for _ in 0..20 {
        drop(breaker_dashboard::serve(address).unwrap());
    }
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn a_reader_that_has_stalled_keeps_no_server() {
    use std::io::{Error, ErrorKind, Write};

    let served = breaker_dashboard::serve("127.0.0.1:0").unwrap();
    let mut stalled = std::net::TcpStream::connect(served.address()).unwrap();
    stalled.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    // Its server reads nothing more once a connection is full of answers that nobody reads.
    let request = "GET /api/v1/schema HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(20_000);
    let waits = |error: &Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
    until("a server that waits", || stalled.write_all(request.as_bytes()).err().filter(waits));
    drop(served);
    // Whoever writes to a connection that is closed is told.
    until("the end of the server", || stalled.write(b"x").err().filter(|error| !waits(error)));
}
