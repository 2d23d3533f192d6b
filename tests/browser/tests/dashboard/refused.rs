//! Who may not look any more: it is said why, and since when what is shown is old.

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn while_access_is_refused_the_headline_is_grey_and_says_of_when_it_is() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        shop.breaks("access", "");
        page.until_text("#lost", |text| text.contains("Access is refused (403)")).await;
        is_of_then(page).await;

        // Right after the door is open again, as after a program's start.
        shop.mends("access");
        page.until_text("#connection", |text| text == "live").await;
        let said = page.until_text("#verdict-text", |text| !text.starts_with("As of ")).await;
        assert!(said.starts_with("All "), "{said}");
        assert!(page.title().await.starts_with("calm – "));
    });
}

#[test]
fn a_way_to_a_sign_in_elsewhere_is_told_as_such() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        shop.breaks("session", "");
        page.until_text("#lost", |text| text.contains("as to a sign-in. Reload the page")).await;
        assert_eq!(page.text("#connection").await, "no access");
        is_of_then(page).await;
    });
}

async fn is_of_then(page: &Page) {
    let said = page.until_text("#verdict-text", |text| text.starts_with("As of ")).await;
    assert!(said.ends_with("circuits are closed") || said.contains(": all "), "{said}");
    assert!(page.title().await.starts_with("? calm, as of "));
    assert!(page.is_grey().await);
}
