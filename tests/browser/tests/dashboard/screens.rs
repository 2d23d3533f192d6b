//! Screens of every size, by day and by night.

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn nothing_is_wider_than_the_screen_and_what_matters_is_above_its_edge() {
    let shop = Program::shop();
    look(async |page| {
        shop.breaks("gateway A", "connection refused");
        page.goto(shop.url()).await;
        page.until_level("outage").await;
        for (width, height) in [(320, 640), (380, 780), (768, 1024), (1280, 900), (1920, 1080)] {
            page.resize(width, height).await;
            page.until("a page as wide as the screen", async |page| {
                page.js::<bool>("return document.documentElement.scrollWidth <= innerWidth")
                    .await
                    .then_some(())
            })
            .await;
            let edge: f64 = page
                .js("return document.querySelector('#facts').getBoundingClientRect().bottom")
                .await;
            assert!(edge < f64::from(height), "{width} wide, the facts end at {edge}");
        }
    });
}

#[test]
fn light_and_dark_are_as_the_system_has_them_unless_one_is_chosen() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.scheme("dark").await;
        assert!(ground(page).await < 40);
        page.scheme("light").await;
        assert!(ground(page).await > 220);
        let mut chosen = Vec::new();
        for _ in 0..3 {
            page.click("#theme").await;
            chosen.push(ground(page).await > 220);
        }
        assert!(chosen.contains(&true) && chosen.contains(&false), "{chosen:?}");
        assert_eq!(chosen.last(), Some(&true), "and the third is the system's again");
    });
}

/// How bright the ground is: the red of its colour.
async fn ground(page: &Page) -> u32 {
    page.js("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])").await
}
