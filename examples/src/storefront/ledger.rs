//! What a shop sold, and figures about it.

use std::ops::Range;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::mpsc::error::TryRecvError;

use crate::gateway::GatewayName;
use crate::load::Sale;
use crate::order::Receipt;

/// All sales of a shop so far.
#[derive(Debug)]
pub(crate) struct Ledger {
    sales: Vec<Sale>,
    reports: UnboundedReceiver<Sale>,
}

impl Ledger {
    pub(crate) const fn new(reports: UnboundedReceiver<Sale>) -> Self {
        Self { sales: Vec::new(), reports }
    }

    /// Takes in what was reported. False when the last customer has left.
    pub(crate) fn update(&mut self) -> bool {
        loop {
            match self.reports.try_recv() {
                Ok(sale) => self.sales.push(sale),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    pub(crate) fn sales(&self) -> &[Sale] {
        &self.sales
    }

    pub(crate) fn total(&self) -> Figures {
        self.sales.iter().collect()
    }

    /// About the orders served in this time.
    pub(crate) fn served_in(&self, time: &Range<Duration>) -> Figures {
        self.sales.iter().filter(|sale| time.contains(&sale.served())).collect()
    }

    /// About the orders made at times that satisfy the condition, whenever they were served.
    pub(crate) fn ordered_when(&self, condition: impl Fn(Duration) -> bool) -> Figures {
        self.sales.iter().filter(|sale| condition(sale.ordered)).collect()
    }
}

/// Some sales in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// How long each customer waited, in ascending order.
    waits: Vec<Duration>,
    pub(crate) paid_through_a: usize,
    pub(crate) paid_through_b: usize,
    pub(crate) queued: usize,
}

impl Figures {
    pub(crate) fn orders(&self) -> usize {
        self.waits.len()
    }

    /// The shortest wait that this share of the customers did not exceed; `None` without customers.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let rank = (self.waits.len() * percent).div_ceil(100).max(1);
        self.waits.get(rank - 1).copied()
    }

    pub(crate) fn waited_longer_than(&self, limit: Duration) -> usize {
        self.waits.len() - self.waits.partition_point(|&wait| wait <= limit)
    }

    /// Who served most of the orders; `None` without orders.
    pub(crate) fn mostly(&self) -> Option<Receipt> {
        [
            (self.paid_through_a, Receipt::Paid(GatewayName::A)),
            (self.paid_through_b, Receipt::Paid(GatewayName::B)),
            (self.queued, Receipt::Queued),
        ]
        .into_iter()
        .filter(|&(orders, _)| orders > 0)
        .max_by_key(|&(orders, _)| orders)
        .map(|(_, receipt)| receipt)
    }
}

impl<'a> FromIterator<&'a Sale> for Figures {
    fn from_iter<I: IntoIterator<Item = &'a Sale>>(sales: I) -> Self {
        let mut figures = Self::default();
        for sale in sales {
            figures.waits.push(sale.waited);
            match sale.receipt {
                Receipt::Paid(GatewayName::A) => figures.paid_through_a += 1,
                Receipt::Paid(GatewayName::B) => figures.paid_through_b += 1,
                Receipt::Queued => figures.queued += 1,
            }
        }
        figures.waits.sort_unstable();
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;
    use crate::gateway::GatewayName;
    use crate::load::Sale;
    use crate::order::Receipt;
    use std::time::Duration;

    fn sales(waits_ms: impl Iterator<Item = u64>) -> Vec<Sale> {
        let paid = Receipt::Paid(GatewayName::A);
        let wait = Duration::from_millis;
        waits_ms
            .map(|ms| Sale { ordered: Duration::ZERO, waited: wait(ms), receipt: paid })
            .collect()
    }

    #[test]
    fn percentiles_are_waits_that_somebody_had() {
        let figures: Figures = sales((1..=200).rev()).iter().collect();
        assert_eq!(figures.percentile(50), Some(Duration::from_millis(100)));
        assert_eq!(figures.percentile(99), Some(Duration::from_millis(198)));
        assert_eq!(figures.waited_longer_than(Duration::from_millis(150)), 50);
    }

    #[test]
    fn no_sales_have_no_percentiles() {
        assert_eq!(Figures::default().percentile(99), None);
        assert_eq!(Figures::default().mostly(), None);
    }
}
