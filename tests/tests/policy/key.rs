//! `key`: one circuit for each value of an expression over the arguments.

use std::cell::Cell;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;

use breaker_runtime::{CircuitOpen, Policy, circuit_breaker};
use tests::run;

use crate::Error;

type Answer = Result<u32, Error>;

const TWO: Policy = Policy::new().threshold(2);
const FEW: u32 = 2;

fn ask(works: bool) -> Answer {
    if works { Ok(7) } else { Err(Error::Broken) }
}

/// Asserts that the two keys have circuits of their own, whose threshold is 2.
fn assert_apart(mut down: impl FnMut(bool) -> Answer, mut up: impl FnMut(bool) -> Answer) {
    for _ in 0..2 {
        assert_eq!(down(false), Err(Error::Broken));
        assert_eq!(up(true), Ok(7));
    }
    assert_eq!(down(true), Err(Error::Open));
    assert_eq!(up(true), Ok(7));
    assert_eq!(up(false), Err(Error::Broken));
    assert_eq!(up(true), Ok(7));
}

#[circuit_breaker(threshold = 2, key = host)]
fn plain(host: &str, works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 2, key = host)]
fn owned(host: String, works: bool) -> Answer {
    assert!(!drop_and_tell(host));
    ask(works)
}

fn drop_and_tell(host: String) -> bool {
    host.into_bytes().is_empty()
}

#[circuit_breaker(threshold = 2, key = address)]
async fn later(address: IpAddr, works: bool) -> Answer {
    tokio::task::yield_now().await;
    ask(works)
}

#[circuit_breaker(policy = TWO, key = format_args!("{host}:{port}"))]
async fn in_text(host: &str, mut port: u16, works: bool) -> Answer {
    port += 1;
    tokio::task::yield_now().await;
    ask(works && port > 0)
}

#[test]
fn each_value_has_a_circuit_of_its_own() {
    assert_apart(|works| plain("down", works), |works| plain("up", works));
    assert_apart(|works| owned("down".into(), works), |works| owned("up".into(), works));
    let address = |last| IpAddr::V4(Ipv4Addr::new(10, 0, 0, last));
    assert_apart(|works| run(later(address(1), works)), |works| run(later(address(2), works)));
    assert_apart(|works| run(in_text("a", 1, works)), |works| run(in_text("a", 2, works)));
}

#[test]
fn functions_do_not_share_their_keys() {
    #[circuit_breaker(threshold = 1, key = host)]
    fn one(host: &str) -> Answer {
        ask(host.is_empty())
    }
    #[circuit_breaker(threshold = 1, key = host)]
    fn other(host: &str) -> Answer {
        ask(!host.is_empty())
    }
    one("same").unwrap_err();
    assert_eq!((one("same"), other("same")), (Err(Error::Open), Ok(7)));
}

struct Shard {
    id: u8,
    name: String,
}

#[circuit_breaker(threshold = 2, key = format!("{name}/{id}"))]
fn taken_apart(Shard { id, mut name }: Shard, (works, _): (bool, u8)) -> Answer {
    name.push('!');
    ask(works && id > 0)
}

#[circuit_breaker(threshold = 2, key = id.max(&1))]
async fn nested((Shard { ref id, ref name }, works): (Shard, bool)) -> Answer {
    tokio::task::yield_now().await;
    ask(works && !name.is_empty() && *id < 100)
}

#[test]
fn a_key_sees_the_names_in_patterns() {
    let shard = |id, name: &str| Shard { id, name: name.to_owned() };
    assert_apart(
        |works| taken_apart(shard(1, "eu"), (works, 0)),
        |works| taken_apart(shard(2, "eu"), (works, 0)),
    );
    assert_apart(
        |works| run(nested((shard(1, "eu"), works))),
        |works| run(nested((shard(2, "eu"), works))),
    );
    assert_eq!(run(nested((shard(0, "eu"), true))), Err(Error::Open), "as 1");
    assert_apart(
        |works| used_by_the_key_alone(shard(1, "eu"), works),
        |works| used_by_the_key_alone(shard(1, "europe"), works),
    );
}

#[circuit_breaker(threshold = 2, key = (id, name.len()).1)]
fn used_by_the_key_alone(Shard { id, name }: Shard, works: bool) -> Answer {
    ask(works)
}

impl Shard {
    #[circuit_breaker(threshold = 2, key = self.id, fallback = Self::answer_for)]
    fn ask(&mut self, works: bool) -> Answer {
        self.name.push('.');
        ask(works)
    }

    fn answer_for(&mut self, _works: bool) -> Answer {
        Ok(u32::from(self.id))
    }

