//! What was meant by a text that is no duration.
//!
//! A user who follows a fix replaces the whole text by it. So a fix contains all that was written,
//! or there is none.

mod advice;
mod reading;

use reading::Reading;

/// What is wrong with `text`, which is no range, and what to write instead.
pub(super) fn mistake(text: &str) -> String {
    Reading::of(text).map_or_else(|without_fix| without_fix, Reading::advice)
}
