#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
breaker_fuzz::target!(breaker_fuzz::overrides::TARGET);

#[cfg(not(fuzzing))]
fn main() {
    breaker_fuzz::run(&breaker_fuzz::overrides::TARGET);
}
