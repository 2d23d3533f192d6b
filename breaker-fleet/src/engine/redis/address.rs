//! Where the engine is, as people write it.

use core::fmt;

use redis::{ProtocolVersion, RedisConnectionInfo};

use super::bad_address::BadAddress;
use super::database::Database;
use super::url::{Place, Url};

/// The address of an engine, with what it takes to be let in. Shown without that.
#[derive(Clone)]
pub struct Address {
    database: Database,
    /// User, password, database.
    pub(super) entry: RedisConnectionInfo,
}

impl Address {
    /// The address that a URL names.
    ///
    /// # Errors
    ///
    /// It names none, or needs a feature that this build lacks.
    pub fn parse(url: &str) -> Result<Self, BadAddress> {
        let Url { place, tls, user, password, database: number } = Url::parse(url)?;
        if tls && !cfg!(feature = "tls") {
            return Err(BadAddress::NeedsTls);
        }
        // Messages come on the connection of the commands, and nobody else names the connection.
        let entry = RedisConnectionInfo::default()
            .set_protocol(ProtocolVersion::RESP3)
            .set_skip_set_lib_name()
            .set_db(number.into());
        let entry = user.into_iter().fold(entry, RedisConnectionInfo::set_username);
        let entry = password.into_iter().fold(entry, RedisConnectionInfo::set_password);
        Ok(Self { database: Database { place, tls, number }, entry })
    }

    /// Which data its members share.
    #[must_use]
    pub fn database(&self) -> Database {
        self.database.by_one_name()
    }

    pub(super) const fn place(&self) -> &Place {
        &self.database.place
    }

    pub(super) const fn tls(&self) -> bool {
        self.database.tls
    }

    /// As whom the engine knows us. It is told of a user only together with a password: what
    /// stands there alone may be one.
    pub(super) fn user(&self) -> &str {
        let named = self.entry.password().and_then(|_| self.entry.username());
        named.unwrap_or("default")
    }

    /// Words of somebody else's, who may repeat what he was told.
    pub(super) fn without_password(&self, words: &str) -> String {
        match self.entry.password() {
            Some(password) => words.replace(password, ".."),
            None => words.to_owned(),
        }
    }

    /// How to write it with TLS, where that can be had.
    pub(super) fn with_tls(&self) -> Option<String> {
        let is_tcp = matches!(self.place(), Place::Tcp { .. });
        (is_tcp && !self.tls()).then(|| self.to_string().replacen("redis:", "rediss:", 1))
    }

    /// How to write it without.
    #[cfg(feature = "tls")]
    pub(super) fn without_tls(&self) -> String {
        self.to_string().replacen("rediss:", "redis:", 1)
    }

    /// How to write it with a password, and with a user where one is named.
    pub(super) fn with_password(&self) -> String {
        let has_user = self.entry.username().is_some();
        match (self.place(), has_user) {
            (Place::Unix(_), false) => format!("{self}?pass=password"),
            (Place::Unix(_), true) => format!("{self}?user=user&pass=password"),
            (Place::Tcp { .. }, false) => self.to_string().replacen("://", "://:password@", 1),
            (Place::Tcp { .. }, true) => self.to_string().replacen("://", "://user:password@", 1),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Place::Tcp { host, port } => {
                let is_ipv6 = host.contains(':');
                let host = if is_ipv6 { &format!("[{host}]") } else { host };
                write!(f, "redis{}://{host}:{port}", if self.tls() { "s" } else { "" })
            }
            Place::Unix(path) => write!(f, "unix://{}", of_a_path(&path.to_string_lossy())),
        }
    }
}

