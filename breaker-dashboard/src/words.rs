//! Times and lists as people say them.

use std::borrow::Cow;
use std::time::Duration;

use time::duration;

pub(crate) mod blank;
pub(crate) mod members;
pub(crate) mod time;

/// A time that was set, to its last digit: `10 s`, `1 min 30 s`, `250 ms`.
pub(crate) fn exact(time: Duration) -> String {
    const UNITS: [(u128, &str); 7] = [
        (86_400_000_000_000, "d"),
        (3_600_000_000_000, "h"),
        (60_000_000_000, "min"),
        (1_000_000_000, "s"),
        (1_000_000, "ms"),
        (1000, "µs"),
        (1, "ns"),
    ];
    let mut rest = time.as_nanos();
    let mut parts = Vec::new();
    for (size, unit) in UNITS {
        if rest >= size {
            parts.push(format!("{} {unit}", rest / size));
            rest %= size;
        }
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

/// A time that was drawn by lot or measured, as fine as somebody cares: `385 ms`, `4.4 s`, `10 min`
/// also of 599.999 seconds.
pub(crate) fn near(time: Duration) -> String {
    match time.as_millis() {
        ms @ ..995 => format!("{ms} ms"),
        ms @ ..9_950 => {
            let tenths = (ms + 50) / 100;
            let (whole, tenth) = (tenths / 10, tenths % 10);
            if tenth == 0 { format!("{whole} s") } else { format!("{whole}.{tenth} s") }
        }
        ms => duration(u64::try_from((ms + 500) / 1000 * 1000).unwrap_or(u64::MAX)),
    }
}

/// `1 circuit`, `12 circuits`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A text of at most so many characters: of a longer one, how it begins and how it ends.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= most {
        return Cow::Borrowed(text);
    }
    let at = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
    let end = most.saturating_sub(1) / 2;
    let start = most.saturating_sub(1) - end;
    Cow::Owned(format!("{}…{}", &text[..at(start)], &text[at(count - end)..]))
}

/// How a text begins, in at most so many characters: a longer one ends with a mark.
pub(crate) fn begin(text: &str, most: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(most) else { return Cow::Borrowed(text) };
    let room = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    // Between words, if one ends near there.
    let at = text[..room].rfind(' ').filter(|at| at * 4 >= room * 3).unwrap_or(room);
    Cow::Owned(format!("{}…", text[..at].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_ends_between_words_and_with_a_mark() {
        for (text, said) in [
            ("", ""),
            ("five failures", "five failures"),
            ("five failures,", "five failure…"),
            ("éééééééééééééé", "éééééééééééé…"),
            ("five failures of", "five failures…"),
        ] {
            let most = if text.ends_with("of") { 15 } else { 13 };
            assert_eq!(begin(text, most), said);
        }
    }

    #[test]
    fn of_a_long_text_both_ends_are_kept() {
        for (text, said) in
            [("", ""), ("abcdef", "abcdef"), ("abcdefg", "abc…fg"), ("éééééééé", "ééé…éé")]
        {
            assert_eq!(cut(text, 6), said);
        }
    }

    #[test]
    fn times_that_were_set_are_said_to_the_last_digit_and_others_as_fine_as_one_cares() {
        let ms = Duration::from_millis;
        for (time, set, measured) in [
            (ms(10_000), "10 s", "10 s"),
            (ms(90_000), "1 min 30 s", "1 min 30 s"),
            (ms(250), "250 ms", "250 ms"),
            (ms(999), "999 ms", "1 s"),
            (ms(4385), "4 s 385 ms", "4.4 s"),
            (ms(3000), "3 s", "3 s"),
            (ms(9_999), "9 s 999 ms", "10 s"),
            (ms(599_999), "9 min 59 s 999 ms", "10 min"),
            (Duration::ZERO, "0 s", "0 ms"),
        ] {
            assert_eq!((exact(time), near(time)), (set.to_owned(), measured.to_owned()));
        }
    }
}
