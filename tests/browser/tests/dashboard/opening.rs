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
    shop.breaks("gateway A", "connection refused");
    page.until_level("outage").await
}
