//! What somebody sees of the dashboard, in Chromium: each test has a browser and a program of its
//! own, and asks for nothing that a viewer could not see or do. The programs that it
//! takes are installed where that is possible; else the tests leave themselves out, and say so
//! (`tools.rs`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod access;
mod address;
mod axe;
mod connection;
mod copied;
mod crowd;
mod damaged;
mod driver;
mod fleet;
mod foreign;
mod hidden;
mod incident;
mod instead;
mod keyboard;
mod keys;
mod layers;
mod opening;
mod origins;
mod outage;
mod page;
mod past;
mod pictures;
mod program;
mod refused;
mod screens;
mod search;
mod steering;
mod tools;
mod waiting;
mod words;
