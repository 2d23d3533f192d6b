//! Requests that nobody of good will sends, over a connection: each is answered, none harms.
#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "of tests")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use breaker_dashboard::{Dashboard, Served};

const HOST: &str = "host: localhost\r\nconnection: close\r\n";

/// All that is answered to these bytes.
fn send(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // A server that has refused reads no further.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn request(address: SocketAddr, line: &str) -> String {
    send(address, format!("{line} HTTP/1.1\r\n{HOST}\r\n").as_bytes())
}

fn serve() -> Served {
    let steered = Dashboard::new().steer_if(|_| Some("anna".to_owned()));
    steered.serve("127.0.0.1:0").unwrap()
}

#[test]
fn paths_lead_to_no_file_but_those_of_the_page() {
    let served = serve();
    let page = request(served.address(), "GET /");
    let (_, rest) = page.split_once("\"assets/").unwrap();
    let (hash, _) = rest.split_once('/').unwrap();
    let style = request(served.address(), &format!("GET /assets/{hash}/style.css"));
    assert!(style.starts_with("HTTP/1.1 200") && style.contains("immutable"));
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        &*format!("/assets/{hash}/../../Cargo.toml"),
        &*format!("/assets/{hash}/js/../../../Cargo.toml"),
        &*format!("/assets/{hash}/%2e%2e/%2e%2e/etc/passwd"),
        &*format!("/assets/{hash}//etc/passwd"),
        &*format!("/assets/{hash}/js"),
        &*format!("/assets/{hash}/"),
        &*format!("/assets/{hash}/style.css%00"),
        &*format!("/assets/{hash}x/style.css"),
        "/assets/",
        "/index.html/",
        "/api/v1/../v1/state",
        "/api/v1/state/",
        "/API/v1/state",
        "/api/v1/",
        "/%ff",
    ] {
        let answer = request(served.address(), &format!("GET {path}"));
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        for header in ["default-src 'none'", "nosniff", "no-store", "same-origin"] {
            assert!(answer.contains(header), "{path}: {answer}");
        }
    }
}

#[test]
fn queries_of_any_bytes_are_answered_or_refused() {
    let served = serve();
    for (path, status) in [
        ("state?since=", 200),
        ("state?since=%ff%fe", 200),
        ("state?since=-1", 200),
        ("state?since=0000000000000000-18446744073709551616", 200),
        ("state?since&&", 200),
        ("state?since&since&&==&", 400),
        ("circuit?id=%ff", 400),
        ("circuit?id=0x10", 400),
        ("circuit?id=4294967295", 404),
        ("circuit?id=4294967296", 404),
        ("circuit?name=%ff", 404),
        ("circuit?name=&key=", 404),
        ("circuit?name=%3Cscript%3E", 404),
        ("keys?id=4294967295&after=%ff&find=%00", 404),
        ("keys?find=x", 400),
        ("replay?from=0&to=18446744073709551615", 200),
        ("replay?from=18446744073709551615&to=18446744073709551615", 422),
        ("incident?from=1&to=0", 400),
        ("incident?from=%F0%9F%92%A9&to=0", 400),
        ("schema?x", 400),
    ] {
        let answer = request(served.address(), &format!("GET /api/v1/{path}"));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
        assert!(!answer.contains("<script>"), "{path}: {answer}");
    }
    let long = format!("GET /api/v1/keys?id=1&find={}", "%41".repeat(5000));
    assert!(request(served.address(), &long).starts_with("HTTP/1.1 414"));
    let raw =
        [b"GET /api/v1/circuit?name=\xff\xfe HTTP/1.1\r\n", HOST.as_bytes(), b"\r\n"].concat();
    let answer = send(served.address(), &raw);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[test]
fn methods_and_bodies_that_nobody_asked_for_are_refused() {
    let served = serve();
    for (method, path, status, allowed) in [
        ("OPTIONS", "/", 405, "allow: GET, HEAD"),
        ("PUT", "/index.html", 405, "allow: GET, HEAD"),
        ("DELETE", "/api/v1/state", 405, "allow: GET, HEAD"),
        ("TRACE", "/api/v1/state", 405, "allow: GET, HEAD"),
        ("POST", "/api/v1/events", 405, "allow: GET, HEAD"),
        ("GET", "/api/v1/steer", 405, "allow: POST"),
        ("HEAD", "/api/v1/steer", 405, "allow: POST"),
        ("OPTIONS", "/api/v1/steer", 405, "allow: POST"),
        ("PUT", "/api/v1/steer", 405, "allow: POST"),
        ("FROBNICATE", "/", 405, "allow: GET, HEAD"),
        ("HEAD", "/", 200, "text/html"),
        ("HEAD", "/api/v1/state", 200, "x-circuit-age"),
        ("HEAD", "/api/v1/events", 200, "text/event-stream"),
    ] {
        let answer = request(served.address(), &format!("{method} {path}"));
        let begins = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&begins) && answer.contains(allowed), "{method}: {answer}");
        assert!(!answer.contains("access-control-"), "{method} {path}: {answer}");
        if method == "HEAD" {
            assert!(answer.ends_with("\r\n\r\n"), "{path}: {answer}");
            assert!(!answer.contains("content-length: 0\r\n"), "{path}: {answer}");
        }
    }
    let long = "x".repeat(5000);
    let by_length =
        format!("POST /api/v1/steer HTTP/1.1\r\n{HOST}content-length: 5000\r\n\r\n{long}");
    // 4 GiB are announced, and none of it comes: nobody waits for it, and nobody makes room.
    let announced =
        format!("POST /api/v1/steer HTTP/1.1\r\n{HOST}content-length: 4294967296\r\n\r\n{long}");
    let in_chunks = format!(
        "POST /api/v1/steer HTTP/1.1\r\n{HOST}transfer-encoding: chunked\r\n\r\n1388\r\n{long}\r\n"
    );
    for body in [by_length, announced, in_chunks] {
        let answer = send(served.address(), body.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    }
    let body = b"\xff\xfe{}";
    let head = format!(
        "POST /api/v1/steer HTTP/1.1\r\n{HOST}content-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let answer = send(served.address(), &[head.as_bytes(), body].concat());
    assert!(answer.starts_with("HTTP/1.1 403"), "without a token nothing is read: {answer}");
    assert!(request(served.address(), "GET /api/v1/state").starts_with("HTTP/1.1 200"));
}
