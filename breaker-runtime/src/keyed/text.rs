//! What a key looks like: its whole text as a number, and as much of the text as is shown.

use core::fmt::{self, Display, Write};
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, OnceLock};

use crate::base::sync::RandomState;
use crate::circuit::keys::MOST_SHOWN;

/// Bytes of a key that need no allocation: a host name and a port, mostly.
const AT_HAND: usize = 64;

/// Bytes of a key that are kept and shown. Others choose keys, and may choose long ones.
const KEPT: usize = MOST_SHOWN;

/// What stands for the rest, with a hash of the whole text behind it: keys that begin alike are
/// shown as different ones, and each is shown alike by every process, so that logs, metrics and a
/// fleet mean the same key. Unlike the hash that tells keys apart it is not seeded by chance.
const CUT: char = '…';

/// SipHash-2-4 with the key 0: programs built by different compilers agree.
#[expect(deprecated, reason = "its successor may be another algorithm in each release")]
type WholeHasher = core::hash::SipHasher;

#[expect(deprecated, reason = "as above")]
fn whole_hasher() -> WholeHasher {
    WholeHasher::new()
}

type KeyHasher = <RandomState as BuildHasher>::Hasher;

/// The text of a key.
#[derive(Clone)]
pub(crate) struct KeyText {
    at_hand: [u8; AT_HAND],
    len: usize,
    /// Once it is longer than that.
    long: Option<Box<Long>>,
}

/// A text that is hashed while it is written: however long it is, its beginning is all that is
/// kept.
#[derive(Clone)]
struct Long {
    kept: [u8; KEPT],
    len: usize,
    /// Of the whole text, the same in every process; once there is more than is kept.
    cut: Option<WholeHasher>,
    hasher: KeyHasher,
}

/// Seeded by chance, once for the whole program: nobody outside can make two keys meet, and a text
/// means the same to every table.
pub(super) fn hashing() -> &'static RandomState {
    static HASHING: OnceLock<RandomState> = OnceLock::new();
    HASHING.get_or_init(RandomState::default)
}

impl KeyText {
    #[inline]
    pub(crate) fn of(key: &(impl Display + ?Sized)) -> Self {
        let mut text = Self { at_hand: [0; AT_HAND], len: 0, long: None };
        // Writing here never fails; a key that fails to show itself is what it has shown.
        let _ = write!(text, "{key}");
        text
    }

    /// What tells keys apart: a hash of the whole text.
    #[inline]
    pub(super) fn fingerprint(&self, hashing: &RandomState) -> u64 {
        match &self.long {
            None => {
                let mut hasher = hashing.build_hasher();
                // Without the length that goes before a slice: nothing comes after the text.
                hasher.write(self.short());
                hasher.finish()
            }
            Some(long) => long.hasher.finish(),
        }
    }

    /// As much of it as is kept, with what tells it from others that begin so if that is not all.
    pub(crate) fn to_shared(&self) -> Arc<str> {
        // Whole strings went in, and were cut between characters.
        let Some(long) = &self.long else { return String::from_utf8_lossy(self.short()).into() };
        let kept = String::from_utf8_lossy(long.kept());
        match &long.cut {
            None => kept.into(),
            Some(whole) => format!("{kept}{CUT}{:016x}", whole.finish()).into(),
        }
    }

    /// Whether there is more of it than is kept.
    pub(crate) fn is_cut(&self) -> bool {
        self.long.as_ref().is_some_and(|long| long.cut.is_some())
    }

    #[inline]
    fn short(&self) -> &[u8] {
        self.at_hand.get(..self.len).unwrap_or_default()
    }

    #[cold]
    fn lengthen(&mut self, more: &str) {
        let short = self.at_hand.get(..self.len).unwrap_or_default();
        self.long.get_or_insert_with(|| Box::new(Long::after(short))).push(more);
    }
}

impl Long {
    fn after(short: &[u8]) -> Self {
        let mut hasher = hashing().build_hasher();
        hasher.write(short);
        let mut kept = [0; KEPT];
        kept.iter_mut().zip(short).for_each(|(kept, byte)| *kept = *byte);
        Self { kept, len: short.len(), cut: None, hasher }
    }

