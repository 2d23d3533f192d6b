//! What the runtime tells of a circuit comes to the documents: sources, last failure, who answers.

#![expect(clippy::unwrap_used, reason = "of tests")]

mod until;

use std::time::Duration;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Detail, Document, Passes};
use breaker_runtime::{CircuitBreaker, Overrides, Policy, Setting, circuit_breaker, registry};
use bytes::Bytes;
use http::Request;

use until::until;

const SHARED: Policy = Policy::new().half_open_calls(3);

#[circuit_breaker(
    name = "told A", policy = SHARED, threshold = 1, last_error = true, fallback = charge_b
)]
fn charge_a(amount: u32) -> Result<u32, String> {
    Err(format!("connection refused for {amount}"))
}

#[circuit_breaker(name = "told B", fallback = enqueue)]
fn charge_b(amount: u32) -> Result<u32, String> {
    Ok(amount)
}

fn enqueue(amount: u32) -> Result<u32, String> {
    amount.checked_sub(1).ok_or_else(|| "nothing to pay".to_owned())
}

static SHARED_BY: CircuitBreaker = CircuitBreaker::new("told shared", Policy::new().threshold(1));

#[circuit_breaker(breaker = SHARED_BY, fallback = |_| Err("not now".to_owned()))]
fn posts(amount: u32) -> Result<u32, String> {
    Err(format!("{amount} posts"))
}

#[circuit_breaker(breaker = SHARED_BY, fallback = |_| Err("not yet".to_owned()))]
fn authors(amount: u32) -> Result<u32, String> {
    Ok(amount)
}

#[circuit_breaker(breaker = SHARED_BY)]
fn subscribe(amount: u32) -> std::io::Result<u32> {
    Ok(amount)
}

fn ask<T: serde::de::DeserializeOwned>(dashboard: &Dashboard, path: &str) -> T {
    let request = Request::get(path).body(Bytes::new()).unwrap();
    serde_json::from_slice(dashboard.respond(request).body()).unwrap()
}

/// What is said of a circuit once a tick has seen it: the program's recorder may have begun before.
fn said_of(dashboard: &Dashboard, name: &str) -> (Document, String) {
    until(&format!("a sentence of {name}"), || {
        let all: Document = ask(dashboard, "/api/v1/state");
        let id = all.circuits.iter().find(|circuit| circuit.name == name)?.id;
        let said = all.verdict.more.iter().find(|said| said.circuit == Some(id))?;
        let text = said.text.clone();
        Some((all, text))
    })
}

#[test]
fn a_circuit_says_where_its_settings_come_from_why_it_failed_and_who_answers() {
    let overrides = Overrides::new().circuit("told A", Setting::OpenFor(Duration::from_secs(7)));
    registry().configure(&overrides).unwrap();
    assert!(charge_a(5).is_err());
    assert_eq!(charge_a(5), Ok(5));

    let dashboard = Dashboard::new();
    let detail: Detail = ask(&dashboard, "/api/v1/circuit?name=told+A");
    let said = |name: &str| {
        let row = detail.policy.iter().find(|row| row.name == name).unwrap();
        (row.value.clone(), row.source.clone().unwrap())
    };
    for (name, value, source) in [
        ("threshold", "1", "attribute"),
        ("half_open_calls", "3", "constant"),
        ("open_for", "7s", "override"),
        ("window", "10s", "default"),
    ] {
        assert_eq!(said(name), (value.to_owned(), source.to_owned()), "{name}");
    }

    let last = detail.circuit.last_failure.unwrap();
    let text = last.text.as_deref();
    assert_eq!((&*last.kind, text), ("error", Some("connection refused for 5")));

    let (all, said) = said_of(&dashboard, "told A");
    let id = |name: &str| all.circuits.iter().find(|circuit| circuit.name == name).map(|c| c.id);
    let instead: Vec<_> =
        detail.circuit.instead.iter().map(|step| (&*step.what, step.circuit)).collect();
    assert_eq!(instead, [("charge_b", id("told B")), ("enqueue", None)]);
    assert!(said.contains(": connection refused for 5); "), "{said}");
    assert!(
        said.contains("its calls are answered by told B, then by enqueue; next trial"),
        "{said}"
    );

    // What passes there is decided in one place, and only worded elsewhere.
    let passes = || -> Vec<Passes> {
        let told: Detail = ask(&dashboard, "/api/v1/circuit?name=told+A");
        told.circuit.instead.iter().map(|step| step.passes).collect()
    };
    assert_eq!(passes(), [Passes::All; 2]);
    let told_b = |order: fn(&CircuitBreaker)| registry().with_circuit("told B", None, order);
    told_b(|circuit| circuit.force_open_for(Duration::from_secs(60), "")).unwrap();
    let both = until("a sentence of a fallback that rejects", || {
        let (_, said) = said_of(&dashboard, "told A");
        said.contains("are answered by enqueue (told B is forced open)").then(passes)
    });
    assert_eq!(both, [Passes::None, Passes::All]);
    told_b(CircuitBreaker::reset).unwrap();
}

#[test]
fn a_circuit_that_functions_share_says_what_each_falls_back_to() {
    assert!(posts(1).is_err() && authors(1).is_err() && subscribe(1).is_err());
    let dashboard = Dashboard::new();
    let Detail { circuit, guards, .. } = ask(&dashboard, "/api/v1/circuit?name=told+shared");
    let each: Vec<_> =
        guards.iter().map(|one| (&*one.function, one.instead.join(" -> "))).collect();
    let closure = || "a closure".to_owned();
    assert_eq!(
        each,
        [
            ("told::authors", closure()),
            ("told::posts", closure()),
            ("told::subscribe", String::new())
        ]
    );
    assert!(circuit.instead.is_empty());
    let ways: Vec<_> = circuit.ways.iter().map(|way| (way.functions, way.instead.len())).collect();
    assert_eq!(ways, [(2, 1), (1, 0)]);
    let (_, said) = said_of(&dashboard, "told shared");
    let calls = "the calls of 1 of its 3 functions are rejected, those of the others answered by a \
                 closure; next trial";
    assert!(said.contains(calls), "{said}");
}
