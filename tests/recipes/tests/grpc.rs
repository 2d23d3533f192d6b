//! A gRPC server on loopback that answers, hangs, goes away, and comes back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, State, registry};
use recipes::grpc::status_of;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tonic::Status;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};

/// On this address, until it is aborted.
async fn serve(address: SocketAddr) -> (SocketAddr, JoinHandle<()>) {
    let incoming = TcpIncoming::bind(address).expect("a free port");
    let address = incoming.local_addr().expect("bound");
    let (_reporter, service) = tonic_health::server::health_reporter();
    let server = Server::builder().add_service(service).serve_with_incoming(incoming);
    (address, tokio::spawn(async move { server.await.expect("it serves") }))
}

fn channel(address: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
    endpoint.timeout(Duration::from_millis(200)).connect_lazy()
}

fn state() -> State {
    registry().get("rates").expect("listed").state()
}

#[tokio::test]
async fn a_server_that_hangs_opens_it_by_the_time_out_of_tonic() {
    let test = isolate();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    for _ in 0..5 {
        status_of(channel(address), "").await.expect_err("nobody answers");
    }
    assert_eq!(state(), State::Open);
    let rejected = status_of(channel(address), "").await.expect_err("it is open");
    assert_eq!(rejected.code(), tonic::Code::Unavailable);
    assert!(CircuitOpen::behind(&rejected).is_some(), "{rejected:?}");

    drop(listener);
    let (_, server) = serve(address).await;
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(status_of(channel(address), "").await.expect("the trial call"), 1);
    assert_eq!(state(), State::Closed);
    server.abort();
}

#[tokio::test]
async fn a_server_that_says_when_to_ask_again_is_left_alone_until_then() {
    let test = isolate();
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse().expect("an address"));
    let incoming = incoming.expect("a free port");
    let address = incoming.local_addr().expect("bound");
    let (_reporter, service) = tonic_health::server::health_reporter();
    let is_busy = Arc::new(AtomicBool::new(true));
    let busy = Arc::clone(&is_busy);
    let service = InterceptedService::new(service, move |request| {
        let mut status = Status::resource_exhausted("not now");
        status.metadata_mut().insert("grpc-retry-pushback-ms", MetadataValue::from_static("7000"));
        if busy.load(Ordering::SeqCst) { Err(status) } else { Ok(request) }
    });
    tokio::spawn(Server::builder().add_service(service).serve_with_incoming(incoming));

    let status = status_of(channel(address), "").await.expect_err("not now");
    assert_eq!(status.code(), tonic::Code::ResourceExhausted);
    let rejected = status_of(channel(address), "").await.expect_err("it is open");
    let open = CircuitOpen::behind(&rejected).expect("a rejection");
    assert_eq!(open.retry_after(), Some(Duration::from_secs(7)));

    is_busy.store(false, Ordering::SeqCst);
    test.clock().advance(Duration::from_secs(7));
    assert_eq!(status_of(channel(address), "").await.expect("the trial call"), 1);
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn a_server_that_is_gone_opens_it_and_an_unknown_service_does_not() {
    let _test = isolate();
    let (address, server) = serve("127.0.0.1:0".parse().expect("an address")).await;
    for _ in 0..10 {
        let status = status_of(channel(address), "nobody's").await.expect_err("no such service");
        assert_eq!(status.code(), tonic::Code::NotFound);
    }
    assert_eq!(state(), State::Closed);
    server.abort();
    assert!(server.await.is_err());
    for _ in 0..5 {
        status_of(channel(address), "").await.expect_err("nobody is there");
    }
    assert_eq!(state(), State::Open);
}
