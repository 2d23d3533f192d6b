//! Texts of others, bounded: of errors, and of who forces a circuit.

use core::error::Error;
use core::fmt::{self, Debug, Display, Write};
use std::sync::Arc;

/// The most bytes that are kept of a text.
pub(crate) const MOST: usize = 200;

/// How a text ends of which there was more: nobody is to take half a word for a whole one.
const MORE: char = '…';

/// The most sources of an error that are looked at.
const DEPTH: usize = 32;

/// The beginning of an error's text, in one line. Of a longer one it says that there was more.
#[derive(Debug, Default)]
pub struct Text {
    text: String,
    is_full: bool,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self { text: String::new(), is_full: false }
    }

    /// Writes the error and its sources, joined by `: `. Many errors name their source themselves:
    /// that is not written twice.
    pub(crate) fn error(&mut self, error: &dyn Display, source: Option<&dyn Error>) {
        self.display(error);
        let sources = core::iter::successors(source, |&error| error.source());
        for source in sources.take(DEPTH) {
            if self.is_full {
                return;
            }
            let mut said = Self::new();
            said.display(source);
            // Whether all of a longer one stands there nobody knows.
            if said.is_full || !self.text.ends_with(&said.text) {
                self.display(&": ");
                self.display(&said.text);
                self.is_full |= said.is_full;
            }
        }
    }

    /// Writes the value by `Display`.
    pub(crate) fn display(&mut self, value: &dyn Display) {
        // An error here may be no more than the end of the room.
        let _ = write!(self, "{value}");
    }

    /// Writes the value by `Debug`.
    pub(crate) fn debug(&mut self, value: &dyn Debug) {
        let _ = write!(self, "{value:?}");
    }

    /// The text, if there is any.
    pub(crate) fn into_shared(mut self) -> Option<Arc<str>> {
        if self.is_full {
            self.say_more();
        }
        let text = self.text.trim();
        (!text.is_empty()).then(|| Arc::from(text))
    }

    fn say_more(&mut self) {
        let room = MOST - MORE.len_utf8();
        let fits = |&(at, character): &(usize, char)| at + character.len_utf8() <= room;
        let kept = self.text.char_indices().take_while(fits).last();
        self.text.truncate(kept.map_or(0, |(at, character)| at + character.len_utf8()));
        self.text.truncate(self.text.trim_end().len());
        self.text.push(MORE);
    }
}

/// No more of a text that somebody outside is called by than is kept of others.
pub(crate) fn bounded(text: Arc<str>) -> Arc<str> {
    if text.len() <= MOST {
        return text;
    }
    let mut kept = Text::new();
    kept.display(&text);
    kept.into_shared().unwrap_or_default()
}

/// Whether a character would break the line, is invisible, or makes a reader see others in another
/// order. Joiners are none of these: letters of several scripts look different without them.
fn disturbs(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    // Behind another one: a combining mark is shown there.
    let mut behind = *b"a\0\0\0\0";
    let end = 1 + character.encode_utf8(&mut behind[1..]).len();
    let shown = core::str::from_utf8(&behind[..end]).unwrap_or_default();
    let is_unprintable = shown.escape_debug().any(|part| part == '\\');
    is_invisible(character) || is_unprintable && !matches!(character, '\u{200c}' | '\u{200d}')
}

/// Whether nothing is shown of a letter, though it is printable: fillers, the blank pattern of
/// Braille, and selectors of variants but for that of emoji.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{ffa0}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Cuts between characters, and writes a blank for a character that would disturb the line.
impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if self.is_full || self.text.len() + character.len_utf8() > MOST {
                self.is_full = true;
                return Err(fmt::Error);
            }
            self.text.push(if disturbs(character) { ' ' } else { character });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use core::fmt;
    use std::sync::Arc;

    use super::{MOST, Text, bounded};

    #[derive(Debug)]
    struct Failed(&'static str, Option<&'static Failed>);

    impl fmt::Display for Failed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl core::error::Error for Failed {
        fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
            self.1.map(|source| source as _)
        }
    }

    fn of(error: &Failed) -> String {
        let mut text = Text::new();
        text.error(error, core::error::Error::source(error));
        text.into_shared().as_deref().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_is_behind_an_error_is_said_once() {
        static REFUSED: Failed = Failed("connection refused", None);
        static CONNECT: Failed = Failed("can't connect", Some(&REFUSED));
        static SAID: Failed = Failed("can't connect: connection refused", Some(&REFUSED));
        assert_eq!(
            of(&Failed("no answer", Some(&CONNECT))),
            "no answer: can't connect: connection refused"
        );
        assert_eq!(of(&SAID), "can't connect: connection refused");
    }

    #[test]
    fn a_text_is_one_line_and_cut_between_characters() {
        assert_eq!(of(&Failed("  one\n\ttwo\u{7}", None)), "one  two");
        assert_eq!(of(&Failed("begun\u{2028}and\u{202e}turned", None)), "begun and turned");
        assert_eq!(of(&Failed("zero\u{200b}width\u{feff}\u{2063}", None)), "zero width");
        assert_eq!(
            of(&Failed("e\u{301}\u{200d} \u{1f600} \\ '\"'", None)),
            "e\u{301}\u{200d} \u{1f600} \\ '\"'"
        );
        assert_eq!(of(&Failed("\u{3164}a\u{2800}b\u{e0100}\u{115f}", None)), "a b");
        assert_eq!(of(&Failed("", None)), "");
        let mut text = Text::new();
        text.display(&"ä".repeat(MOST));
        assert_eq!(text.into_shared().as_deref(), Some(&*format!("{}…", "ä".repeat(98))));
        let mut text = Text::new();
        text.display(&format_args!("{}ä{}", "a".repeat(MOST - 1), "b"));
        assert_eq!(text.into_shared().as_deref(), Some(&*format!("{}…", "a".repeat(MOST - 3))));
    }

    #[test]
    fn a_text_that_was_cut_says_so_and_no_other_does() {
        let long =
            |length: usize| -> &'static str { "word ".repeat(100)[..length].to_owned().leak() };
        let whole = Failed(long(MOST - 1), None);
        assert_eq!(of(&whole), long(MOST - 1));
        let cut = of(&Failed(long(MOST + 1), None));
        assert!(cut.len() <= MOST && cut.ends_with(" wo…"), "{cut}");
        assert_eq!(bounded(Arc::from(long(MOST + 1))).chars().last(), Some('…'));

        // Of a source there is no room for, nor for all of one that is said already.
        let source: &'static Failed = Box::leak(Box::new(Failed("connection refused", None)));
        let before = format!("{}connection refused", long(MOST - 18));
        assert_eq!(of(&Failed(before.clone().leak(), Some(source))), before);
        assert!(of(&Failed(long(MOST - 6), Some(source))).ends_with('…'));
        let longer: &'static Failed = Box::leak(Box::new(Failed(long(MOST + 50), None)));
        assert!(of(&Failed("failed", Some(longer))).ends_with('…'));
    }
}
