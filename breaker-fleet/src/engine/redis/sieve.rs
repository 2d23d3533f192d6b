//! What an engine sends, without messages that are too large to be a fleet's.
//!
//! Whoever may publish may publish anything, and all subscribers get it. The client keeps a message
//! in memory until it is whole, so that a large one would fill it, or end a connection on which all
//! is answered.

use crate::wire::MOST_BYTES;

/// No line that announces something is longer.
const MOST_LINE: usize = 32;

/// Takes the content out of large messages, wherever the bytes of a connection are cut. What it
/// doesn't understand it passes on: that is the client's affair.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    /// The line that announces what follows, as far as it has come.
    line: Vec<u8>,
    then: Then,
    /// So many parts of the present answer or message are still to come.
    parts: u64,
    is_message: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default)]
enum Then {
    /// A line that may announce something.
    #[default]
    Line,
    /// The rest of a line that announces nothing.
    RestOfLine,
    /// So many bytes, which are passed on,
    Kept(u64),
    /// or aren't.
    Dropped(u64),
    /// Nobody knows.
    Anything,
}

impl Sieve {
    /// Passes on what is left of these bytes.
    pub(super) fn pass(&mut self, mut bytes: &[u8], passed: &mut Vec<u8>) {
        while !bytes.is_empty() {
            bytes = match self.then {
                Then::Line => self.take_line(bytes, passed),
                Then::RestOfLine => {
                    let end = end_of_line(bytes);
                    if end.is_some() {
                        self.then = Then::Line;
                    }
                    split(bytes, end.unwrap_or(bytes.len()), passed)
                }
                Then::Kept(left) => {
                    let now = within(left, bytes);
                    self.then = rest(left, now, Then::Kept);
                    split(bytes, now, passed)
                }
                Then::Dropped(left) => {
                    let now = within(left, bytes);
                    self.then = rest(left, now, Then::Dropped);
                    &bytes[now..]
                }
                Then::Anything => split(bytes, bytes.len(), passed),
            };
        }
    }

    /// Whether more has to follow: the last answer or message isn't whole. Of what it doesn't
    /// understand nobody knows.
    pub(super) fn is_within(&self) -> bool {
        match self.then {
            Then::Line => self.parts > 0 || !self.line.is_empty(),
            Then::RestOfLine | Then::Kept(_) | Then::Dropped(_) => true,
            Then::Anything => false,
        }
    }

    fn take_line<'a>(&mut self, bytes: &'a [u8], passed: &mut Vec<u8>) -> &'a [u8] {
        let end = end_of_line(bytes);
        let rest = split(bytes, end.unwrap_or(bytes.len()).min(MOST_LINE), &mut self.line);
        let is_whole = self.line.ends_with(b"\n") || self.line.len() > MOST_LINE;
        if is_whole || !self.may_announce() {
            self.then = self.understand(passed);
            self.line.clear();
        }
        rest
    }

    /// Whether something else follows, once the line is whole.
    fn may_announce(&self) -> bool {
        matches!(self.line.first(), Some(b'$' | b'=' | b'!' | b'*' | b'~' | b'>' | b'%' | b'|'))
    }

    /// Whether the line is a value itself.
    fn announces_nothing(&self) -> bool {
        matches!(self.line.first(), Some(b'+' | b'-' | b':' | b',' | b'#' | b'_' | b'('))
    }

    /// What follows the line, which is passed on, or what stands for it.
    fn understand(&mut self, passed: &mut Vec<u8>) -> Then {
        if self.parts == 0 {
            self.is_message = self.line.first() == Some(&b'>');
            self.parts = 1;
        }
        let then = self.announced();
        if matches!(then, Some(Then::Dropped(_))) {
            passed.extend_from_slice(b"$0\r\n\r\n");
        } else {
            passed.append(&mut self.line);
        }
        then.unwrap_or(Then::Anything)
    }

    fn announced(&mut self) -> Option<Then> {
        if self.announces_nothing() {
            self.parts -= 1;
            let is_whole = self.line.ends_with(b"\n");
            return Some(if is_whole { Then::Line } else { Then::RestOfLine });
        }
        let (kind, number) = self.line.strip_suffix(b"\r\n")?.split_first()?;
        let number = core::str::from_utf8(number).ok()?.parse::<i64>().ok()?;
        // Less than none is nothing at all, without an end.
        let count = u64::try_from(number).ok();
        let (more, then) = match kind {
            b'$' | b'=' | b'!' => (0, count.map_or(Then::Line, |count| self.text(count))),
            b'*' | b'~' | b'>' => (count.unwrap_or(0), Then::Line),
            b'%' => (count?.checked_mul(2)?, Then::Line),
            // What it belongs to is still to come.
            b'|' => (count?.checked_mul(2)?.checked_add(1)?, Then::Line),
            _ => return None,
        };
        self.parts = (self.parts - 1).checked_add(more)?;
        Some(then)
    }

    /// So many bytes, and the end of their line.
    fn text(&self, count: u64) -> Then {
        let is_large = usize::try_from(count).is_ok_and(|count| count > MOST_BYTES);
        let all = count.saturating_add(2);
        if self.is_message && is_large { Then::Dropped(all) } else { Then::Kept(all) }
    }
}

