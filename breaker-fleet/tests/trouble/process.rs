//! What a member's process does: it is this binary, running one test of it.

use std::collections::VecDeque;
use std::env;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use breaker_fleet::{Fleet, FleetEvent};
use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Note, Permit, Policy, State, register,
    register_keyed, registry,
};
use engines::answer_lines;

const OPEN_FOR: Duration = Duration::from_secs(2);

static PAY: CircuitBreaker =
    CircuitBreaker::new("pay", Policy::new().consecutive(5).open_for(OPEN_FOR));
register!(PAY);

static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new(
    "fetch",
    Policy::new().consecutive(5).open_for(Duration::from_secs(30)),
    20_000,
);
register_keyed!(FETCH);

static QUICK: CircuitBreaker =
    CircuitBreaker::new("quick", Policy::new().open_for(Duration::from_millis(500)));
register!(QUICK);

/// Nothing, unless somebody started this process to be a member.
#[test]
fn member_process() {
    let Ok(url) = env::var("FLEET_URL") else { return };
    let events = Arc::new(Mutex::new(VecDeque::new()));
    let (told, told_again) = (Arc::clone(&events), Arc::clone(&events));
    let mut join = breaker_fleet::join("shop-prod", url)
        .instance(env::var("FLEET_INSTANCE").unwrap_or_default())
        .zone(env::var("FLEET_ZONE").unwrap_or_default())
        .on_event(move |event| told.lock().unwrap().push_back(short(event)));
    if let Ok(left_out) = env::var("FLEET_WITHOUT") {
        join = join.only(move |circuit| circuit.name() != left_out);
    }
    if env::var("FLEET_FORCED").is_ok() {
        PAY.force_open_for(Duration::from_secs(600), Note::new("a move").by("anna"));
    }
    let mut again = None;
    let mut fleet = Some(join.share_control(env::var("FLEET_CONTROL").is_ok()).start());
    answer_lines(|line| {
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["events"] => {
                let mut events = events.lock().unwrap_or_else(PoisonError::into_inner);
                events.drain(..).collect::<Vec<_>>().join(" | ")
            }
            ["join", "again"] => {
                let told = Arc::clone(&told_again);
                let tell = move |event: &FleetEvent| {
                    told.lock().unwrap().push_back(format!("again: {}", short(event)));
                };
                let url = env::var("FLEET_URL").unwrap();
                again = Some(breaker_fleet::join(" shop-prod ", url).on_event(tell).start());
                String::new()
            }
            ["again"] => again.as_ref().unwrap().status().to_string(),
            ["leave"] => {
                fleet = None;
                String::new()
            }
            _ => act(&words, fleet.as_ref()),
        }
    });
}

