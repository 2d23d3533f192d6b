//! What is emitted: events of `tracing`, and metrics.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

mod dashboard;
mod harmless;
mod heard;
mod keys;
mod never_down;
mod one_line;
mod publisher;
mod recorded;
mod series;
mod spans;
mod watched;
mod who;
mod words;

use heard::Heard;
use recorded::Recorded;
use watched::Watched;
