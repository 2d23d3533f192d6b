//! Text for a terminal: what others wrote is shown, never obeyed.
//!
//! Names, keys and errors come from anywhere. Whatever is written to the terminal goes through
//! [`clean`], at the place where it is written.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::Span;

/// The text with everything escaped that is not plainly seen: escape sequences, line ends, marks
/// that turn the direction of writing, characters without width.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_plain(character) {
            cleaned.push(character);
        } else if character.escape_debug().len() > 1 {
            cleaned.extend(character.escape_debug());
        } else {
            cleaned.extend(character.escape_unicode());
        }
    }
    Cow::Owned(cleaned)
}

/// Quotes and backslashes are escaped in source code only.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~')
        || (!character.is_ascii() && character.escape_debug().len() == 1 && is_seen(character))
}

/// Neither a blank that passes for a letter, nor what takes no column and would be left out.
fn is_seen(character: char) -> bool {
    let is_blank =
        matches!(character, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}');
    !is_blank && Span::raw(&*character.encode_utf8(&mut [0; 4])).width() > 0
}

/// How many columns it takes, once it is clean: as many as its parts, of which the screen's cells
/// are made.
pub(crate) fn width(text: &str) -> usize {
    let text = clean(text);
    let span = Span::raw(&*text);
    span.styled_graphemes(Style::new()).map(|part| Span::raw(part.symbol).width()).sum()
}

/// So much of the text as can be seen in this many columns, and a little that shows that there is
/// more: a screen is drawn ten times a second, and a text may have megabytes.
pub(crate) fn head(text: &str, columns: usize) -> &str {
    let end = text.char_indices().nth(seen(columns));
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

/// The same of how it ends.
pub(crate) fn tail(text: &str, columns: usize) -> &str {
    let before = text.char_indices().nth_back(seen(columns));
    let start = before.map_or(0, |(at, letter)| at + letter.len_utf8());
    text.get(start..).unwrap_or_default()
}

/// Characters of which no more can be seen in this many columns.
const fn seen(columns: usize) -> usize {
    columns.saturating_mul(8).saturating_add(64)
}

/// The text, clean, in exactly this many columns: filled up with spaces, or cut with `…`.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let start = head(text, columns);
    let is_whole = start.len() == text.len();
    let text = clean(start);
    let wide = width(&text);
    if is_whole && wide <= columns {
        return format!("{text}{}", spaces(columns - wide));
    }
    let (mut fitted, mut taken) = (String::new(), 0);
    let span = Span::raw(&*text);
    for part in span.styled_graphemes(Style::new()) {
        let step = Span::raw(part.symbol).width();
        if taken + step + 1 > columns {
            break;
        }
        fitted.push_str(part.symbol);
        taken += step;
    }
    if taken < columns {
        fitted.push('…');
        taken += 1;
    }
    format!("{fitted}{}", spaces(columns.saturating_sub(taken)))
}

/// The same to the right.
pub(crate) fn fit_right(text: &str, columns: usize) -> String {
    let wide = width(head(text, columns));
    if wide >= columns { fit(text, columns) } else { format!("{}{text}", spaces(columns - wide)) }
}

/// A width in a format string ends at 65535, with a panic.
pub(crate) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        for (text, shown) in [
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("a\r\nb\tc\0", "a\\r\\nb\\tc\\0"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}"),
            ("e\u{301}\u{301}", "e\\u{301}\\u{301}"),
            ("a\u{3164}\u{2800}\u{ad}", "a\\u{3164}\\u{2800}\\u{ad}"),
            ("\"it's\" C:\\dir", "\"it's\" C:\\dir"),
            ("Zürich 東京", "Zürich 東京"),
        ] {
            assert_eq!(clean(text), shown);
            assert_eq!(clean(shown), shown, "what is clean stays so");
        }
        for code in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let shown = clean(code.encode_utf8(&mut [0; 4])).into_owned();
            assert!(!shown.chars().any(char::is_control), "{code:?}");
        }
    }

    /// The page's list: `\\u0000-\\u001f`, `\\u{e0000}-\\u{e0fff}`.
    fn disguises() -> Vec<char> {
        let page = include_str!("../../page/js/text.js");
        let list = page.split("const DISGUISE").nth(1).and_then(|rest| rest.split(");").next());
        let codes = list.unwrap_or_default().split("\\\\u").skip(1).map(|code| {
            let digits = code.trim_start_matches('{');
            let end = digits.find(|digit: char| !digit.is_ascii_hexdigit()).unwrap_or(digits.len());
            let is_first = digits[end..].trim_start_matches('}').starts_with('-');
            (u32::from_str_radix(&digits[..end], 16).expect("a number"), is_first)
        });
        let (mut all, mut first) = (Vec::new(), None);
        for (code, is_first) in codes {
            if is_first {
                first = Some(code);
            } else {
                all.extend((first.take().unwrap_or(code)..=code).filter_map(char::from_u32));
            }
        }
        all
    }

    #[test]
    fn the_page_and_the_terminal_show_the_same_disguises() {
        let disguises = disguises();
        for disguise in [
            '\u{0}',
            '\u{1b}',
            '\u{9b}',
            '\u{a0}',
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{17b5}',
            '\u{180b}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{2028}',
            '\u{202e}',
            '\u{2060}',
            '\u{2069}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{fffb}',
            '\u{1d173}',
            '\u{1d17a}',
            '\u{e0000}',
            '\u{e0041}',
            '\u{e007f}',
            '\u{e0100}',
            '\u{e01ef}',
        ] {
            assert!(disguises.contains(&disguise), "{disguise:?}");
        }
        assert!(!disguises.contains(&' ') && !disguises.contains(&'é'));
        for disguise in disguises {
            let text = format!("pay{disguise}");
            assert!(clean(&text).starts_with("pay\\"), "{disguise:?}");
        }
    }

    #[test]
    fn a_cell_has_its_width_whatever_is_in_it() {
        for text in [
            "",
            "ab",
            "gateway A",
            "東京東京",
            "\u{1b}[31m",
            "a\n\n\n",
            "👍🏽 👩\u{200d}🚀 🇩🇪🇫🇷🇩",
            "سلام \u{fdfd} لا",
            "z\u{335}\u{321}\u{34f}",
        ] {
            for columns in 0..12 {
                assert_eq!(width(&fit(text, columns)), columns, "{text:?} in {columns}");
                assert_eq!(width(&fit_right(text, columns)), columns, "{text:?} in {columns}");
            }
        }
        assert_eq!(fit("gateway A", 5), "gate…");
        assert_eq!(fit_right("7", 3), "  7");
    }

    #[test]
    fn of_megabytes_only_what_is_seen_is_looked_at() {
        for piece in ["a", "東", "\u{1100}", "\u{1b}", "a ", "👍🏽"] {
            let text = piece.repeat((30 << 20) / piece.len());
            let began = std::time::Instant::now();
            for _ in 0..100 {
                assert_eq!(width(&fit(&text, 80)), 80, "{piece:?}");
                assert_eq!(width(&fit_right(&text, 80)), 80, "{piece:?}");
                assert!(fit(&text, 80).trim_end().ends_with('…'), "{piece:?}");
            }
            // To look at all of it would take minutes.
            println!("{piece:?}: {:?}", began.elapsed());
        }
    }

    #[test]
    fn a_cell_may_be_wider_than_any_screen() {
        let wide = 1 << 17;
        assert_eq!((fit("a", wide).len(), fit_right("a", wide).len()), (wide, wide));
    }
}
