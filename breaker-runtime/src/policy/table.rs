//! The table of settings: reading, showing, overriding and writing a setting come from its row.
//!
//! A new setting is a row here, a field of [`Settings`](super::Settings), and a setter of
//! [`Policy`].

use core::fmt;
use core::time::Duration;

use super::literals::share::percent;
use super::literals::{count, duration, share, trials, window};
use super::row::{Row, expects, set, settings};
use super::value::Value;
use super::{Policy, Rule, Window, limits};

settings! {
    Threshold "threshold" {
        read COUNT_OR_SHARE: |text| {
            let share = share::parse(text).map(|share| Setting::ThresholdPercent(percent(share)));
            share.or_else(|| count(text).map(Setting::Threshold))
        };
        value: |settings| match settings.rule {
            Rule::Count { failures, .. } => Value::Count(failures),
            Rule::Share { millionths, .. } => Value::Share(millionths),
            Rule::Consecutive { .. } => Value::Off,
        };
        // The rule as a whole: the three below have no part of their own.
        phrase: |settings, f| write!(f, "{}", settings.rule);
        /// Opens the circuit at this many failures:
        /// [`Policy::threshold`](crate::Policy::threshold).
        Threshold(failures: u32) => |policy| policy.threshold(failures);
        /// Opens the circuit at this percentage of failed calls:
        /// [`Policy::threshold_percent`](crate::Policy::threshold_percent).
        ThresholdPercent(percent: f64) => |policy| policy.threshold_percent(percent);
    }
    Window "window" {
        read WINDOW: |text| window::parse(text).map(Setting::Window);
        value: |settings| match settings.rule {
            Rule::Count { window, .. } | Rule::Share { window, .. } => Value::Window(window),
            Rule::Consecutive { .. } => Value::Off,
        };
        phrase: |_, _| Ok(());
        /// Sets the window, of time or of calls: [`Policy::over`](crate::Policy::over).
        Window(window: Window) => |policy| policy.over(window);
    }
    MinCalls "min_calls" {
        read COUNT: |text| count(text).map(Setting::MinCalls);
        value: |settings| match settings.rule {
            Rule::Share { min_calls, .. } => Value::Count(min_calls),
            Rule::Count { .. } | Rule::Consecutive { .. } => Value::Off,
        };
        phrase: |_, _| Ok(());
        /// Sets how many calls the window must hold for a percentage:
        /// [`Policy::min_calls`](crate::Policy::min_calls).
        MinCalls(calls: u32) => |policy| policy.min_calls(calls);
    }
    Consecutive "consecutive" {
        read COUNT: |text| count(text).map(Setting::Consecutive);
        value: |settings| match settings.rule {
            Rule::Consecutive { failures } => Value::Count(failures),
            Rule::Count { .. } | Rule::Share { .. } => Value::Off,
        };
        phrase: |_, _| Ok(());
        /// Opens the circuit at this many failures in a row, instead of a threshold and its window:
        /// [`Policy::consecutive`](crate::Policy::consecutive).
        Consecutive(failures: u32) => |policy| policy.consecutive(failures);
    }
    OpenFor "open_for" {
        read TIME: |text| duration::parse(text).map(Setting::OpenFor);
        value: |settings| Value::Time(settings.open_for);
        phrase: |settings, f| write!(f, ", open for {:?}", settings.open_for);
        /// Sets how long the circuit stays open: [`Policy::open_for`](crate::Policy::open_for).
        OpenFor(time: Duration) => |policy| policy.open_for(time);
    }
    MaxOpenFor "max_open_for" {
        read TIME_OR_OFF: |text| time_or_off(text, Setting::MaxOpenFor);
        value: |settings| Value::time_or_off(settings.max_open_for);
        phrase: |settings, f| if_some(settings.max_open_for, |time| {
            write!(f, " doubling up to {time:?}")
        });
        /// Doubles the open time up to this: [`Policy::max_open_for`](crate::Policy::max_open_for);
        /// `None` for no back-off.
        MaxOpenFor(time: Option<Duration>) => |policy| match time {
            Some(time) => policy.max_open_for(time),
            None => Policy { max_open_for: None, ..policy },
        };
    }
    Jitter "jitter" {
        read SHARE: |text| share::parse(text).map(percent).map(Setting::JitterPercent);
        value: |settings| Value::Share(settings.jitter_millionths);
        phrase: |settings, f| match settings.jitter_millionths {
            0 => Ok(()),
            share => write!(f, " ±{}", share::Shown(share)),
        };
        /// Spreads each open time by this percentage:
        /// [`Policy::jitter_percent`](crate::Policy::jitter_percent).
        JitterPercent(percent: f64) => |policy| policy.jitter_percent(percent);
    }
    HalfOpenCalls "half_open_calls" {
        read TRIALS: |text| {
            let some = trials::parse(text).map(|(some, all)| Setting::HalfOpenCallsOf(some, all));
            some.or_else(|| count(text).map(Setting::HalfOpenCalls))
        };
        value: |settings| match (settings.half_open_calls, settings.half_open_calls_of) {
            (calls, all) if calls == all => Value::Count(calls),
            (some, all) => Value::Trials(some, all),
        };
        phrase: |settings, f| match (settings.half_open_calls, settings.half_open_calls_of) {
            (1, 1) => f.write_str(", 1 trial call"),
            (calls, all) if calls == all => write!(f, ", {calls} trial calls"),
            (some, all) => write!(f, ", {} trial calls", trials::Shown(some, all)),
        };
        /// Sets how many trial calls must succeed:
        /// [`Policy::half_open_calls`](crate::Policy::half_open_calls).
        HalfOpenCalls(calls: u32) => |policy| policy.half_open_calls(calls);
        /// Sets how many of so many trial calls must succeed:
        /// [`Policy::half_open_calls_of`](crate::Policy::half_open_calls_of).
        HalfOpenCallsOf(successes: u32, calls: u32) => |policy| {
            policy.half_open_calls_of(successes, calls)
        };
    }
    RampUp "ramp_up" {
        read TIME_OR_OFF: |text| time_or_off(text, Setting::RampUp);
        value: |settings| Value::time_or_off(settings.ramp_up);
        phrase: |settings, f| if_some(settings.ramp_up, |time| {
            write!(f, ", ramp-up over {time:?}")
        });
        /// Admits a growing share of the calls after closing:
        /// [`Policy::ramp_up`](crate::Policy::ramp_up); `None` for all at once.
        RampUp(time: Option<Duration>) => |policy| match time {
            Some(time) => policy.ramp_up(time),
            None => Policy { ramp_up: None, ..policy },
        };
    }
    SlowCall "slow_call" {
        read TIME_OR_OFF: |text| time_or_off(text, Setting::SlowCall);
        value: |settings| Value::time_or_off(settings.slow_call);
        phrase: |settings, f| if_some(settings.slow_call, |time| {
            write!(f, ", slow after {time:?}")
        });
        /// Counts longer calls as failures: [`Policy::slow_call`](crate::Policy::slow_call); `None`
        /// for any time.
        SlowCall(time: Option<Duration>) => |policy| match time {
            Some(time) => policy.slow_call(time),
            None => Policy { slow_call: None, ..policy },
        };
    }
    DryRun "dry_run" {
        read FLAG: |text| text.parse().ok().map(Setting::DryRun);
        value: |settings| Value::Flag(settings.dry_run);
        phrase: |settings, f| f.write_str(if settings.dry_run { ", dry run" } else { "" });
        /// Whether the circuit reports and never rejects:
        /// [`Policy::dry_run`](crate::Policy::dry_run).
        DryRun(dry_run: bool) => |policy| policy.dry_run(dry_run);
    }
    LastError "last_error" {
        read FLAG: |text| text.parse().ok().map(Setting::LastError);
        value: |settings| Value::Flag(settings.last_error);
        phrase: |settings, f| {
            f.write_str(if settings.last_error { ", errors remembered" } else { "" })
        };
        /// Whether the circuit keeps the text of the last error:
        /// [`Policy::last_error`](crate::Policy::last_error).
        LastError(last_error: bool) => |policy| policy.last_error(last_error);
    }
    Enabled "enabled" {
        read FLAG: |text| text.parse().ok().map(Setting::Enabled);
        value: |settings| Value::Flag(settings.enabled);
        phrase: |settings, f| f.write_str(if settings.enabled { "" } else { ", disabled" });
        /// Whether the circuit is switched on: [`Policy::enabled`](crate::Policy::enabled).
        Enabled(enabled: bool) => |policy| policy.enabled(enabled);
    }
    // No policy has these two: see `limits`. They stand last, for they have no bit of `Origins`.
    Timeout "timeout" {
        read TIME_OR_OFF: |text| time_or_off(text, Setting::Timeout);
        value: |_| Value::Off;
        phrase: |_, _| Ok(());
        /// Drops calls after this time, where the function has a `timeout` of its own; `None` for
        /// any time. The guide says [more](crate::_guide::overrides#timeout-and-max_keys).
        Timeout(time: Option<Duration>) => |policy| limits::timeout(policy, time);
    }
    MaxKeys "max_keys" {
        read COUNT: |text| count(text).map(Setting::MaxKeys);
        value: |_| Value::Off;
        phrase: |_, _| Ok(());
        /// Bounds the circuits of a function that has one for each key. The guide says
        /// [when](crate::_guide::overrides#timeout-and-max_keys).
        MaxKeys(keys: u32) => |policy| limits::max_keys(policy, keys);
    }
}

impl Field {
    pub(crate) const fn as_str(self) -> &'static str {
        self.row().name
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// Whether it is of calls or keys, and of no policy.
    pub(crate) const fn is_limit(self) -> bool {
        matches!(self, Self::Timeout | Self::MaxKeys)
    }

    /// Whether it says what opens the circuit, by a window.
    pub(crate) const fn is_of_windows(self) -> bool {
        matches!(self, Self::Threshold | Self::Window | Self::MinCalls)
    }

    /// This field with the value that `text` says, or what that may be.
    pub(super) fn setting(self, text: &str) -> Result<Setting, &'static str> {
        let row = self.row();
        (row.read)(text.trim()).ok_or(row.expects)
    }
}

fn time_or_off(text: &str, setting: fn(Option<Duration>) -> Setting) -> Option<Setting> {
    if text == "off" {
        return Some(setting(None));
    }
    duration::parse(text).map(|time| setting(Some(time)))
}

fn if_some(time: Option<Duration>, write: impl FnOnce(Duration) -> fmt::Result) -> fmt::Result {
    time.map_or(Ok(()), write)
}

#[cfg(test)]
mod tests;
