//! What there is without a mouse.

use fantoccini::key::Key;

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn the_keyboard_alone_reaches_a_circuit_its_detail_and_the_way_back() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("gateway A", |row| row.state == "Closed").await;

        for _ in 0..30 {
            if focus(page).await.starts_with("row ") {
                break;
            }
            page.press(Key::Tab).await;
        }
        assert!(focus(page).await.starts_with("row "), "no way to the rows: {}", focus(page).await);
        page.press(Key::End).await;
        let last = focus(page).await;
        page.press(Key::Up).await;
        let above = focus(page).await;
        assert_ne!(above, last);
        page.press(Key::Down).await;
        assert_eq!(focus(page).await, last);

        page.press(Key::Enter).await;
        let name = last.strip_prefix("row ").unwrap();
        page.until_text("#detail h2", |text| text == name).await;
        assert_eq!(focus(page).await, format!("h2 {name}"));
        page.press(Key::Escape).await;
        page.until_text("#detail", str::is_empty).await;
        assert_eq!(focus(page).await, last);

        // A function's keys are behind the arrow to the right.
        page.press(Key::Home).await;
        while focus(page).await != "row warehouse" {
            page.press(Key::Down).await;
        }
        page.press(Key::Right).await;
        page.until_row("lyon.example", |row| row.state == "Closed").await;
        page.press(Key::Down).await;
        assert_eq!(focus(page).await, "row berlin.example");
        page.press(Key::Enter).await;
        page.until_text("#detail h2", |text| text == "warehouse[berlin.example]").await;
        page.until_text("#detail", |text| text.contains("3 failures in 10 s")).await;
        page.until_text("#detail", |text| text.contains("Setting")).await;
        page.press(Key::Escape).await;
        page.until_text("#detail", str::is_empty).await;
        page.press(Key::Left).await;
        assert_eq!(focus(page).await, "row warehouse");

        page.press("/").await;
        page.press("data").await;
        page.until("one row", async |page| (page.rows().await.len() == 1).then_some(())).await;
        assert_eq!(page.rows().await[0].name, "database");
        page.press(Key::Escape).await;
        page.until_row("gateway A", |row| row.state == "Closed").await;
    });
}

/// What has the focus: `row gateway A`, `h2 database`, or the name of the element.
async fn focus(page: &Page) -> String {
    page.js("const { activeElement: it } = document;
        const name = it.querySelector('.name')?.innerText ?? it.innerText.slice(0, 40);
        return `${it.matches('.row') ? 'row' : it.localName} ${name}`.trim()")
        .await
}