    fn push(&mut self, more: &str) {
        self.hasher.write(more.as_bytes());
        if let Some(whole) = &mut self.cut {
            return whole.write(more.as_bytes());
        }
        let room = KEPT - self.len;
        let fitting = (0..=room.min(more.len())).rev().find(|&end| more.is_char_boundary(end));
        let fitting = fitting.and_then(|end| more.get(..end)).unwrap_or_default();
        let places = self.kept.iter_mut().skip(self.len);
        places.zip(fitting.as_bytes()).for_each(|(kept, byte)| *kept = *byte);
        self.len += fitting.len();
        let rest = more.get(fitting.len()..).unwrap_or_default();
        if !rest.is_empty() {
            let mut whole = whole_hasher();
            whole.write(self.kept());
            whole.write(rest.as_bytes());
            self.cut = Some(whole);
        }
    }

    fn kept(&self) -> &[u8] {
        self.kept.get(..self.len).unwrap_or_default()
    }
}

impl Write for KeyText {
    #[inline]
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let end = self.len.saturating_add(more.len());
        match self.at_hand.get_mut(self.len..end) {
            Some(room) if self.long.is_none() => {
                room.copy_from_slice(more.as_bytes());
                self.len = end;
            }
            _ => self.lengthen(more),
        }
        Ok(())
    }
}

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_shared(), f)
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    fn fingerprint(key: impl Display) -> u64 {
        KeyText::of(&key).fingerprint(hashing())
    }

    #[test]
    fn a_key_is_its_text_however_long_and_in_whatever_pieces() {
        for len in [0, 1, 63, 64, 65, 127, 128, 129, 5_000] {
            let whole = "x".repeat(len);
            let mut hasher = hashing().build_hasher();
            hasher.write(whole.as_bytes());
            assert_eq!(fingerprint(&whole), hasher.finish());
            for first in [0, 1, 62, 63, 64, 100, 128].map(|first: usize| first.min(len)) {
                let (head, tail) = whole.split_at(first);
                let pieces = KeyText::of(&format_args!("{head}{}{tail}", ""));
                assert_eq!(pieces.fingerprint(hashing()), hasher.finish(), "{len} after {first}");
                assert_eq!(pieces.to_shared(), KeyText::of(&whole).to_shared());
            }
        }
    }

    #[test]
    fn a_piece_that_does_not_fit_keeps_its_place_before_a_later_one_that_would() {
        let long = "y".repeat(60);
        let key = KeyText::of(&format_args!("{long}{long}z"));
        assert_eq!(&*key.to_shared(), format!("{long}{long}z"));
    }

    #[test]
    fn the_first_128_bytes_are_shown_cut_between_characters_and_marked() {
        for (whole, kept, is_cut) in [
            ("x".repeat(128), 128, false),
            ("x".repeat(129), 128, true),
            ("é".repeat(64), 128, false),
            ("é".repeat(70), 128, true),
            (format!("x{}", "é".repeat(64)), 127, true),
            (format!("{}🦀z", "x".repeat(126)), 126, true),
            ("🦀".repeat(1 << 18), 128, true),
        ] {
            let key = KeyText::of(&whole);
            let shown = key.to_shared();
            let (beginning, mark) = shown.split_at(kept);
            assert_eq!(beginning, &whole[..kept]);
            assert_eq!((mark.starts_with('…'), mark.chars().count() == 17), (is_cut, is_cut));
            assert_eq!(key.is_cut(), is_cut);
        }
    }

    #[test]
    fn what_is_not_shown_tells_keys_apart_all_the_same() {
        let same = "x".repeat(1_000);
        let (one, other) = (format!("{same}a"), format!("{same}b"));
        assert_ne!(fingerprint(&one), fingerprint(&other));
        assert_ne!(KeyText::of(&one).to_shared(), KeyText::of(&other).to_shared());
        assert_ne!(fingerprint(&same), fingerprint(KeyText::of(&same).to_shared()));
    }

    #[test]
    fn every_process_shows_a_long_key_alike() {
        let shown = KeyText::of(&"x".repeat(129)).to_shared();
        assert_eq!(&shown[128..], "…2c8fc4d9d429d06c");
    }

    #[test]
    fn after_the_cut_no_later_piece_is_shown_though_it_would_fit() {
        let key = KeyText::of(&format_args!("{}🦀z", "x".repeat(126)));
        assert!(key.to_shared().starts_with(&format!("{}…", "x".repeat(126))));
        assert!(!key.to_shared().contains('z'));
    }
}
