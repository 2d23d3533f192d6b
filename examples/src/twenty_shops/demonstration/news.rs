//! What a shop tells of itself, item by item, as text.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::demonstration::client::Receipt;

/// Microseconds since 1970, by the clock that all processes of this machine share.
pub(crate) type Moment = u64;

pub(crate) fn now() -> Moment {
    moment(SystemTime::now())
}

pub(crate) fn moment(time: SystemTime) -> Moment {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(Moment::MAX)
}

/// Something that has happened in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// A customer has been answered.
    Sale(Sale),
    /// The circuit of gateway A opened.
    Opened(Moment),
    /// It recovered: a trial call succeeded.
    Recovered(Moment),
    /// The shop takes no part in the fleet, for Redis can't be reached.
    Away(Moment),
}

/// What a customer was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sale {
    pub(crate) ordered: Moment,
    pub(crate) took: Duration,
    /// `None`: the customer was refused.
    pub(crate) receipt: Option<Receipt>,
    /// How many gateways were asked in vain before.
    pub(crate) in_vain: usize,
}

impl Sale {
    pub(crate) fn answered(&self) -> Moment {
        self.ordered + u64::try_from(self.took.as_micros()).unwrap_or(0)
    }
}

/// Between items.
pub(crate) const BETWEEN: char = ';';

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sale(Sale { ordered, took, receipt, in_vain }) => {
                let receipt = match receipt {
                    Some(Receipt::PaidThroughA) => "A",
                    Some(Receipt::PaidThroughB) => "B",
                    Some(Receipt::Queued) => "queue",
                    None => "none",
                };
                write!(f, "sale {ordered} {} {receipt} {in_vain}", took.as_micros())
            }
            Self::Opened(at) => write!(f, "opened {at}"),
            Self::Recovered(at) => write!(f, "recovered {at}"),
            Self::Away(at) => write!(f, "away {at}"),
        }
    }
}

impl News {
    /// What [`Display`](fmt::Display) has written.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let words: Vec<_> = text.split(' ').collect();
        Some(match words[..] {
            ["sale", ordered, took, receipt, in_vain] => Self::Sale(Sale {
                ordered: ordered.parse().ok()?,
                took: Duration::from_micros(took.parse().ok()?),
                receipt: match receipt {
                    "A" => Some(Receipt::PaidThroughA),
                    "B" => Some(Receipt::PaidThroughB),
                    "queue" => Some(Receipt::Queued),
                    _ => None,
                },
                in_vain: in_vain.parse().ok()?,
            }),
            ["opened", at] => Self::Opened(at.parse().ok()?),
            ["recovered", at] => Self::Recovered(at.parse().ok()?),
            ["away", at] => Self::Away(at.parse().ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_heard() {
        let took = Duration::from_micros(250_123);
        for receipt in [Some(Receipt::PaidThroughB), Some(Receipt::Queued), None] {
            let news = News::Sale(Sale { ordered: 1, took, receipt, in_vain: 1 });
            assert_eq!(News::parse(&news.to_string()), Some(news));
        }
        for news in [News::Opened(7), News::Recovered(8), News::Away(9)] {
            assert_eq!(News::parse(&news.to_string()), Some(news));
        }
    }
}
