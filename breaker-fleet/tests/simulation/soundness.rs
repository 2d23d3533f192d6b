//! Runs that must hold what they require, and what is shown of one that does not.

use std::env;
use std::thread;

use crate::history;
use crate::world::World;

/// The world after a run of this seed, in which everything held; a broken one runs again, and
/// prints its history.
pub(crate) fn sound(seed: u64, run: impl Fn(u64) -> World) -> World {
    let world = run(seed);
    let broken = world.invariants.broken();
    if let [first, ..] = broken {
        let again = history::kept(|| run(seed));
        let (breaks, history) = (broken.len(), again.history.text());
        panic!("seed {seed} breaks {breaks} rules, first: {first}\n{}", shown(history));
    }
    world
}

/// A break is told wherever the world ends: also by a scenario that only measures.
impl Drop for World {
    fn drop(&mut self) {
        let broken = self.invariants.broken();
        assert!(thread::panicking() || broken.is_empty(), "broken: {broken:?}");
    }
}

/// What led to the first break, or all that happened if `FLEET_HISTORY` is set.
fn shown(history: &str) -> String {
    const LINES: usize = 150;
    if env::var_os("FLEET_HISTORY").is_some() {
        return history.to_owned();
    }
    let lines: Vec<&str> = history.lines().collect();
    let first = lines.iter().position(|line| line.contains(" !! ")).unwrap_or(lines.len());
    lines[first.saturating_sub(LINES)..(first + 1).min(lines.len())].join("\n")
}
