//! Text in lines.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::Span;

use super::text::{clean, fit, head, tail, width};

/// The text in lines of at most this many columns, broken between words; what is beyond the last
/// line is cut.
pub(crate) fn wrap(text: &str, columns: usize, most: usize) -> Vec<String> {
    let text = clean(head(text, columns.saturating_mul(most)));
    broken(&text, columns, most).iter().map(|line| fit(line, columns)).collect()
}

/// The same of a text whose begin and end both count: a longer one is cut in its middle.
pub(crate) fn wrap_ends(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut room = columns.saturating_mul(most);
    let span = Span::raw(clean(&begin_and_end(text, room)).into_owned());
    let letters: Vec<_> = span.styled_graphemes(Style::new()).map(|it| it.symbol).collect();
    loop {
        let lines = broken(&ends(&letters, room), columns, most);
        // Where lines break they are not full: how much finds room is tried.
        let fits = lines.iter().all(|line| width(line) <= columns);
        if fits || room <= columns {
            return lines.iter().map(|line| fit(line, columns)).collect();
        }
        room -= (columns / 8).max(1);
    }
}

/// The text, and of a long one as much at both ends as can be seen.
fn begin_and_end(text: &str, columns: usize) -> Cow<'_, str> {
    let (begin, end) = (head(text, columns), tail(text, columns));
    if begin.len() + end.len() < text.len() {
        Cow::Owned([begin, end].concat())
    } else {
        Cow::Borrowed(text)
    }
}

/// How a text begins and how it ends, in so many letters.
fn ends(letters: &[&str], most: usize) -> String {
    if letters.len() <= most {
        return letters.concat();
    }
    let half = most.saturating_sub(1) / 2;
    let [begin, end] = [&letters[..half], &letters[letters.len() - half..]].map(<[&str]>::concat);
    format!("{}…{}", begin.trim_end(), end.trim_start())
}

/// A clean text in lines, of which the last one may be too long.
fn broken(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        for (nth, piece) in pieces(word, columns).into_iter().enumerate() {
            let is_last = lines.len() == most;
            let Some(line) = lines.last_mut() else { continue };
            let between = if nth > 0 || line.is_empty() { "" } else { " " };
            let fits = width(line) + between.len() + width(&piece) <= columns;
            if is_last || fits || line.is_empty() {
                line.extend([between, &piece]);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// A word that is longer than a line in as many as it takes.
fn pieces(word: &str, columns: usize) -> Vec<String> {
    if width(word) <= columns.max(1) {
        return vec![word.to_owned()];
    }
    let (mut pieces, mut taken) = (vec![String::new()], 0);
    let span = Span::raw(word);
    for part in span.styled_graphemes(Style::new()) {
        let step = Span::raw(part.symbol).width();
        if taken + step > columns && taken > 0 {
            pieces.push(String::new());
            taken = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(part.symbol);
        }
        taken += step;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_the_last_is_cut() {
        let lines = wrap("gateway A has been down for 3 s", 12, 3);
        assert_eq!(lines, ["gateway A   ", "has been    ", "down for 3 s"]);
        assert_eq!(wrap("gateway A has been down", 12, 1), ["gateway A h…"]);
        assert_eq!(
            wrap("of shop::payments::charge", 12, 3),
            ["of          ", "shop::paymen", "ts::charge  "]
        );
    }

    #[test]
    fn of_megabytes_only_what_is_seen_is_looked_at() {
        for piece in ["a", "東", "\u{1100}", "\u{1b}", "a ", "👍🏽"] {
            let text = piece.repeat((30 << 20) / piece.len());
            let began = std::time::Instant::now();
            for _ in 0..100 {
                assert!(wrap(&text, 80, 3).len() <= 3, "{piece:?}");
                assert!(wrap_ends(&text, 80, 3).len() <= 3, "{piece:?}");
            }
            // To look at all of it would take minutes.
            println!("{piece:?}: {:?}", began.elapsed());
        }
    }

    #[test]
    fn of_a_sentence_both_ends_are_seen() {
        for (columns, most, long) in
            [(20, 5, 100), (36, 3, 100), (78, 2, 100), (40, 9, 100), (20, 5, 9_000)]
        {
            let why = "x".repeat(long);
            let sentence =
                format!("gateway A has been down for 2 min 10 s ({why}); next trial in 3 s");
            let lines = wrap_ends(&sentence, columns, most);
            let said = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join(" ");
            assert!(lines.len() <= most, "{lines:?}");
            assert!(lines.iter().all(|line| width(line) == columns), "{lines:?}");
            assert!(said.starts_with("gateway A has been down for 2 min 10 s"), "{said}");
            assert!(said.ends_with("next trial in 3 s"), "{said}");
            assert_eq!(said.contains('…'), columns * most < sentence.len(), "{said}");
        }
    }
}
