//! The URL of an engine, taken apart.

use std::path::PathBuf;

use super::bad_address::BadAddress;
use super::host::{host_and_port, is_number};

/// The parts of a URL, decoded. What isn't there, or is empty, is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) place: Place,
    pub(super) tls: bool,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) database: u32,
}

/// Where the engine is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Tcp { host: String, port: u16 },
    Unix(PathBuf),
}

/// What a URL begins with.
enum Scheme {
    Tcp { tls: bool },
    Unix,
}

impl Scheme {
    fn of(text: &str) -> Result<Self, BadAddress> {
        match &*text.to_ascii_lowercase() {
            "redis" | "valkey" => Ok(Self::Tcp { tls: false }),
            "rediss" | "valkeys" => Ok(Self::Tcp { tls: true }),
            "unix" | "redis+unix" | "valkey+unix" => Ok(Self::Unix),
            _ => Err(BadAddress::Scheme),
        }
    }
}

impl Url {
    pub(super) fn parse(url: &str) -> Result<Self, BadAddress> {
        let url = url.trim();
        if url.is_empty() {
            return Err(BadAddress::Empty);
        }
        if url.contains(char::is_control) {
            return Err(BadAddress::Control);
        }
        let (scheme, rest) = url.split_once("://").ok_or(BadAddress::Scheme)?;
        let scheme = Scheme::of(scheme)?;
        if rest.contains('#') {
            return Err(BadAddress::Fragment);
        }
        match scheme {
            Scheme::Tcp { tls } => Self::tcp(rest, tls),
            Scheme::Unix => Self::unix(rest),
        }
    }

    /// `user:password@host:port/database`, and no words behind it.
    fn tcp(rest: &str, tls: bool) -> Result<Self, BadAddress> {
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, behind) = rest.split_at(end);
        if behind.contains('@') {
            return Err(BadAddress::Ended);
        }
        let (entry, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = entry.split_once(':').unwrap_or((entry, ""));
        let (host, port) = host_and_port(place)?;
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        if words(query).next().is_some() {
            return Err(BadAddress::Word);
        }
        Ok(Self {
            place: Place::Tcp { host, port },
            tls,
            user: decoded(user)?,
            password: decoded(password)?,
            database: database(path.trim_matches('/'))?,
        })
    }

    /// `/path?user=user&pass=password&db=database`.
    fn unix(rest: &str) -> Result<Self, BadAddress> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if !path.starts_with('/') {
            return Err(BadAddress::Socket);
        }
        let path = decoded(path)?.unwrap_or_default();
        let (mut user, mut password, mut number) = (None, None, 0);
        for (name, value) in words(query) {
            // As forms have it.
            let value = value.replace('+', " ");
            match name {
                "user" => user = decoded(&value)?,
                "pass" => password = decoded(&value)?,
                "db" => number = database(&value)?,
                _ => return Err(BadAddress::Word),
            }
        }
        let place = Place::Unix(PathBuf::from(path));
        Ok(Self { place, tls: false, user, password, database: number })
    }
}

/// The words behind a `?`, each with its value. Left out is what holds anyway: other programs that
/// share the address may ask for this protocol.
fn words(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let words = query.split('&').filter(|word| !word.is_empty());
    let words = words.map(|word| word.split_once('=').unwrap_or((word, "")));
    words.filter(|word| !matches!(word, ("protocol", "3" | "resp3")))
}

fn database(text: &str) -> Result<u32, BadAddress> {
    match text {
        "" => Ok(0),
        text if is_number(text) => text.parse().map_err(|_| BadAddress::Database),
        _ => Err(BadAddress::Database),
    }
}

/// With the bytes that are written as `%2F` and the like; a `%` that begins no such is itself.
fn decoded(text: &str) -> Result<Option<String>, BadAddress> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, others @ ..] = rest {
        let escape = escape(rest);
        bytes.push(escape.map_or(*first, |(byte, _)| byte));
        rest = escape.map_or(others, |(_, behind)| behind);
    }
    let text = String::from_utf8(bytes).map_err(|_| BadAddress::NoText)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The byte that an escape at the beginning means, and what follows it.
