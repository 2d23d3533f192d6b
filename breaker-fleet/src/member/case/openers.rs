//! How many members are open, counted without all of them telling it.
//!
//! A trip that the record knows of already says one thing more: one more member is open. Ten
//! thousand keys of one dead host would make five hundred members say so five million times. In a
//! large fleet a sample of about twenty tells, and each stands for those that the sample leaves
//! out.

use crate::member::chance::Chance;

/// How many tell where all are open.
const SAMPLE: u32 = 20;

/// Whether one more tells that it is open, where the outage is known.
pub(super) fn tells(members: u32, chance: &mut Chance) -> bool {
    chance.up_to(u64::from(weight(members)) - 1) == 0
}

/// How many are open, where so many have told: whoever found the outage told in any case. Whatever
/// a record says, no more are open than are there.
pub(super) fn open(told: u32, members: u32) -> u32 {
    let others = told.saturating_sub(1).saturating_mul(weight(members));
    told.min(1).saturating_add(others).min(members.max(1))
}

/// Whether that is an estimate, where so many members are.
#[cfg(any(feature = "redis", test))]
pub(super) fn are_estimated(members: u32) -> bool {
    weight(members) > 1
}

/// How many each one stands for that tells.
fn weight(members: u32) -> u32 {
    (members / SAMPLE).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Chance, open, tells};

    #[test]
    fn few_are_counted_one_by_one() {
        let mut chance = Chance::new(1);
        assert!((7..39).all(|members| tells(members, &mut chance) && open(7, members) == 7));
        assert_eq!(open(0, 500), 0);
    }

    #[test]
    fn no_more_are_open_than_are_there() {
        for lie in [150, 1 << 31, u32::MAX] {
            assert_eq!([0, 1, 9, 500].map(|members| open(lie, members)), [1, 1, 9, 500]);
        }
    }

    #[test]
    fn many_are_estimated_from_a_sample() {
        for members in [50_u32, 500, 5000] {
            let mut sum = 0;
            for seed in 0..200 {
                let mut chance = Chance::new(seed);
                let more = (1..members).filter(|_| tells(members, &mut chance)).count();
                assert!(more < 60, "{more} of {members}");
                sum += open(1 + u32::try_from(more).unwrap(), members);
            }
            let mean = sum / 200;
            assert!(mean > members * 9 / 10 && mean < members * 11 / 10, "{mean} of {members}");
        }
    }
}
