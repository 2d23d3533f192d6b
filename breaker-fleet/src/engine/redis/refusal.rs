//! What is said of an engine that refuses, or that is none: one sentence, and what to do where that
//! is known.

use std::sync::Arc;

use redis::{ErrorKind, RedisError};

use super::address::Address;
use super::script::Space;
use crate::engine::{Fault, Gone};

/// What an engine without HELLO is told to be.
const TOO_OLD: &str = "it has no command HELLO: Redis 6.2 or later, or a Valkey, is needed";

/// What a TLS alert begins with, as the client shows what it can't read.
const ALERT: &str = "`21`";

/// Who asks, where, and for what.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    address: Address,
    space: Arc<Space>,
}

impl Asker {
    pub(super) const fn new(address: Address, space: Arc<Space>) -> Self {
        Self { address, space }
    }

    /// What an error means. Only an engine that has answered has refused.
    pub(super) fn gone(&self, error: &RedisError) -> Gone {
        match (error.code(), error.kind()) {
            (Some(code), _) => {
                let detail = error.detail().unwrap_or_default();
                let is_rehearsed = is_rehearsed(code, detail);
                let fault = if is_rehearsed { Fault::RefusedAtFirst } else { Fault::Refused };
                Gone::by(fault, &self.refused(code, detail))
            }
            (None, ErrorKind::RESP3NotSupported) => Gone::refused(TOO_OLD),
            (None, ErrorKind::Parse) => Gone::refused("what it says is no answer of a Redis"),
            (None, ErrorKind::Io) if error.is_connection_dropped() => Gone::closed(),
            (None, _) => Gone::new(&self.address.without_password(&error.to_string())),
        }
    }

    /// The same for the first answer, which may be somebody else's.
    pub(super) fn is_not_let_in(&self, error: &RedisError) -> Gone {
        let with_tls = self.address.with_tls().map(|with_tls| format!("write `{with_tls}`"));
        let speaks_tls = error.detail().is_some_and(|detail| detail.contains(ALERT));
        match (error.kind(), with_tls) {
            (ErrorKind::Parse, Some(write)) if speaks_tls => {
                Gone::refused(&format!("it speaks TLS: {write}"))
            }
            (ErrorKind::Parse, _) => Gone::refused("what answers there is no Redis or Valkey"),
            (ErrorKind::Io, Some(write)) => {
                Gone::new(&format!("it closed the connection at once: {write}, if it speaks TLS"))
            }
            (ErrorKind::Io, None) => Gone::new("it closed the connection at once"),
            _ => self.gone(error),
        }
    }

    /// An error that the engine answered, in words that hold no password: what the engine repeats
    /// of a command may be one.
    pub(super) fn refused(&self, code: &str, detail: &str) -> String {
        let (code, detail, command) = match (code, detail.split_once(' ')) {
            ("REFUSED", Some((command, words))) => {
                let words = words.trim_start_matches('-');
                let (code, detail) = words.split_once(' ').unwrap_or((words, ""));
                (code, detail, Some(command.to_lowercase()))
            }
            _ => (code, detail, None),
        };
        if is_of_permission(code, detail) {
            return self.forbidden(code, detail, command.as_deref().or_else(|| quoted(detail)));
        }
        let words = || match &command {
            Some(command) => format!("it refuses `{command}`: {}", self.its_words(code, detail)),
            None => self.its_words(code, detail),
        };
        let known = known(code, detail).map(str::to_owned);
        known.or_else(|| self.not_let_in(code, detail)).unwrap_or_else(words)
    }

    /// Who asks is not let in, or not there.
    fn not_let_in(&self, code: &str, detail: &str) -> Option<String> {
        Some(match code {
            "NOAUTH" => format!("it wants a password: write `{}`", self.address.with_password()),
            // Not who: before anybody is let in, what is called the user may be the password.
            "WRONGPASS" => "it knows no such user, or another password (WRONGPASS)".to_owned(),
            _ if detail.contains("DB index is out of range") => {
                format!("it has no database {}", self.address.entry.db())
            }
            _ => return None,
        })
    }

    /// A permission of the user's is lacking.
    fn forbidden(&self, code: &str, detail: &str, command: Option<&str>) -> String {
        let user = self.address.user();
        let lacking = |of: &str| detail.contains(of);
        let (what, rule) = if lacking(" channel") {
            let channel = self.space.channel();
            (format!("use the channel `{channel}`"), format!("&{channel}"))
        } else if lacking(" key") {
            let keys = self.space.key("*");
            (format!("use the keys `{keys}`"), format!("~{keys}"))
        } else if let Some(command) = command {
            let command = self.address.without_password(command);
            (format!("run `{command}`"), format!("+{command}"))
        } else {
            let words = self.its_words(code, detail);
            return format!("the user `{user}` may not run a command that is needed: {words}");
        };
        format!("the user `{user}` may not {what}: there, `ACL SETUSER {user} {rule}`")
    }

    /// But for where in the script it was, and for what it was asked.
    fn its_words(&self, code: &str, detail: &str) -> String {
        let said = format!("{code} {detail}");
        // Valkey begins with "ERR ACL failure in script: ", and ends as Redis does.
        let ends = [said.rfind(" script: "), said.find(", with args beginning with")];
        let end = ends.into_iter().flatten().min().unwrap_or(said.len());
        self.address.without_password(said[..end].trim_end())
    }
}

