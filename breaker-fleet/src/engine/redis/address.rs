//! Where the engine is, as people write it.

use core::fmt;
use std::path::PathBuf;

use redis::{ConnectionAddr, IntoConnectionInfo, ProtocolVersion, RedisConnectionInfo};

use super::url;

/// The address of an engine, with what it takes to be let in. Shown without that.
#[derive(Clone)]
pub struct Address {
    pub(super) place: Place,
    pub(super) tls: bool,
    /// User, password, database.
    pub(super) entry: RedisConnectionInfo,
}

#[derive(Clone, Debug)]
pub(super) enum Place {
    Tcp { host: String, port: u16 },
    Unix(PathBuf),
}

/// What is wrong with an address, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAddress(String);

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadAddress {}

impl Address {
    /// The address that a URL names.
    ///
    /// # Errors
    ///
    /// It names none, or needs a feature that this build lacks.
    pub fn parse(url: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(url::wrong(url));
        let url = url.trim();
        let (scheme, rest) = url.split_once(':').ok_or_else(bad)?;
        let tls = matches!(scheme, "rediss" | "valkeys");
        if tls && !cfg!(feature = "tls") {
            return Err(without_tls(url));
        }
        let plain = if tls { format!("redis:{rest}") } else { url.to_owned() };
        let info = plain.into_connection_info().map_err(|_| bad())?;
        let place = match info.addr() {
            ConnectionAddr::Tcp(host, port @ 1..) => Place::Tcp { host: host.clone(), port: *port },
            ConnectionAddr::Unix(path) => Place::Unix(path.clone()),
            _ => return Err(bad()),
        };
        if !url::is_database(&info.redis_settings().db().to_string()) {
            return Err(bad());
        }
        // Messages come on the connection of the commands, and nobody else names the connection.
        let entry = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        Ok(Self { place, tls, entry: entry.set_skip_set_lib_name() })
    }

    /// As whom the engine knows us.
    pub(super) fn user(&self) -> &str {
        self.entry.username().unwrap_or("default")
    }

    /// How to write it with TLS, where that can be had.
    pub(super) fn with_tls(&self) -> Option<String> {
        let is_tcp = matches!(self.place, Place::Tcp { .. });
        (is_tcp && !self.tls).then(|| self.to_string().replacen("redis:", "rediss:", 1))
    }

    /// How to write it without.
    #[cfg(feature = "tls")]
    pub(super) fn without_tls(&self) -> String {
        self.to_string().replacen("rediss:", "redis:", 1)
    }

    /// How to write it with a password.
    pub(super) fn with_password(&self) -> String {
        let user = self.entry.username().unwrap_or_default();
        match (&self.place, user) {
            (Place::Unix(_), "") => format!("{self}?pass=password"),
            (Place::Unix(_), user) => format!("{self}?user={user}&pass=password"),
            (Place::Tcp { .. }, user) => {
                self.to_string().replacen("://", &format!("://{user}:password@"), 1)
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Tcp { host, port } => {
                let is_ipv6 = host.contains(':');
                let host = if is_ipv6 { &format!("[{host}]") } else { host };
                write!(f, "redis{}://{host}:{port}", if self.tls { "s" } else { "" })
            }
            Place::Unix(path) => write!(f, "unix://{}", path.display()),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// What is right, but for the program: another address would be no help.
fn without_tls(url: &str) -> BadAddress {
    BadAddress(format!(
        "`{}` needs the feature `tls`, which is off: in Cargo.toml, give breaker-fleet \
         `features = [\"tls\"]`",
        url::without_secrets(url)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        let shown = |url: &str| Address::parse(url).unwrap().to_string();
        assert_eq!(shown("redis://cache.internal"), "redis://cache.internal:6379");
        assert_eq!(shown("valkey://me:secret@cache:7000/2"), "redis://cache:7000");
        assert_eq!(shown("redis://[::1]:7000"), "redis://[::1]:7000");
        assert_eq!(shown("unix:///run/redis.sock?pass=secret"), "unix:///run/redis.sock");
        let address = Address::parse("redis://me:secret@cache").unwrap();
        assert!(!format!("{address:?}").contains("secret"));
    }

    #[test]
    fn tls_has_a_scheme_of_its_own() {
        let address = Address::parse("rediss://me:secret@cache.internal:7000").unwrap();
        assert_eq!(address.to_string(), "rediss://cache.internal:7000");
    }

    #[test]
    fn an_address_that_only_lacks_the_feature_is_not_to_be_rewritten() {
        let told = without_tls("rediss://me:secret@cache.internal").to_string();
        assert!(told.starts_with("`rediss://cache.internal` needs the feature `tls`"), "{told}");
        assert!(told.contains("features = [\"tls\"]") && !told.contains("write `"), "{told}");
    }

    #[test]
    fn what_names_no_engine_says_what_to_write() {
        for url in
            ["", "cache:6379", "http://me:secret@cache", "redis:", "redis://", "//me:secret@"]
        {
            let told = Address::parse(url).unwrap_err().to_string();
            assert!(told.contains("write `redis://host:6379`"), "{url}: {told}");
            assert!(!told.contains("secret"), "{told}");
        }
    }
}
