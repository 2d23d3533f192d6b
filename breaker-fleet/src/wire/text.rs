//! Texts that people are shown, of bounded length.

use core::fmt;
use std::sync::Arc;

/// A text of at most [`Text::MOST`] bytes: who did something, in which zone, why. A longer one is
/// cut at a character, and ends with `…`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// The most bytes of a text.
    pub const MOST: usize = 200;

    /// The text, cut to at most [`MOST`](Self::MOST) bytes.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let is_whole = text.len() <= Self::MOST;
        Self(if is_whole { Arc::from(text) } else { cut(text, Self::MOST).into() })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Somebody else's text: see [`plain`].
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::new(&plain(text, Self::MOST))
    }

    /// The text, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

/// Somebody else's text as one line that no terminal acts on, of so many bytes at most: what a
/// terminal would act on is escaped, and a longer one ends with `…`.
#[must_use]
pub fn plain(text: &str, most: usize) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        let end = plain.len();
        match character {
            // Quotes and backslashes are what they are: the text is no literal.
            '"' | '\'' | '\\' => plain.push(character),
            _ => plain.extend(character.escape_debug()),
        }
        if plain.len() > most {
            plain.truncate(end);
            return cut(&plain, most);
        }
    }
    plain
}

/// The beginning of a longer text, with room for the mark that there was more.
fn cut(text: &str, most: usize) -> String {
    const MORE: &str = "…";
    let mut end = most.saturating_sub(MORE.len()).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{MORE}", text[..end].trim_end())
}

impl Default for Text {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
