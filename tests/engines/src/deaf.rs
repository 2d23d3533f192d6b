//! What an engine says, without its messages.

/// How a message begins: three parts, of which the first says so. Channel and content follow.
const MESSAGE: &[u8] = b">3\r\n$7\r\nmessage\r\n";

/// Takes messages out of a connection's bytes, wherever they stand.
#[derive(Debug, Default)]
pub(crate) struct Deaf {
    /// A message that is not whole yet.
    begun: Vec<u8>,
}

impl Deaf {
    /// What is passed on once these bytes have come.
    pub(crate) fn without_messages(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (mut rest, mut passed) = (self.with_all(bytes), Vec::new());
        while let Some(at) = rest.windows(MESSAGE.len()).position(|bytes| bytes == MESSAGE) {
            passed.extend(rest.drain(..at));
            let Some(end) = end(&rest) else {
                self.begun = rest;
                return passed;
            };
            rest.drain(..end);
        }
        let begins = |length: &usize| rest.ends_with(&MESSAGE[..*length]);
        let length = (1..MESSAGE.len()).rev().find(begins).unwrap_or_default();
        self.begun = rest.split_off(rest.len() - length);
        passed.append(&mut rest);
        passed
    }

    /// The same without taking anything out.
    pub(crate) fn with_all(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut all = core::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        all
    }
}

/// Where the message ends that begins here, if it is whole.
fn end(bytes: &[u8]) -> Option<usize> {
    (0..2).try_fold(MESSAGE.len(), |at, _part| {
        let line = bytes[at..].windows(2).position(|bytes| bytes == b"\r\n")?;
        let length = str::from_utf8(&bytes[at + 1..at + line]).ok()?;
        let end = at + line + 2 + length.parse::<usize>().ok()? + 2;
        (end <= bytes.len()).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAME: &[u8] = b"+OK\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$5\r\n>3\r\n$\r\n:7\r\n\
                          >3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n";

    #[test]
    fn answers_beside_messages_are_passed_on_however_they_come() {
        for cut in 0..CAME.len() {
            let mut deaf = Deaf::default();
            let mut passed = deaf.without_messages(&CAME[..cut]);
            passed.append(&mut deaf.without_messages(&CAME[cut..]));
            assert_eq!(passed, b"+OK\r\n:7\r\n>3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n", "{cut}");
        }
    }

    #[test]
    fn nothing_is_lost_once_all_is_passed_on() {
        let mut deaf = Deaf::default();
        let mut passed = deaf.without_messages(&CAME[..30]);
        passed.append(&mut deaf.with_all(&CAME[30..]));
        assert_eq!(passed, CAME);
    }
}
