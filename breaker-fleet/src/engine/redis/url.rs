//! What is wrong with the URL of an engine, part by part, and what of it may be shown.

/// What to write, whatever was meant.
pub(super) const WRITE: &str = "write `redis://host:6379`, `rediss://user:password@host:6379` \
                                for TLS, or `unix:///path/of/socket`";

/// What begins the URL of an engine.
const SCHEMES: [&str; 7] =
    ["redis", "rediss", "valkey", "valkeys", "unix", "redis+unix", "valkey+unix"];

/// Why a URL names no engine.
pub(super) fn wrong(url: &str) -> String {
    let shown = without_secrets(url);
    match url.split_once("://") {
        Some((scheme, rest)) if scheme.ends_with("unix") => wrong_socket(&shown, rest),
        Some((scheme, rest)) if SCHEMES.contains(&scheme) => wrong_host(&shown, rest),
        _ => {
            let none = if shown.is_empty() { "the address is empty" } else { "names no engine" };
            let shown = if shown.is_empty() { shown } else { format!("`{shown}` ") };
            format!("{shown}{none}: {WRITE}")
        }
    }
}

fn wrong_socket(shown: &str, rest: &str) -> String {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let database = query.split('&').find_map(|pair| pair.strip_prefix("db="));
    match database.filter(|database| !is_database(database)) {
        Some(database) => format!("`{shown}` names the database `{database}`, which is no number"),
        None if path.starts_with('/') => format!("`{shown}` names no engine: {WRITE}"),
        None => format!("`{shown}` needs the whole path of a socket: {WRITE}"),
    }
}

fn wrong_host(shown: &str, rest: &str) -> String {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let Some(place) = authority.rsplit('@').next().filter(|_| !after.contains('@')) else {
        return format!(
            "`{shown}` has a user or password with a character that ends it: \
             write `%2F` for `/`, `%3F` for `?`, `%23` for `#`"
        );
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    let path = after.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if host.is_empty() {
        format!("`{shown}` names no host: {WRITE}")
    } else if host.contains(':') && !host.starts_with('[') {
        format!("`{shown}` has an IPv6 address, which stands in brackets: `[::1]:6379`")
    } else if port
        .is_some_and(|port| !port.is_empty() && !port.parse().is_ok_and(|port: u16| port > 0))
    {
        format!("`{shown}` names a port that is none: a number from 1 to 65535")
    } else if !path.is_empty() && !is_database(path) {
        format!("`{shown}` names the database `{path}`, which is no number")
    } else {
        format!("`{shown}` names no engine: {WRITE}")
    }
}

/// Whether a database can have this number.
pub(super) fn is_database(text: &str) -> bool {
    text.parse::<u32>().is_ok() && !text.starts_with('+')
}

/// A URL that may be wrong in any way, without what may be its user and password.
pub(super) fn without_secrets(url: &str) -> String {
    let start = url.find("//").map_or(0, |at| at + 2);
    let (scheme, rest) = url.split_at(start);
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    let place = place.split(['?', '#']).next().unwrap_or_default();
    let authority = place.split('/').next().unwrap_or_default();
    match authority.split_once(':') {
        // No port: a password, whose host was forgotten.
        Some((user, secret)) if !rest.contains('@') && !is_port(secret) => {
            format!("{scheme}{user}:..")
        }
        _ => format!("{scheme}{place}"),
    }
}

/// Or the rest of an address that has colons itself.
fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) || text.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::redis::Address;

    #[test]
    fn the_part_that_is_wrong_is_named() {
        for (url, told) in [
            ("redis://cache:99999", "a port that is none: a number from 1 to 65535"),
            ("redis://cache:abc/2", "a port that is none"),
            ("redis://cache:0", "a port that is none"),
            ("redis://cache/abc", "the database `abc`, which is no number"),
            ("redis://me:secret@cache:6379/-1", "the database `-1`, which is no number"),
            ("unix:///run/redis.sock?db=abc&pass=secret", "the database `abc`, which is no"),
            ("unix://run", "the whole path of a socket"),
            ("redis://fe80::1:6379", "stands in brackets"),
            ("redis://:secret@", "names no host"),
            ("redis:///2", "names no host"),
            ("redis://me:sec/ret@cache", "write `%2F` for `/`"),
            ("redis://me:sec#ret@cache", "`%23` for `#`"),
            ("", "the address is empty: write `redis://host:6379`"),
            ("cache:6379", "`cache:6379` names no engine: write `redis://host:6379`"),
            ("http://cache", "`http://cache` names no engine"),
        ] {
            let is = Address::parse(url).unwrap_err().to_string();
            assert!(is.contains(told) && !is.contains("sec"), "{url}: {is}");
        }
    }

    #[test]
    fn what_may_be_a_password_is_not_shown() {
        let shown = without_secrets;
        assert_eq!(shown("redis://me:secret@cache:7000/2?pass=secret"), "redis://cache:7000/2");
        assert_eq!(shown("redis://me:secret"), "redis://me:..");
        assert_eq!(shown("redis://:5ecret/2"), "redis://:..");
        assert_eq!(shown("redis://me:sec/ret@cache"), "redis://cache");
        assert_eq!(shown("redis://cache:99999"), "redis://cache:99999");
        assert_eq!(shown("redis://fe80::1"), "redis://fe80::1");
    }

    #[test]
    fn what_is_right_is_none_of_this() {
        for url in [
            "redis://cache",
            "redis://cache:",
            " redis://cache:6379/ ",
            "redis://me:p%2Fw@[::1]:7000/15",
            "valkey://cache/2",
            "unix:///run/redis.sock?db=2",
            "redis+unix:///run/redis.sock",
        ] {
            assert!(Address::parse(url).is_ok(), "{url}");
        }
    }
}
