//! Where rejected calls go.

use crate::opening;
use crate::page::look;
use crate::program::Program;

/// What passes there the program says; the page words it.
#[test]
fn a_fallback_whose_circuit_rejects_calls_is_said_to_do_so() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.until_row("gateway A", |row| row.all.contains("falls back to charge_b")).await;
        shop.breaks("gateway A", "connection refused");
        page.until_row("gateway A", |row| {
            row.is_down() && row.all.contains("answered by charge_b (gateway B) → enqueue")
        })
        .await;
        shop.breaks("gateway B", "connection reset");
        page.until_row("gateway A", |row| {
            row.is_down() && row.all.contains("answered by charge_b (gateway B, open) → enqueue")
        })
        .await;
        page.until_text("#verdict", |text| text.contains("(gateway B is down, too)")).await;
        page.goto(&format!("{}#circuit=gateway%20A", shop.url())).await;
        page.until_text("#detail dl", |text| {
            text.contains("answered by charge_b (gateway B, open) → enqueue")
        })
        .await;
    });
}
