//! Which data the members of a fleet share, however the address is written.

use super::url::Place;

/// What an address leads to, however it was written and whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Database {
    pub(super) place: Place,
    pub(super) tls: bool,
    pub(super) number: u32,
}

/// The names of one machine for itself, at which one server answers as a rule.
const HERE: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

impl Database {
    /// The same, by one name of this machine: a process that joins by two of them takes part once.
    pub(super) fn by_one_name(&self) -> Self {
        let mut same = self.clone();
        if let Place::Tcp { host, .. } = &mut same.place {
            if HERE.contains(&host.as_str()) {
                HERE[0].clone_into(host);
            }
        }
        same
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::redis::Address;

    fn parsed(url: &str) -> Address {
        Address::parse(url).expect(url)
    }

    #[test]
    fn one_database_is_one_however_it_is_written() {
        let same = ["redis://cache", "redis://me:pass@CACHE:6379/0", "valkey://cache:/?"];
        for url in same {
            assert_eq!(parsed(url).database(), parsed("redis://cache").database(), "{url}");
        }
        for other in ["redis://cache/1", "redis://cache:7000", "rediss://cache", "redis://cache."] {
            assert_ne!(parsed(other).database(), parsed("redis://cache").database(), "{other}");
        }
        let here = ["redis://localhost", "redis://127.0.0.1/0", "redis://[::1]:6379"];
        for url in here {
            assert_eq!(parsed(url).database(), parsed("redis://LOCALHOST").database(), "{url}");
        }
        let other = parsed("redis://127.0.0.2").database();
        assert_ne!(other, parsed("redis://localhost").database(), "it may be another server");
        let [one, same] = ["unix:///run/r", "redis+unix:///run/%72?db=0"].map(parsed);
        assert_eq!(one.database(), same.database());
    }
}
