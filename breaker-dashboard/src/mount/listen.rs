//! The port that a dashboard is served on: on loopback, and what to write where it can't be had.

use std::fmt::Debug;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

/// A port of its own that a proposal names where none was written.
const PORT: u16 = 7070;

/// Listens at an address of loopback.
pub(super) fn listen(address: impl ToSocketAddrs + Debug) -> Result<TcpListener> {
    let written = Written::of(&address);
    let addresses: Vec<_> = match address.to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => return Err(written.unread(&error)),
    };
    if let Some(other) = addresses.iter().find(|address| !address.ip().is_loopback()) {
        return Err(written.not_loopback(*other));
    }
    // The error is that of the last one.
    let last = addresses.last().copied();
    TcpListener::bind(&*addresses).map_err(|error| written.not_had(&error, last))
}

/// An address as it stands in the program: without quotes and brackets around it.
struct Written(String);

impl Written {
    /// From what every address shows of itself: `"localhost:7070"`, `("localhost", 7070)`,
    /// `127.0.0.1:7070`, `[127.0.0.1:7070, [::1]:7070]`.
    fn of(address: &impl Debug) -> Self {
        let shown = format!("{address:?}");
        let within = |open, close| shown.strip_prefix(open)?.strip_suffix(close);
        let pair = within('(', ')').and_then(|pair| pair.rsplit_once(", "));
        Self(match pair.map(|(host, port)| (host.replace('"', ""), port)) {
            Some((host, port)) if host.parse::<Ipv6Addr>().is_ok() => format!("[{host}]:{port}"),
            Some((host, port)) => format!("{host}:{port}"),
            // A text with brackets around it shows itself in quotes.
            None => within('[', ']').unwrap_or(&shown).replace('"', ""),
        })
    }

    /// It is no address, or a name that nobody knows.
    fn unread(&self, error: &Error) -> Error {
        let (written, host, port) = (&self.0, self.host(), self.port());
        let instead = self.instead();
        let text = match port {
            _ if written.contains('/') => format!(
                "`{written}` is no address but a URL, or a part of one: an address is a host and a \
                 port, write {instead}"
            ),
            None => format!("`{written}` is no address with a port: write {instead}"),
            Some(port) if port.parse::<u16>().is_err() => {
                format!("`{port}` in `{written}` is no port, which is 0 to 65535: write {instead}")
            }
            Some(_) if host.is_empty() => {
                format!("`{written}` is no address, it has no host: write {instead}")
            }
            Some(_) => {
                format!("the host of `{written}` can't be found ({error}): write {instead}")
            }
        };
        Error::new(error.kind(), text)
    }

    fn not_loopback(&self, found: SocketAddr) -> Error {
        let (written, shown) = (&self.0, found.to_string());
        let what = if written.contains(&shown) {
            format!("`{shown}`")
        } else {
            format!("`{written}`, {shown},")
        };
        let text = format!(
            "{what} is not on loopback: for this machine alone write {}; to show the dashboard to \
             others, nest `Dashboard::router` into a server that knows who they are",
            instead(found)
        );
        Error::new(ErrorKind::InvalidInput, text)
    }

    /// It is on loopback, and the system doesn't give it.
    fn not_had(&self, error: &Error, last: Option<SocketAddr>) -> Error {
        let (written, Some(last)) = (&self.0, last) else {
            let text = format!("no address is given: write {}", self.instead());
            return Error::new(error.kind(), text);
        };
        let port = last.port();
        let text = match error.kind() {
            ErrorKind::AddrInUse => format!(
                "port {port} of `{written}` is taken, by another program or another dashboard of \
                 this one: choose another port, or port 0 for any that is free, which `url()` tells"
            ),
            ErrorKind::PermissionDenied => format!(
                "port {port} of `{written}` is for the privileged ({error}): choose one from 1024 \
                 on, or port 0 for any that is free"
            ),
            // A machine without IPv6 has the other loopback.
            _ => {
                let instead = instead(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port));
                format!("`{written}` can't be had ({error}): write {instead}")
            }
        };
        Error::new(error.kind(), text)
    }

    /// The same port on loopback.
    fn instead(&self) -> String {
        let port = self.port().and_then(|port| port.parse().ok()).unwrap_or(PORT);
        let host = match self.host() {
            "localhost" => return format!("`localhost:{port}`"),
            host => host.trim_matches(['[', ']']).parse::<IpAddr>(),
        };
        let loopback = match host {
            Ok(host) if host.is_loopback() => host,
            Ok(IpAddr::V6(_)) => Ipv6Addr::LOCALHOST.into(),
            _ => Ipv4Addr::LOCALHOST.into(),
        };
        format!("`{}`", SocketAddr::new(loopback, port))
    }

    /// What stands before the port.
    fn host(&self) -> &str {
        self.parts().0
    }

    fn port(&self) -> Option<&str> {
        self.parts().1
    }

    fn parts(&self) -> (&str, Option<&str>) {
        let address = self.0.split_once("://").map_or(&*self.0, |(_, address)| address);
        let address = address.split(['/', '?', '#']).next().unwrap_or_default();
        let is_number = !address.is_empty() && address.bytes().all(|digit| digit.is_ascii_digit());
        if is_number {
            return ("", Some(address));
        }
        match address.rsplit_once(':') {
            _ if address.parse::<IpAddr>().is_ok() || address.ends_with(']') => (address, None),
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        }
    }
}

