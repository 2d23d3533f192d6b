//! A shop with two gateways of its own, and its customers: each buys again and again until it
//! closes.
//!
//! A customer who waits buys nothing meanwhile. A shop that makes them wait has fewer orders for
//! it, and fewer long waits in its percentiles than a shop would that new customers keep entering:
//! the comparison flatters the slower shop.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use crate::gateway::Gateway;
use crate::payments;
use crate::record::{News, Sale};
use crate::script;

/// In each shop.
pub(crate) const CUSTOMERS: usize = 16;

/// What a customer buys, in cents.
#[derive(Clone, Copy)]
pub(crate) struct Order(u64);

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cents", self.0)
    }
}

/// What the customer gets for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receipt {
    PaidThroughA,
    PaidThroughB,
    Queued,
}

pub(crate) struct Shop {
    /// Whether it charges through the annotated functions.
    pub(crate) guarded: bool,
    pub(crate) gateway_a: Gateway,
    pub(crate) gateway_b: Gateway,
    pub(crate) queue: Mutex<Vec<Order>>,
}

impl Shop {
    pub(crate) async fn open(guarded: bool) -> io::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            guarded,
            gateway_a: Gateway::open(Receipt::PaidThroughA).await?,
            gateway_b: Gateway::open(Receipt::PaidThroughB).await?,
            queue: Mutex::default(),
        }))
    }

    /// Lets customers in, who report their sales; the last one leaves soon after the script has
    /// ended.
    pub(crate) fn let_customers_in(self: &Arc<Self>, start: Instant, news: &UnboundedSender<News>) {
        for _ in 0..CUSTOMERS {
            tokio::spawn(Arc::clone(self).serve(start, news.clone()));
        }
    }

    /// One customer.
    async fn serve(self: Arc<Self>, start: Instant, news: UnboundedSender<News>) {
        loop {
            sleep(Duration::from_millis(fastrand::u64(40..120))).await;
            let ordered = start.elapsed();
            if ordered >= script::LENGTH {
                return;
            }
            let order = Order(fastrand::u64(99..10_000));
            let payment = if self.guarded {
                payments::charge_a(&self, order).await
            } else {
                payments::charge_unguarded(&self, order).await
            };
            let Ok(receipt) = payment else {
                return; // Customers who got an error don't come back.
            };
            let sale = Sale { ordered, served: start.elapsed(), receipt };
            let _ = news.send(News::Sale { guarded: self.guarded, sale });
        }
    }

    /// Calls that the shop sent to gateways while they were down.
    pub(crate) fn calls_while_down(&self) -> usize {
        self.gateway_a.calls_while_down() + self.gateway_b.calls_while_down()
    }
}
