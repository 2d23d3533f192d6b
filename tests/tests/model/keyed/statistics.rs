//! What is to happen to keys, for the sequences to prove anything.

use super::table::{Seat, Table};
use crate::statistics::{Share, share};

/// Of any sequences.
pub(super) const ALWAYS: &[Share<Table>] = &[
    share("gave circuits to other keys", 70, |table| table.marks.given_away > 0),
    share("had a key open, recover and open again", 50, |table| {
        any(table, |seat| seat.model.marks.opened_after_recovery > 0)
    }),
    share("kept the circuit of a key for what it had to remember", 80, |table| {
        table.marks.kept > 0
    }),
    share("admitted keys unguarded", 60, |table| table.marks.unguarded > 0),
    share("gave circuits that had opened to other keys", 30, |table| {
        table.marks.given_away_open > 0
    }),
    share("gave closed ones with failures to other keys", 5, |table| {
        table.marks.given_away_with_failures > 0
    }),
    share("had failures whose key had another circuit", 5, |table| table.marks.passed_on > 0),
    share("had failures for which their key got a circuit", 5, |table| {
        table.marks.took_a_place > 0
    }),
    share("had keys come while all were forced", 5, |table| table.marks.came_under_force > 0),
    share("had results of calls whose circuit was another key's", 25, |table| {
        table.marks.outlived > 0
    }),
    share("had keys come back", 65, |table| table.marks.came_back > 0),
];

/// Of those in which the policy changes.
pub(super) const WHILE_POLICIES_CHANGE: &[Share<Table>] = &[
    share("gave circuits to other keys", 60, |table| table.marks.given_away > 0),
    share("had a key open, recover and open again", 50, |table| {
        any(table, |seat| seat.model.marks.opened_after_recovery > 0)
    }),
    share("admitted keys unguarded", 30, |table| table.marks.unguarded > 0),
    share("changed several circuits at once", 60, |table| {
        table.seats.iter().filter(|seat| !seat.model.marks.reconfigured_in.is_empty()).count() > 1
    }),
];

fn any(table: &Table, happened: fn(&Seat) -> bool) -> bool {
    table.seats.iter().any(happened)
}