fn act(words: &[&str], fleet: Option<&Fleet>) -> String {
    match *words {
        ["ok"] => call(&PAY, true),
        ["fail"] => call(&PAY, false),
        ["fail", n] => {
            (0..n.parse().unwrap()).map(|_| call(&PAY, false)).collect::<Vec<_>>().join(" ")
        }
        ["key", key, "ok"] => settled(FETCH.try_acquire(key), true),
        ["key", key, "trip"] => {
            let fails = |_| settled(FETCH.try_acquire(key), false);
            (0..5).map(fails).collect::<Vec<_>>().join(" ")
        }
        ["key", key, "suspected"] => {
            let is_suspected = |key: &CircuitBreaker| key.snapshot().suspected.is_some();
            let known = registry().with_circuit("fetch", Some(key), is_suspected);
            known.unwrap_or(false).to_string()
        }
        ["isolated"] => isolated(),
        ["state"] => PAY.state().as_str().to_owned(),
        ["suspected"] => PAY.snapshot().suspected.is_some().to_string(),
        ["opened"] => PAY.snapshot().opened.to_string(),
        ["rejected"] => PAY.snapshot().calls.rejected.to_string(),
        ["held"] => is_held().to_string(),
        ["trials"] => PAY.snapshot().trials.is_some().to_string(),
        ["force"] => {
            PAY.force_open_for(Duration::from_secs(60), "by the test");
            String::new()
        }
        ["force", "by", who] => {
            PAY.force_open_for(Duration::from_secs(3600), Note::new("a move").by(who));
            String::new()
        }
        ["line"] => PAY.snapshot().to_string(),
        ["event"] => PAY.history().last().map_or_else(String::new, ToString::to_string),
        ["reset"] => {
            PAY.reset();
            String::new()
        }
        ["reset", "by", who] => {
            PAY.reset_with(Note::new("it is back").by(who));
            String::new()
        }
        ["traffic", trial] => {
            let hangs = trial == "hangs";
            thread::spawn(move || traffic(hangs));
            String::new()
        }
        ["flap", times] => {
            for _ in 0..times.parse().unwrap() {
                PAY.force_closed_for(Duration::from_secs(60), "by the test");
                PAY.force_open_for(Duration::from_secs(60), "by the test");
            }
            String::new()
        }
        ["dropped"] => fleet.unwrap().status().traffic.dropped.to_string(),
        ["status"] => {
            let status = fleet.unwrap().status();
            format!("{status}; {} members", status.members)
        }
        ["others"] => {
            let others = fleet.unwrap().status().others;
            let named = others.iter().map(|peer| match &peer.zone {
                Some(zone) => format!("{} in {zone}", peer.instance),
                None => peer.instance.to_string(),
            });
            named.collect::<Vec<_>>().join(" | ")
        }
        ["leases"] => fleet.unwrap().status().leases.to_string(),
        ["outages"] => {
            let outages = fleet.unwrap().status().outages;
            let outages: Vec<_> = outages.iter().map(ToString::to_string).collect();
            outages.join(" | ")
        }
        ["local"] => {
            let local = fleet.unwrap().status().local;
            let mut local: Vec<_> =
                local.iter().map(|local| format!("{}: {:?}", local.name, local.why)).collect();
            local.sort();
            local.join(" | ")
        }
        _ => panic!("{words:?}"),
    }
}

/// Whether the circuit waits for longer than its own open time, jitter included.
fn is_held() -> bool {
    let pay = PAY.snapshot();
    let waits = pay.in_state_for + pay.retry_after.unwrap_or_default();
    pay.state == State::Open && waits > OPEN_FOR * 6 / 5
}

/// A test in a program that has joined: its circuit opens, and hears of nothing.
fn isolated() -> String {
    let test = isolate();
    let calls = (0..6).map(|_| call(&PAY, false)).collect::<Vec<_>>().join(" ");
    thread::sleep(Duration::from_millis(300));
    let pay = test.circuit("pay").unwrap();
    format!("{calls}; {}", pay.state().as_str())
}

fn short(event: &FleetEvent) -> String {
    match event {
        FleetEvent::Joined { .. } => "joined".to_owned(),
        FleetEvent::Away { why } => format!("away: {why}"),
        FleetEvent::Forgotten => "forgotten".to_owned(),
        FleetEvent::Unsubscribed => "unsubscribed".to_owned(),
        FleetEvent::Dropped { .. } => "dropped".to_owned(),
        FleetEvent::Overtaken { circuit, by, .. } => format!("overtaken: {circuit} by {by}"),
        FleetEvent::Left => "left".to_owned(),
        other => format!("{other:?}"),
    }
}

fn call(circuit: &CircuitBreaker, succeeds: bool) -> String {
    settled(circuit.try_acquire(), succeeds)
}

fn settled(permit: Result<Permit<'_>, CircuitOpen>, succeeds: bool) -> String {
    match permit {
        Ok(permit) if succeeds => {
            permit.success();
            "ok".to_owned()
        }
        Ok(permit) => {
            permit.failure();
            "failed".to_owned()
        }
        Err(_) => "rejected".to_owned(),
    }
}

/// A hundred calls a second, which fail; a trial may hang instead.
fn traffic(hangs: bool) {
    loop {
        if let Ok(permit) = PAY.try_acquire() {
            if hangs && PAY.state() == State::HalfOpen {
                thread::sleep(Duration::from_secs(30));
            }
            permit.failure();
        }
        thread::sleep(Duration::from_millis(10));
    }
}
