//! What the prelude brings stands in nobody's way.

use breaker_runtime::prelude::*;

#[circuit_breaker(threshold = 1)]
fn with_other_crates_in_scope() -> Result<(), CircuitOpen> {
    tracing::trace!("the crate, not a module of ours");
    let _ = metrics::Unit::Count;
    let _ = tower::ServiceBuilder::new();
    Ok(())
}

#[test]
fn a_glob_import_of_it_hides_no_crate() {
    assert!(with_other_crates_in_scope().is_ok());
}
