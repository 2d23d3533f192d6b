//! Who a member is.

use core::fmt;

/// 64 random bits, drawn anew by each join: two processes with one host name, and two lives of one
/// process, are told apart. On the wire 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub u64);

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
