//! What was.

use serde_json::json;

use crate::incident::open_changed;
use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn the_slider_rewinds_the_whole_page_and_a_link_does_for_somebody_else() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        shop.mends("gateway A");
        page.until_level("calm").await;

        page.back_to("outage").await;
        assert_eq!(page.text("#connection").await, "rewound");
        assert!(page.text("#process").await.contains("version\u{a0}4.2.0"));
        let then = page.row("gateway A").await.unwrap();
        assert!(then.is_down(), "{then:?}");
        assert!(page.text("#verdict-text").await.contains("connection refused"));
        assert!(page.text("#moment").await.contains(" ago"), "{}", page.text("#moment").await);
        let title = page.title().await;
        assert!(title.starts_with("calm"), "the tab says how it is now: {title}");

        // What is shown holds still; and it is in the address.
        page.until("time to pass", async |page| {
            let passed = "return performance.now() - (window.began ??= performance.now()) > 1500";
            page.js::<bool>(passed).await.then_some(())
        })
        .await;
        let still = page.row("gateway A").await.unwrap();
        assert_eq!((still.state, still.since, still.next), (then.state, then.since, then.next));
        let link: String = page.js("return location.href").await;
        page.goto("about:blank").await;
        page.goto(&link).await;
        page.until_text("#connection", |text| text == "rewound").await;
        page.until_level("outage").await;

        page.click("#leave").await;
        page.until_text("#connection", |text| text == "live").await;
        page.until_row("gateway A", |row| row.state == "Closed").await;
        page.until_level("calm").await;
    });
}

#[test]
fn a_trial_after_an_order_is_no_outage_on_the_time_axis() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        for (before, outages) in [("forced_open", "0 outages"), ("open", "1 outage")] {
            open_changed(page, |incident| {
                let first = incident["base"]["tick"].as_u64().unwrap();
                let rows = incident["timeline"]["rows"].as_array_mut().unwrap();
                let row = rows.iter_mut().find(|row| row["name"] == "gateway A").unwrap();
                row["runs"] = json!([[first, before], [first + 1, "half_open"]]);
            })
            .await;
            page.until(outages, async |page| {
                let label = "#labels button[aria-label^='gateway A: ']";
                let said = page.attribute(label, "aria-label").await?;
                said.ends_with(&format!(", {outages} in the time shown")).then_some(())
            })
            .await;
            page.click("#leave").await;
            page.until_text("#connection", |text| text == "live").await;
        }
    });
}
