//! Arguments that are not `key = value`.
use breaker_runtime::circuit_breaker;

#[circuit_breaker(threshold: 5)]
fn colon() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold == 5)]
fn comparison() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold(5))]
fn parentheses() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold 5)]
fn no_sign() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold)]
fn no_value() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(window = , threshold = 5)]
fn nothing_after_the_sign() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = 5 window = "10s")]
fn no_comma() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = 5; window = "10s")]
fn semicolon() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = 5,, window = "10s")]
fn two_commas() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = 5 10)]
fn two_values() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = @)]
fn no_expression() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(5, "10s", "50%", "payments")]
fn values_without_keys() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(Duration::from_secs(5))]
fn path_without_key() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker("threshold = 5")]
fn quoted_arguments() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {}