/// Whether the rehearsal would have that answer too, while it holds.
fn is_rehearsed(code: &str, detail: &str) -> bool {
    let codes =
        ["READONLY", "OOM", "MISCONF", "NOREPLICAS", "LOADING", "MASTERDOWN", "CLUSTERDOWN"];
    is_of_permission(code, detail) || codes.contains(&code)
}

/// Whether an error is of the user's rights.
pub(super) fn is_permission(error: &RedisError) -> bool {
    error.code().is_some_and(|code| is_of_permission(code, error.detail().unwrap_or_default()))
}

/// Of a user's rights, in the words of Redis, of its scripts, and of Valkey.
fn is_of_permission(code: &str, detail: &str) -> bool {
    let words = ["no permissions to", "No permissions to", "user executing the script can't"];
    code == "NOPERM" || words.iter().any(|words| detail.contains(words))
}

/// The command in "no permissions to run the 'zadd' command".
fn quoted(detail: &str) -> Option<&str> {
    detail.split_once("run the '")?.1.split_once('\'').map(|(command, _)| command)
}

/// What an error means that has a meaning of its own.
fn known(code: &str, detail: &str) -> Option<&'static str> {
    Some(match code {
        "ERR" if detail.contains("'HELLO'") => TOO_OLD,
        "ERR" if detail.contains("max number of clients") => {
            "it has as many clients as it takes: there, `CONFIG SET maxclients` to more"
        }
        "READONLY" => "it takes no writes, for it is a replica (READONLY): name the primary",
        "OOM" => {
            "it is out of memory (OOM): there, `CONFIG SET maxmemory` to more, or let it evict by \
             `CONFIG SET maxmemory-policy allkeys-lru`"
        }
        "MISCONF" => {
            "it takes no writes, for it can't save them (MISCONF): see its disk and its log, or \
             there `CONFIG SET stop-writes-on-bgsave-error no`"
        }
        "NOREPLICAS" => {
            "it takes no writes, for too few replicas follow it (NOREPLICAS): see its replicas, or \
             there `CONFIG SET min-replicas-to-write 0`"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::redis::Clock;

    fn asker(url: &str) -> Asker {
        let space = Space::new("shop-prod", 0, Clock::Own);
        Asker::new(Address::parse(url).unwrap(), Arc::new(space))
    }

    fn refused(code: &str, detail: &str) -> String {
        asker("redis://fleet:secret@cache.internal").refused(code, detail)
    }

    #[test]
    fn what_a_user_may_not_is_told_with_what_lets_it() {
        let hset = "the user `fleet` may not run `hset`: there, `ACL SETUSER fleet +hset`";
        // As the rehearsal has it, in the words of Redis 6.2, Redis 7 and Valkey.
        for words in [
            "NOPERM The user executing the script can't run this command or subcommand",
            "-ERR The user executing the script can't run this command or subcommand",
            "ERR ACL failure in script: User fleet has no permissions to run the 'hset' command",
        ] {
            assert_eq!(refused("REFUSED", &format!("HSET {words}")), hset);
        }
        let load =
            refused("NOPERM", "User fleet has no permissions to run the 'script|load' command");
        assert!(load.ends_with("`ACL SETUSER fleet +script|load`"), "{load}");
        for words in [
            "No permissions to access a key",
            "this user has no permissions to access one of the keys used as arguments",
        ] {
            let keys = refused("NOPERM", words);
            assert!(keys.ends_with("`ACL SETUSER fleet ~breaker:{shop-prod}:*`"), "{keys}");
        }
        let channel = refused("NOPERM", "No permissions to access a channel");
        assert!(channel.ends_with("`ACL SETUSER fleet &breaker:{shop-prod}`"), "{channel}");
    }

    #[test]
    fn who_needs_a_password_is_told_where_it_stands() {
        let words = "HELLO must be called with the client already authenticated";
        let told = asker("redis://cache.internal").refused("NOAUTH", words);
        assert!(told.ends_with("write `redis://:password@cache.internal:6379`"), "{told}");
        let told = asker("unix:///run/redis.sock").refused("NOAUTH", words);
        assert!(told.ends_with("write `unix:///run/redis.sock?pass=password`"), "{told}");
        let told = refused("WRONGPASS", "invalid username-password pair or user is disabled.");
        assert!(told.contains("WRONGPASS") && !told.contains("fleet"), "{told}");
    }

    #[test]
    fn other_errors_are_told_in_the_engines_words_but_for_what_it_was_asked() {
        let told = refused("ERR", "unknown command 'AUTH', with args beginning with: 'secret' ");
        assert_eq!(told, "ERR unknown command 'AUTH'");
        assert_eq!(refused("ERR", "no such thing: secret"), "ERR no such thing: ..");
        let told = refused("REFUSED", "SET BUSY Redis is busy running a script.");
        assert_eq!(told, "it refuses `set`: BUSY Redis is busy running a script.");
        assert!(refused("REFUSED", "SET OOM command not allowed").contains("out of memory (OOM)"));
    }
}
