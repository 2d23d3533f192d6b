//! A tab that nobody looks at: its title is seen all the same.

use serde_json::json;

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn a_hidden_tab_goes_on_to_say_what_is_wrong_and_asks_seldom() {
    look_away(async |page, shop| {
        page.js::<()>("window.hiddenAt = performance.now()").await;
        page.asked().await;
        shop.breaks("gateway A", "connection refused");
        page.until_title("gateway A: DOWN – ").await;
        let seconds: usize =
            page.js("return Math.floor((performance.now() - hiddenAt) / 1000)").await;
        let asked = page.asked().await.len();
        assert!(asked <= 2 + seconds / 14, "{asked} in {seconds} s");

        // What it has missed comes in one answer, and with it the axis.
        page.show().await;
        page.until_level("outage").await;
        let asked = page.asked().await;
        let since = asked.iter().filter(|url| url.contains("since=")).count();
        assert!(since <= 3 && asked.len() <= since + 1, "{asked:?}");
    });
}

#[test]
fn a_title_whose_knowledge_is_old_says_so_until_it_is_renewed() {
    look_away(async |page, _| {
        page.js::<()>(
            "const now = performance.now.bind(performance);
            performance.now = () => now() + 91000",
        )
        .await;
        page.until_title("? calm, as of ").await;
        page.until_title("calm – ").await;
    });
}

#[test]
fn a_hidden_tab_says_that_its_program_is_gone() {
    look_away(async |page, _| {
        page.cut(true).await;
        page.until_title("? calm, as of ").await;
        page.cut(false).await;
        page.until_title("calm – ").await;
        // That it was away is still told to whoever comes back.
        page.show().await;
        page.until_text("#toast", |text| text.starts_with("The program answers again")).await;
    });
}

/// Of a tab that its browser lets sleep no script runs any more.
#[test]
fn a_tab_that_sleeps_is_marked_before() {
    look_away(async |page, _| {
        page.chromium("Page.setWebLifecycleState", json!({ "state": "frozen" })).await;
        page.until_title("? calm, as of ").await;
        page.chromium("Page.setWebLifecycleState", json!({ "state": "active" })).await;
        page.show().await;
        page.until_title("calm – ").await;
    });
}

/// The page is open, all is well, and nobody sees it.
fn look_away(test: impl AsyncFnOnce(&Page, &Program)) {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.hide().await;
        test(page, &shop).await;
    });
}
