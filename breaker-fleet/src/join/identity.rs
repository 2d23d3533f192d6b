//! Who this process is.

use std::collections::hash_map::RandomState;
use std::env;
use std::fs;
use std::hash::BuildHasher;
use std::process;
use std::time::SystemTime;

use crate::wire::Text;

/// 64 bits that nobody else draws, not even a copy of this process. No secret.
pub(super) fn random() -> u64 {
    // The keys of a hasher are random, once a thread, and others each time.
    RandomState::new().hash_one((process::id(), SystemTime::now()))
}

/// The machine and the process.
pub(super) fn instance() -> Text {
    let machine = env::var("HOSTNAME")
        .or_else(|_| fs::read_to_string("/proc/sys/kernel/hostname"))
        .or_else(|_| env::var("COMPUTERNAME"))
        .unwrap_or_default();
    Text::new(format!("{} {}", machine.trim(), process::id()).trim_start())
}
