//! What the attribute adds to memory.

use super::table;
use crate::measure::sizes::{Futures, annotated_static, registry_entry};

/// The table of sizes.
#[must_use]
pub fn sizes(futures: &[Futures]) -> String {
    let statics = [
        line("static of an annotated function", 0, annotated_static()),
        line("its entry in the registry", 0, registry_entry()),
    ];
    let of_futures = futures.iter().map(|future| {
        let what = format!("future of an `async fn` with {} bytes of arguments", future.arguments);
        line(what, future.bare, future.annotated)
    });
    let lines = statics.into_iter().chain(of_futures);
    table(&["bytes", "bare", "annotated", "added"], lines)
}

fn line(what: impl Into<String>, bare: usize, annotated: usize) -> Vec<String> {
    let added = annotated - bare;
    vec![what.into(), bare.to_string(), annotated.to_string(), added.to_string()]
}
