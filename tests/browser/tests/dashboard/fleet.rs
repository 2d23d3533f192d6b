//! The fleet that a program is in, as its page shows it.

use engines::Server;
use fantoccini::key::Key;
use serde_json::json;

use crate::incident::open_changed;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn a_line_opens_to_who_is_there_and_circuits_say_who_suspects_opened_and_tries() {
    let Some(mut server) = Server::start(&[]) else { return };
    let shop = Program::member(&server.url(), "pod-1");
    let peer = Program::member(&server.url(), "pod-7");
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        page.goto(shop.url()).await;
        let line = "Fleet shop-prod as pod-1: 2 members";
        page.until_text("#fleet summary", |text| text == line).await;
        page.js::<()>("document.querySelector('#fleet summary').focus()").await;
        page.press(Key::Enter).await;
        let parts =
            ["pod-1: this process", "\npod-7", "mail stays local: in a dry run", ", 0 dropped"];
        page.until_text("#fleet", |text| parts.iter().all(|part| text.contains(part))).await;
        is_well_made(page).await;

        peer.breaks("pay", "connection refused");
        let suspected = "suspected by pod-7 for ";
        page.until_row("pay", |row| row.state == "Closed" && row.all.contains(suspected)).await;
        let calm = "Both circuits are closed; pay is suspected by pod-7";
        page.until_text("#verdict-text", |text| text == calm).await;
        shop.breaks("pay", "connection refused");
        let opened = "opened by 2 of 2 members, first by pod-7: ";
        let open = |text: &str| text.contains(opened);
        page.until_row("pay", |row| row.state == "Open" && open(&row.all)).await;
        page.click("#rows .row[data-state$=open]").await;
        page.until_text("#detail", |text| text.contains("In the fleet") && open(text)).await;

        page.click("#detail button[data-action=reset]").await;
        let reach = "Each process that shares control in the fleet shop-prod (2 members).";
        page.until_text("dialog .only", |text| text == reach).await;
        page.press(Key::Escape).await;
        page.until_text("dialog", str::is_empty).await;
        page.click("#detail .detail-head button:last-child").await;
        tried_elsewhere(page).await;

        server.kill();
        let away = "Fleet shop-prod as pod-1: away for ";
        page.until_text("#fleet summary", |text| text.starts_with(away)).await;
        is_well_made(page).await;
        page.picture("fleet").await;
        assert_eq!(page.attribute("#connection", "data-kind").await.as_deref(), Some("live"));
    });
}

/// Of a trial that fails at once nobody sees anything: a saved one takes its time.
async fn tried_elsewhere(page: &Page) {
    open_changed(page, |incident| {
        let circuits = incident["base"]["circuits"].as_array_mut().unwrap();
        let pay = circuits.iter_mut().find(|circuit| circuit["name"] == "pay").unwrap();
        pay["state"] = json!("open");
        pay["fleet"] = json!({
            "phase": "tried", "by": "pod-3", "by_self": false, "rest_ms": 3000,
            "opened_by": "pod-7", "opened_here": false, "why": "5 failures",
            "suspected_ms": null, "openings": 2, "openers": 2, "members": 2, "is_estimate": false,
        });
        incident["base"]["fleet"] = json!({
            "namespace": "shop-prod", "instance": "pod-1", "zone": null, "shares_control": true,
            "away": { "for_ms": 65_000, "why": "connection refused" }, "members": 2,
            "others": [], "sent": 0, "received": 0, "dropped": 0, "leases": 0, "local": [],
            "local_count": 0,
        });
        incident["ticks"] = json!([]);
    })
    .await;
    page.until_row("pay", |row| row.what == "tries for all" && row.next == "pod-3").await;
    let then = "Fleet shop-prod as pod-1: away for 1 min 5 s: connection refused";
    page.until_text("#fleet summary", |text| text == then).await;
    page.click("#leave").await;
    page.until_text("#connection", |text| text == "live").await;
}

/// By day, by night and on a phone.
async fn is_well_made(page: &Page) {
    for (width, height) in [(380, 780), (1280, 900)] {
        page.resize(width, height).await;
        let fits = "return document.documentElement.scrollWidth <= innerWidth";
        page.until("a page as wide as the screen", async |page| {
            page.js::<bool>(fits).await.then_some(())
        })
        .await;
        for scheme in ["dark", "light"] {
            page.scheme(scheme).await;
            page.is_accessible(&format!("a fleet, {width} wide, {scheme}")).await;
        }
    }
}
