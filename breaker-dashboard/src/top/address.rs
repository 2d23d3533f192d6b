//! Where the dashboard is.

use std::fmt;
use std::net::Ipv6Addr;

/// An address of plain HTTP: the mount, below which the documents are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    /// With the port, if one was said: for the header `Host`.
    authority: String,
    /// Begins and ends with a slash.
    mount: String,
}

impl Address {
    /// Reads `http://127.0.0.1:7070/circuits/`; the scheme and the last slash may be missing, and
    /// what stands behind `?` or `#` is for browsers.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        // A slash is missing, or the scheme stands there twice.
        let is_scheme =
            |text: &str| ["http", "https"].iter().any(|it| text.eq_ignore_ascii_case(it));
        if let Some((scheme, rest)) = rest.split_once(":/").filter(|(it, _)| is_scheme(it)) {
            let rest = rest.trim_start_matches('/');
            return Err(format!("`{text}` is no address: write {scheme}://{rest}"));
        }
        if scheme.eq_ignore_ascii_case("https") {
            let way = "`ssh -L 7070:127.0.0.1:7070 the-machine` leads to the machine";
            return Err(format!("`{text}`: no TLS is spoken here; {way}"));
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_sendable = rest.bytes().all(|byte| byte.is_ascii_graphic());
        if let Some(why) = cause(authority) {
            return Err(why);
        }
        if !scheme.eq_ignore_ascii_case("http") || !is_authority(authority) || !is_sendable {
            return Err(format!("`{text}` is no address such as http://127.0.0.1:7070/circuits/"));
        }
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        // Of a document of the dashboard, as a browser shows it.
        let is_api = |before: &str| before.is_empty() || before.ends_with('/');
        let api = path.split_once("api/v1").filter(|(before, after)| {
            is_api(before) && (after.is_empty() || after.starts_with('/'))
        });
        let path = api.map_or(path, |(before, _)| before.trim_end_matches('/'));
        Ok(Self { authority: authority.to_owned(), mount: mount(path) })
    }

    /// Where else the dashboard may be, if it is not here: below, and above.
    pub(crate) fn others(&self) -> Vec<Self> {
        let mut paths = vec![self.mount.trim_matches('/')];
        while let Some(path) = paths.last().filter(|path| !path.is_empty() && paths.len() < 4) {
            paths.push(path.rsplit_once('/').map_or("", |(above, _)| above));
        }
        let both = paths.iter().flat_map(|path| [mount(path), mount(path) + "circuits/"]);
        let others = both.filter(|other| *other != self.mount);
        others.map(|mount| Self { authority: self.authority.clone(), mount }).collect()
    }

    pub(crate) fn says_port(&self) -> bool {
        self.host_and_port() == self.authority
    }

    /// What stands in the header `Host`.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Of a document below the mount.
    pub(crate) fn path(&self, document: &str) -> String {
        format!("{}api/v1/{document}", self.mount)
    }

    /// What a connection is made to, with port 80 where none was said.
    pub(crate) fn host_and_port(&self) -> String {
        let after_v6 = self.authority.rsplit(']').next().unwrap_or_default();
        if after_v6.contains(':') {
            self.authority.clone()
        } else {
            format!("{}:80", self.authority)
        }
    }
}

/// Begins and ends with a slash.
fn mount(path: &str) -> String {
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// Why it is no host, for mistakes that are known.
fn cause(authority: &str) -> Option<String> {
    if authority.contains('@') {
        // It may be a password, and is not repeated.
        let way = "`--header 'authorization: ..'` says who looks";
        return Some(format!("a name before `@` is no part of the address: {way}"));
    }
    let is_port = |text: &str| text.parse::<u16>().is_ok_and(|port| port > 0);
    let port = authority.strip_prefix(':').unwrap_or(authority);
    if is_port(port) {
        return Some(format!("`{authority}` has no host: write http://127.0.0.1:{port}/"));
    }
    if authority.parse::<Ipv6Addr>().is_ok() {
        return Some(format!("`{authority}` stands in brackets: http://[{authority}]/"));
    }
    let (_, port) = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'))?;
    (!is_port(port)).then(|| format!("`{port}` is no port: ports go from 1 to 65535"))
}

/// A host, and a port if one is said; nobody's name and password.
fn is_authority(text: &str) -> bool {
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = match (bracketed, text.split_once(':')) {
        (Some((host, "")), _) => (host, None),
        (Some((host, after)), _) => (host, Some(after.strip_prefix(':').unwrap_or(""))),
        (None, Some((host, port))) => (host, Some(port)),
        (None, None) => (text, None),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    !host.is_empty() && !host.contains(['@', '[', ']']) && is_port
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority, self.mount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_as_people_write_it() {
        for (text, mount, connects_to) in [
            (
                "http://127.0.0.1:7070/circuits/",
                "http://127.0.0.1:7070/circuits/",
                "127.0.0.1:7070",
            ),
            (
                "localhost:8080/ops/circuits",
                "http://localhost:8080/ops/circuits/",
                "localhost:8080",
            ),
            ("HTTP://shop", "http://shop/", "shop:80"),
            ("http://[::1]/", "http://[::1]/", "[::1]:80"),
            ("[::1]:7070", "http://[::1]:7070/", "[::1]:7070"),
            ("http://shop/c/index.html#state=open", "http://shop/c/", "shop:80"),
            ("http://shop/c/api/v1/state?since=a", "http://shop/c/", "shop:80"),
            ("shop/api/v1/", "http://shop/", "shop:80"),
            ("shop/my-api/v1", "http://shop/my-api/v1/", "shop:80"),
        ] {
            let address = Address::read(text).unwrap();
            assert_eq!(
                (address.to_string(), address.host_and_port()),
                (mount.into(), connects_to.into())
            );
        }
        let address = Address::read("shop/circuits").unwrap();
        assert_eq!(address.path("state"), "/circuits/api/v1/state");
    }

    #[test]
    fn what_is_wrong_is_said_and_no_password() {
        for (text, said) in [
            ("7971", "`7971` has no host: write http://127.0.0.1:7971/"),
            (":7971", "`:7971` has no host: write http://127.0.0.1:7971/"),
            ("::1", "`::1` stands in brackets: http://[::1]/"),
            ("shop:99999", "`99999` is no port: ports go from 1 to 65535"),
            ("[::1]:0", "`0` is no port: ports go from 1 to 65535"),
            ("http:/shop:70/c/", "`http:/shop:70/c/` is no address: write http://shop:70/c/"),
            ("http://http://shop/", "`http://http://shop/` is no address: write http://shop/"),
        ] {
            assert_eq!(Address::read(text).unwrap_err(), said);
        }
        let why = Address::read("http://anna:secret@shop/").unwrap_err();
        assert!(why.contains("--header") && !why.contains("secret"), "{why}");
    }

    #[test]
    fn nothing_else_gets_into_a_request() {
        for text in [
            "",
            "http://",
            "a b",
            "shop/\r\nx: y",
            "user:pass@shop",
            "user@shop",
            "https://shop/",
            "HTTPS://shop/",
            "file:///etc",
            "ü",
            "shop:",
            "shop:0",
            "shop:65536",
            "shop:http",
            ":7070",
            "::1",
            "[::1]7070",
            "[::1",
        ] {
            assert!(Address::read(text).is_err(), "{text:?}");
        }
    }
}
