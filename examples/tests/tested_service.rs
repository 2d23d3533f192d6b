//! Tests of a service with annotated functions: side by side in one process, each with circuits of
//! its own.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, Overrides, Setting, State, registry};
use tested_service::{Outside, Service};

/// What a bank and a mail server do in a test, and how often they were asked.
#[derive(Debug, Default)]
struct Fake {
    mood: AtomicUsize,
    asked: AtomicUsize,
}

const WORKS: usize = 0;
const FAILS: usize = 1;
const HANGS: usize = 2;

impl Fake {
    fn now(&self, mood: usize) {
        self.mood.store(mood, Relaxed);
    }

    fn asked(&self) -> usize {
        self.asked.load(Relaxed)
    }
}

impl Outside for Fake {
    async fn rate(&self, _currency: &str) -> io::Result<u64> {
        self.asked.fetch_add(1, Relaxed);
        match self.mood.load(Relaxed) {
            FAILS => Err(io::ErrorKind::ConnectionRefused.into()),
            HANGS => pending().await,
            _ => Ok(1250),
        }
    }

    fn send(&self, _mail: &str) -> io::Result<()> {
        self.asked.fetch_add(1, Relaxed);
        if self.mood.load(Relaxed) == FAILS {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }
}

/// Most tests move the time themselves: nothing here waits.
#[tokio::test]
async fn an_outage_is_answered_from_the_last_rate() {
    let test = isolate();
    let service = Service::<Fake>::default();
    assert_eq!(service.price(100, "EUR").await.unwrap(), 125);

    service.outside.now(FAILS);
    for _ in 0..10 {
        assert_eq!(service.price(200, "EUR").await.unwrap(), 250);
    }
    assert_eq!(service.outside.asked(), 4, "once before, then until the third failure");

    service.outside.now(WORKS);
    test.clock().advance(Duration::from_secs(30));
    service.price(100, "EUR").await.unwrap();
    assert_eq!(service.outside.asked(), 5, "the trial call");
}

/// A test starts in the state that it is about.
#[tokio::test]
async fn without_a_last_rate_an_open_circuit_is_an_error() {
    let test = isolate();
    test.circuit("bank").unwrap().set_state(State::Open);
    let service = Service::<Fake>::default();
    let error = service.price(100, "EUR").await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

/// What happened is in the history.
#[tokio::test]
async fn a_bank_that_is_back_gets_its_calls_little_by_little() {
    let test = isolate();
    let bank = test.circuit("bank").unwrap();
    bank.set_state(State::HalfOpen);
    let service = Service::<Fake>::default();
    service.price(100, "EUR").await.unwrap();
    assert_eq!(bank.state(), State::RampUp);
    let last = bank.history().pop().unwrap();
    assert_eq!(last.to_string(), "circuit `bank` recovers: ramp-up over 60s");
}

/// A sync function, and the rejection inside its error.
#[test]
fn mail_is_not_tried_while_the_server_is_down() {
    let test = isolate();
    let service = Service::<Fake>::default();
    service.outside.now(FAILS);
    for order in 1..=2 {
        service.mail_receipt(order).unwrap_err();
    }
    test.clock().advance(Duration::from_secs(240));
    let error = service.mail_receipt(3).unwrap_err();
    let open = CircuitOpen::behind(&error).expect("not asked");
    assert_eq!(open.retry_after(), Some(Duration::from_secs(60)));
}

/// Settings of a test are for that test.
#[test]
fn operations_can_switch_the_mail_circuit_to_a_dry_run() {
    let _test = isolate();
    let dry_run = Overrides::new().circuit("mail", Setting::DryRun(true));
    registry().configure(&dry_run).unwrap();
    let service = Service::<Fake>::default();
    service.outside.now(FAILS);
    for order in 1..=5 {
        service.mail_receipt(order).unwrap_err();
    }
    assert_eq!(service.outside.asked(), 5);
}

/// A time-out is tokio's: its paused clock moves by itself, and the circuit follows it.
#[tokio::test(start_paused = true)]
async fn a_bank_that_hangs_costs_three_time_outs_and_no_more() {
    let test = isolate().on_program_clock();
    let service = Service::<Fake>::default();
    service.price(100, "EUR").await.unwrap();
    service.outside.now(HANGS);
    let start = tokio::time::Instant::now();
    for _ in 0..100 {
        assert_eq!(service.price(100, "EUR").await.unwrap(), 125);
    }
    assert_eq!(start.elapsed().as_secs(), 3 * 2);
    assert_eq!(test.circuit("bank").unwrap().state(), State::Open);
}

/// Tasks that other threads may run take the test's circuits with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_find_out_together() {
    let test = isolate();
    let service = Arc::new(Service::<Fake>::default());
    service.outside.now(FAILS);
    let customers: Vec<_> = (0..50)
        .map(|_| {
            let service = Arc::clone(&service);
            tokio::spawn(test.handle().run(async move { service.price(100, "EUR").await }))
        })
        .collect();
    for customer in customers {
        customer.await.unwrap().unwrap_err();
    }
    assert_eq!(test.circuit("bank").unwrap().state(), State::Open);
}
