//! What was meant by a name that nothing has.

use super::variables::in_capitals;

/// The circuit that was meant: the one whose name differs in case alone, or is the same in
/// capitals; the only one whose path ends so; or the one that resembles it most.
pub(crate) fn meant(said: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let names = || names.iter().map(AsRef::as_ref);
    let but_for_case = || names().find(|name| name.eq_ignore_ascii_case(said));
    let in_variables = || names().find(|name| in_capitals(name) == in_capitals(said));
    let by_end = || only(names().filter(|name| is_end_of(said, name)));
    let found = but_for_case().or_else(in_variables).or_else(by_end);
    found.or_else(|| nearest(said, names())).map(str::to_owned)
}

/// The same for `name[key]`, where those of these names have a circuit for each key.
pub(crate) fn meant_of_key(said: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let (name, key) = said.strip_suffix(']')?.split_once('[')?;
    Some(format!("{}[{key}]", meant(name, names)?))
}

/// The candidate that most resembles `typed`, whatever the case, if one does.
pub(crate) fn nearest<S: AsRef<str>>(
    typed: &str,
    candidates: impl Iterator<Item = S>,
) -> Option<S> {
    let typed = typed.to_lowercase();
    let alike = |candidate: S| {
        let likeness = strsim::jaro_winkler(&typed, &candidate.as_ref().to_lowercase());
        (likeness >= 0.8).then_some((likeness, candidate))
    };
    let best = candidates.filter_map(alike).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, candidate)| candidate)
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
        ] {
            assert_eq!(meant(said, &names).as_deref(), expected, "{said}");
        }
        assert_eq!(meant_of_key("PAGES[A]", &["pages"]).as_deref(), Some("pages[A]"));
        assert_eq!(meant_of_key("pages", &["pages"]), None);
    }
}
