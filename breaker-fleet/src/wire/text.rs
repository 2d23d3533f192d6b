//! Texts that people are shown, of bounded length.

use core::fmt;
use std::sync::Arc;

/// A text of at most [`Text::MOST`] bytes: who did something, in which zone, why. A longer one is
/// cut at a character.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// The most bytes of a text.
    pub const MOST: usize = 200;

    /// The text, cut to its first [`MOST`](Self::MOST) bytes.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut end = text.len().min(Self::MOST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self(Arc::from(&text[..end]))
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
/// terminal would act on is escaped, and a longer one ends with two points.
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
            return cut(plain, most);
        }
    }
    plain
}

/// With room for the points.
fn cut(mut text: String, most: usize) -> String {
    let mut end = most.saturating_sub(2).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text + ".."
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
