//! A server on loopback that answers, fails, hangs, cuts its bodies off, and comes back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, State, registry};
use recipes::http::{ApiError, place};
use reqwest::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[derive(Clone, Copy)]
#[repr(u8)]
enum Mode {
    Fine,
    Missing,
    Failing,
    CutOff,
    TooMany,
    TooSlow,
    Hanging,
}

struct Server {
    address: SocketAddr,
    mode: Arc<AtomicU8>,
    asked: Arc<AtomicUsize>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (mode, asked) = (Arc::new(AtomicU8::new(0)), Arc::new(AtomicUsize::new(0)));
        let server = Self { address, mode: Arc::clone(&mode), asked: Arc::clone(&asked) };
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::SeqCst);
                let mode = mode.load(Ordering::SeqCst);
                tokio::spawn(async move {
                    let _ = stream.read(&mut [0; 1024]).await;
                    let reply = match mode {
                        0 => "200 OK\r\ncontent-length: 4\r\n\r\nHome",
                        1 => "404 Not Found\r\ncontent-length: 0\r\n\r\n",
                        2 => "500 Internal Server Error\r\ncontent-length: 0\r\n\r\n",
                        3 => "200 OK\r\ncontent-length: 4000\r\n\r\nHo",
                        4 => "429 Too Many Requests\r\ncontent-length: 0\r\n\r\n",
                        5 => "408 Request Timeout\r\ncontent-length: 0\r\n\r\n",
                        _ => return std::future::pending::<()>().await,
                    };
                    let head = format!("HTTP/1.1 {reply}").replacen(
                        "\r\n",
                        "\r\nconnection: close\r\n",
                        1,
                    );
                    let _ = stream.write_all(head.as_bytes()).await;
                });
            }
        });
        server
    }

    fn turn(&self, mode: Mode) {
        self.mode.store(mode as u8, Ordering::SeqCst);
    }

    async fn ask(&self) -> Result<String, ApiError> {
        let client = Client::builder().no_proxy().build().expect("a client");
        place(&client, &format!("http://{}", self.address), 7).await
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn state() -> State {
    registry().get("geocoder").expect("listed").state()
}

async fn opens_and_recovers(mode: Mode) {
    let test = isolate();
    let server = Server::start().await;
    assert_eq!(server.ask().await.expect("it works"), "Home");
    server.turn(mode);
    // At once, for each call that hangs takes its three seconds.
    let calls = [server.ask(), server.ask(), server.ask(), server.ask(), server.ask()];
    let [one, two, three, four, five] = calls;
    let failed = tokio::join!(one, two, three, four, five);
    assert!(failed.0.is_err() && failed.4.is_err());
    assert_eq!(state(), State::Open);

    let asked = server.asked();
    let rejected = server.ask().await.expect_err("it is open");
    assert!(CircuitOpen::behind(&rejected).is_some());
    assert_eq!(server.asked(), asked, "nobody asks the server");

    server.turn(Mode::Fine);
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(server.ask().await.expect("the trial call"), "Home");
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn replies_of_500_open_it() {
    opens_and_recovers(Mode::Failing).await;
}

#[tokio::test]
async fn bodies_that_are_cut_off_open_it() {
    opens_and_recovers(Mode::CutOff).await;
}

#[tokio::test]
async fn a_server_that_hangs_opens_it() {
    opens_and_recovers(Mode::Hanging).await;
}

#[tokio::test]
async fn a_408_opens_it() {
    opens_and_recovers(Mode::TooSlow).await;
}

#[tokio::test]
async fn a_429_says_nothing() {
    let _test = isolate();
    let server = Server::start().await;
    server.turn(Mode::TooMany);
    for _ in 0..10 {
        assert!(server.ask().await.is_err());
    }
    let calls = registry().get("geocoder").expect("listed").snapshot().calls;
    assert_eq!((calls.ignored, calls.total()), (10, 10));
}

#[tokio::test]
async fn a_404_is_an_answer() {
    let _test = isolate();
    let server = Server::start().await;
    server.turn(Mode::Missing);
    for _ in 0..10 {
        assert!(matches!(server.ask().await, Err(ApiError::Http(e)) if e.status().is_some()));
    }
    assert_eq!(state(), State::Closed);
}
