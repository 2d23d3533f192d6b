//! Whose a circuit was before.

use std::collections::VecDeque;

/// Former tenants that a circuit remembers, 256 bytes of them. The fewer circuits there are, the faster they change hands: together they
/// remember a thousand.
const REMEMBERED: u32 = 16;
const REMEMBERED_TOGETHER: u32 = 1024;

/// The last keys that had a circuit, by their fingerprints: each with the last generation that was theirs. A call under way may end later,
/// and its failure is its key's (rule S15); a permit knows the generation that it was admitted in, but no key.
#[derive(Debug)]
pub(crate) struct FormerTenants {
    /// The last one at the end.
    last: VecDeque<(u64, u64)>,
    most: usize,
}

impl FormerTenants {
    /// None yet, of one of so many circuits.
    pub(crate) fn none(circuits: u32) -> Self {
        let most = REMEMBERED.max(REMEMBERED_TOGETHER.checked_div(circuits).unwrap_or_default());
        Self { last: VecDeque::new(), most: most as usize }
    }

    /// The key of this fingerprint has lost the circuit.
    pub(crate) fn add(&mut self, generation: u64, fingerprint: u64) {
        if self.last.len() >= self.most {
            self.last.pop_front();
        }
        self.last.push_back((generation, fingerprint));
    }

    /// Whose last generation it was.
    pub(crate) fn of(&self, is_it: impl Fn(u64) -> bool) -> Option<u64> {
        let mut latest_first = self.last.iter().rev();
        latest_first.find(|(generation, _)| is_it(*generation)).map(|&(_, fingerprint)| fingerprint)
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_circuit_of_many_remembers_16_keys_and_all_together_a_thousand() {
        for (circuits, most) in [(1, 1024), (4, 256), (64, 16), (1024, 16), (1 << 20, 16)] {
            let mut former = FormerTenants::none(circuits);
            (0..2_000).for_each(|tenant| former.add(2 * tenant, tenant));
            let remembered = |tenant| former.of(|generation| generation == 2 * tenant);
            assert_eq!(remembered(1_999), Some(1_999));
            assert_eq!(remembered(2_000 - most), Some(2_000 - most));
            assert_eq!(remembered(2_000 - most - 1), None, "{circuits}");
            assert_eq!(former.of(|generation| generation == 3_999), None, "nobody's last one");
        }
    }
}
