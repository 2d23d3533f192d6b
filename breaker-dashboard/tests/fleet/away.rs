//! A fleet whose engine is not there.

use breaker_dashboard::document::{Health, Reach};
use breaker_runtime::{CircuitBreaker, Policy, registry};
use serde_json::json;

use super::{alone, ask, check, dashboard, order, until};

#[test]
fn who_is_away_says_since_when_and_why_and_is_ready_all_the_same() {
    static PAY: CircuitBreaker = CircuitBreaker::new("away pay", Policy::new());
    static LOCAL: CircuitBreaker = CircuitBreaker::new("away local", Policy::new().dry_run(true));
    registry().register(&PAY);
    registry().register(&LOCAL);
    let _alone = alone();
    let fleet = breaker_fleet::join("shop-prod", "redis://127.0.0.1:1")
        .instance("pod-1")
        .zone("eu-1a")
        .share_control(true)
        .start();
    let dashboard = dashboard(&fleet).unready_if("away pay");
    let first = until(&dashboard, "away for a reason", |document| {
        let away = document.fleet.as_ref().and_then(|fleet| fleet.away.as_ref());
        away.is_some_and(|away| away.why.contains("refused"))
    });
    let shown = first.fleet.unwrap();
    assert_eq!((&*shown.namespace, &*shown.instance), ("shop-prod", "pod-1"));
    assert_eq!((shown.zone.as_deref(), shown.shares_control), (Some("eu-1a"), true));
    assert_eq!((shown.members, shown.others.len(), shown.leases), (0, 0, 0));
    let local = shown.local.iter().find(|local| local.name == "away local").unwrap();
    assert_eq!(local.why, "in a dry run");
    assert_eq!(shown.local_count, shown.local.len() as u64);

    let said = ask(&dashboard, "/api/v1/health");
    check(&dashboard, "health", &said);
    let health: Health = serde_json::from_value(said).unwrap();
    assert!(health.ready);
    let of_fleet = health.fleet.unwrap();
    assert_eq!(of_fleet.members, 0);
    assert!(of_fleet.away_for_ms.is_some() && of_fleet.why.unwrap().contains("refused"));

    let reset = |name| json!({ "action": "reset", "name": name, "why": "a test" });
    let reach = Reach { namespace: "shop-prod".to_owned(), members: 0, away: true };
    assert_eq!(order(&dashboard, &reset("away pay")).audit.fleet, Some(reach));
    assert_eq!(order(&dashboard, &reset("away local")).audit.fleet, None, "it stays local");
    let dry = json!({ "action": "dry_run_off", "name": "away local", "why": "a test" });
    assert_eq!(order(&dashboard, &dry).audit.fleet, None, "settings are this process's own");

    drop(fleet);
    let left = until(&dashboard, "gone", |document| {
        let away = document.fleet.as_ref().and_then(|fleet| fleet.away.as_ref());
        away.is_some_and(|away| away.why == "left")
    });
    // What was is as it was.
    let replay = ask(&dashboard, &format!("/api/v1/replay?from={}&to={}", first.tick, left.tick));
    check(&dashboard, "replay", &replay);
    let then = replay["base"]["fleet"]["away"]["why"].as_str().unwrap();
    assert!(then.contains("refused"), "{then}");
    let why = |tick: &serde_json::Value| tick["fleet"]["away"]["why"] == "left";
    assert!(replay["ticks"].as_array().unwrap().iter().any(why), "{replay}");
}