/// The same port on loopback, by the same version of IP.
fn instead(found: SocketAddr) -> String {
    let loopback: IpAddr = match found {
        SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    format!("`{}`", SocketAddr::new(loopback, found.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(address: impl ToSocketAddrs + Debug) -> String {
        listen(address).map(|_| ()).expect_err("it is refused").to_string()
    }

    #[test]
    fn what_is_no_address_is_told_with_the_one_to_write() {
        for (written, said, instead) in [
            ("7070", "`7070` is no address, it has no host", "127.0.0.1:7070"),
            (":7070", "`:7070` is no address, it has no host", "127.0.0.1:7070"),
            ("", "`` is no address with a port", "127.0.0.1:7070"),
            ("localhost", "`localhost` is no address with a port", "localhost:7070"),
            ("127.0.0.1", "`127.0.0.1` is no address with a port", "127.0.0.1:7070"),
            ("::1", "`::1` is no address with a port", "[::1]:7070"),
            ("[::1]", "`[::1]` is no address with a port", "[::1]:7070"),
            ("127.0.0.1:http", "`http` in `127.0.0.1:http` is no port", "127.0.0.1:7070"),
            ("localhost:70700", "`70700` in `localhost:70700` is no port", "localhost:7070"),
            ("70700", "`70700` in `70700` is no port", "127.0.0.1:7070"),
            (
                "http://127.0.0.1:80/x",
                "`http://127.0.0.1:80/x` is no address but a URL",
                "127.0.0.1:80",
            ),
            ("localhost:80/circuits", "`localhost:80/circuits` is no address but", "localhost:80"),
            ("no.invalid:7171", "the host of `no.invalid:7171` can't be found", "127.0.0.1:7171"),
        ] {
            let text = refused(written);
            assert!(text.starts_with(said), "{written}: {text}");
            assert!(text.ends_with(&format!("write `{instead}`")), "{written}: {text}");
        }
        let pair = refused(("no.invalid", 80));
        assert!(pair.starts_with("the host of `no.invalid:80` can't be found"), "{pair}");
    }

    #[test]
    fn others_than_this_machine_are_refused_by_what_was_written() {
        let text = refused("0.0.0.0:7070");
        assert!(text.starts_with("`0.0.0.0:7070` is not on loopback"), "{text}");
        assert!(text.contains("write `127.0.0.1:7070`; to show"), "{text}");
        let text = refused((Ipv6Addr::UNSPECIFIED, 7171));
        assert!(text.contains("write `[::1]:7171`; to show"), "{text}");
        let text = refused(&[SocketAddr::from(([10, 0, 0, 1], 80))][..]);
        assert!(text.starts_with("`10.0.0.1:80` is not on loopback"), "{text}");
        assert!(text.contains("write `127.0.0.1:80`; to show"), "{text}");
        let both: [SocketAddr; 2] =
            [([127, 0, 0, 1], 81).into(), (Ipv6Addr::UNSPECIFIED, 82).into()];
        let text = refused(&both[..]);
        assert!(text.starts_with("`[::]:82` is not on loopback"), "{text}");
        assert!(text.contains("write `[::1]:82`; to show"), "{text}");
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = listen("127.0.0.1:0").expect("any port");
        let address = taken.local_addr().expect("an address");
        let error = listen(address).expect_err("it is taken");
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
        let text = error.to_string();
        let said = format!("port {} of `{address}` is taken", address.port());
        assert!(text.starts_with(&said) && text.contains("or port 0"), "{text}");
    }

    #[test]
    fn an_address_is_written_as_one_whatever_its_type_shows() {
        let (four, six) = (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST);
        let list = [SocketAddr::from((four, 80)), SocketAddr::from((six, 80))];
        for (written, read) in [
            (Written::of(&"[::1]:80"), "[::1]:80"),
            (Written::of(&("::1", 80)), "[::1]:80"),
            (Written::of(&("[::1]", 80)), "[::1]:80"),
            (Written::of(&(six, 80)), "[::1]:80"),
            (Written::of(&(IpAddr::from(four), 80)), "127.0.0.1:80"),
            (Written::of(&("localhost", 80)), "localhost:80"),
            (Written::of(&list[1]), "[::1]:80"),
            (Written::of(&&list[1..]), "[::1]:80"),
            (Written::of(&list), "127.0.0.1:80, [::1]:80"),
        ] {
            assert_eq!(written.0, read);
        }
    }

    #[test]
    fn the_port_that_is_taken_is_the_one_that_was_asked_for() {
        let taken = listen("127.0.0.1:0").expect("any port");
        let address = taken.local_addr().expect("an address");
        let port = address.port();
        for text in [refused(&[address][..]), refused(("127.0.0.1", port))] {
            let said = format!("port {port} of `127.0.0.1:{port}` is taken");
            assert!(text.starts_with(&said), "{text}");
        }
        // A machine without IPv6 says something else of it.
        if let Ok(taken) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) {
            let port = taken.local_addr().expect("an address").port();
            let text = refused(("::1", port));
            assert!(text.starts_with(&format!("port {port} of `[::1]:{port}` is taken")), "{text}");
        }
        let none = refused(&[][..]);
        assert_eq!(none, "no address is given: write `127.0.0.1:7070`");
    }
}
