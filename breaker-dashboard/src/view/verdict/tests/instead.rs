//! Who is said to answer instead.

use breaker_runtime::{Policy, State};

use super::{answered, gateway, line, of, slow, with_policy};
use crate::view::line::Line;

#[test]
fn who_is_down_itself_is_not_said_to_answer() {
    let a = || gateway(State::Open, answered);
    let down =
        "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused)";
    let b = |state| line(1, "gateway B", state);
    let mut waiting = b(State::HalfOpen);
    waiting.waits = true;
    let mut dry = b(State::Open);
    with_policy(&mut dry, Policy::new().dry_run(true));
    for (b, who) in [
        (b(State::Closed), "are answered by gateway B, then by enqueue"),
        (b(State::RampUp), "are answered by gateway B, then by enqueue"),
        (waiting, "are answered by gateway B, then by enqueue"),
        (dry, "are answered by gateway B, then by enqueue"),
        (b(State::Open), "are answered by enqueue (gateway B is down, too)"),
        (b(State::HalfOpen), "are answered by enqueue (gateway B is down, too)"),
        (b(State::ForcedOpen), "are answered by enqueue (gateway B is forced open)"),
    ] {
        assert_eq!(sentence_of_a(&[a(), b]), format!("{down}; its calls {who}"));
    }
    let mut only_b = a();
    slow(&mut only_b, |slow| slow.instead.truncate(1));
    let who = "are rejected, for gateway B is down, too";
    let lines = [only_b, b(State::Open)];
    assert_eq!(sentence_of_a(&lines), format!("{down}; its calls {who}"));
}

fn sentence_of_a(lines: &[Line]) -> String {
    let more = of(lines).more.into_iter();
    more.filter(|said| said.circuit == Some(0)).map(|said| said.text).collect()
}
