#![cfg_attr(feature = "libfuzzer", no_main)]

#[cfg(feature = "libfuzzer")]
breaker_fuzz::target!(breaker_fuzz::targets::literals::TARGET);

#[cfg(not(feature = "libfuzzer"))]
fn main() {
    breaker_fuzz::run(&breaker_fuzz::targets::literals::TARGET);
}
