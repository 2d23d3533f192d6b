//! How most tests begin.

use crate::page::Page;
use crate::program::Program;

/// Goes to the shop's page while all is well; returns what is said then.
pub(crate) async fn calm(page: &Page, shop: &Program) -> String {
    page.goto(shop.url()).await;
    page.until_level("calm").await
}

/// The same, and then its first gateway is down; returns what is said of that.
pub(crate) async fn outage(page: &Page, shop: &Program) -> String {
    calm(page, shop).await;
    down(page, shop).await
}

/// The same, where the record begins while all is well: the first second may have the outage else.
pub(crate) async fn outage_after_calm(page: &Page, shop: &Program) -> String {
    calm(page, shop).await;
    page.until_past(1).await;
    down(page, shop).await
}

async fn down(page: &Page, shop: &Program) -> String {
    shop.breaks("gateway A", "connection refused");
    page.until_level("outage").await
}
