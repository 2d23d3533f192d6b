//! What bodies do: `?`, early `return`, loops with labels, macros, inner attributes and items.

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, Error, ask, ask_later, assert_guarded, wait};

#[circuit_breaker(threshold = 2, name = "early return")]
fn early_return(works: bool) -> Answer {
    if !works {
        return Err(Error::Down);
    }
    for _ in 0..3 {
        if works {
            return Ok(1);
        }
    }
    Ok(2)
}

#[circuit_breaker(threshold = 2, name = "question mark")]
fn question_mark(works: bool) -> Answer {
    let answer = ask(works)?;
    Ok(ask(true)? + answer)
}

#[circuit_breaker(threshold = 2, name = "async question mark")]
async fn async_question_mark(works: bool) -> Answer {
    if works && ask_later(works).await? > 100 {
        return Ok(0);
    }
    let answer = ask_later(works).await?;
    Ok(ask_later(true).await? + answer)
}

#[circuit_breaker(threshold = 2, name = "labels")]
fn labels(works: bool) -> Answer {
    let mut sum = 0;
    'rows: for row in 0..10 {
        for column in 0..10 {
            if column > row {
                continue 'rows;
            }
            if row == 5 {
                break 'rows;
            }
            sum += column;
        }
    }
    let found = 'search: {
        if sum > 0 {
            break 'search sum;
        }
        0
    };
    ask(works).map(|answer| answer + found)
}

#[circuit_breaker(threshold = 2, name = "items")]
fn items(works: bool) -> Answer {
    #![allow(clippy::items_after_statements)]
    const BASE: u32 = 1;
    use core::cmp::max;
    struct Local(u32);
    fn helper(local: &Local) -> u32 {
        local.0
    }
    macro_rules! added {
        ($($term:expr),*) => { 0 $(+ $term)* };
    }
    ask(works).map(|answer| added!(answer, BASE, helper(&Local(max(1, 2)))))
}

#[circuit_breaker(threshold = 2, name = "closures")]
fn closures(works: bool) -> Answer {
    let asked = || -> Answer { Ok(ask(works)? + 1) };
    let inner = async { ask_later(works).await };
    drop(inner);
    asked()
}

#[circuit_breaker(threshold = 2, name = "diverging")]
fn diverging(works: bool) -> Answer {
    let mut asked = 0;
    loop {
        asked += 1;
        match ask(works) {
            Ok(answer) if asked > 2 => return Ok(answer),
            Ok(_) => {}
            Err(error) => return Err(error),
        }
    }
}

#[circuit_breaker(threshold = 2, name = "unsafe block")]
fn with_unsafe(works: bool) -> Answer {
    let answer = ask(works)?;
    let pointer = &raw const answer;
    // SAFETY: it points to a live local.
    Ok(unsafe { *pointer })
}

#[test]
fn early_returns_leave_the_body_and_not_the_guard() {
    assert_guarded("early return", early_return);
}

#[test]
fn question_marks() {
    assert_guarded("question mark", question_mark);
    assert_guarded("async question mark", |works| wait(async_question_mark(works)));
}

#[test]
fn labelled_loops_and_blocks() {
    assert_guarded("labels", labels);
}

#[test]
fn items_of_their_own() {
    assert_guarded("items", items);
}

#[test]
fn closures_and_futures_inside() {
    assert_guarded("closures", closures);
}

#[test]
fn a_body_that_only_returns() {
    assert_guarded("diverging", diverging);
}

#[test]
fn unsafe_blocks() {
    assert_guarded("unsafe block", with_unsafe);
}

#[test]
fn a_body_that_only_panics_is_a_failure() {
    #[circuit_breaker(threshold = 1, name = "panicking body")]
    fn panicking() -> Answer {
        std::panic::resume_unwind(Box::new("mine"))
    }
    let payload = std::panic::catch_unwind(panicking).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"mine"));
    assert!(matches!(panicking(), Err(Error::Rejected(_))));
}
