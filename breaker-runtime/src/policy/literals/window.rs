//! Windows as the attribute has them: a time such as `10s`, or calls such as `100 calls`.

use core::fmt;

use super::{count, duration};
use crate::policy::Window;

/// Nothing for what the attribute would refuse; an empty one is told of by the policy.
pub(in crate::policy) fn parse(text: &str) -> Option<Window> {
    let text = text.trim();
    match text.split_once(' ').filter(|(_, unit)| matches!(*unit, "call" | "calls")) {
        Some((number, unit)) => {
            let calls = count(number).filter(|&calls| calls == 1 || unit == "calls");
            calls.map(Window::calls)
        }
        None => duration::parse(text).map(Window::time),
    }
}

/// A window in these forms.
pub(in crate::policy) struct Shown(pub(in crate::policy) Window);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Window::Time(time) => duration::Shown(time).fmt(f),
            calls @ Window::Calls(_) => calls.fmt(f),
        }
    }
}