fn escape(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, behind @ ..] = bytes else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let byte = u8::try_from(16 * digit(high)? + digit(low)?).ok()?;
    Some((byte, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// User, password and database.
    type Entry = (Option<&'static str>, Option<&'static str>, u32);

    #[test]
    fn parts_stand_where_they_stand_in_urls_and_are_decoded() {
        let cases: [(&str, Entry); 12] = [
            ("redis://cache", (None, None, 0)),
            (" redis://cache:6379/\n", (None, None, 0)),
            ("VALKEY://@cache/2", (None, None, 2)),
            ("redis://me@cache", (Some("me"), None, 0)),
            ("redis://me:@cache", (Some("me"), None, 0)),
            ("redis://:p%2Fw%C3%B6@cache/15/", (None, Some("p/wö"), 15)),
            ("rediss://me:a@b:c%40 d@cache", (Some("me"), Some("a@b:c@ d"), 0)),
            ("redis://me:100%@cache?protocol=3", (Some("me"), Some("100%"), 0)),
            ("redis://me:%zz%2@cache", (Some("me"), Some("%zz%2"), 0)),
            ("unix:///run/redis.sock", (None, None, 0)),
            ("unix:///r?user=me&pass=a+b%2Bc&db=2&", (Some("me"), Some("a b+c"), 2)),
            ("redis+unix:///r?pass=a&protocol=resp3&pass=b@c", (None, Some("b@c"), 0)),
        ];
        for (url, entry) in cases {
            let Url { user, password, database, .. } = Url::parse(url).expect(url);
            assert_eq!((user.as_deref(), password.as_deref(), database), entry, "{url}");
        }
        let socket = Url::parse("unix:///run/a%20b?pass=/").unwrap();
        assert_eq!(socket.place, Place::Unix("/run/a b".into()));
    }

    #[test]
    fn the_part_that_is_wrong_is_named() {
        for (url, wrong) in [
            ("", BadAddress::Empty),
            (" \n", BadAddress::Empty),
            ("redis://:sec\nret@cache", BadAddress::Control),
            ("secret", BadAddress::Scheme),
            ("cache:6379", BadAddress::Scheme),
            ("redis:cache", BadAddress::Scheme),
            ("redis:/cache", BadAddress::Scheme),
            ("http://me:secret@cache", BadAddress::Scheme),
            ("//me:secret@", BadAddress::Scheme),
            ("redis://", BadAddress::NoHost),
            ("redis:///2", BadAddress::NoHost),
            ("redis://secret@", BadAddress::NoHost),
            ("redis://:secret@", BadAddress::NoHost),
            ("redis://:secret", BadAddress::NoHost),
            ("redis://me:secret@:6379", BadAddress::NoHost),
            ("redis://me:secret", BadAddress::Port),
            ("rediss://me:secret", BadAddress::Port),
            ("redis://cache:6379:secret", BadAddress::Port),
            ("redis://cache:99999", BadAddress::Port),
            ("redis://se cret", BadAddress::Host),
            ("redis://me:secret@my cache:6379", BadAddress::Host),
            ("redis://me:secret@::1", BadAddress::BareIpv6),
            ("redis://me:secret@[cache]", BadAddress::Ipv6),
            ("redis://0.0.0.0", BadAddress::AnyHost),
            ("redis://me:sec/ret@cache", BadAddress::Ended),
            ("redis://me:12/34@cache", BadAddress::Ended),
            ("redis://me:12?34@cache", BadAddress::Ended),
            ("redis://me:sec#ret@cache", BadAddress::Fragment),
            ("rediss://cache#insecure", BadAddress::Fragment),
            ("redis://:%ff@cache", BadAddress::NoText),
            ("redis://cache/secret", BadAddress::Database),
            ("redis://cache/-1", BadAddress::Database),
            ("redis://cache/+1", BadAddress::Database),
            ("redis://cache/1/secret", BadAddress::Database),
            ("redis://cache/4294967296", BadAddress::Database),
            ("redis://cache?db=2", BadAddress::Word),
            ("redis://cache/2?ssl=true", BadAddress::Word),
            ("redis://cache?protocol=2", BadAddress::Word),
            ("redis://cache/?secret", BadAddress::Word),
            ("unix:///run/redis.sock?password=secret", BadAddress::Word),
            ("unix:///run/redis.sock?pass=sec&ret", BadAddress::Word),
            ("unix:///run/redis.sock?db=secret", BadAddress::Database),
            ("unix://run/redis.sock", BadAddress::Socket),
            ("unix://me:secret@/run/redis.sock", BadAddress::Socket),
        ] {
            assert_eq!(Url::parse(url), Err(wrong), "{url}");
        }
    }
}
