//! Whose circuit a request goes through.

use reqwest::{Request, Url};

/// The host of a request, and the port where it is not the scheme's own: `example.org`,
/// `example.org:8443`, `[::1]:8080`. Nothing else of the address, for a key is shown and kept.
///
/// `None` where an address has no host, which no client can call.
pub(crate) fn of(request: &Request) -> Option<String> {
    of_address(request.url())
}

fn of_address(address: &Url) -> Option<String> {
    // In lower case, and in Punycode: addresses are kept like that.
    let host = address.host_str()?;
    // The root of all names may be written, and makes no other host.
    let host = host.strip_suffix('.').unwrap_or(host);
    Some(match address.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> Option<String> {
        of_address(&Url::parse(address).expect("an address"))
    }

    #[test]
    fn a_host_is_itself_however_it_is_written_and_no_more_of_the_address_is_told() {
        for address in [
            "https://example.org",
            "https://EXAMPLE.org:443/secret?token=1#there",
            "http://example.org:80",
            "https://example.org./",
            "https://anna:secret@Example.Org/",
        ] {
            assert_eq!(key(address).as_deref(), Some("example.org"), "{address}");
        }
        assert_eq!(key("https://bücher.example").as_deref(), Some("xn--bcher-kva.example"));
    }

    #[test]
    fn another_port_is_another_service() {
        assert_eq!(key("https://example.org:8443").as_deref(), Some("example.org:8443"));
        assert_eq!(key("http://[::1]:8080/").as_deref(), Some("[::1]:8080"));
        assert_eq!(key("http://[::1]/").as_deref(), Some("[::1]"));
        assert_eq!(key("http://127.0.0.1:80/").as_deref(), Some("127.0.0.1"));
    }

    #[test]
    fn an_address_without_a_host_has_no_circuit() {
        assert_eq!(key("data:text/plain,hello"), None);
    }
}
