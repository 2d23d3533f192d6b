//! What users see when the engine is in trouble: members are processes of their own, engines and
//! networks are real. The rows of the contract's table, and the numbers that it names.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod access;
mod damage;
mod faces;
mod forgetting;
mod hostile;
mod idle;
mod member;
mod orders;
mod process;
mod refusals;
mod silence;
mod together;