fn end_of_line(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1)
}

fn within(left: u64, bytes: &[u8]) -> usize {
    usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len())
}

fn rest(left: u64, now: usize, then: impl Fn(u64) -> Then) -> Then {
    match left.saturating_sub(now as u64) {
        0 => Then::Line,
        left => then(left),
    }
}

/// Appends the first so many bytes; the others.
fn split<'a>(bytes: &'a [u8], at: usize, first: &mut Vec<u8>) -> &'a [u8] {
    first.extend_from_slice(&bytes[..at]);
    &bytes[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: &[u8] = b"%2\r\n$5\r\nproto\r\n:3\r\n$1\r\nx\r\n*2\r\n$-1\r\n_\r\n+OK\r\n\
                            |1\r\n$3\r\nttl\r\n:1\r\n$4\r\n>3\r\n\r\n";

    fn message(content: &[u8]) -> Vec<u8> {
        let head = format!(">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n${}\r\n", content.len());
        [head.as_bytes(), content, b"\r\n"].concat()
    }

    fn passed(pieces: &[&[u8]]) -> Vec<u8> {
        let (mut sieve, mut passed) = (Sieve::default(), Vec::new());
        for piece in pieces {
            sieve.pass(piece, &mut passed);
        }
        passed
    }

    #[test]
    fn a_large_message_loses_its_content_and_nothing_beside_it_does() {
        let large = message(&vec![b'$'; MOST_BYTES + 1]);
        let came = [AROUND, &message(b"small"), &large, AROUND, &large].concat();
        let expected = [AROUND, &message(b"small"), &message(b""), AROUND, &message(b"")].concat();
        assert!(passed(&[&came]) == expected);
        let pieces: Vec<_> = came.chunks(1000).collect();
        assert!(passed(&pieces) == expected);
    }

    #[test]
    fn it_does_not_matter_where_bytes_are_cut() {
        let came = [AROUND, &message(b"$9\r\n"), AROUND].concat();
        for cut in 0..came.len() {
            assert_eq!(passed(&[&came[..cut], &came[cut..]]), came, "{cut}");
        }
        let pieces: Vec<_> = came.chunks(1).collect();
        assert_eq!(passed(&pieces), came);
    }

    #[test]
    fn an_end_within_an_answer_is_told_from_one_between_two() {
        let small = message(b"small");
        let ends = [":1\r\n".len(), ":1\r\n*2\r\n$-1\r\n_\r\n".len()];
        let came = [b":1\r\n*2\r\n$-1\r\n_\r\n", &*small].concat();
        for cut in 1..came.len() {
            let mut sieve = Sieve::default();
            sieve.pass(&came[..cut], &mut Vec::new());
            assert_eq!(sieve.is_within(), !ends.contains(&cut), "{cut}");
        }
        for nonsense in [&b""[..], b"H", b"HTTP/1.1 400", b"\x15\x03", b"$?\r\n"] {
            let mut sieve = Sieve::default();
            sieve.pass(nonsense, &mut Vec::new());
            assert!(!sieve.is_within(), "{nonsense:?}");
        }
    }

    #[test]
    fn a_large_answer_is_the_clients_affair() {
        let content = vec![b'x'; MOST_BYTES + 1];
        let answer = [format!("${}\r\n", content.len()).as_bytes(), &content, b"\r\n"].concat();
        assert!(passed(&[&answer]) == answer);
    }

    #[test]
    fn what_is_no_redis_is_passed_on_at_once() {
        for nonsense in [&b"H"[..], b"\x15\x03\x03\x00\x02\x02\x46", b"-ERR", b"+O"] {
            assert_eq!(passed(&[nonsense]), nonsense);
        }
    }

    #[test]
    fn what_is_no_redis_is_passed_on_as_it_is() {
        let large = message(&vec![b'x'; MOST_BYTES + 1]);
        for nonsense in [
            &b"HTTP/1.1 400 Bad Request\r\n"[..],
            b"\x15\x03\x03\x00\x02\x02\x46",
            b"$?\r\n",
            b"*99999999999999999999\r\n",
            b"|9223372036854775807\r\n",
            &[b'$'; 100],
        ] {
            let came = [nonsense, &large].concat();
            assert!(passed(&[&came]) == came, "{nonsense:?}");
            let pieces: Vec<_> = came.chunks(7).collect();
            assert!(passed(&pieces) == came, "{nonsense:?} in pieces");
        }
    }
}
