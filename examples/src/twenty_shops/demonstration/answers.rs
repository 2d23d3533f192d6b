//! What some customers were answered, in figures.

use std::time::Duration;

use crate::demonstration::client::Receipt;
use crate::demonstration::news::Sale;

#[derive(Debug, Default)]
pub(crate) struct Answers {
    pub(crate) through_a: usize,
    pub(crate) through_b: usize,
    pub(crate) queued: usize,
    pub(crate) refused: usize,
    /// Who waited for a gateway that didn't answer.
    pub(crate) delayed: usize,
    /// How long all others waited, in ascending order.
    waits: Vec<Duration>,
}

impl Answers {
    pub(crate) const fn customers(&self) -> usize {
        self.through_a + self.through_b + self.queued + self.refused
    }

    /// The shortest wait that this share of those who weren't delayed did not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let rank = (self.waits.len() * percent).div_ceil(100).max(1);
        self.waits.get(rank - 1).copied()
    }
}

impl<'a> FromIterator<&'a Sale> for Answers {
    fn from_iter<I: IntoIterator<Item = &'a Sale>>(sales: I) -> Self {
        let mut answers = Self::default();
        for sale in sales {
            *match sale.receipt {
                Some(Receipt::PaidThroughA) => &mut answers.through_a,
                Some(Receipt::PaidThroughB) => &mut answers.through_b,
                Some(Receipt::Queued) => &mut answers.queued,
                None => &mut answers.refused,
            } += 1;
            if sale.in_vain > 0 {
                answers.delayed += 1;
            } else {
                answers.waits.push(sale.took);
            }
        }
        answers.waits.sort_unstable();
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waited_for_a_dead_gateway_is_counted_and_the_others_are_timed() {
        let sale = |millis, receipt, in_vain| Sale {
            ordered: 0,
            took: Duration::from_millis(millis),
            receipt,
            in_vain,
        };
        let mut sales: Vec<_> =
            (1..=200).map(|millis| sale(millis, Some(Receipt::PaidThroughB), 0)).collect();
        sales.push(sale(900, Some(Receipt::Queued), 2));
        sales.push(sale(0, None, 1));
        let answers: Answers = sales.iter().collect();
        assert_eq!(answers.customers(), 202);
        assert_eq!((answers.queued, answers.refused, answers.delayed), (1, 1, 2));
        assert_eq!(answers.percentile(99), Some(Duration::from_millis(198)));
        assert_eq!(Answers::default().percentile(50), None);
    }
}
