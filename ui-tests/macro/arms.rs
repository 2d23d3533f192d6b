//! Arms that can't be read.
use breaker_runtime::circuit_breaker;
type Result = std::result::Result<(), std::io::Error>;

#[circuit_breaker(failure)]
fn no_arms() -> Result {
    Ok(())
}

#[circuit_breaker(failure())]
fn empty() -> Result {
    Ok(())
}

#[circuit_breaker(ignore = Err(_))]
fn not_in_parentheses() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Err(_)), failure(Ok(())))]
fn repeated() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Err(_) Ok(())))]
fn no_comma() -> Result {
    Ok(())
}

#[circuit_breaker(failure(|r| r.is_err()))]
fn closure() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Err(_) => true))]
fn right_side() -> Result {
    Ok(())
}

#[circuit_breaker(success(Err(_) if))]
fn no_condition() -> Result {
    Ok(())
}

#[circuit_breaker(success(!Err(_)))]
fn not_a_pattern() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Err(_)) success(Ok(_)))]
fn no_comma_between_lists() -> Result {
    Ok(())
}

#[circuit_breaker(record_exceptions(Err(_)), isSuccessful = |_| true, ignored(Err(_)))]
fn of_others() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Ok(()) if names.is_empty(), Err(names) if names.kind() == kind))]
fn guards_over_arguments(names: &[u32], kind: std::io::ErrorKind) -> Result {
    let _ = (names, kind);
    Ok(())
}

#[circuit_breaker(failure(r) if r.is_err())]
fn guard_outside() -> Result {
    Ok(())
}

#[circuit_breaker(failure(_))]
fn everything() -> Result {
    Ok(())
}

fn is_bad(result: &Result) -> bool {
    result.is_err()
}

#[circuit_breaker(failure(is_bad))]
fn predicate() -> Result {
    let _ = is_bad(&Ok(()));
    Ok(())
}

#[circuit_breaker(ignore(NotFound))]
fn variant_without_its_path() -> Result {
    Ok(())
}

#[circuit_breaker(ignore(Err(_)))]
fn every_error() -> Result {
    Ok(())
}

#[circuit_breaker(failure(Ok(_) | Err(_)))]
fn both_halves() -> Result {
    Ok(())
}

fn main() {}
