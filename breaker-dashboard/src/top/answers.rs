//! Whether the program that answers is the one that did.

use breaker_dashboard::document::Document;

#[cfg(test)]
use super::model;
use super::time::duration;
use super::words::time_of_day;

/// Between clocks of two machines, and from the last tick that was heard of to a process's end.
const AT_ONCE_MS: u64 = 1_500;

/// Says who answers in the place of `before`; `None` where that still does. As the page says it.
pub(crate) fn instead_of(before: &Document, after: &Document) -> Option<String> {
    let [was, is] = [&before.process, &after.process];
    if was.instance == is.instance {
        return None;
    }
    let [began, begins] = [began(before), began(after)];
    let is_same = (was.pid, &was.host) == (is.pid, &is.host);
    Some(if is_same && began.abs_diff(begins) < AT_ONCE_MS {
        "the program has made its dashboard anew: its record begins anew".to_owned()
    } else if begins > before.at_ms.saturating_sub(AT_ONCE_MS) {
        let (at, lasted) = (time_of_day(begins), duration(was.up_for_ms));
        format!(
            "the program was restarted at {at} UTC, it had been up for {lasted}: what was shown \
             before is of the old process"
        )
    } else {
        format!(
            "another process answers now, {} pid {} on {}: what was shown before is of pid {}",
            is.program, is.pid, is.host, was.pid
        )
    })
}

const fn began(document: &Document) -> u64 {
    document.at_ms.saturating_sub(document.process.up_for_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::tests::document;

    #[test]
    fn a_restart_is_told_from_another_process_and_from_a_dashboard_that_was_made_anew() {
        let before = document("open", &["A"]);
        assert_eq!(instead_of(&before, &before), None);
        let after = |pid, later_ms, up_for_ms| {
            let mut after = document("open", &["A"]);
            after.at_ms += later_ms;
            (after.process.pid, after.process.up_for_ms) = (pid, up_for_ms);
            after.process.instance = "two".to_owned();
            instead_of(&before, &after).expect("another one")
        };
        assert_eq!(
            after(8, 5_000, 2_000),
            "the program was restarted at 05:02:13 UTC, it had been up for 1 min 30 s: what was \
             shown before is of the old process"
        );
        // Containers have the same number again and again.
        assert!(after(7, 5_000, 2_000).starts_with("the program was restarted at "));
        assert_eq!(
            after(8, 1_000, 900_000),
            "another process answers now, shop pid 8 on desk: what was shown before is of pid 7"
        );
        assert!(after(7, 5_000, 95_000).starts_with("the program has made its dashboard anew"));
    }
}
