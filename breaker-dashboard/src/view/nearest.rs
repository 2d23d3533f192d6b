//! What was meant by a word that nothing is called.

/// Letters that are held against letters, at most: a millisecond or two. Anybody may ask.
const COMPARED: usize = 1 << 20;

/// Of two words that resemble each other, the longer one is at most so many times as long.
const LONGER: usize = 10;

/// The candidate that most resembles what was written, whatever the case, if one does; of very many
/// or very long ones, the first are compared.
pub(crate) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let (written, mut left) = (written.to_lowercase(), COMPARED);
    let alike = |candidate: &'c str| {
        let lower = candidate.to_lowercase();
        // Two letters that changed places make a word of three unlike itself.
        let is_one_off =
            written.len().abs_diff(lower.len()) <= 4 && strsim::osa_distance(&written, &lower) <= 1;
        let likeness = strsim::jaro_winkler(&written, &lower);
        (likeness >= 0.8 || is_one_off).then_some((likeness, candidate))
    };
    let in_reach = candidates
        .into_iter()
        .filter(|it| could_be_alike(written.len(), it.len()))
        .take_while(|it| spend(&mut left, written.len() * it.len()));
    let best = in_reach.filter_map(alike).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, candidate)| candidate)
}

fn could_be_alike(one: usize, other: usize) -> bool {
    one.max(other) <= one.min(other).saturating_mul(LONGER)
}

/// Whether there was enough left.
fn spend(left: &mut usize, cost: usize) -> bool {
    let rest = left.checked_sub(cost);
    *left = rest.unwrap_or(0);
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    #[test]
    fn a_long_text_is_near_to_nothing_and_many_keys_cost_no_more_than_some() {
        let keys: Vec<_> = (0..20_000).map(|at| format!("host-{at:05}.example")).collect();
        let looked_at = |written: &str| {
            let count = Cell::new(0);
            let counted = keys.iter().map(|key| &**key).inspect(|_| count.set(count.get() + 1));
            (nearest(written, counted), count.get())
        };
        assert_eq!(looked_at(&"example-".repeat(500)), (None, 20_000), "without a comparison");
        let alike = "host-0.example".repeat(2);
        let (found, compared) = looked_at(&alike);
        assert!(found.is_some() && compared * alike.len() * 18 <= COMPARED + 10_000, "{compared}");
        assert_eq!(looked_at("hots-00042.example").0, Some("host-00042.example"));
        assert_eq!(nearest("bd", ["db", "cache"]), Some("db"));
    }

    #[test]
    fn case_makes_nothing_unlike_on_either_side() {
        for (written, candidates, meant) in [
            ("DB", ["cache", "db"], Some("db")),
            ("db", ["cache", "DB"], Some("DB")),
            ("gbp", ["EUR", "GBP"], Some("GBP")),
            ("eu-1", ["EU-2", "eu-9x"], Some("EU-2")),
            ("usd", ["EUR", "GBP"], None),
        ] {
            assert_eq!(nearest(written, candidates), meant, "{written}");
        }
    }
}
