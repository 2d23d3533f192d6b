//! Two processes before a real engine.

use breaker_dashboard::document::{Level, Phase, Reach, State};
use breaker_runtime::registry;
use engines::Server;
use serde_json::json;

use super::peer::{self, PAY, call};
use super::until::until as until_it_is;
use super::{alone, ask, check, circuit, dashboard, order, until};

#[test]
fn who_is_there_who_suspects_who_opened_first_and_who_tries_are_shown() {
    let Some(server) = Server::start(&[]) else { return };
    registry().register(&PAY);
    let _alone = alone();
    let fleet = breaker_fleet::join("shop-prod", server.url())
        .instance("pod-1")
        .share_control(true)
        .start();
    let dashboard = dashboard(&fleet);
    let mut peer = peer::start(&server.url(), "pod-7");
    let there = until(&dashboard, "together", |document| {
        let fleet = document.fleet.as_ref();
        fleet.is_some_and(|fleet| fleet.away.is_none() && fleet.others.len() == 1)
    });
    let shown = there.fleet.unwrap();
    assert_eq!((shown.members, &*shown.others[0].instance), (2, "pod-7"));
    assert!(shown.sent > 0 && shown.received > 0);
    let health = ask(&dashboard, "/api/v1/health");
    check(&dashboard, "health", &health);
    assert_eq!(health["fleet"], json!({ "members": 2, "away_for_ms": null, "why": null }));

    for _ in 0..5 {
        assert_eq!(peer.ask("fail"), "failed");
    }
    let suspected = until(&dashboard, "suspected", |document| {
        circuit(document, "fleet pay").suspected.is_some()
    });
    let pay = circuit(&suspected, "fleet pay");
    assert_eq!((pay.state, &*pay.suspected.as_ref().unwrap().by), (State::Closed, "pod-7"));
    assert_eq!(suspected.verdict.level, Level::Calm);
    let says = "; fleet pay is suspected by pod-7";
    assert!(suspected.verdict.text.ends_with(says), "{}", suspected.verdict.text);

    assert_eq!([call(), call(), call()], ["failed", "failed", "rejected"]);
    let open = until(&dashboard, "open", |document| {
        let pay = circuit(document, "fleet pay");
        pay.state == State::Open && pay.fleet.as_ref().is_some_and(|fleet| fleet.openers == 2)
    });
    let known = circuit(&open, "fleet pay").fleet.clone().unwrap();
    assert_eq!((known.opened_by.as_deref(), known.openings), (Some("pod-7"), 1));
    assert_eq!((known.members, known.is_estimate), (2, false));
    let says = "(2 failures in a row under suspicion; opened by 2 of 2 members, first by pod-7: \
                5 failures)";
    assert!(open.verdict.text.contains(says), "{}", open.verdict.text);

    peer.ask("try");
    let tried = until(&dashboard, "tried", |document| {
        let known = circuit(document, "fleet pay").fleet.as_ref();
        known.is_some_and(|known| known.phase == Phase::Tried)
    });
    let known = circuit(&tried, "fleet pay").fleet.clone().unwrap();
    assert_eq!((known.by.as_deref(), known.by_self), (Some("pod-7"), false));
    let text = &tried.verdict.text;
    let end = "; its calls are rejected, and it has no fallback of its own; pod-7 tries for all";
    assert!(text.ends_with(end), "{text}");

    let reset = json!({ "action": "reset", "name": "fleet pay", "why": "a test" });
    let reach = Reach { namespace: "shop-prod".to_owned(), members: 2, away: false };
    assert_eq!(order(&dashboard, &reset).audit.fleet, Some(reach));
    let force = json!({ "action": "force_closed", "name": "fleet pay", "why": "new keys" });
    order(&dashboard, &force);
    // It holds for both.
    until_it_is("the peer forced closed", || (peer.ask("state") == "forced closed").then_some(()));
    peer.ask("reset by ben");
    let (mut who, why) = (String::new(), "all is well");
    until_it_is("reset by the peer", || {
        let detail = ask(&dashboard, "/api/v1/circuit?name=fleet+pay");
        let reset = detail["events"].as_array()?.first().filter(|event| event["why"] == why)?;
        who = reset["who"].as_str()?.to_owned();
        (reset["text"] == "was reset by ben on pod-7: all is well").then_some(())
    });
    assert_eq!(who, "ben on pod-7");
    let incident = format!("/api/v1/incident?from={}&to={}", there.tick, tried.tick);
    let incident = ask(&dashboard, &incident);
    check(&dashboard, "incident", &incident);
    assert_eq!(incident["base"]["fleet"]["members"], 2);
}
