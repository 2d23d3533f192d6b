//! What is taken along as text, for the channel of an incident.

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn the_copied_text_has_the_sentences_the_list_and_a_link_to_that_moment() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        let text = copied(page, "#copy").await;
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("gateway A has been down for "), "{text}");
        let found = |start: &str| lines.iter().find(|said| said.starts_with(start)).unwrap();
        assert!(found("- gateway A: ").contains("down for "), "{text}");
        let closed = found("- closed: ");
        for name in ["gateway B", "database", "invoices"] {
            assert!(closed.contains(name), "{text}");
        }

        // It is over when somebody reads of it.
        shop.mends("gateway A");
        page.until_level("calm").await;
        let link = lines.last().unwrap();
        assert!(link.contains("#at="), "{text}");
        page.goto("about:blank").await;
        page.goto(link).await;
        page.until_text("#connection", |text| text == "rewound").await;
        let said = page.until_level("outage").await;
        assert_eq!(said, lines[0]);
    });
}

#[test]
fn of_a_circuit_that_rejects_nothing_it_is_said_what_it_falls_back_to() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&format!("{}#circuit=gateway%20A", shop.url())).await;
        page.until_text("#detail h2", |text| text == "gateway A").await;
        let text = copied(page, "#detail .detail-head button").await;
        assert!(text.contains("\nfalls back to charge_b (gateway B) → enqueue\n"), "{text}");
        shop.breaks("gateway A", "connection refused");
        page.until_text("#facts", |text| text.contains("answered by")).await;
        let text = copied(page, "#detail .detail-head button").await;
        assert!(text.contains("\nanswered by charge_b (gateway B) → enqueue\n"), "{text}");
    });
}

/// What a button puts on the clipboard, to which a browser without a window has no way.
pub(crate) async fn copied(page: &Page, button: &str) -> String {
    page.js::<()>(
        "const writeText = async (text) => { window.copied = text };
        const value = { writeText };
        Object.defineProperty(navigator, 'clipboard', { configurable: true, value })",
    )
    .await;
    page.click(button).await;
    page.until_text("#toast", |text| text == "Copied.").await;
    page.js("return window.copied").await
}
