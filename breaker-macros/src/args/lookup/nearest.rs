//! The name that is nearest to what was typed, asked for by the lookup of an argument alone: of a
//! name that neither we nor another library has.

/// The candidate that `typed` was most likely meant to be, if any is near enough to be worth
/// naming.
pub(super) fn nearest(
    typed: &str,
    candidates: impl IntoIterator<Item = &'static str>,
) -> Option<&'static str> {
    // A third of the letters: `treshold` finds `threshold`, and `time` does not find `name`.
    let tolerance = (typed.chars().count() + 1) / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(typed, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= tolerance || is_start(typed, candidate))
        .min_by_key(|&(distance, candidate)| (!is_start(typed, candidate), distance))
        .map(|(_, candidate)| candidate)
}

/// `half_open` starts `half_open_calls`; one or two letters start too many things.
fn is_start(typed: &str, candidate: &str) -> bool {
    typed.len() >= 3 && candidate.starts_with(typed)
}

/// Edits (insert, remove, replace, swap neighbours) that turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut row_before: Vec<usize> = row.clone();
    let mut previous = None;
    for (i, letter) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &target) in to.iter().enumerate() {
            let mut cost =
                (row[j] + usize::from(letter != target)).min(row[j + 1] + 1).min(next[j] + 1);
            let swapped = j > 0 && previous == Some(target) && to[j - 1] == letter;
            if swapped {
                cost = cost.min(row_before[j - 1] + 1);
            }
            next.push(cost);
        }
        row_before = std::mem::replace(&mut row, next);
        previous = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_edits() {
        for (from, to, edits) in [
            ("", "", 0),
            ("window", "window", 0),
            ("", "abc", 3),
            ("windw", "window", 1),
            ("widnow", "window", 1),
            ("threshhold", "threshold", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), edits, "{from} -> {to}");
        }
    }

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["threshold", "window", "half_open_calls", "open_for", "name"];
        for (typed, expected) in [
            ("treshold", Some("threshold")),
            ("thresholds", Some("threshold")),
            ("windows", Some("window")),
            ("half_open", Some("half_open_calls")),
            ("half", Some("half_open_calls")),
            ("openfor", Some("open_for")),
            ("nmae", Some("name")),
            ("size", None),
            ("time", None),
            ("rate", None),
            ("x", None),
            ("retries", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
