//! Every circuit of a program, live: a page, JSON and events, mounted in one line.
//!
//! ```toml
//! [dependencies] # until it is published: { path = "../circuit-breaker/breaker-dashboard" }
//! breaker-dashboard = "0.1"
//! ```
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::Router;
//!
//! let app: Router = Router::new().nest_service("/circuits", breaker_dashboard::router());
//! # let _ = app;
//! # }
//! ```
//!
//! Open `/circuits`. Every function with
//! [`#[circuit_breaker]`](macro@breaker_runtime::circuit_breaker) is there before its first call.
//! The page asks no other origin, and has no build step. In the repository
//! `cargo run -p breaker-dashboard --example shop` shows it with upstreams that fail.
//!
//! # What you see
//!
//! A sentence on top says what is wrong, since when, why, who answers instead, and when the next
//! trial call comes:
//!
//! > gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); its calls
//! > are answered by gateway B; next trial in 3 s
//!
//! Below it are all circuits, worst first: state as colour, shape and word, calls and failures a
//! second, the share that is rejected, how near the rule is, the last failure, where the function
//! stands. Keys are folded under their function, which shows the worst of them; the calls of a key
//! are followed while it is not closed, and for a minute after that. A circuit opens into its
//! settings, with where each comes from, and its latest events.
//!
//! Recording begins with the mount, not with the first viewer. A slider rewinds the whole page: by
//! the second for 15 minutes, by ten seconds for six hours. *Save this incident* downloads a file
//! that the same page opens offline.
//!
//! # Mount it
//!
//! * `axum` 0.8: [`router`] goes into `nest_service` at any path, also behind a proxy that takes a
//!   prefix away. `Dashboard::router` is the same with guards.
//! * No server: [`serve`]`("127.0.0.1:7070")` has one of its own, on loopback.
//! * Another server: [`Dashboard::respond`] takes and gives the types of the crate `http`.
//!
//! # Who may look
//!
//! Names, hosts in keys and texts of errors are somebody's data. The router shows them to all who
//! reach it, unless [`Dashboard::read_if`] says who may look. Browsers keep pages of other origins
//! from it; where the network alone guards it, [`Dashboard::hosts`] keeps out those pages as well
//! whose own name is made to point at it.
//!
//! ```
//! use breaker_dashboard::Dashboard;
//!
//! let dashboard = Dashboard::new()
//!     .read_if(|request| request.headers.contains_key("x-user"))
//!     .steer_if(|request| {
//!         let user = request.headers.get("x-user")?.to_str().ok()?;
//!         ["anna", "ben"].contains(&user).then(|| user.to_owned())
//!     })
//!     .on_audit(|audit| eprintln!("{audit:?}"));
//! # let _ = dashboard;
//! ```
//!
//! # Who may steer
//!
//! Nobody, unless [`Dashboard::steer_if`] says who: those may force a circuit open or closed for a
//! time, reset it, and switch its dry run. A force has an end and a reason. An order carries a
//! token of this process, and comes from the page's own origin; each is told to
//! [`Dashboard::on_audit`].
//!
//! # Health
//!
//! `api/v1/health` says `degraded` while a circuit is open or half-open, by force too, and where a
//! name is chosen that no circuit has. It stays 200: a dependency that is down is no reason to take
//! the program out of service. [`Dashboard::unready_if`] names the
//! circuits that the program can't do without; while one of them is open the answer is 503. It is
//! 200 again at the end of the open time, for a half-open circuit needs a call to close.
//!
//! # For programs
//!
//! The page knows no more than what its addresses say; [`document`] has them as types, and
//! `api/v1/schema` as a JSON Schema. Fields may come: a reader ignores those that it does not know.
//!
//! | below the mount, `api/v1/` | answers |
//! |---|---|
//! | `state` | all circuits: [`Document`] |
//! | `state?since=CURSOR` | what is new: [`Patch`], [`Patches`], nothing (204), or a document |
//! | `events` | the same as server-sent events, resumed by `Last-Event-ID`; without a token |
//! | `circuit?name=NAME&key=KEY` | one circuit, with settings and events: [`Detail`] |
//! | `keys?name=NAME&after=KEY&find=TEXT` | the keys of a function: [`KeysPage`] |
//! | `timeline` | which circuit was when in which state: [`Timeline`] |
//! | `replay?from=TICK&to=TICK` | a piece of the past: [`Replay`] |
//! | `incident?from=TICK&to=TICK&shown=TICK` | the same as a file: [`Incident`] |
//! | `health` | [`Health`] |
//! | `steer` (`POST`) | takes an [`Order`], answers [`Steered`] |
//!
//! [`Document`]: document::Document
//! [`Patch`]: document::Patch
//! [`Patches`]: document::Patches
//! [`Detail`]: document::Detail
//! [`KeysPage`]: document::KeysPage
//! [`Timeline`]: document::Timeline
//! [`Replay`]: document::Replay
//! [`Incident`]: document::Incident
//! [`Health`]: document::Health
//! [`Order`]: document::Order
//! [`Steered`]: document::Steered
//!
//! # What it costs
//!
//! A guarded call pays nothing. The program pays a sample of all circuits a second, and memory for
//! what is remembered, at most 32 MiB ([`Dashboard::memory`]). Each tick is encoded once, however
//! many look. `docs/performance.md` in the repository has the figures.
//!
//! # What is not shown
//!
//! Latencies: a healthy call reads no clock, so there is none to be shown. And other processes:
//! each shows its own circuits, and says which it is. With the feature `fleet`, `Dashboard::fleet`
//! tells what its process knows of the others.
//!
//! # Shutdown
//!
//! The page polls, so that a forgotten tab keeps no server from ending. Streams of events end
//! within ten seconds by themselves, and at once by [`Dashboard::close_on`].
//!
//! Deadlines for clients that send or read slowly, and bounds on their number, are those of your
//! server, and of the proxy before it. [`serve`] sets none: it is for loopback alone.
//!
//! # Features
//!
//! | feature | what it brings |
//! |---|---|
//! | `serve` (default) | [`serve`], for programs without a server; `axum` |
//! | `axum` | [`router`], for programs with one |
//! | `fleet` | `Dashboard::fleet`, which shows the fleet of `breaker-fleet` |
//! | `top` | the program `breaker-top`, the list in a terminal; Rust 1.88 |
//!
//! Without any of them there is [`Dashboard::respond`], and no runtime.
//!
// Who builds the documentation without these features is led to where they are.
#![cfg_attr(feature = "axum", doc = "[`router`]: router()")]
#![cfg_attr(not(feature = "axum"), doc = "[`router`]: https://docs.rs/breaker-dashboard")]
#![cfg_attr(feature = "serve", doc = "[`serve`]: serve()")]
#![cfg_attr(not(feature = "serve"), doc = "[`serve`]: https://docs.rs/breaker-dashboard")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

/// The snippets of the page that the registry shows.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
mod readme {}

mod dashboard;
pub mod document;
mod fields;
mod foreign;
mod http;
#[cfg(feature = "axum")]
mod mount;
mod names;
#[cfg(feature = "axum")]
mod queue;
mod record;
mod steer;
mod view;
mod words;

pub use dashboard::Dashboard;
pub use document::{Action, Audit};
#[cfg(feature = "axum")]
pub use mount::router;
#[cfg(feature = "serve")]
pub use mount::{Served, serve};
pub use names::{CircuitNames, HostNames};
