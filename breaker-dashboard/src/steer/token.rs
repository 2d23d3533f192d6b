//! What an order has to carry: a page of another origin can send a request, and read no answer.

use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;
use std::thread;

/// 128 bits that nobody can guess, as hexadecimal digits.
pub(crate) struct Token(String);

impl Token {
    /// From keys of the system's chance, of a thread that has made none before: what else the
    /// program hashes, and shows of that, says nothing about them.
    pub(crate) fn by_chance() -> Self {
        let made = thread::Builder::new().spawn(hashed).map(thread::JoinHandle::join);
        Self(made.ok().and_then(Result::ok).unwrap_or_else(hashed))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Takes as long for each text of the right length: time does not tell how much of it is right.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        let differs = |one: &u8, other: &u8| black_box(one ^ other);
        let differing = self
            .0
            .as_bytes()
            .iter()
            .zip(text)
            .fold(0, |all, (one, other)| black_box(all | differs(one, other)));
        text.len() == self.0.len() && differing == 0
    }
}

fn hashed() -> String {
    let keyed = RandomState::new();
    format!("{:016x}{:016x}", keyed.hash_one(0_u8), keyed.hash_one(1_u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_all_different_and_only_the_whole_one_fits() {
        let (one, other) = (Token::by_chance(), Token::by_chance());
        assert_ne!(one.text(), other.text());
        assert_eq!(one.text().len(), 32);
        assert!(one.is(one.text().as_bytes()));
        for wrong in ["", &one.text()[1..], &format!("{}0", one.text()), other.text()] {
            assert!(!one.is(wrong.as_bytes()), "{wrong}");
        }
    }
}
