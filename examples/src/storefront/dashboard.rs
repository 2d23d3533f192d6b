//! The page of the shop's circuits, on loopback.

use std::io::{self, Write, stdout};

use breaker_dashboard::{Dashboard, Served};

/// The port of the page, where it is free: a tab that was left open finds the next run by itself.
const PORT: u16 = 7070;

/// Serves the page until what comes back is dropped, and says where and `until` when, or why not.
/// Whoever reaches it may look, and nobody steer.
pub(crate) fn open(until: &str) -> io::Result<Option<Served>> {
    let mut out = stdout().lock();
    let served = serve(PORT).or_else(|_| serve(0));
    match &served {
        Ok(served) => writeln!(out, "dashboard: {} ({until})", served.url()),
        Err(error) => writeln!(out, "dashboard: none, for loopback can't be listened on: {error}"),
    }?;
    out.flush()?;
    Ok(served.ok())
}

fn serve(port: u16) -> io::Result<Served> {
    Dashboard::new().version(env!("CARGO_PKG_VERSION")).serve(("127.0.0.1", port))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn two_storefronts_have_a_page_each() {
        let pages = [(); 2].map(|()| open("").unwrap().unwrap());
        let [first, second] = pages.each_ref().map(Served::address);
        assert_ne!(first, second);
        for address in [first, second] {
            assert!(address.ip().is_loopback(), "{address}");
            assert!(TcpStream::connect(address).is_ok(), "{address}");
        }
    }
}
