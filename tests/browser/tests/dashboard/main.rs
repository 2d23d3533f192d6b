//! What somebody sees of the dashboard, in Chromium: each test has a browser and a program of its
//! own, and asks for nothing that a viewer could not see or do. Needs `chromium` and `chromedriver`,
//! which are installed where that is possible (`tools.rs`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod access;
mod axe;
mod driver;
mod keyboard;
mod outage;
mod page;
mod program;
mod screens;
mod tools;
