//! S19: callees that ask callers to wait.

mod by_callee;
mod by_hand;
mod late;
