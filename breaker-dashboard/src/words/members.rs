//! How many members of a fleet have opened a circuit, as people say it.

/// `3 of 20 members`; `None` where nobody has told, or nobody else is there.
pub(crate) fn opened(openers: u32, members: u32, is_estimate: bool) -> Option<String> {
    let about = if is_estimate && openers > 1 { "about " } else { "" };
    (openers > 0 && members > 1).then(|| format!("{about}{openers} of {members} members"))
}

/// `3 of 20 members, first by pod-7`: with the one that was first.
pub(crate) fn opened_first_by(
    (openers, members, is_estimate): (u32, u32, bool),
    first: &str,
) -> String {
    match opened(openers, members, is_estimate) {
        None => first.to_owned(),
        Some(count) if openers == 1 => format!("{count}, {first}"),
        Some(count) => format!("{count}, first by {first}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_all_are_told_apart() {
        let said = |openers, members, is_estimate| {
            opened_first_by((openers, members, is_estimate), "pod-7")
        };
        assert_eq!(said(1, 20, false), "1 of 20 members, pod-7");
        assert_eq!(said(20, 20, false), "20 of 20 members, first by pod-7");
        assert_eq!(said(260, 500, true), "about 260 of 500 members, first by pod-7");
        assert_eq!([said(0, 20, false), said(1, 1, false), said(1, 0, false)], ["pod-7"; 3]);
    }
}
