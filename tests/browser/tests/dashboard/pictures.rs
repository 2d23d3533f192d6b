//! The pictures of the documentation. `ci/screenshots` takes them from here, and asks for a long
//! story (`SCREENSHOTS`), so that there is a past to be seen.

use std::env;
use std::time::Duration;

use fantoccini::key::Key;

use crate::page::{Page, Row, look};
use crate::program::Program;

#[test]
fn pictures_of_the_calm_the_outage_the_detail_and_the_phone_are_taken() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(shop.url()).await;
        page.resize(1280, 900).await;
        page.scheme("light").await;
        page.until_level("calm").await;
        if env::var_os("SCREENSHOTS").is_some() {
            tell_a_story(page, &shop).await;
        }
        page.until_text("#facts", str::is_empty).await;
        page.picture("calm").await;

        shop.breaks("gateway A", "connection refused");
        page.until_row("gateway A", Row::is_down).await;
        shop.breaks("oslo.example", "no route to host");
        page.until_level("outage").await;
        page.until_row("gateway A", |row| is_old(&row.since) && row.next == "2 s").await;
        page.picture("outage").await;
        page.scheme("dark").await;
        page.picture("outage-dark").await;

        page.scheme("light").await;
        page.click("#rows .row").await;
        page.until_text("#detail .events", |text| text.contains("connection refused")).await;
        page.picture("detail").await;
        page.press(Key::Escape).await;
        page.until_text("#detail", str::is_empty).await;
        page.resize(380, 780).await;
        page.until_row("gateway A", |row| row.next == "2 s").await;
        page.picture("phone").await;
    });
}

/// Two minutes, in which the search was down for a while.
async fn tell_a_story(page: &Page, shop: &Program) {
    runs_for(page, "40 s").await;
    shop.breaks("search", "503 Service Unavailable");
    runs_for(page, "55 s").await;
    shop.mends("search");
    runs_for(page, "2 min").await;
    page.until_level("calm").await;
}

async fn runs_for(page: &Page, time: &str) {
    let up = format!("up {time}").replace(' ', "\u{a0}");
    page.within(Duration::from_mins(3), time, async |page| {
        page.text("#process").await.contains(&up).then_some(())
    })
    .await;
}

/// Whether an outage lasts for ten seconds or longer: `down 12 s`.
fn is_old(since: &str) -> bool {
    since.len() >= "down 10 s".len()
}