/// The folders of a path, and its last part if that is surely one: in `/run/redis.sock&pass=secret`
/// a `?` was meant.
fn of_a_path(path: &str) -> String {
    let is_of_a_path = |character: char| {
        character.is_alphanumeric() || matches!(character, '/' | '.' | '-' | '_' | '+' | '~')
    };
    let strange = path.find(|character| !is_of_a_path(character));
    let end = strange.and_then(|at| path[..at].rfind('/'));
    end.map_or_else(|| path.to_owned(), |end| format!("{}/..", &path[..end]))
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(url: &str) -> Address {
        Address::parse(url).expect(url)
    }

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        for (url, shown) in [
            ("redis://cache.internal", "redis://cache.internal:6379"),
            ("valkey://me:secret@Cache:7000/2?protocol=3", "redis://cache:7000"),
            ("redis://secret@[::1]:7000", "redis://[::1]:7000"),
            ("rediss://me:secret@cache.internal:7000", "rediss://cache.internal:7000"),
            ("unix:///run/redis.sock?pass=secret", "unix:///run/redis.sock"),
            ("unix:///run/redis.sock&pass=secret", "unix:///run/.."),
            ("unix:///run/redis.sock%3Fpass=secret", "unix:///run/.."),
        ] {
            let address = parsed(url);
            assert_eq!(address.to_string(), shown, "{url}");
            assert_eq!(format!("{address:?}"), format!("Address({shown})"));
        }
    }

    #[test]
    fn what_stands_alone_before_the_host_may_be_a_password() {
        let address = parsed("redis://secret@cache");
        assert_eq!(address.user(), "default");
        assert_eq!(address.with_password(), "redis://user:password@cache:6379");
        let socket = parsed("unix:///run/redis.sock?user=secret");
        assert_eq!(socket.with_password(), "unix:///run/redis.sock?user=user&pass=password");
        assert_eq!(parsed("redis://me:secret@cache").user(), "me");
    }

    #[test]
    fn who_repeats_a_password_is_not_repeated() {
        let address = parsed("redis://me:s%20e@cache");
        assert_eq!(address.without_password("no 's e' or s%20e"), "no '..' or s%20e");
        assert_eq!(parsed("redis://cache").without_password("none"), "none");
    }

    #[test]
    fn what_is_wrong_says_what_to_write() {
        for url in ["", "cache:6379", "http://me:secret@cache", "redis://", "redis://:secret@"] {
            let told = Address::parse(url).unwrap_err().to_string();
            assert!(told.contains("write `redis://host:6379`"), "{url}: {told}");
        }
        let told = BadAddress::NeedsTls.to_string();
        assert!(told.contains("features = [\"tls\"]") && !told.contains("write `"), "{told}");
    }

    /// No name of a host, no number, no folder.
    const SECRET: &str = "s3cr;t";

    const PARTS: [&str; 28] = [
        "redis://",
        "rediss://",
        "unix://",
        "http://",
        "redis:",
        "cache",
        "me",
        "[::1]",
        ":",
        "@",
        "/",
        "?",
        "&",
        "#",
        "%",
        "%2F",
        " ",
        "\t",
        "\n",
        "6379",
        "2",
        "pass=",
        "user=",
        "db=",
        "=",
        "[",
        "]",
        "ö",
    ];

    /// Whatever people write: parts of an address in any order, and in any place a secret.
    fn jumbled() -> impl Strategy<Value = String> {
        let part = prop_oneof![5 => prop::sample::select(&PARTS[..]), 1 => Just(SECRET)];
        let begins = prop::sample::select(&["redis://", "rediss://", "unix:///", ""][..]);
        (begins, prop::collection::vec(part, 0..12))
            .prop_map(|(begins, parts)| begins.to_owned() + &parts.concat())
    }

    proptest! {
        #[test]
        fn no_secret_is_told_wherever_it_stands(url in jumbled()) {
            let told = match Address::parse(&url) {
                Err(bad) => format!("{bad} {bad:?}"),
                Ok(address) => {
                    let advice = (address.with_password(), address.with_tls());
                    format!("{address} {address:?} {advice:?}")
                }
            };
            prop_assert!(!told.contains("s3cr"), "{url}: {told}");
        }
    }
}
