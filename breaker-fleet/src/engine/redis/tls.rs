//! TLS: with the roots of the system, and a provider of this crate's. Which one is the program's
//! default is the program's affair.

use std::env;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, Error, RootCertStore, crypto::ring};

use super::address::Address;
use super::stream::Io;

/// Names the certificates of those who are trusted, instead of the system's.
const ROOTS: &str = "SSL_CERT_FILE";

/// Speaks TLS with whoever answers there.
pub(super) async fn open(
    address: &Address,
    host: &str,
    stream: TcpStream,
    until: Instant,
) -> io::Result<Box<dyn Io>> {
    // Anew each time, for they change. Many files: not on the thread that the fleet runs on.
    let roots = tokio::task::spawn_blocking(roots).await.map_err(io::Error::other)??;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let shaken = timeout_at(until, TlsConnector::from(Arc::new(config)).connect(name, stream));
    match shaken.await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        Ok(Err(error)) if is_of_tls(&error) => Err(error),
        // A Redis without TLS waits for the end of what looks like a long line.
        Ok(Err(_)) | Err(_) => Err(io::Error::other(format!(
            "it doesn't answer in TLS: write `{}`, if it speaks none; else it is stopped or paused",
            address.without_tls()
        ))),
    }
}

/// Whether something was said in TLS.
fn is_of_tls(error: &io::Error) -> bool {
    let said = error.get_ref().and_then(|error| error.downcast_ref::<Error>());
    said.is_some_and(|error| !matches!(error, Error::InvalidMessage(_)))
}

/// Whom the system trusts.
fn roots() -> io::Result<RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if let Some(why) = unreadable() {
        return Err(io::Error::new(io::ErrorKind::NotFound, why));
    }
    if !roots.is_empty() {
        return Ok(roots);
    }
    let why = found.errors.first().map_or_else(|| "it has none".to_owned(), ToString::to_string);
    let why = format!("no root certificates of the system's: {why}");
    Err(io::Error::new(io::ErrorKind::NotFound, why))
}

/// A file that was named, and can't be read.
fn unreadable() -> Option<String> {
    let path = PathBuf::from(env::var_os(ROOTS)?);
    let error = File::open(&path).err()?;
    Some(format!("{ROOTS} names `{}`: {error}", path.display()))
}
