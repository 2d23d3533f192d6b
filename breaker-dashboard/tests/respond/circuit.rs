//! Circuits and keys that are asked for by name.

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Circuit, Detail, KeysPage, OwnSettings, State};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, registry};
use http::Method;

use super::until::until;
use super::{GATEWAY, ask, error, state, status_of};

#[test]
fn an_unknown_circuit_is_a_404_that_says_what_to_write() {
    static DEPOT: KeyedCircuitBreaker = KeyedCircuitBreaker::new("depot", Policy::new(), 8);
    static CHARGE: [CircuitBreaker; 2] = [
        CircuitBreaker::new("shop::a::charge", Policy::new()),
        CircuitBreaker::new("shop::b::charge", Policy::new()),
    ];
    registry().register(&GATEWAY);
    registry().register_keyed(&DEPOT);
    registry().register(&CHARGE[0]);
    registry().register(&CHARGE[1]);
    DEPOT.try_acquire("a.b").unwrap().success();
    let dashboard = Dashboard::new();
    for (asked, said) in [
        ("circuit?name=gatewayA", "no circuit is called `gatewayA`: did you mean `gateway A`?"),
        (
            "circuit?name=gateway+A&key=x",
            "no circuit is called `gateway A[x]`: `gateway A` has no keys, leave `key` out",
        ),
        (
            "circuit?name=depot[a.b]",
            "`depot[a.b]` is the circuit of a key: write `depot` as `name` and `a.b` as `key`",
        ),
        (
            "circuit?name=depott[a.b]",
            "no circuit is called `depott[a.b]`: did you mean the name `depot` and the key `a.b`?",
        ),
        (
            "circuit?name=depot&key=zz",
            "`depot[zz]` has no circuit at present, its first call makes one; without `key` it is \
             all of them",
        ),
        (
            "circuit?name=depot&key=a.bb",
            "`depot[a.bb]` has no circuit at present, its first call makes one; did you mean \
             `a.b`? Without `key` it is all of them",
        ),
        (
            "circuit?name=depot[a.b]&key=a.b",
            "`depot[a.b]` has a key in it already: write `depot` as `name` and `a.b` as `key`",
        ),
        ("circuit?name=depot&key=*", "`*` is no key: `depot` without `key` means all of them"),
        ("circuit?name=depot[]", "`` is no key: `depot` without `key` means all of them"),
        (
            "circuit?name=charge",
            "no circuit is called `charge`: did you mean `shop::a::charge` or `shop::b::charge`?",
        ),
        (
            "circuit?name=shop::charge",
            "no circuit is called `shop::charge`: did you mean `shop::a::charge` or \
             `shop::b::charge`?",
        ),
        (
            "circuit?id=4000000000",
            "no circuit has this `id`, which is that of one process alone: ask by `name`",
        ),
        ("keys?id=4000000000", "no function with keys has this `id`: ask by `name`"),
        ("keys?name=depo", "no function with keys is called `depo`: did you mean `depot`?"),
        ("keys?name=gateway+A", "`gateway A` has no keys but one circuit for all calls"),
    ] {
        assert_eq!(error(&dashboard, &format!("/api/v1/{asked}")), (404, said.to_owned()));
    }
    assert_eq!(error(&dashboard, "/api/v1/keys").1, "`id` or `name` is missing");
    let page: KeysPage = until("keys of depot", || {
        serde_json::from_slice(ask(&dashboard, "/api/v1/keys?name=depot").body()).ok()
    });
    assert_eq!(page.circuits[0].key.as_deref(), Some("a.b"));
}

#[test]
fn a_key_that_was_always_calm_has_a_detail_too() {
    static STOCK: KeyedCircuitBreaker = KeyedCircuitBreaker::new("stock", Policy::new(), 8);
    registry().register_keyed(&STOCK);
    STOCK.try_acquire("calm.example").unwrap().success();
    let dashboard = Dashboard::new();
    until("a detail of stock", || {
        let status = status_of(&dashboard, Method::GET, "/api/v1/circuit?name=stock", b"");
        (status == 200).then_some(())
    });
    let answer = ask(&dashboard, "/api/v1/circuit?name=stock&key=calm.example");
    let detail: Detail = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(detail.circuit.key.as_deref(), Some("calm.example"));
    assert_eq!((detail.circuit.state, detail.circuit.calls.success), (State::Closed, 1));
    assert!(detail.policy.iter().any(|setting| setting.name == "threshold"));
    let nobody = "/api/v1/circuit?name=stock&key=nobody.example";
    assert_eq!(status_of(&dashboard, Method::GET, nobody, b""), 404);
    assert_eq!(STOCK.circuits().count(), 1, "asking creates nothing");
}

