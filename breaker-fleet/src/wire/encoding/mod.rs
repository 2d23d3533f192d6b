//! How what is kept and sent is written down.
//!
//! Everything is a row of *fields*. A field is the length of its bytes as a decimal number, a
//! colon, and the bytes (`5:hello`): names and keys hold anything, and a script writes it as
//! `#s .. ':' .. s`. Numbers are decimal, at most 2^53; times are whole microseconds.
//!
//! | | fields |
//! |---|---|
//! | subject | part (`z`, `c`), name, key (`""`: none; else `=` and the key), zone |
//! | view | subject (its fields nested in one), version, by, phase (`waiting`, `leased`, `anyone`, `closed`, `forced_open`, `forced_closed`, `released`), what remains of it or how long ago it was, holder (`""`: nobody), suspected, round, openings, openers, who opened it, reason, failures, calls, note |
//! | message | views |
//! | replies | each: `a` and a view; `r` and a view; `n` (refused, no record); `v` and the time; `l`; `m`, the number of members, of each its instance, zone and when it was seen; `s`, time, highest, cursor, members, the number of views, the views |
//!
//! The members' set holds members as fields, too: identity, instance, zone.
//!
//! What a view has no use for is `""` or 0. Of what people ordered `suspected` is how long ago that
//! was, `round` how long it is still kept, and `failures` which order it is. A batch is a row of
//! *arguments*, not of fields, because scripts get arguments: the member, `void_after` (`""`:
//! never), then for each request the number of its arguments and these: a word, the subject's
//! fields in one, and the request's own in the order of their declaration. Of
//! [`Terms`](super::Terms) they are `open_for`, `max_open_for` (`""`: none), `jitter`, `openings`;
//! of [`Why`](super::Why) `reason`, `failures`, `calls`; of a [`Control`](super::Control) `id`,
//! `open`, `closed` or `""` (released), what remains of it, `ago`, `keep`, `note`; `0` or `1`
//! of what is true or not; the ranges of a sync are one, as `5-9,12-12`.
//!
//! Reading is total: whatever the bytes, the result is a value or [`Malformed`], and takes no more
//! memory than a few times the bytes.

mod batch;
mod message;
mod read;
mod replies;
mod view;
mod write;

#[cfg(test)]
mod tests;

pub use read::Malformed;

/// The most bytes that are read at once: a full answer to a sync with the longest names.
pub const MOST_BYTES: usize = 4 << 20;