    #[circuit_breaker(
        threshold = 2, key = Self::region(&self), fallback = |open| Err(rejected(open))
    )]
    async fn close(self, works: bool) -> Answer {
        tokio::task::yield_now().await;
        ask(works)
    }

    fn region(&self) -> &str {
        &self.name
    }

    #[circuit_breaker(threshold = 2, key = self.name)]
    fn boxed<'a>(&'a self, works: &'a bool) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move { ask(*works) })
    }

    #[circuit_breaker(threshold = 2, key = name)]
    fn made_elsewhere(name: String, works: bool) -> impl Future<Output = Answer> + Send {
        std::future::ready(ask(works && !drop_and_tell(name)))
    }
}

fn rejected(open: CircuitOpen) -> Error {
    assert!(open.name().ends_with("Shard::close"));
    Error::Open
}

#[test]
fn methods_and_futures_have_keys_too() {
    let shard = |id, name: &str| Shard { id, name: name.to_owned() };
    let mut down = shard(1, "");
    for _ in 0..2 {
        assert_eq!(down.ask(false), Err(Error::Broken));
    }
    assert_eq!((down.ask(true), down.name.as_str()), (Ok(1), ".."));
    assert_eq!(shard(2, "").ask(true), Ok(7));
    assert_apart(
        |works| run(shard(3, "eu").close(works)),
        |works| run(shard(3, "us").close(works)),
    );
    assert_apart(
        |works| run(shard(3, "eu").boxed(&works)),
        |works| run(shard(3, "us").boxed(&works)),
    );
    assert_apart(
        |works| run(Shard::made_elsewhere("eu".to_owned(), works)),
        |works| run(Shard::made_elsewhere("us".to_owned(), works)),
    );
}

thread_local! {
    static LOOKS: Cell<u32> = const { Cell::new(0) };
}

fn looked_at(host: &str) -> &str {
    LOOKS.set(LOOKS.get() + 1);
    host
}

#[circuit_breaker(key = looked_at(host))]
async fn counted(host: &str) -> Answer {
    ask(!host.is_empty())
}

#[circuit_breaker(key = looked_at(host))]
fn counted_when_called(host: &str) -> impl Future<Output = Answer> + use<> {
    std::future::ready(ask(!host.is_empty()))
}

#[test]
fn a_key_is_looked_at_once_by_an_async_fn_when_it_is_first_polled() {
    let future = counted("host");
    assert_eq!(LOOKS.get(), 0);
    run(future).unwrap();
    assert_eq!(LOOKS.get(), 1);
    // Its arguments are gone when it is polled.
    let future = counted_when_called("host");
    assert_eq!(LOOKS.get(), 2);
    run(future).unwrap();
    assert_eq!(LOOKS.get(), 2);
}

#[circuit_breaker(threshold = 1, key = tenant, max_keys = FEW)]
fn bounded(tenant: u32, works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 1, key = tenant, max_keys = 1)]
fn single(tenant: u32, works: bool) -> Answer {
    ask(works)
}

#[test]
fn beyond_the_bound_open_circuits_stay_and_the_rest_is_admitted() {
    for tenant in [1, 2] {
        bounded(tenant, false).unwrap_err();
    }
    assert_eq!(bounded(3, true), Ok(7));
    bounded(3, false).unwrap_err();
    assert_eq!((bounded(3, true), bounded(4, true)), (Ok(7), Ok(7)));
    assert_eq!(bounded(1, true), Err(Error::Open));

    single(1, true).unwrap();
    single(2, false).unwrap_err();
    assert_eq!((single(2, true), single(1, true)), (Err(Error::Open), Ok(7)));
}

struct Client {
    host: &'static str,
}

#[circuit_breaker(threshold = 2, key = self.host)]
impl Client {
    fn get(&self, works: bool) -> Answer {
        ask(works)
    }

    async fn put(&self, works: bool) -> Answer {
        ask(works)
    }
}

#[test]
fn the_methods_of_a_block_share_the_circuit_of_a_key() {
    let (down, up) = (Client { host: "down" }, Client { host: "up" });
    down.get(false).unwrap_err();
    run(down.put(false)).unwrap_err();
    assert_eq!((down.get(true), run(down.put(true))), (Err(Error::Open), Err(Error::Open)));
    assert_eq!((up.get(true), run(up.put(true))), (Ok(7), Ok(7)));
}

#[test]
fn what_a_key_makes_is_not_kept_while_the_call_waits() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    // `format_args!` is not `Send`, and the text of a key would be larger than the rest.
    let future = is_send(in_text("a", 9, true));
    assert!(size_of_val(&future) < 160, "{}", size_of_val(&future));
    run(future).unwrap();
}
