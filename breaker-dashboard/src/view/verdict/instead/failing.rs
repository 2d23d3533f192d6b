//! Whether the calls of one that answers fail, too.

use breaker_runtime::State;

use crate::view::line::{Line, since};
use crate::words::counted;

/// One call in so many fails where that is said of who answers.
const SO_MANY: u64 = 10;

/// The time that failures are counted in.
const MINUTE_MS: u64 = 60_000;

/// `, where 20 of 20 calls failed of late`, of one whose calls fail to a tenth or more.
pub(super) fn of_late(line: &Line, now: i64) -> String {
    let all = line.minute.failed_of_ended().filter(|_| passed_all(line, now));
    let failed = all.filter(|(failed, ended)| failed * SO_MANY >= *ended);
    failed.map_or_else(String::new, |(failed, ended)| {
        format!(", where {failed} of {} failed of late", counted(ended, "call"))
    })
}

/// Whether each of its calls of late was let through: what failed was no trial call, and no call of
/// an outage that has ended.
fn passed_all(line: &Line, now: i64) -> bool {
    let closed = matches!(line.facts.state, State::Closed | State::ForcedClosed);
    let settled = line.facts.opened == 0 || since(now, line.facts.since) >= MINUTE_MS;
    line.is_dry() || closed && settled
}
