//! An incident that is saved, and opened when its program is long gone.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn a_saved_incident_opens_without_its_program() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        shop.mends("gateway A");
        page.until_level("calm").await;
        let saved = save(page).await;
        page.until_text("#toast", |text| text.starts_with("Saved.")).await;

        drop(shop);
        page.until_text("#lost", |text| text.contains("does not answer")).await;
        page.open_file(&saved).await;
        shows_the_outage(page).await;
        page.click("#rows .row[data-state$=open]").await;
        page.until_text("#detail .events", |text| {
            text.contains("Opened for 4 s: 5 failures within 10 s: connection refused")
        })
        .await;
        page.press(fantoccini::key::Key::Escape).await;
        page.click("#leave").await;
        page.until_text("#connection", |text| text == "no answer").await;

        // Nobody saved in time: the page has what it saw itself.
        let remembered = page.saved(async |page| page.click("#save").await).await;
        page.open_file(&remembered).await;
        shows_the_outage(page).await;
    });
}

/// Somebody looks at the dialog for a while: what happens meanwhile is in the file.
#[test]
fn what_is_saved_ends_when_it_is_saved_and_says_that_it_is_of_then() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        let saved = page
            .saved(async |page| {
                page.click("#save").await;
                shop.breaks("gateway A", "connection refused");
                page.until_level("outage").await;
                page.click("dialog [type=submit]").await;
            })
            .await;
        page.open_file(&saved).await;
        page.until_level("outage").await;
        let title = page.title().await;
        let (time, what) = title.split_once(": ").unwrap();
        assert!(time.starts_with("incident ") && time.len() == "incident 21:52".len(), "{title}");
        assert!(what.starts_with("gateway A: DOWN – "), "{title}");
        let incident: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
        let [ends, at] = ["/timeline/at_ms", "/saved_at_ms"]
            .map(|field| incident.pointer(field).unwrap().as_u64().unwrap());
        assert!(at.abs_diff(ends) < 5_000, "it ends at {ends}, and was saved at {at}");
    });
}

/// What is saved is the moment that was looked at, not the worst that came after it.
#[test]
fn what_is_saved_while_rewound_opens_at_the_moment_that_was_shown() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage_after_calm(page, &shop).await;
        page.js::<()>("document.querySelector('#slider').focus()").await;
        page.press(fantoccini::key::Key::Home).await;
        page.until_text("#connection", |text| text == "rewound").await;
        page.until_level("calm").await;
        let shown: String = page.js("return slider.value").await;
        let saved = save(page).await;

        page.click("#leave").await;
        page.until_level("outage").await;
        page.open_file(&saved).await;
        page.until_level("calm").await;
        let incident: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
        assert_eq!(incident["shown"].to_string(), shown);
        assert_eq!(page.js::<String>("return slider.value").await, shown);
        ends_with_its_ticks(page, &incident).await;
        assert_eq!(
            incident["timeline"]["last"],
            incident["ticks"].as_array().unwrap().last().unwrap()["tick"]
        );
    });
}

/// As programs saved them that knew of no moment, and wrote the axis of the whole record.
#[test]
fn an_old_file_opens_at_its_worst_and_its_axis_ends_with_its_ticks() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        let mut old = Value::Null;
        open_changed(page, |incident| {
            incident.as_object_mut().unwrap().remove("shown");
            let last = incident["timeline"]["last"].as_u64().unwrap();
            incident["timeline"]["last"] = json!(last + 300);
            old = incident.clone();
        })
        .await;
        page.until_level("outage").await;
        ends_with_its_ticks(page, &old).await;
    });
}

async fn ends_with_its_ticks(page: &Page, incident: &Value) {
    let last = &incident["ticks"].as_array().unwrap().last().unwrap()["tick"];
    let ends = [&incident["base"]["tick"], last].map(ToString::to_string);
    let axis: [String; 2] = page.js("return [slider.min, slider.max]").await;
    assert_eq!(axis, ends);
}

/// What is long past is kept every ten seconds: no text speaks of single seconds then.
#[test]
fn what_was_saved_in_steps_of_ten_seconds_says_so() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        speaks_of(page, ["Last 2 min", "The last 2 min, second by second.", "in the last second"])
            .await;
        open_changed(page, |incident| incident["step"] = json!(10)).await;
        let in_tens = "The last 20 min, in steps of 10 s.";
        speaks_of(page, ["Last 20 min", in_tens, "a second, over the last 10 s"]).await;
        page.click("#leave").await;
        page.until_text("#traffic", |text| text == "Last 2 min").await;
    });
}

/// Saves what is offered first.
pub(crate) async fn save(page: &Page) -> PathBuf {
    page.saved(async |page| {
        page.click("#save").await;
        page.click("dialog [type=submit]").await;
    })
    .await
}

/// Saves an incident, and opens it after a change of its content.
pub(crate) async fn open_changed(page: &Page, change: impl FnOnce(&mut Value)) {
    let (saved, mut incident) = with_ticks(page).await;
    change(&mut incident);
    fs::write(&saved, incident.to_string()).unwrap();
    page.open_file(&saved).await;
}

/// A young program has no tick yet but the one that an incident begins with.
async fn with_ticks(page: &Page) -> (PathBuf, Value) {
    page.until("an incident with ticks", async |page| {
        let saved = save(page).await;
        let incident: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
        let has_ticks = incident.pointer("/ticks/0").is_some();
        has_ticks.then_some((saved, incident))
    })
    .await
}

/// The heading of the list, the detail of a circuit, the large numbers.
async fn speaks_of(page: &Page, [heading, detail, numbers]: [&str; 3]) {
    page.until_text("#traffic", |text| text == heading).await;
    page.until_text("#facts", |text| text.contains(numbers)).await;
    page.click("#rows .row[data-state$=open]").await;
    page.until_text("#detail", |text| text.contains(detail)).await;
    page.press(fantoccini::key::Key::Escape).await;
}

async fn shows_the_outage(page: &Page) {
    page.back_to("outage").await;
    assert_eq!(page.text("#connection").await, "incident");
    assert!(page.text("#process").await.contains("version\u{a0}4.2.0"));
    let said = page.text("#verdict-text").await;
    assert!(said.starts_with("gateway A has been down for "), "{said}");
    let row = page.row("gateway A").await.unwrap();
    assert!(row.is_down(), "{row:?}");
    assert!(!page.js::<bool>("return document.body.classList.contains('stale')").await);
}
