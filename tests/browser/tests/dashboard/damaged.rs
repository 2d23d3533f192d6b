//! Files that are no incident, or only half of one: what is live stays as it is.

use std::fs;
use std::path::Path;

use engines::Folder;
use serde_json::{Value, json};

use crate::incident::{open_changed, save};
use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

const DAMAGED: &str = "is cut off or damaged";

/// What stands where something else has to.
fn damages() -> Vec<(&'static str, Value)> {
    let (far, endless) = (json!(9_007_199_254_740_991_u64), json!(1e300));
    let long = |text: &str, times| Value::from(text.repeat(times));
    vec![
        ("/saved_at_ms", json!("yesterday")),
        ("/saved_at_ms", endless.clone()),
        ("/shown", json!("then")),
        ("/shown", json!(-1)),
        ("/timeline", Value::Null),
        ("/timeline/first", json!(-1)),
        ("/timeline/last", far.clone()),
        ("/timeline/rows", json!(7)),
        ("/timeline/rows", json!([null])),
        ("/timeline/rows/0/runs", Value::Null),
        ("/timeline/rows/0/runs/0", json!(1)),
        ("/timeline/rows/0/name", json!({ "toString": 1 })),
        ("/base", json!([])),
        ("/base/tick", json!(-1e15)),
        ("/base/tick", json!(0.5)),
        ("/base/at_ms", json!("noon")),
        ("/base/fleet", json!(5)),
        ("/base/fleet", json!({ "others": 5 })),
        ("/base/process", Value::Null),
        ("/base/process", json!({})),
        ("/base/verdict", json!(5)),
        ("/base/verdict/text", json!(5)),
        ("/base/verdict/more", json!(7)),
        ("/base/circuits", json!({ "length": 1 })),
        ("/base/circuits", json!([null])),
        ("/base/circuits", json!(vec![Value::Null; 100_001])),
        ("/base/circuits/0/id", json!("constructor")),
        ("/base/circuits/0/name", json!({ "toString": 1 })),
        ("/base/circuits/0/name", long("n", 10_001)),
        ("/base/circuits/0/key", json!(["key"])),
        ("/base/circuits/0/state", Value::Null),
        ("/base/circuits/0/fleet", json!({})),
        ("/base/circuits/0/suspected", json!([])),
        ("/base/circuits/0/in_state_for_ms", endless.clone()),
        ("/base/circuits/0/rule", json!({})),
        ("/base/circuits/0/rule/near", json!("near")),
        ("/base/circuits/0/calls", json!({ "success": "many" })),
        ("/base/circuits/0/rates", json!({ "calls": null })),
        ("/base/circuits/0/instead", json!(5)),
        ("/base/circuits/0/instead", json!([null])),
        ("/base/circuits/0/location", json!(5)),
        ("/base/circuits/0/forced", json!(5)),
        ("/base/circuits/0/last_failure", json!({ "ago_ms": "long" })),
        ("/base/circuits/0/keys", json!({})),
        ("/base/circuits/0/keys", json!({ "count": 1, "in_state": { "open": {} } })),
        ("/base/circuits/0/spark", json!({ "calls": 5 })),
        ("/base/circuits/0/spark/calls", json!(vec![1; 1_001])),
        ("/ticks", json!({})),
        ("/ticks", json!([null])),
        ("/ticks/1/tick", json!("next")),
        ("/ticks/1/tick", json!(0)),
        ("/ticks/1/tick", json!(4_000_000_000_u64)),
        ("/ticks/1/at_ms", far),
        ("/ticks/1/verdict", json!(5)),
        ("/ticks/1/removed", json!("all")),
        ("/ticks/1/circuits", json!(5)),
        ("/ticks/1/circuits/0", Value::Null),
        ("/ticks/1/circuits/0/id", Value::Null),
        ("/ticks/1/circuits/0/rates", json!("many")),
        ("/step", json!(0)),
        ("/events", json!([])),
        ("/events", json!({ "0": [{ "at_ms": "then" }] })),
    ]
}

