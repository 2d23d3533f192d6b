//! What a key looks like.

use core::fmt::{self, Display, Write};
use std::sync::Arc;

/// Bytes of a key that need no allocation: a host name and a port, mostly.
const AT_HAND: usize = 64;

/// The text of a key.
#[derive(Clone)]
pub(crate) struct KeyText {
    at_hand: [u8; AT_HAND],
    len: usize,
    /// All of it, if it is longer.
    spilt: String,
}

impl KeyText {
    #[inline]
    pub(crate) fn of(key: &(impl Display + ?Sized)) -> Self {
        let mut text = Self { at_hand: [0; AT_HAND], len: 0, spilt: String::new() };
        // Writing here never fails; a key that fails to show itself is what it has shown.
        let _ = write!(text, "{key}");
        text
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        if self.spilt.is_empty() { self.short() } else { self.spilt.as_bytes() }
    }

    pub(crate) fn to_shared(&self) -> Arc<str> {
        // Whole strings went in.
        String::from_utf8_lossy(self.as_bytes()).into()
    }

    #[inline]
    fn short(&self) -> &[u8] {
        self.at_hand.get(..self.len).unwrap_or_default()
    }

    #[cold]
    fn spill(&mut self, more: &str) {
        if self.spilt.is_empty() {
            self.spilt = String::from_utf8_lossy(self.short()).into_owned();
        }
        self.spilt.push_str(more);
    }
}

impl Write for KeyText {
    #[inline]
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let end = self.len.saturating_add(more.len());
        match self.at_hand.get_mut(self.len..end) {
            Some(room) if self.spilt.is_empty() => {
                room.copy_from_slice(more.as_bytes());
                self.len = end;
            }
            _ => self.spill(more),
        }
        Ok(())
    }
}

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_shared(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_text_however_long_and_in_whatever_pieces() {
        for len in [0, 1, 63, 64, 65, 200] {
            let whole = "x".repeat(len);
            assert_eq!(&*KeyText::of(&whole).to_shared(), whole);
            for first in [0, 1, 62, 63, 64].map(|first: usize| first.min(len)) {
                let (head, tail) = whole.split_at(first);
                let pieces = KeyText::of(&format_args!("{head}{}{tail}", ""));
                assert_eq!(pieces.as_bytes(), whole.as_bytes(), "{len} in pieces of {first}");
            }
        }
    }

    #[test]
    fn a_piece_that_does_not_fit_keeps_its_place_before_a_later_one_that_would() {
        let long = "y".repeat(60);
        let key = KeyText::of(&format_args!("{long}{long}z"));
        assert_eq!(&*key.to_shared(), format!("{long}{long}z"));
    }
}
