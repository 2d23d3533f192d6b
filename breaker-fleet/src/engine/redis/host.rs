//! Which host an address names, and at which port.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::bad_address::BadAddress;

/// Where engines listen, unless somebody says otherwise.
const PORT: u16 = 6379;

/// The most bytes of a host's name, and of a part of it, as DNS has them.
const MOST: usize = 253;
const MOST_OF_PART: usize = 63;

/// The host, in the one way that it can be written, and the port.
pub(super) fn host_and_port(written: &str) -> Result<(String, u16), BadAddress> {
    if written.parse::<Ipv6Addr>().is_ok() {
        return Err(BadAddress::BareIpv6);
    }
    let (host, behind) = if let Some(rest) = written.strip_prefix('[') {
        let (address, behind) = rest.split_once(']').ok_or(BadAddress::Ipv6)?;
        (ipv6(address)?, behind)
    } else {
        let end = written.find(':').unwrap_or(written.len());
        let (name, behind) = written.split_at(end);
        (named(name)?, behind)
    };
    Ok((host, port(behind)?))
}

fn ipv6(written: &str) -> Result<String, BadAddress> {
    let address: Ipv6Addr = written.parse().map_err(|_| BadAddress::Ipv6)?;
    if address.is_unspecified() { Err(BadAddress::AnyHost) } else { Ok(address.to_string()) }
}

/// By its name, or by an IPv4 address. Capitals are the same to DNS.
fn named(written: &str) -> Result<String, BadAddress> {
    if written.is_empty() {
        return Err(BadAddress::NoHost);
    }
    if !is_name(written) {
        return Err(BadAddress::Host);
    }
    if written.parse() == Ok(Ipv4Addr::UNSPECIFIED) {
        return Err(BadAddress::AnyHost);
    }
    Ok(written.to_ascii_lowercase())
}

/// The point at the end of a whole name is allowed, and so is what containers are called.
fn is_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_part =
        |part: &str| (1..=MOST_OF_PART).contains(&part.len()) && part.bytes().all(is_letter);
    let whole = text.strip_suffix('.').unwrap_or(text);
    whole.len() <= MOST && whole.split('.').all(is_part)
}

/// None behind the colon is none at all.
fn port(behind: &str) -> Result<u16, BadAddress> {
    match behind.strip_prefix(':').unwrap_or(behind) {
        "" => Ok(PORT),
        digits if behind.len() > digits.len() && is_number(digits) => {
            digits.parse().ok().filter(|port| *port > 0).ok_or(BadAddress::Port)
        }
        _ => Err(BadAddress::Port),
    }
}

/// Digits alone: what else the standard library takes for a number is none in an address.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_is_written_in_one_way() {
        for (written, host, number) in [
            ("cache", "cache", PORT),
            ("cache:", "cache", PORT),
            ("Cache.Internal:7000", "cache.internal", 7000),
            ("my_redis-1.svc.", "my_redis-1.svc.", PORT),
            ("10.0.0.7:06379", "10.0.0.7", PORT),
            ("[::1]", "::1", PORT),
            ("[FE80:0::0:1]:65535", "fe80::1", 65535),
        ] {
            assert_eq!(host_and_port(written), Ok((host.to_owned(), number)), "{written}");
        }
    }

    #[test]
    fn what_is_no_host_or_no_port_is_named() {
        let long = format!("{}.com", "a".repeat(MOST_OF_PART + 1));
        let longer = ["a"; MOST].join(".");
        for (written, wrong) in [
            ("", BadAddress::NoHost),
            (":6379", BadAddress::NoHost),
            ("my cache", BadAddress::Host),
            ("cache..internal", BadAddress::Host),
            (".", BadAddress::Host),
            ("me@cache", BadAddress::Host),
            ("höst", BadAddress::Host),
            ("%2Frun%2Fredis.sock", BadAddress::Host),
            (&long, BadAddress::Host),
            (&longer, BadAddress::Host),
            ("::1", BadAddress::BareIpv6),
            ("fe80::1:6379", BadAddress::BareIpv6),
            ("[::1", BadAddress::Ipv6),
            ("[cache]:6379", BadAddress::Ipv6),
            ("[fe80::1%eth0]", BadAddress::Ipv6),
            ("0.0.0.0:6379", BadAddress::AnyHost),
            ("[::]", BadAddress::AnyHost),
            ("cache:secret", BadAddress::Port),
            ("cache:6379:secret", BadAddress::Port),
            ("cache:0", BadAddress::Port),
            ("cache:+1", BadAddress::Port),
            ("cache:99999", BadAddress::Port),
            ("[::1]6379", BadAddress::Port),
        ] {
            assert_eq!(host_and_port(written), Err(wrong), "{written}");
        }
    }
}
