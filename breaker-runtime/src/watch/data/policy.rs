//! A policy in the attribute's own words.

use core::fmt;
use core::time::Duration;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::policy::{Policy, Rule, Window};

/// A table of the attribute's arguments, with the values that they have there: `{"threshold": 5,
/// "window": "10s", "open_for": "30s", ..}`. [`Overrides`](crate::Overrides) reads it.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(None)?;
        rule(&mut table, self.rule())?;
        table.serialize_entry("open_for", &Time(self.open_time()))?;
        if let Some(time) = self.longest_open_time() {
            table.serialize_entry("max_open_for", &Time(time))?;
        }
        table.serialize_entry("jitter", &Percent(self.jitter_millionths()))?;
        table.serialize_entry("half_open_calls", &self.trial_calls())?;
        if let Some(time) = self.ramp_up_time() {
            table.serialize_entry("ramp_up", &Time(time))?;
        }
        if let Some(time) = self.slow_after() {
            table.serialize_entry("slow_call", &Time(time))?;
        }
        table.serialize_entry("dry_run", &self.is_dry_run())?;
        table.serialize_entry("enabled", &self.is_enabled())?;
        table.end()
    }
}

fn rule<M: SerializeMap>(table: &mut M, rule: Rule) -> Result<(), M::Error> {
    match rule {
        Rule::Count { failures, window } => {
            table.serialize_entry("threshold", &failures)?;
            table.serialize_entry("window", &Trailing(window))
        }
        Rule::Share { millionths, min_calls, window } => {
            table.serialize_entry("threshold", &Percent(millionths))?;
            table.serialize_entry("window", &Trailing(window))?;
            table.serialize_entry("min_calls", &min_calls)
        }
        Rule::Consecutive { failures } => table.serialize_entry("consecutive", &failures),
    }
}

/// Declares that a value is written as its text.
macro_rules! as_text {
    ($($value:ty),*) => {$(
        impl Serialize for $value {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
as_text!(Time, Trailing, Percent);

/// `1m 30s`.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_nanos();
        let mut separator = "";
        for (unit, nanos) in UNITS {
            let count = rest / nanos;
            rest %= nanos;
            if count > 0 {
                write!(f, "{separator}{count}{unit}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}

/// In nanoseconds.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// `10s` or `100 calls`.
struct Trailing(Window);

impl fmt::Display for Trailing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Window::Time(time) => Time(time).fmt(f),
            calls @ Window::Calls(_) => calls.fmt(f),
        }
    }
}

/// Of millionths: `12.5%`.
struct Percent(u32);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", f64::from(self.0) / 10_000.0)
    }
}
