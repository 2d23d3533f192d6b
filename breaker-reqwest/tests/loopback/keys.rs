//! Whose circuit it is.

use breaker_reqwest::CircuitBreakerMiddleware;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Policy, State, registry};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};

use crate::server::{Reply, Server};
use crate::{client, get, guarded, state, with};

const ONE: Policy = Policy::new().threshold(1);

static HOSTS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("hosts", ONE, 64);
static FEW: KeyedCircuitBreaker = KeyedCircuitBreaker::new("few", ONE, 2);

/// A client to whom each of these names is the server's.
fn named(
    circuits: &'static KeyedCircuitBreaker,
    server: &Server,
    names: &[&str],
) -> ClientWithMiddleware {
    let client = names.iter().fold(client(), |client, name| client.resolve(name, server.socket()));
    let client = client.build().expect("a client");
    ClientBuilder::new(client).with(CircuitBreakerMiddleware::new(circuits)).build()
}

fn keys(circuits: &KeyedCircuitBreaker) -> Vec<String> {
    let mut keys: Vec<_> =
        circuits.circuits().filter_map(|circuit| Some(circuit.key()?.to_string())).collect();
    keys.sort();
    keys
}

#[tokio::test]
async fn a_host_that_is_down_leaves_the_others_alone() {
    let _test = isolate();
    let (down, up) =
        (Server::start(Reply::Status(500)).await, Server::start(Reply::Status(200)).await);
    let client = guarded(&HOSTS);
    get(&client, &down).await.expect("an answer");
    get(&client, &down).await.expect_err("it is open");
    assert_eq!(get(&client, &up).await.expect("another port, another host"), 200);
    assert_eq!(state(&HOSTS, &up), Some(State::Closed));
}

#[tokio::test]
async fn the_key_is_host_and_port_and_nothing_else_of_the_address() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let client = named(&HOSTS, &server, &["example.test"]);
    let port = server.port();
    for address in [
        format!("http://example.test:{port}/"),
        format!("http://EXAMPLE.test:{port}/search?token=secret#there"),
        format!("http://anna:secret@Example.Test:{port}/"),
    ] {
        assert_eq!(client.get(address).send().await.expect("an answer").status(), 200);
    }
    assert_eq!(keys(&HOSTS), [format!("example.test:{port}")]);
    assert_eq!(HOSTS.calls().success, 3);
}

#[tokio::test]
async fn the_registry_knows_each_host_by_its_name() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    get(&guarded(&HOSTS), &server).await.expect("an answer");
    let found = registry().find(&format!("hosts[{}]", server.host())).expect("it is listed");
    assert_eq!(found.state(), State::Open);
    HOSTS.with("[::1]:8080", CircuitBreaker::force_open).expect("a circuit");
    assert_eq!(registry().find("hosts[[::1]:8080]").expect("listed").state(), State::ForcedOpen);
}

#[tokio::test]
async fn without_circuits_of_their_own_all_clients_share_the_programs() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let clients = [(); 2].map(|()| with(CircuitBreakerMiddleware::per_host()));
    for _ in 0..5 {
        get(&clients[0], &server).await.expect("an answer");
    }
    let rejected = get(&clients[1], &server).await.expect_err("it is open");
    assert_eq!(CircuitOpen::behind(&rejected).expect("a rejection").name(), "reqwest");
    assert_eq!(registry().keyed("reqwest").expect("listed").max_keys(), 1024);
}

#[tokio::test]
async fn hosts_beyond_the_bound_take_over_from_healthy_ones() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let names: Vec<_> = (0..20).map(|host| format!("host{host}.test")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let client = named(&FEW, &server, &names);
    for name in names {
        let address = format!("http://{name}:{}/", server.port());
        assert_eq!(client.get(address).send().await.expect("an answer").status(), 200);
        assert!(FEW.len() <= 2);
    }
    assert_eq!((FEW.calls().success, FEW.calls_without_circuit().total()), (20, 0));
}

#[tokio::test]
async fn hosts_beyond_a_bound_of_failing_ones_are_called_without_a_circuit() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = named(&FEW, &server, &["a.test", "b.test", "c.test"]);
    let ask =
        async |name: &str| client.get(format!("http://{name}:{}/", server.port())).send().await;
    for name in ["a.test", "b.test"] {
        ask(name).await.expect("an answer");
        ask(name).await.expect_err("it is open");
    }
    for _ in 0..3 {
        ask("c.test").await.expect("it is not rejected for the others' sake");
    }
    assert_eq!((FEW.len(), FEW.calls_without_circuit().failure), (2, 3));
}

#[tokio::test]
async fn a_key_may_be_something_else_or_none() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let guard = CircuitBreakerMiddleware::new(&HOSTS).key(|request| {
        let first = request.url().path_segments()?.next()?;
        (first != "health").then(|| first.to_owned())
    });
    let client = with(guard);
    let ask = async |path: &str| client.get(server.address() + path).send().await;
    ask("search/shoes").await.expect("an answer");
    ask("search/hats").await.expect_err("it is open");
    ask("orders/1").await.expect("another service");
    for _ in 0..5 {
        ask("health").await.expect("it is not guarded");
    }
    assert_eq!(keys(&HOSTS), ["orders", "search"]);
}
