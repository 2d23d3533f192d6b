//! Another member: this binary, running one test of it in a process of its own.

use std::env;
use std::process::{Command, Stdio};

use breaker_runtime::{CircuitBreaker, Note, Policy, State, registry};
use engines::{Process, answer_lines};

/// Opens at five failures in a row, for two seconds.
pub(crate) static PAY: CircuitBreaker = CircuitBreaker::new(
    "fleet pay",
    Policy::new().consecutive(5).open_for(std::time::Duration::from_secs(2)),
);

/// Starts one that joins at this address.
pub(crate) fn start(url: &str, instance: &str) -> Process {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["peer::peer_process", "--exact", "--nocapture", "--test-threads=1"]);
    command.env("FLEET_URL", url).env("FLEET_INSTANCE", instance).stderr(Stdio::null());
    Process::start(command)
}

/// Nothing, unless somebody started this process to be a member.
#[test]
fn peer_process() {
    let Ok(url) = env::var("FLEET_URL") else { return };
    registry().register(&PAY);
    let fleet = breaker_fleet::join("shop-prod", url)
        .instance(env::var("FLEET_INSTANCE").unwrap())
        .share_control(true)
        .start();
    answer_lines(|line| match line {
        "status" => fleet.status().to_string(),
        "state" => PAY.state().to_string(),
        "fail" => call(),
        "reset by ben" => {
            PAY.reset_with(Note::new("all is well").by("ben"));
            String::new()
        }
        // A trial call that hangs: its process tries for all.
        "try" => {
            std::thread::spawn(|| {
                loop {
                    if let Ok(permit) = PAY.try_acquire() {
                        if PAY.state() == State::HalfOpen {
                            std::thread::sleep(std::time::Duration::from_secs(30));
                        }
                        permit.failure();
                    }
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
            });
            String::new()
        }
        _ => panic!("{line}"),
    });
}

/// A call that fails, if it is let through.
pub(crate) fn call() -> String {
    match PAY.try_acquire() {
        Ok(permit) => {
            permit.failure();
            "failed".to_owned()
        }
        Err(_) => "rejected".to_owned(),
    }
}
