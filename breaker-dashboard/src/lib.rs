//! Every circuit of a program, live: a page, JSON and events, mounted in one line.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! let app: axum::Router = axum::Router::new().nest("/circuits", breaker_dashboard::router());
//! # }
//! ```
//!
//! The page lists all circuits, worst first, says in a sentence what is wrong, and rewinds to what
//! was: recording begins with the mount. A program without a server has
//! `breaker_dashboard::serve("127.0.0.1:7070")`; one with another server calls
//! [`Dashboard::respond`].
//!
//! # Who may look
//!
//! Names, hosts in keys and texts of errors are somebody's data. The router shows them to all who
//! reach it, unless [`Dashboard::read_if`] says who may look. It answers nobody across origins.
//!
//! # Who may steer
//!
//! Nobody, unless [`Dashboard::steer_if`] says who: those may force a circuit open or closed, and
//! reset it. An order carries a token of this process, and comes from the page's own origin; each
//! is told to [`Dashboard::on_audit`].
//!
//! # What it costs
//!
//! A guarded call pays nothing. The program pays a sample of all circuits a second, and memory for
//! what is remembered: a second apart for 15 minutes, ten seconds apart for six hours, at most
//! 32 MiB ([`Dashboard::memory`]). Each tick is encoded once, however many look.
//!
//! # What is not shown
//!
//! Latencies: a healthy call reads no clock, so there is none to be shown. And other processes:
//! each shows its own circuits, and says which it is.
//!
//! # Shutdown
//!
//! The page polls, so that a forgotten tab keeps no server from ending. Streams of events end
//! within ten seconds by themselves, and at once by [`Dashboard::close_on`].
//!
//! # Features
//!
//! | feature | what it brings |
//! |---|---|
//! | `serve` (default) | `serve`, for programs without a server; `axum` |
//! | `axum` | `router`, to nest into one |
//!
//! Without both there is [`Dashboard::respond`] and no runtime.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dashboard;
pub mod document;
mod http;
#[cfg(feature = "axum")]
mod mount;
mod record;
mod steer;
mod view;

pub use dashboard::Dashboard;
#[cfg(feature = "axum")]
pub use mount::router;
#[cfg(feature = "serve")]
pub use mount::{Served, serve};
