//! `policy`: base settings, which the other arguments override.

use core::time::Duration;

use breaker_runtime::{Policy, circuit_breaker};

use crate::{Error, circuit, is_open};

const HTTP: Policy =
    Policy::new().threshold(2).window_calls(10).open_for(Duration::from_secs(1)).half_open_calls(2);

mod policies {
    use core::time::Duration;

    use breaker_runtime::Policy;

    pub(super) const SHARE: Policy =
        Policy::new().threshold_percent(50.0).min_calls(4).slow_call(Duration::from_secs(2));
    pub(super) const PATIENT: Policy = Policy::new()
        .consecutive(3)
        .open_for(Duration::from_secs(5))
        .max_open_for(Duration::from_secs(50))
        .jitter_percent(10.0)
        .ramp_up(Duration::from_secs(7))
        .dry_run(true);

    pub(super) const fn with(failures: u32) -> Policy {
        Policy::new().threshold(failures)
    }
}

const FEW: u32 = 3;

macro_rules! policies {
    ($($name:ident: ($($arguments:tt)*) = $words:literal;)*) => {$(
        #[test]
        fn $name() {
            #[circuit_breaker($($arguments)*)]
            fn guarded() -> Result<(), Error> {
                Ok(())
            }
            guarded().unwrap();
            let name = concat!(module_path!(), "::", stringify!($name), "::guarded");
            assert_eq!(circuit(name).policy().to_string(), $words);
        }
    )*};
}

policies! {
    alone: (policy = HTTP) = "2 failures in 10 calls, open for 1s, 2 trial calls";
    by_path: (policy = policies::SHARE)
        = "50% of at least 4 calls in 10s, open for 30s, 1 trial call, slow after 2s";
    by_expression: (policy = policies::with(FEW)) = "3 failures in 10s, open for 30s, 1 trial call";
    open_for: (policy = HTTP, open_for = "7s")
        = "2 failures in 10 calls, open for 7s, 2 trial calls";
    count_for_count: (policy = HTTP, threshold = FEW)
        = "3 failures in 10 calls, open for 1s, 2 trial calls";
    share_for_count: (policy = HTTP, threshold = "25%")
        = "25% of at least 10 calls in 10 calls, open for 1s, 2 trial calls";
    share_for_count_and_min_calls: (policy = HTTP, threshold = "25%", min_calls = FEW)
        = "25% of at least 3 calls in 10 calls, open for 1s, 2 trial calls";
    count_for_share: (threshold = 5, policy = policies::SHARE)
        = "5 failures in 10s, open for 30s, 1 trial call, slow after 2s";
    min_calls_of_a_share: (policy = policies::SHARE, min_calls = 9)
        = "50% of at least 9 calls in 10s, open for 30s, 1 trial call, slow after 2s";
    window_of_a_share: (policy = policies::SHARE, window = "6 calls", slow_call = "9s")
        = "50% of at least 4 calls in 6 calls, open for 30s, 1 trial call, slow after 9s";
    consecutive_for_share: (policy = policies::SHARE, consecutive = 4)
        = "4 failures in a row, open for 30s, 1 trial call, slow after 2s";
    window_for_consecutive: (
        policy = policies::PATIENT, window = "1m", max_open_for = "20s", jitter = "0%",
        dry_run = false
    )
        = "5 failures in 60s, open for 5s doubling up to 20s, 1 trial call, ramp-up over 7s";
    rest: (policy = policies::PATIENT, ramp_up = "1s", jitter = "20%", half_open_calls = 3)
        = "3 failures in a row, open for 5s doubling up to 50s ±20%, 3 trial calls, ramp-up \
           over 1s, dry run";
}

#[circuit_breaker(name = "based", policy = HTTP, threshold = FEW, window = "10s")]
fn based(reply: Result<u32, Error>) -> Result<u32, Error> {
    reply
}

#[test]
fn the_circuit_obeys_what_is_left_of_both() {
    for _ in 0..3 {
        assert!(!is_open("based"));
        based(Err(Error::Broken)).unwrap_err();
    }
    assert_eq!(based(Ok(1)), Err(Error::Open));
}