#[test]
fn a_damaged_incident_is_refused_whole_and_what_is_live_stays() {
    let shop = Program::shop();
    let folder = Folder::new();
    look(async |page| {
        opening::outage(page, &shop).await;
        let (saved, good) = whole(page).await;
        page.complaints().await;
        for (place, instead) in damages() {
            let mut bad = good.clone();
            let found = bad.pointer_mut(place);
            *found.unwrap_or_else(|| panic!("{place} is nowhere")) = instead.clone();
            let said: String = instead.to_string().chars().take(40).collect();
            let text = bad.to_string();
            is_refused(page, &folder.path().join("bad.json"), text.as_bytes(), DAMAGED).await;
            assert_eq!(page.row("gateway A").await.unwrap().name, "gateway A", "{place}: {said}");
        }
        for end in [500, saved.len() / 2, saved.len() - 1] {
            let cut = &saved[..end];
            is_refused(page, &folder.path().join("cut.json"), cut, DAMAGED).await;
        }
        let complaints = page.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
    });
}

/// An incident of seconds in which something happened.
async fn whole(page: &Page) -> (Vec<u8>, Value) {
    page.until("an incident of seconds", async |page| {
        let saved = fs::read(save(page).await).unwrap();
        let good: Value = serde_json::from_slice(&saved).unwrap();
        let has_more = good.pointer("/ticks/1/circuits/0/rates").is_some();
        has_more.then_some((saved, good))
    })
    .await
}

#[test]
fn what_is_strange_and_of_the_right_shape_is_shown() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        page.complaints().await;
        open_changed(page, |strange| {
            // An axis of three centuries, states that there are not, fields of a newer program.
            strange["timeline"]["last"] = json!(10_000_000_000_u64);
            strange["base"]["circuits"][0]["state"] = json!("constructor");
            strange["base"]["circuits"][1]["__proto__"] = json!({ "name": 1, "spark": 2 });
            strange["base"]["verdict"]["level"] = json!("toString");
            strange["ticks"][0]["circuits"] = json!([{ "id": 1, "__proto__": { "state": 3 } }]);
            strange["base"]["fleet"] = json!({ "members": 3 });
            strange["colour"] = json!({ "of": ["the", "day"] });
        })
        .await;
        page.js::<()>("document.querySelector('#slider').focus()").await;
        page.press(fantoccini::key::Key::Home).await;
        page.until_row("gateway B", |row| row.state == "constructor" || row.state == "Closed")
            .await;
        page.click("#rows .row").await;
        page.until_text("#detail", |text| !text.is_empty()).await;
        let complaints = page.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
    });
}

/// Tries to open a file, and looks whether the page says why not and is as before.
async fn is_refused(page: &Page, file: &Path, content: &[u8], says: &str) {
    fs::write(file, content).unwrap();
    page.js::<()>("toast.textContent = ''").await;
    page.fill("#file", &file.display().to_string()).await;
    page.until_text("#toast", |text| text.contains(says)).await;
    assert_eq!(page.text("#connection").await, "live");
    assert_eq!(page.text("#then").await, "");
}

#[test]
fn a_file_that_is_no_incident_is_refused_in_words() {
    let shop = Program::shop();
    let folder = Folder::new();
    look(async |page| {
        opening::calm(page, &shop).await;
        for (name, text, says) in [
            ("picture.json", "\u{89}PNG", "is no incident: it is not JSON."),
            ("<img src=x>.json", r#"{"format":"something else"}"#, "is no incident of circuits."),
            (
                "half.json",
                r#"{"format":"circuit-breaker-incident","version":1,"base":{}}"#,
                DAMAGED,
            ),
            (
                "newer.json",
                r#"{"format":"circuit-breaker-incident","version":2}"#,
                "was saved by a newer program; open it with its page.",
            ),
        ] {
            is_refused(page, &folder.path().join(name), text.as_bytes(), says).await;
            assert!(page.text("#toast").await.starts_with(name));
        }
    });
}
