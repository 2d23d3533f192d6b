//! What is wrong with the address of an engine.

use core::fmt;

/// What to write, whatever was meant.
macro_rules! write_instead {
    () => {
        "write `redis://host:6379`, `rediss://user:password@host:6379` for TLS, or \
         `unix:///path/of/socket`"
    };
}

/// Which part of an address is wrong, and what to write instead. Nothing of the address itself is
/// ever shown: where one part is missing, any other may be the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAddress {
    /// There is nothing.
    Empty,
    /// A line end, for example.
    Control,
    /// It begins as no engine's does.
    Scheme,
    /// What is right, but for the program: another address would be no help.
    NeedsTls,
    /// What follows is for browsers, and likely belongs to a password.
    Fragment,
    /// A user or a password that ends too early.
    Ended,
    /// A user, a password or a path that are no text.
    NoText,
    /// No host.
    NoHost,
    /// No name of a host.
    Host,
    /// Colons without brackets.
    BareIpv6,
    /// Brackets around something else.
    Ipv6,
    /// Where a server listens.
    AnyHost,
    /// No port.
    Port,
    /// No number of a database.
    Database,
    /// Something behind a `?` that nobody would do.
    Word,
    /// No path from the root.
    Socket,
}

impl BadAddress {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => concat!("the address is empty: ", write_instead!()),
            Self::Control => {
                "the address has a line end or another control character in it: leave it out, or \
                 write `%0A` and the like in a user or password"
            }
            Self::Scheme => {
                concat!("the address begins with no scheme of a Redis: ", write_instead!())
            }
            Self::NeedsTls => {
                "`rediss://` needs the feature `tls`, which is off: in Cargo.toml, give \
                 breaker-fleet `features = [\"tls\"]`"
            }
            Self::Fragment => {
                "the address has a `#`: write `%23` for it in a user or password, and leave \
                 `#insecure` out, for certificates are always checked"
            }
            Self::Ended => {
                "the address has an `@` behind its host: in a user or password write `%2F` for \
                 `/` and `%3F` for `?`, and `%40` for an `@` elsewhere"
            }
            Self::NoText => {
                "the user, the password or the path of the address is no UTF-8, once what begins \
                 with `%` is decoded"
            }
            Self::NoHost => concat!("the address names no host: ", write_instead!()),
            Self::Host => concat!(
                "the host of the address is none, which has parts of at most 63 letters, digits, \
                 `-` and `_`, with a `.` between them: ",
                write_instead!()
            ),
            Self::BareIpv6 => {
                "the host of the address is an IPv6 address, which stands in brackets: `[::1]:6379`"
            }
            Self::Ipv6 => {
                "the host of the address stands in brackets and is no IPv6 address: write \
                 `[::1]:6379`"
            }
            Self::AnyHost => {
                "the host of the address is where a server listens, not where it is: write \
                 `127.0.0.1` for this machine"
            }
            Self::Port => {
                "the port of the address is none: write a number from 1 to 65535 behind the host, \
                 and a user and password before it, `redis://user:password@host:6379`"
            }
            Self::Database => {
                "the database of the address is no number: write `redis://host:6379/2`, or \
                 `unix:///path/of/socket?db=2`"
            }
            Self::Word => {
                "the address has a word behind its `?` that means nothing here: leave it out, and \
                 write a database as `redis://host:6379/2`; a socket takes `user`, `pass` and \
                 `db`, with `%26` for an `&`"
            }
            Self::Socket => {
                "the address needs the whole path of a socket: write `unix:///path/of/socket`, \
                 and `?user=user&pass=password` behind it if it takes these"
            }
        }
    }
}

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for BadAddress {}