#[test]
fn two_keys_that_begin_alike_are_two_and_each_is_found_by_its_whole_text() {
    static PATHS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("paths", Policy::new().threshold(1), 8);
    registry().register_keyed(&PATHS);
    let [down, calm] = ["1", "2"].map(|end| "p".repeat(200) + end);
    PATHS.try_acquire(&down).unwrap().failure();
    PATHS.try_acquire(&calm).unwrap().success();
    let dashboard = Dashboard::new();
    let detail = |key: &str| {
        let answer = ask(&dashboard, &format!("/api/v1/circuit?name=paths&key={key}"));
        serde_json::from_slice::<Detail>(answer.body()).ok()
    };
    until("a key of paths", || {
        let is_key = |it: &Circuit| it.name == "paths" && it.key.is_some();
        state(&dashboard).circuits.iter().any(is_key).then_some(())
    });
    let [down, calm] = [&down, &calm].map(|key| detail(key).unwrap().circuit);
    assert_eq!((down.state, calm.state), (State::Open, State::Closed));
    assert_ne!((&down.key, down.id), (&calm.key, calm.id));
    let shown = |circuit: &Circuit| {
        let cut = circuit.key.as_deref().unwrap().replace('…', "%E2%80%A6");
        detail(&cut).map(|found| found.circuit.id)
    };
    assert_eq!((shown(&down), shown(&calm)), (Some(down.id), Some(calm.id)));
}

/// Its calls were not looked at; once it is in trouble they are, and when it is well again they are
/// for a minute.
#[test]
fn the_calls_of_a_key_that_was_always_closed_are_not_known() {
    static PULL: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("pull", Policy::new().threshold(1), 8);
    registry().register_keyed(&PULL);
    PULL.try_acquire("a.b").unwrap().success();
    let dashboard = Dashboard::new();
    let known = || {
        let keys = ask(&dashboard, "/api/v1/keys?name=pull");
        let keys: serde_json::Value = serde_json::from_slice(keys.body()).ok()?;
        let key = keys["circuits"].get(0)?.clone();
        Some((key["rates"].is_null(), key["followed_for_ms"].as_u64(), key["state"].clone()))
    };
    let calm = until("the key of pull", known);
    assert_eq!(calm, (true, None, "closed".into()));

    PULL.try_acquire("a.b").unwrap().failure();
    until("calls of a key that is down", || known().filter(|(is_null, ..)| !is_null));
    PULL.get("a.b").unwrap().reset();
    let (followed, state) = until("two seconds of it", || {
        let (_, followed, state) = known()?;
        followed.filter(|ms| *ms >= 3_000).map(|ms| (ms, state))
    });
    assert_eq!((followed % 1_000, state), (0, "closed".into()));
}

#[test]
fn how_near_a_function_is_to_opening_is_said_of_its_nearest_key_by_the_rule_of_that() {
    static QUAYS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("quays", Policy::new().threshold(5), 8);
    registry().register_keyed(&QUAYS);
    let fail = |key: &str, times: u32| {
        (0..times).for_each(|_| QUAYS.try_acquire(key).unwrap().failure());
    };
    fail("lima", 1);
    let dashboard = Dashboard::new();
    let rule = || {
        let path = "/api/v1/circuit?name=quays";
        let detail: Detail =
            until(path, || serde_json::from_slice(ask(&dashboard, path).body()).ok());
        let rule = detail.circuit.rule;
        assert_eq!(rule.text, "5 failures in 10 s", "that of the function");
        (rule.key, rule.failures, rule.near, rule.key_text)
    };
    let said = |key: &str, failures: u64, near: f64, own: Option<&str>| {
        (Some(key.to_owned()), failures, near, own.map(str::to_owned))
    };
    assert_eq!(rule(), said("lima", 1, 0.2, None));
    fail("oslo", 3);
    assert_eq!(rule(), said("oslo", 3, 0.6, None));
    let listed = until("a tick", || {
        let rule = state(&dashboard).circuits.into_iter().find(|it| it.name == "quays")?.rule;
        (rule.key.as_deref() == Some("oslo")).then_some(rule)
    });
    assert_eq!((listed.failures, listed.near), (3, 0.6));
    let lax = Overrides::new().circuit("quays[oslo]", Setting::Threshold(30));
    registry().amend(&lax.circuit("quays[lima]", Setting::Threshold(4))).unwrap();
    assert_eq!(rule(), said("lima", 1, 0.25, Some("4 failures in 10 s")));
    QUAYS.reset();
    assert_eq!(rule(), (None, 0, 0.0, None));
}

