//! What was meant by a name that nothing has.

use super::variables::in_capitals;

/// The circuit that was meant: the one whose name differs in case alone, or is the same in
/// capitals; the only one whose path ends so; or the one that resembles it most.
pub(crate) fn meant(said: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let names = || names.iter().map(AsRef::as_ref);
    let but_for_case = || names().find(|name| name.eq_ignore_ascii_case(said));
    let in_variables = || {
        let said = in_capitals(said);
        names().find(|name| in_capitals(name) == said)
    };
    let by_end = || only(names().filter(|name| is_end_of(said, name)));
    let found = but_for_case().or_else(in_variables).or_else(by_end);
    found.or_else(|| nearest(said, names())).map(str::to_owned)
}

/// The same for `name[key]`, where those of these names have a circuit for each key.
pub(crate) fn meant_of_key(said: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let (name, key) = said.strip_suffix(']')?.split_once('[')?;
    Some(format!("{}[{key}]", meant(name, names)?))
}

/// Letters that are held against letters, at most: some milliseconds. Who asks for a name may be
/// anybody, and write anything.
const COMPARED: usize = 1 << 22;

/// Of two words that resemble each other, the longer one is at most so many times as long.
const LONGER: usize = 10;

/// The candidate that most resembles `typed`, whatever the case, if one does; of very many or very
/// long ones, the first are compared.
pub(crate) fn nearest<S: AsRef<str>>(
    typed: &str,
    candidates: impl Iterator<Item = S>,
) -> Option<S> {
    let (typed, mut left) = (typed.to_lowercase(), COMPARED);
    let in_reach = candidates
        .filter(|it| could_be_alike(typed.len(), it.as_ref().len()))
        .take_while(|it| spend(&mut left, typed.len() * it.as_ref().len()));
    let alike = |candidate: S| {
        let lower = candidate.as_ref().to_lowercase();
        let likeness = strsim::jaro_winkler(&typed, &lower);
        (likeness >= 0.8 || has_turned(&typed, &lower)).then_some((likeness, candidate))
    };
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

/// Two letters that changed places make a short word unlike itself: `bd` of `db`.
fn has_turned(typed: &str, name: &str) -> bool {
    let (typed, name): (Vec<_>, Vec<_>) = (typed.chars().collect(), name.chars().collect());
    let Some(at) = typed.iter().zip(&name).position(|(one, other)| one != other) else {
        return false;
    };
    let mut turned = typed;
    if let Some(two) = turned.get_mut(at..at + 2) {
        two.reverse();
    }
    turned == name
}

/// `charge` of `shop::charge`, and `CHARGE` of `SHOP__CHARGE`.
fn is_end_of(end: &str, name: &str) -> bool {
    let Some(at) = name.len().checked_sub(end.len()).filter(|_| !end.is_empty()) else {
        return false;
    };
    let is_same = name.get(at..).is_some_and(|rest| rest.eq_ignore_ascii_case(end));
    is_same && (name[..at].ends_with("::") || name[..at].ends_with("__"))
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_differs_in_case_alone_goes_first() {
        for (said, names, expected) in [
            ("LEDGER", ["ledger", "LEDGERS"], Some("ledger")),
            ("PRIMARY", ["primary", "shop::PRIMARY"], Some("primary")),
            ("SHOP__PAY", ["shop::pays", "shop::pay"], Some("shop::pay")),
            ("Pay", ["shop::pay", "payer"], Some("shop::pay")),
            ("pay", ["shop::pay", "mart::pay"], None),
            ("LEDGRE", ["ledger", "shop::pay"], Some("ledger")),
            ("y", ["shop::pay", "é"], None),
            ("bd", ["shop::pay", "db"], Some("db")),
            ("BD", ["db", "dbs"], Some("db")),
            ("db", ["dc", "cb"], None),
        ] {
            assert_eq!(meant(said, &names).as_deref(), expected, "{said}");
        }
        assert_eq!(meant_of_key("PAGES[A]", &["pages"]).as_deref(), Some("pages[A]"));
        assert_eq!(meant_of_key("pages", &["pages"]), None);
    }

    #[test]
    fn a_long_text_is_near_to_nothing_and_many_names_cost_no_more_than_some() {
        let names: Vec<_> = (0..20_000).map(|at| format!("shop::orders::charge_{at:05}")).collect();
        let looked_at = |said: &str| {
            let count = core::cell::Cell::new(0);
            let counted = names.iter().inspect(|_| count.set(count.get() + 1));
            (nearest(said, counted).cloned(), count.get())
        };
        assert_eq!(looked_at(&"charge_".repeat(600)), (None, 20_000), "without a comparison");
        let alike = "shop::orders::charge_".repeat(3);
        let (found, compared) = looked_at(&alike);
        assert!(found.is_some() && compared * alike.len() * 26 <= COMPARED + 10_000, "{compared}");
        assert_eq!(looked_at("shop::orders::chrage_00042").0, Some(names[42].clone()));
    }
}
