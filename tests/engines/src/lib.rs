//! What tests of a fleet need of the system: a real server for each test, which can be killed,
//! stopped, paused, wiped and starved, a network before it, which can be cut and slowed down, and
//! members that are processes of their own.
//! The programs are installed where that is possible; else the tests leave themselves out, and say
//! so.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "of tests")]

mod certificate;
mod client;
mod deaf;
mod folder;
mod process;
mod proxy;
mod server;

pub use certificate::Certificate;
pub use client::Client;
pub use folder::Folder;
pub use process::{Process, answer_lines};
pub use proxy::{Network, Proxy};
pub use server::Server;
