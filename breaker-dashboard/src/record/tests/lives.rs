//! A key that has one circuit after another.

use super::*;

/// A function with a key whose circuit is open.
struct Program {
    record: Record,
}

impl Program {
    fn new() -> Self {
        let mut program = Self { record: Record::new() };
        program.tick(1, None);
        program
    }

    /// A tick of a second, at which the key has a circuit of this age in milliseconds, and of so
    /// many calls.
    fn tick(&mut self, tick: u64, key: Option<(u64, u64)>) -> Counts {
        let mut readings = vec![reading(Who::Circuit(1), State::Closed, tick, 0)];
        readings.extend(key.map(|(age, calls)| {
            let age = Duration::from_millis(age);
            let open = reading(Who::Key(1, Arc::from("a")), State::Open, 0, 0);
            let calls = Counts([calls, 0, 0, 0, 0, 0]);
            Reading { age, calls, opened: 1, outage_for: Some(age), in_state_for: age, ..open }
        }));
        let began = || Some(because(&format!("opened before tick {tick}")));
        self.record.take(tick, i64::try_from(tick * 1000).unwrap(), &readings, |_| began());
        self.record.track(1).map(|track| track.last).unwrap_or_default()
    }

    fn present(&self) -> (i64, Option<String>) {
        let facts = self.record.track(1).unwrap().present().unwrap();
        (facts.since, facts.slow.why.as_ref().map(ToString::to_string))
    }

    /// All calls of the key so far, as the past has it at these ticks.
    fn calls<const N: usize>(&self, ticks: [u64; N]) -> [u64; N] {
        let track = self.record.track(1).unwrap();
        ticks.map(|tick| track.totals_at(tick).asked())
    }
}

#[test]
fn the_calls_of_a_key_with_another_circuit_are_those_of_that_one_be_they_more() {
    for (age, calls, of_tick) in [
        (11_000, 14, 0),
        (11_000, 20, 6),
        (10_990, 20, 6),
        // Read late, and by a clock that stands still.
        (11_200, 20, 6),
        (10_800, 20, 6),
        (10_000, 20, 6),
        // Another one has come since.
        (900, 14, 14),
        (900, 20, 20),
        (900, 3, 3),
        (11_000, 3, 3),
    ] {
        let mut program = Program::new();
        program.tick(2, Some((10_000, 14)));
        let last = program.tick(3, Some((age, calls)));
        assert_eq!(last.asked(), of_tick, "{calls} calls at the age of {age} ms");
    }
    // Two that are both younger than a second.
    let mut program = Program::new();
    program.tick(2, Some((400, 14)));
    assert_eq!(program.tick(3, Some((700, 20))).asked(), 20);
}

#[test]
fn the_outage_of_another_circuit_began_when_it_opened_and_for_its_own_reason() {
    let mut program = Program::new();
    program.tick(2, Some((500, 5)));
    assert_eq!(program.present(), (1_500, Some("opened before tick 2".to_owned())));
    // Less than a second after the one before.
    program.tick(3, Some((700, 5)));
    assert_eq!(program.present(), (2_300, Some("opened before tick 3".to_owned())));
    program.tick(4, Some((1_700, 5)));
    assert_eq!(program.present(), (2_300, Some("opened before tick 3".to_owned())));
}

#[test]
fn the_past_of_a_key_has_all_calls_of_the_circuit_that_it_had_then() {
    let mut program = Program::new();
    for tick in 2..=14 {
        program.tick(tick, Some((tick * 1000, tick * 10)));
    }
    // Two others came, and the last one was not looked at for a while.
    program.tick(15, Some((900, 500)));
    program.tick(16, Some((1_900, 510)));
    program.tick(17, Some((300, 4)));
    program.tick(18, None);
    program.tick(19, Some((2_300, 24)));
    program.tick(20, Some((3_300, 34)));
    assert_eq!(
        program.calls([12, 13, 14, 15, 16, 17, 19, 20]),
        [120, 130, 140, 500, 510, 4, 24, 34]
    );

    // Long past, a step of ten seconds has all calls up to its end.
    for tick in 21..1_200 {
        program.tick(tick, Some((tick * 1000, 34 + (tick - 20))));
    }
    assert_eq!(program.calls([9, 19, 29, 39]), [90, 24, 43, 53]);
}
