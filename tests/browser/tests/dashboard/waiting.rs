//! A circuit that is half-open for as long as nobody calls.

use serde_json::json;

use crate::incident::open_changed;
use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn one_that_waits_for_a_call_says_so_everywhere_and_no_more_that_it_is_down() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        shop.breaks("customers", "away");
        let said = page.until_text("#verdict-text", |text| text.contains(" has waited ")).await;
        assert!(said.starts_with("gateway A was down for "), "{said}");
        page.click("#rows .row[data-state=half_open]").await;
        // The page counts on between ticks: not each look finds the same second everywhere.
        page.until("the same time everywhere", async |page| {
            let said = page.text("#verdict-text").await;
            let down = said.strip_prefix("gateway A was down for ")?.split(" (").next()?;
            let waited =
                said.split("has waited for ").nth(1)?.strip_suffix(" for a call to try it")?;
            let row = page.row("gateway A").await?;
            let detail = page.text("#detail").await;
            let number = format!("waiting for\n{waited}\n");
            let agree = row.since == format!("waits {waited}")
                && page.text("#facts").await.to_lowercase().contains(&number)
                && detail.to_lowercase().contains(&format!("was down for\n{down}\n"))
                && !detail.contains("Down for\n");
            agree.then_some(())
        })
        .await;
        shop.mends("customers");
        shop.mends("gateway A");
        page.until_level("calm").await;
    });
}

/// It rejects no call: the next one tries it.
#[test]
fn one_that_waits_for_a_call_is_not_said_to_reject() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        let rejecting = "charge_b (gateway B, half-open) →";
        let waiting = "charge_b (gateway B, passes trial calls alone) →";
        for (waits, passes, said) in [(false, "none", rejecting), (true, "trial_calls", waiting)] {
            open_changed(page, |incident| {
                let circuits = incident["base"]["circuits"].as_array_mut().unwrap();
                for circuit in circuits {
                    if circuit["name"] == "gateway A" {
                        circuit["instead"][0]["passes"] = json!(passes);
                    } else if circuit["name"] == "gateway B" {
                        (circuit["state"], circuit["waits"]) = (json!("half_open"), json!(waits));
                    }
                }
            })
            .await;
            page.until_row("gateway A", |row| row.all.contains(said)).await;
            page.click("#leave").await;
            page.until_text("#connection", |text| text == "live").await;
        }
    });
}
