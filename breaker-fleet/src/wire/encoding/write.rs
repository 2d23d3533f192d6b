//! Writing fields.

use core::time::Duration;

use crate::wire::micros;

/// A row of fields.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes.len().to_string().as_bytes());
        self.0.push(b':');
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn number(&mut self, number: impl Into<u64>) {
        self.text(&number.into().to_string());
    }

    pub(super) fn time(&mut self, time: Duration) {
        self.number(micros(time));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}
