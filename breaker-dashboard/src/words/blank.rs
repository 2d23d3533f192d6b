//! Texts of which nothing is seen.

/// Whether nothing of a text is seen: no letter is in it but those that are blank or invisible.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| {
        // What can't be printed is escaped; a letter that combines is, too, and is seen.
        let is_escaped = letter.escape_debug().any(|part| part == '\\');
        let is_quoted = matches!(letter, '\\' | '"' | '\'');
        letter.is_whitespace() || is_filler(letter) || is_escaped && !is_quoted && !combines(letter)
    })
}

/// Letters that combine with the one before them are escaped where there is none.
fn combines(letter: char) -> bool {
    let behind = String::from_iter(['a', letter]);
    behind.escape_debug().all(|part| part != '\\')
}

/// Fillers, the blank pattern of Braille, selectors of variants: printable, and nothing is seen.
fn is_filler(letter: char) -> bool {
    matches!(
        letter,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            | '\u{200c}' | '\u{200d}' | '\u{e0000}'..='\u{e0fff}'
    )
}
