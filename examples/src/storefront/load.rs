//! The customers: some in each shop, each buying again and again until it closes.
//!
//! A customer who waits buys nothing meanwhile. A shop that makes them wait has fewer orders for it, and fewer long waits in its
//! percentiles than a shop would that new customers keep entering: the comparison flatters the slower shop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::order::{Order, Receipt};
use crate::shop::Shop;
use crate::stopwatch::Stopwatch;

/// In each shop.
pub(crate) const CUSTOMERS: usize = 16;

/// An order that was served, as its customer saw it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sale {
    pub(crate) ordered: Duration,
    pub(crate) waited: Duration,
    pub(crate) receipt: Receipt,
}

impl Sale {
    pub(crate) fn served(&self) -> Duration {
        self.ordered + self.waited
    }
}

/// Lets customers in, and reports their sales; the reports end when the last one has left.
pub(crate) fn open_doors(
    shop: &Arc<Shop>,
    stopwatch: Stopwatch,
    closing: Duration,
) -> UnboundedReceiver<Sale> {
    let (sales, reports) = unbounded_channel();
    let numbers = Arc::new(AtomicU64::new(1));
    for _ in 0..CUSTOMERS {
        let customer = Customer {
            shop: Arc::clone(shop),
            stopwatch,
            numbers: Arc::clone(&numbers),
            sales: sales.clone(),
        };
        tokio::spawn(customer.buy_until(closing));
    }
    reports
}

struct Customer {
    shop: Arc<Shop>,
    stopwatch: Stopwatch,
    numbers: Arc<AtomicU64>,
    sales: UnboundedSender<Sale>,
}

impl Customer {
    async fn buy_until(self, closing: Duration) {
        loop {
            browse().await;
            if self.stopwatch.elapsed() >= closing {
                return;
            }
            let sale = self.buy().await;
            if self.sales.send(sale).is_err() {
                return;
            }
        }
    }

    async fn buy(&self) -> Sale {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let order = Order { number, cents: fastrand::u64(99..10_000) };
        let ordered = self.stopwatch.elapsed();
        let receipt = self.shop.checkout(order).await;
        Sale { ordered, waited: self.stopwatch.elapsed().saturating_sub(ordered), receipt }
    }
}

async fn browse() {
    tokio::time::sleep(Duration::from_millis(fastrand::u64(40..120))).await;
}
