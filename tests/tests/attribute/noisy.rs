//! Arguments that tell when they are dropped, and the ways in which a call ends.

use core::cell::RefCell;
use core::mem::take;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::callee::{Answer, Error};

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Notes when it is dropped.
pub(crate) struct Noisy(pub(crate) &'static str);

impl Noisy {
    pub(crate) fn weight(&self) -> u32 {
        u32::from(!self.0.is_empty())
    }

    pub(crate) fn name(&self) -> &'static str {
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    Finish,
    ReturnEarly,
    Fail,
    Panic,
}

pub(crate) const WAYS: [Way; 4] = [Way::Finish, Way::ReturnEarly, Way::Fail, Way::Panic];

pub(crate) fn go(way: Way) -> Answer<bool> {
    match way {
        Way::Finish => Ok(false),
        Way::ReturnEarly => Ok(true),
        Way::Fail => Err(Error::Down),
        Way::Panic => resume_unwind(Box::new("the body panicked")),
    }
}

/// What a call drops, in order.
pub(crate) fn dropped_by(call: impl FnOnce()) -> Vec<&'static str> {
    DROPPED.with_borrow_mut(Vec::clear);
    let _panicked = catch_unwind(AssertUnwindSafe(call));
    DROPPED.with_borrow_mut(take)
}
