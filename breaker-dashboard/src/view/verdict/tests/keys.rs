//! What is said of keys.

use breaker_runtime::State;

use super::{key, line, of, says};
use crate::document::Level;
use crate::record::keys::Keys;

#[test]
fn keys_are_counted_and_each_speaks_for_itself() {
    for (in_state, [down, waiting], level, text) in [
        ([11, 1, 0, 0, 0, 0, 0], [1, 0], Level::Outage, "of 12 keys of fetch, 1 is down"),
        (
            [7, 2, 1, 1, 1, 0, 0],
            [2, 1],
            Level::Outage,
            "of 12 keys of fetch, 2 are down, 1 is waiting for a call, 1 is recovering and 1 is \
             forced open",
        ),
        ([0, 0, 0, 1, 0, 0, 0], [0, 0], Level::Recovering, "of 1 key of fetch, 1 is recovering"),
        ([1, 0, 0, 0, 0, 2, 0], [0, 0], Level::Forced, "of 3 keys of fetch, 2 are forced closed"),
        (
            [3, 0, 4, 0, 0, 0, 0],
            [0, 4],
            Level::Recovering,
            "of 7 keys of fetch, 4 are waiting for a call",
        ),
        (
            [3, 0, 4, 0, 0, 0, 0],
            [1, 3],
            Level::Outage,
            "of 7 keys of fetch, 1 is down and 3 are waiting for a call",
        ),
        (
            [3, 0, 4, 0, 0, 0, 0],
            [0, 1],
            Level::Recovering,
            "of 7 keys of fetch, 1 is waiting for a call and 3 are tried after an order",
        ),
        (
            [3, 0, 1, 0, 0, 0, 1],
            [0, 0],
            Level::Recovering,
            "of 5 keys of fetch, 1 is tried after an order and 1 would reject calls, but is in a \
             dry run: calls pass",
        ),
        (
            [3, 1, 0, 0, 0, 0, 2],
            [1, 0],
            Level::Outage,
            "of 6 keys of fetch, 1 is down and 2 would reject calls, but are in a dry run: calls \
             pass",
        ),
        (
            [3, 0, 0, 0, 0, 0, 1],
            [0, 0],
            Level::DryRun,
            "of 4 keys of fetch, 1 would reject calls, but is in a dry run: calls pass",
        ),
    ] {
        let mut whole = line(0, "fetch", State::Closed);
        whole.facts.keys = Some(Box::new(Keys { in_state, down, waiting, ..Keys::default() }));
        assert_eq!(says(whole), (level, text.to_owned()));
    }
    let text = "fetch[a\\nb] has been down for 2 min 10 s; its calls are rejected, and it has no \
                fallback of its own";
    assert_eq!(says(key(3, "a\nb", State::Open)), (Level::Outage, text.to_owned()));
}

#[test]
fn a_few_keys_that_speak_for_themselves_are_not_counted_beside() {
    let mut whole = line(0, "fetch", State::Closed);
    whole.facts.keys = Some(Box::new(Keys {
        in_state: [3, 1, 0, 0, 0, 0, 0],
        down: 1,
        waiting: 0,
        ..Keys::default()
    }));
    let said = of(&[key(1, "a", State::Open), whole.clone()]).more;
    assert_eq!(said.iter().map(|said| said.circuit).collect::<Vec<_>>(), [Some(1)]);
    whole.facts.keys = Some(Box::new(Keys {
        in_state: [3, 2, 0, 0, 0, 0, 0],
        down: 2,
        waiting: 0,
        ..Keys::default()
    }));
    let said = of(&[key(1, "a", State::Open), whole]).more;
    assert_eq!(said.len(), 2, "a key that is not shown is counted");
}

#[test]
fn what_is_said_of_many_keys_names_the_worst_of_them_and_says_it_once() {
    let mut whole = line(0, "fetch", State::Closed);
    let in_state = [3, 5, 0, 0, 0, 0, 0];
    whole.facts.keys = Some(Box::new(Keys { in_state, down: 5, waiting: 0, ..Keys::default() }));
    whole.of_keys.worst = Some(1);
    let said = of(&[whole, key(1, "a", State::Open), key(2, "b", State::Open)]).more;
    let text = "of 8 keys of fetch, 5 are down; fetch[a] has been down for 2 min 10 s; its calls \
                are rejected, and it has no fallback of its own";
    assert_eq!((said[0].circuit, &*said[0].text), (Some(0), text));
    assert_eq!(said.iter().map(|said| said.circuit).collect::<Vec<_>>(), [Some(0), Some(2)]);
}
