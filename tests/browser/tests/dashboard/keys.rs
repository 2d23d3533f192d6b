//! The keys of a function.

use serde_json::json;

use crate::copied::copied;
use crate::incident::open_changed;
use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

/// Calls and failures a second, and the share that is rejected, in the row of a key.
async fn numbers(page: &Page, key: &str) -> Option<[String; 3]> {
    page.js(&format!(
        "const named = (row) => row.querySelector('.name').innerText === {key:?};
        const row = [...document.querySelectorAll('#rows .row:not(.note)')].find(named);
        const text = (css) => row.querySelector(css).innerText;
        return row ? ['.calls', '.failures', '.rejected'].map(text) : null"
    ))
    .await
}

#[test]
fn the_calls_of_a_key_that_is_closed_are_not_said_to_be_none() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("warehouse", |row| row.all.contains("4 keys")).await;
        page.click(".row[aria-expanded=false] .fold").await;
        page.until("keys whose calls are not known", async |page| {
            let [calm, other] = ["lyon.example", "oslo.example"];
            let both = [numbers(page, calm).await?, numbers(page, other).await?];
            (both == [["–"; 3]; 2]).then_some(())
        })
        .await;

        shop.breaks("oslo.example", "connection refused");
        page.until("the calls of a key that is down", async |page| {
            let [calls, _, rejected] = numbers(page, "oslo.example").await?;
            let calls: u64 = calls.parse().ok()?;
            (calls > 5 && rejected == "100 %").then_some(())
        })
        .await;
        assert_eq!(numbers(page, "lyon.example").await.unwrap(), ["–"; 3]);
        page.goto(&format!("{}#circuit=warehouse&key=lyon.example", shop.url())).await;
        page.until_text("#detail", |text| text.contains("the calls of a key are followed")).await;
    });
}

#[test]
fn a_function_shows_its_worst_key_and_how_many_do_what() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("warehouse", |row| row.state == "Closed" && row.all.contains("4 keys"))
            .await;
        shop.breaks("oslo.example", "connection refused");
        let row = page.until_row("warehouse", |row| row.state == "Open").await;
        assert!(row.all.contains("open: 1 of 4 keys"), "{row:?}");
        assert!(row.since.starts_with("down ") && row.what == "next trial in", "{row:?}");
        assert_eq!(page.rows().await[0].name, "warehouse", "it stands before its key");
        let title = page.title().await;
        assert!(title.starts_with("warehouse[oslo.example]: DOWN – "), "{title}");

        for host in ["berlin.example", "lyon.example", "porto.example"] {
            shop.breaks(host, "connection refused");
        }
        let said = page.until_text("#verdict-text", |text| text.contains("4 are down")).await;
        assert!(said.starts_with("Of 4 keys of warehouse"), "{said}");
        page.until_title("warehouse (4 of 4 keys): DOWN – ").await;
        page.until_row("warehouse", |row| row.all.contains("open: 4 of 4 keys")).await;
        let facts = page.text("#facts").await.to_lowercase();
        assert!(
            facts.contains("down for\n") && facts.contains("keys\nopen: 4 of 4 keys"),
            "{facts}"
        );
        let text = copied(page, "#copy").await;
        assert!(text.contains("- warehouse: open: 4 of 4 keys, down for "), "{text}");
        page.goto(&format!("{}#state=open", shop.url())).await;
        page.until("the function among what is open", async |page| {
            let rows = page.rows().await;
            (rows.first()?.name == "warehouse" && rows.len() > 3).then_some(())
        })
        .await;
        page.goto(&format!("{}#circuit=warehouse", shop.url())).await;
        page.until_text("#detail .detail-state", |text| {
            text == "Open as its worst key is; open: 4 of 4 keys"
        })
        .await;
        let facts = page.text("#detail dl").await;
        assert!(facts.contains("3 failures in 10 s, counted for each key by itself"), "{facts}");
        let labels = "return [...document.querySelectorAll('#labels button')].map((it) =>
            it.getAttribute('aria-label'))";
        page.until("the function on the time axis", async |page| {
            let labels: Vec<String> = page.js(labels).await;
            labels.iter().any(|label| label.starts_with("warehouse: Open")).then_some(())
        })
        .await;
    });
}

/// As the sentence has it: a key that is half-open may also wait for a call.
#[test]
fn the_title_counts_the_keys_that_are_down() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("warehouse", |row| row.all.contains("4 keys")).await;
        open_changed(page, |incident| {
            let base = &mut incident["base"];
            let circuits = base["circuits"].as_array_mut().unwrap();
            let whole = circuits.iter_mut().find(|it| it["name"] == "warehouse").unwrap();
            whole["keys"] = json!({
                "count": 5, "down": 2, "worst": { "effect": "open", "circuit": null },
                "in_state": { "closed": 1, "open": 1, "half_open": 3, "ramp_up": 0,
                              "forced_open": 0, "forced_closed": 0, "dry_run": 0 },
            });
            let id = whole["id"].clone();
            base["verdict"] = json!({
                "level": "outage", "text": "of 5 keys of warehouse, 2 are down",
                "circuit": id, "more": [],
            });
            incident["ticks"] = json!([]);
        })
        .await;
        page.until_level("outage").await;
        let title = page.title().await;
        assert!(title.contains(": warehouse (2 of 5 keys): DOWN – "), "{title}");
    });
}
