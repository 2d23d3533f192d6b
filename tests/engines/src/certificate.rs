//! A certificate for one test.

use std::process::{Command, Stdio};

use system::{Tool, left_out};

use crate::Folder;

/// Makes certificates.
const OPENSSL: Tool = Tool::new("openssl", "openssl", "get it from https://openssl-library.org");

/// An authority of its own, and what it says of `localhost`.
#[derive(Debug)]
pub struct Certificate(Folder);

impl Certificate {
    /// Made just now, if this machine can.
    ///
    /// # Panics
    ///
    /// If openssl is there but makes none.
    #[must_use]
    pub fn new() -> Option<Self> {
        if OPENSSL.path().is_none() {
            left_out("the fleet's tests with TLS", &OPENSSL.missing());
            return None;
        }
        let this = Self(Folder::new());
        let (key, request) = (this.key(), this.0.file("request"));
        let (authority, authority_key) = (this.authority(), this.0.file("authority.key"));
        let names = this.0.file("names");
        std::fs::write(&names, "subjectAltName=DNS:localhost,IP:127.0.0.1").expect("a file");
        openssl(&format!(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout {authority_key} \
             -out {authority}"
        ));
        openssl(&format!(
            "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout {key} -out {request}"
        ));
        openssl(&format!(
            "x509 -req -in {request} -CA {authority} -CAkey {authority_key} -CAcreateserial \
             -days 2 -extfile {names} -out {}",
            this.certificate()
        ));
        Some(this)
    }

    /// Who vouches for it, as a file in PEM.
    #[must_use]
    pub fn authority(&self) -> String {
        self.0.file("authority.crt")
    }

    /// The server's, as a file in PEM.
    #[must_use]
    pub fn certificate(&self) -> String {
        self.0.file("server.crt")
    }

    /// The server's key, as a file in PEM.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.file("server.key")
    }
}

fn openssl(arguments: &str) {
    let mut command = Command::new("openssl");
    command.args(arguments.split_whitespace()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().is_ok_and(|status| status.success()), "openssl {arguments}");
}
