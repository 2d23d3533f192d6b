//! The keys of a function.

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
