//! Behind a proxy that takes a prefix away: every address is relative.
#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "of tests")]

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use axum::Router;

/// Passes requests for `/ops/..` on as `/..`, and answers no other.
fn proxy(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming().map(Result::unwrap) {
            thread::spawn(move || pass_on(client, to));
        }
    });
    address
}

fn pass_on(mut client: TcpStream, to: SocketAddr) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap() == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut answer = Vec::new();
    if let Some(rest) = head.strip_prefix("GET /ops/") {
        let mut server = TcpStream::connect(to).unwrap();
        server.write_all(format!("GET /{rest}").as_bytes()).unwrap();
        server.read_to_end(&mut answer).unwrap();
    } else {
        answer.extend_from_slice(b"HTTP/1.1 502 Bad Gateway\r\n\r\n");
    }
    client.write_all(&answer).unwrap();
}

/// The head of an answer, and its body.
fn get(address: SocketAddr, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: ops.example\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// Where a browser goes that is at `base`.
fn resolved(base: &str, relative: &str) -> String {
    let (folder, _) = base.rsplit_once('/').unwrap();
    assert!(!relative.contains("//") && !relative.starts_with('/'), "{relative}");
    let mut folders: Vec<_> = folder.split('/').collect();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// What a file loads: in the page by `src` and `href`, in scripts by `import`.
fn named(text: &str) -> Vec<String> {
    let until = |mark: &'static str| {
        text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let all = until(" src=\"").chain(until(" href=\"")).chain(until(" from \""));
    all.filter(|name| !name.starts_with("data:") && !name.starts_with('#')).collect()
}

async fn serve(app: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_finds_all_that_it_loads() {
    let app = Router::new()
        .nest("/nested", breaker_dashboard::router())
        .nest_service("/served", breaker_dashboard::router());
    let address = proxy(serve(app).await);
    assert!(get(address, "/served/").0.starts_with("HTTP/1.1 502"), "the proxy's own");
    for mount in ["/ops/nested", "/ops/served"] {
        let (head, _) = get(address, mount);
        assert!(head.starts_with("HTTP/1.1 308"), "{head}");
        let to = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        let page = resolved(mount, to);
        let mut loaded = BTreeSet::from([page.clone()]);
        let mut next = vec![page.clone()];
        while let Some(path) = next.pop() {
            let (head, body) = get(address, &path);
            assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
            let paths = named(&body).into_iter().map(|name| resolved(&path, &name));
            next.extend(paths.filter(|path| loaded.insert(path.clone())));
        }
        assert!(loaded.len() > 20, "{loaded:?}");
        assert!(get(address, &resolved(&page, "api/v1/state")).1.contains("\"verdict\""));
    }
    // Where the page is the root of what the proxy passes on, its address ends with a slash.
    let alone = breaker_dashboard::serve("127.0.0.1:0").unwrap();
    assert!(get(proxy(alone.address()), "/ops/").0.starts_with("HTTP/1.1 421"), "another's name");
}
