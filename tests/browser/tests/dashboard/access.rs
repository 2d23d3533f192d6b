//! What everybody needs who does not see, or not well: axe-core looks at each face of the page.

use crate::opening;
use crate::page::{Page, Row, look};
use crate::program::Program;

#[test]
fn every_face_of_the_page_is_accessible() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        in_both_schemes(page, "calm").await;

        shop.breaks("gateway A", "connection refused");
        page.until_row("gateway A", Row::is_down).await;
        shop.breaks("oslo.example", "no route to host");
        page.until_level("outage").await;
        page.until_row("oslo.example", |row| row.state == "Open").await;
        in_both_schemes(page, "outage").await;

        page.click("#rows .row").await;
        page.until_text("#detail .events", |text| text.contains("connection refused")).await;
        in_both_schemes(page, "detail").await;

        page.click("#detail button[data-action=force_open]").await;
        page.until_text("dialog h2", |text| text.contains("gateway A")).await;
        in_both_schemes(page, "order").await;
        page.click("dialog button[type=button]").await;

        page.resize(380, 780).await;
        in_both_schemes(page, "detail on a phone").await;
        page.press(fantoccini::key::Key::Escape).await;
        page.until_text("#detail", str::is_empty).await;
        in_both_schemes(page, "phone").await;

        page.click("#earlier").await;
        page.until_text("#connection", |text| text == "rewound").await;
        in_both_schemes(page, "past on a phone").await;
        page.click("#leave").await;

        drop(shop);
        page.until_text("#lost", |text| text.contains("does not answer")).await;
        in_both_schemes(page, "lost on a phone").await;
        page.resize(1280, 900).await;
        in_both_schemes(page, "lost").await;
    });
}

async fn in_both_schemes(page: &Page, when: &str) {
    for scheme in ["light", "dark"] {
        page.scheme(scheme).await;
        page.is_accessible(&format!("{when}, {scheme}")).await;
    }
}
