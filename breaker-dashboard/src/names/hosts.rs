//! The names that a dashboard answers to.

use std::net::IpAddr;

/// Names of hosts, as their user writes them; where none is given a dashboard answers to all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    /// A name is also taken from an address that a browser shows.
    pub(crate) fn extend(&mut self, names: &[String]) {
        let name_in = |text: &str| {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            text.split('/').next().unwrap_or_default().trim().to_owned()
        };
        self.0.extend(names.iter().map(|text| name_in(text)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a request is answered that asks for this host, if it asks for one. What is no name
    /// is nobody's to point elsewhere: an address, `localhost`. Who says nothing is no browser.
    pub(crate) fn answers_to(&self, host: Option<&str>, loopback_only: bool) -> bool {
        let Some(host) = host else { return !loopback_only };
        let Some((name, port)) = split(host) else { return self.is_empty() && !loopback_only };
        let is_here = match address(name) {
            Some(address) => !loopback_only || address.is_loopback(),
            None => name.eq_ignore_ascii_case("localhost"),
        };
        is_here || self.is_empty() && !loopback_only || self.has(name, port)
    }

    /// Without a port a name is that of every port.
    fn has(&self, name: &str, port: &str) -> bool {
        self.0.iter().filter_map(|given| split(given)).any(|(given, its_port)| {
            let is_same = match address(given) {
                Some(given) => address(name) == Some(given),
                None => given.eq_ignore_ascii_case(name),
            };
            is_same && (its_port.is_empty() || its_port == port)
        })
    }
}

/// The name, without the dot that roots it, and the port; nothing of what is no host.
fn split(host: &str) -> Option<(&str, &str)> {
    if host.parse::<IpAddr>().is_ok() {
        return Some((host, ""));
    }
    let end = host.rfind(']').map_or_else(|| host.find(':'), |end| Some(end + 1));
    let (name, port) = host.split_at(end.unwrap_or(host.len()));
    let port = if port.is_empty() { "" } else { port.strip_prefix(':')? };
    let is_port = port.bytes().all(|digit| digit.is_ascii_digit());
    is_port.then(|| (name.strip_suffix('.').unwrap_or(name), port))
}

fn address(name: &str) -> Option<IpAddr> {
    let six = name.strip_prefix('[').and_then(|six| six.strip_suffix(']'));
    six.unwrap_or(name).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_answered_to_that_is_given_and_what_is_nobodys_to_point_elsewhere() {
        let hosts = |names: &[&str]| {
            let mut hosts = Hosts::default();
            hosts.extend(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
            hosts
        };
        let one = hosts(&["https://ops.example/circuits/", "other.example:81"]);
        for (host, is_answered) in [
            ("ops.example", true),
            ("OPS.example:8443", true),
            ("ops.example.:8443", true),
            ("other.example:81", true),
            ("other.example", false),
            ("evil.example", false),
            ("ops.example.evil.example", false),
            ("ops.example:evil", false),
            ("ops.example:80:80", false),
            ("", false),
            ("10.1.2.3:80", true),
            ("[fe80::1]:80", true),
            ("localhost:80", true),
        ] {
            assert_eq!(one.answers_to(Some(host), false), is_answered, "{host}");
        }
        assert!(one.answers_to(None, false) && !one.answers_to(None, true));
        for (host, alone, with_names) in [
            ("localhost", true, true),
            ("127.0.0.2:7070", true, true),
            ("[::1]", true, true),
            ("10.1.2.3", false, false),
            ("ops.example", false, true),
            ("evil.example", false, false),
        ] {
            assert_eq!(hosts(&[]).answers_to(Some(host), true), alone, "{host}");
            assert_eq!(one.answers_to(Some(host), true), with_names, "{host}");
        }
        assert!(hosts(&[]).answers_to(Some("any.example"), false));
        assert!(hosts(&["10.1.2.3", "::2"]).answers_to(Some("[::2]:80"), true));
    }
}
