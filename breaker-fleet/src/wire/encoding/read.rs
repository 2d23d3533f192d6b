//! Reading fields, whatever they are.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::MOST_BYTES;
use crate::wire::{EngineTime, MOST, MemberId, Text};

/// Bytes that no engine of ours has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed: no engine of this crate has written it")
    }
}

impl std::error::Error for Malformed {}

/// What is left of a row of fields.
#[derive(Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Malformed> {
        if bytes.len() > MOST_BYTES { Err(Malformed) } else { Ok(Self(bytes)) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let colon = self.0.iter().take(9).position(|byte| *byte == b':').ok_or(Malformed)?;
        let (length, rest) = self.0.split_at(colon);
        let length = usize::try_from(number(length)?).map_err(|_| Malformed)?;
        let (bytes, rest) = rest[1..].split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn str(&mut self) -> Result<&'a str, Malformed> {
        core::str::from_utf8(self.bytes()?).map_err(|_| Malformed)
    }

    pub(super) fn text(&mut self) -> Result<Text, Malformed> {
        text(self.str()?)
    }

    pub(super) fn number(&mut self) -> Result<u64, Malformed> {
        number(self.bytes()?)
    }

    pub(super) fn count(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.number()?).map_err(|_| Malformed)
    }

    pub(super) fn flag(&mut self) -> Result<bool, Malformed> {
        match self.bytes()? {
            b"0" => Ok(false),
            b"1" => Ok(true),
            _ => Err(Malformed),
        }
    }

    pub(super) fn time(&mut self) -> Result<Duration, Malformed> {
        Ok(Duration::from_micros(self.number()?))
    }

    pub(super) fn engine_time(&mut self) -> Result<EngineTime, Malformed> {
        Ok(EngineTime(self.number()?))
    }
}

/// A decimal number without sign or leading zeros, at most [`MOST`].
pub(super) fn number(digits: &[u8]) -> Result<u64, Malformed> {
    let leads = matches!(digits, [b'0', _, ..]);
    if leads || digits.is_empty() || digits.len() > 16 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Malformed);
    }
    let number = digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    if number > MOST { Err(Malformed) } else { Ok(number) }
}

pub(super) fn text(text: &str) -> Result<Text, Malformed> {
    if text.len() > Text::MOST { Err(Malformed) } else { Ok(Text::new(text)) }
}

pub(super) fn member(hex: &str) -> Result<MemberId, Malformed> {
    let digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    if hex.len() != 16 || !hex.bytes().all(digit) {
        return Err(Malformed);
    }
    u64::from_str_radix(hex, 16).map(MemberId).map_err(|_| Malformed)
}

pub(super) fn shared(text: &str) -> Arc<str> {
    Arc::from(text)
}
