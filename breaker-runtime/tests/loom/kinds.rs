//! S11: a window goes from one kind to another while calls end. Each call is one of before the
//! change, which empties the window, or one of after it: no failure is lost or counted by both
//! rules, and no success breaks or dilutes what it did not come into.

use breaker_runtime::{CircuitBreaker, Overrides, Setting, Window, registry};

use crate::in_a_row::{ASK, Beginning, FAIL, SUCCEED, Step, ends_as_in_a_row};
use crate::steered::listed;
use crate::{fail, succeed};

/// A rule that opens at the second failure of two calls.
type Rule = fn() -> Overrides;

fn of_modelled(setting: Setting) -> Overrides {
    Overrides::new().circuit("modelled", setting)
}

const COUNT: Rule = || of_modelled(Setting::Threshold(2));
const LAST_CALLS: Rule = || COUNT().circuit("modelled", Setting::Window(Window::calls(9)));
const IN_A_ROW: Rule = || of_modelled(Setting::Consecutive(2));
const SHARE: Rule =
    || of_modelled(Setting::ThresholdPercent(60.0)).circuit("modelled", Setting::MinCalls(2));

/// The circuit with this rule, after a success and a failure.
fn begun(rule: Rule) -> &'static CircuitBreaker {
    let breaker = listed();
    registry().configure(&rule()).unwrap();
    succeed(breaker);
    fail(breaker);
    breaker
}

macro_rules! changes {
    ($($name:ident: $from:ident => $to:ident;)+) => {$(
        #[test]
        fn $name() {
            const BEGUN: Beginning = || (begun($from), [None, None]);
            const CHANGE: &[Step] = &[|_, _| _ = registry().configure(&$to()).unwrap()];
            ends_as_in_a_row(BEGUN, &[ASK, FAIL, ASK, SUCCEED, ASK, FAIL], CHANGE);
        }
    )+};
}

changes! {
    a_kind_goes_from_count_to_share_while_calls_end: COUNT => SHARE;
    a_kind_goes_from_share_to_a_row_while_calls_end: SHARE => IN_A_ROW;
    a_kind_goes_from_a_row_to_count_while_calls_end: IN_A_ROW => COUNT;
    a_kind_goes_from_count_to_a_row_while_calls_end: COUNT => IN_A_ROW;
    a_kind_goes_from_a_row_to_share_while_calls_end: IN_A_ROW => SHARE;
    a_kind_goes_from_share_to_count_while_calls_end: SHARE => COUNT;
    a_kind_goes_from_count_to_calls_while_calls_end: COUNT => LAST_CALLS;
    a_kind_goes_from_calls_to_a_row_while_calls_end: LAST_CALLS => IN_A_ROW;
    a_kind_goes_from_share_to_calls_while_calls_end: SHARE => LAST_CALLS;
}
