//! What the address leads to, however it is written.

use serde_json::json;

use crate::copied::copied;
use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn a_password_in_the_address_neither_stops_the_page_nor_leaves_it() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.url().replace("http://", "http://ada:sesame@")).await;
        page.until_level("calm").await;
        let text = copied(page, "#copy").await;
        assert!(text.contains(&format!("\n{}#at=", shop.url())), "{text}");
        assert!(!text.contains("sesame"), "{text}");
    });
}

#[test]
fn a_link_to_a_key_that_is_not_there_says_which_key() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&format!("{}#circuit=warehouse&key=rome.example", shop.url())).await;
        page.until_text("#toast", |text| {
            text == "No circuit is called warehouse[rome.example], or not any more."
        })
        .await;
    });
}

/// Without the slash at its end the address leads to the page, and nowhere to what it loads.
#[test]
fn a_page_whose_files_did_not_come_says_so() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        assert_eq!(page.text(".unstyled").await, "");
        page.chromium("Network.enable", json!({})).await;
        page.chromium("Network.setBlockedURLs", json!({ "urls": ["*/assets/*"] })).await;
        page.goto(shop.url()).await;
        page.until_text(".unstyled", |text| text.contains("lack the slash")).await;
    });
}

#[test]
fn a_link_to_a_moment_works_in_a_tab_that_has_the_page_open() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_past(4).await;
        let at: String = page
            .js("const at = new Date(Date.now() - 2000).toISOString();
                location.hash = `at=${at}`; return at")
            .await;
        page.until_text("#connection", |text| text == "rewound").await;
        let now: String = page.js("return location.hash").await;
        assert!(now.contains("at="), "{at} {now}");
    });
}