#[test]
fn what_overrides_say_of_a_key_alone_is_in_the_detail_of_its_function_be_it_without_a_circuit() {
    static DOCKS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("docks", Policy::new(), 8);
    registry().register_keyed(&DOCKS);
    DOCKS.try_acquire("here").unwrap().success();
    let dashboard = Dashboard::new();
    let own = || -> Vec<(String, bool, String)> {
        let path = "/api/v1/circuit?name=docks";
        let detail: Detail =
            until(path, || serde_json::from_slice(ask(&dashboard, path).body()).ok());
        let said = |one: &OwnSettings| {
            let settings = one.settings.iter().map(|it| format!("{} {}", it.name, it.value));
            (one.key.clone(), one.has_circuit, settings.collect::<Vec<_>>().join(", "))
        };
        detail.own_settings.iter().map(said).collect()
    };
    assert_eq!(own(), []);
    let of_key = |key: &str, setting| Overrides::new().circuit(format!("docks[{key}]"), setting);
    let overrides = of_key("away", Setting::DryRun(true))
        .merge(of_key("here", Setting::Threshold(3)))
        .merge(of_key("here", Setting::DryRun(true)));
    registry().amend(&overrides).unwrap();
    let (away, here) = ("away".to_owned(), "here".to_owned());
    let [dry, strict] = ["dry_run true", "threshold 3, dry_run true"].map(str::to_owned);
    assert_eq!(own(), [(away.clone(), false, dry), (here.clone(), true, strict)]);

    // The same is said of all keys.
    registry().amend(&Overrides::new().circuit("docks", Setting::DryRun(true))).unwrap();
    let strict = "threshold 3".to_owned();
    assert_eq!(own(), [(away, false, String::new()), (here, true, strict)]);
    let of_key: Detail = ask_detail(&dashboard, "docks", "here");
    assert!(of_key.own_settings.is_empty(), "its own detail has its policy");
}

/// Of a long key there is less to see than its circuit is found by.
#[test]
fn a_long_key_with_settings_of_its_own_has_a_circuit_once_it_has_one() {
    static SLIPS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("slips", Policy::new(), 8);
    registry().register_keyed(&SLIPS);
    let [here, away] = ["1", "2"].map(|end| "s".repeat(200) + end);
    SLIPS.try_acquire(&here).unwrap().success();
    for key in [&here, &away] {
        let strict = Overrides::new().circuit(format!("slips[{key}]"), Setting::Threshold(2));
        registry().amend(&strict).unwrap();
    }
    let dashboard = Dashboard::new();
    let path = "/api/v1/circuit?name=slips";
    let detail: Detail = until(path, || serde_json::from_slice(ask(&dashboard, path).body()).ok());
    let shown = SLIPS.peek(&here).unwrap().key().unwrap();
    let [with, without] = [true, false]
        .map(|has| detail.own_settings.iter().find(|own| own.has_circuit == has).unwrap());
    assert_eq!(with.key, *shown);
    assert!(without.key.starts_with("sss") && without.key != *shown);
}

#[test]
fn the_empty_key_is_on_the_first_page() {
    static CRATES: KeyedCircuitBreaker = KeyedCircuitBreaker::new("crates", Policy::new(), 8);
    registry().register_keyed(&CRATES);
    for key in ["", "a", "b"] {
        CRATES.try_acquire(key).unwrap().success();
    }
    let dashboard = Dashboard::new();
    let keys = |fields: &str| {
        let path = format!("/api/v1/keys?name=crates{fields}");
        let page: KeysPage =
            until(&path, || serde_json::from_slice(ask(&dashboard, &path).body()).ok());
        page.circuits.into_iter().filter_map(|it| it.key).collect::<Vec<_>>()
    };
    assert_eq!(keys(""), ["", "a", "b"]);
    assert_eq!((keys("&after="), keys("&after=a")), (keys(""), vec!["b".to_owned()]));
}

fn ask_detail(dashboard: &Dashboard, name: &str, key: &str) -> Detail {
    let path = format!("/api/v1/circuit?name={name}&key={key}");
    serde_json::from_slice(ask(dashboard, &path).body()).unwrap()
}
