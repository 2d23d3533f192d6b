//! How long a circuit may reject every call, whatever happens to the fleet: a rule of every run.

use core::time::Duration;

use breaker_runtime::{Policy, State};

use super::World;
use crate::times::ms;

/// What was told so long ago may be heard now.
const LATE: Duration = ms(2000);
/// A renewal is told so often, and a bit later.
const RENEWED: Duration = ms(1100);
/// A turn that fails takes so long beside renewals: until it begins, has a call, and that fails.
const TURN: Duration = ms(200 + 1000 + 1000);
/// Random times, the answer that is waited for, and a network that is slow.
const MOMENT: Duration = ms(1500);

impl World {
    /// A call was rejected. Beyond its own open time a circuit waits for that of each trial that
    /// failed elsewhere, and of one opening, for trials that hang, and for two open times of its
    /// own.
    pub(super) fn require_patience(&mut self, process: usize, circuit: usize) {
        let now = self.now;
        let it = &mut self.processes[process].circuits[circuit];
        if it.in_flight > 0 || !matches!(it.breaker.state(), State::Open | State::HalfOpen) {
            it.free = now;
        }
        let (free, policy) = (it.free, it.policy);
        let waits = it.rejects(now);
        let most = self.longest_patience(free, &policy);
        self.require(waits <= most, |_| format!("{process} rejects for {waits:?} of {most:?}"));
    }

    fn longest_patience(&self, since: Duration, policy: &Policy) -> Duration {
        let count = u32::try_from(self.processes.len()).unwrap_or(u32::MAX);
        let turns = count.clamp(10, 100) * 3 / 2 + 1;
        let open = self.longest_open.min(longest_wait(policy));
        let [failures, trips, renewals] = self.invariants.told_since(since.saturating_sub(LATE));
        let own = policy.settings().open_for;
        let hangs = (RENEWED * renewals).min(2 * own * turns);
        let failures = failures.saturating_add(trips.min(1)).min(turns);
        open * (1 + failures) + TURN * failures + hangs + 2 * own + MOMENT
    }

    /// The longest open time of a policy is waited for.
    pub(super) fn knows_open_time(&mut self, time: Duration) {
        self.longest_open = self.longest_open.max(time);
    }
}

/// As a circuit of this policy is open at most.
pub(super) fn longest_open(policy: &Policy) -> Duration {
    let settings = policy.settings();
    with_jitter(policy, settings.max_open_for.unwrap_or(settings.open_for))
}

/// As it waits for others at most.
fn longest_wait(policy: &Policy) -> Duration {
    let settings = policy.settings();
    let most = settings.max_open_for.map(|most| with_jitter(policy, most));
    most.unwrap_or(settings.open_for * 10)
}

fn with_jitter(policy: &Policy, time: Duration) -> Duration {
    time + time * policy.settings().jitter_millionths / 1_000_000
}
