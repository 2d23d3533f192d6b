//! The search, the filter, and links to both.

use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn what_is_typed_is_found_whatever_is_done_next() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("database", |_| true).await;
        // The focus goes on, and the page shows itself anew, before the pause after typing is over.
        page.js::<()>(
            "const find = document.querySelector('#find');
            find.focus();
            find.value = 'data';
            find.dispatchEvent(new Event('input', { bubbles: true }));
            find.blur();
            dispatchEvent(new PopStateEvent('popstate'))",
        )
        .await;
        page.until("one row", async |page| (page.rows().await.len() == 1).then_some(())).await;
        assert_eq!(page.rows().await[0].name, "database");
        assert!(page.js::<String>("return location.hash").await.contains("find=data"));
    });
}

#[test]
fn a_link_to_an_order_and_a_state_that_there_are_not_shows_all_circuits() {
    let shop = Program::shop();
    look(async |page| {
        // Objects of scripts have fields of these names.
        page.goto(&format!("{}#sort=constructor&state=valueOf", shop.url())).await;
        page.until_level("calm").await;
        page.until_row("database", |row| row.state == "Closed").await;
        assert_eq!(page.attribute("#filter button", "aria-pressed").await.as_deref(), Some("true"));
        assert_eq!(page.js::<String>("return document.querySelector('#sort').value").await, "");
        assert_eq!(page.complaints().await, [""; 0]);
    });
}

#[test]
fn a_link_shows_somebody_else_the_same_search_filter_and_circuit() {
    let shop = Program::shop();
    look(async |page| {
        shop.breaks("gateway A", "connection refused");
        page.goto(&format!("{}#find=gateway&state=open&sort=name", shop.url())).await;
        page.until("the open gateway", async |page| {
            let rows = page.rows().await;
            (rows.len() == 1 && rows[0].name == "gateway A").then_some(())
        })
        .await;
        page.goto("about:blank").await;
        page.goto(&format!("{}#circuit=warehouse&key=oslo.example", shop.url())).await;
        page.until_text("#detail h2", |text| text == "warehouse[oslo.example]").await;
        page.until_text("#detail", |text| text.contains("Closed")).await;
        page.goto("about:blank").await;
        page.goto(&format!("{}#circuit=%3Cimg%20src%3Dx%3E", shop.url())).await;
        page.until_text("#toast", |text| text.starts_with("No circuit is called <img src=x>"))
            .await;
    });
}
