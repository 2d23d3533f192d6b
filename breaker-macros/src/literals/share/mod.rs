//! Shares, such as `"50%"`: of calls, and by which a time may vary.

mod meant;
pub(crate) mod millionths;
pub(crate) mod percent;
mod reading;
pub(crate) mod spread;
