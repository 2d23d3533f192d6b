//! Fields and their values as text: the attribute's own names and forms.

use core::time::Duration;

use super::{Problem, Setting, duration};
use crate::policy::Window;

/// What can be overridden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Threshold,
    Window,
    MinCalls,
    Consecutive,
    OpenFor,
    MaxOpenFor,
    Jitter,
    HalfOpenCalls,
    RampUp,
    SlowCall,
    DryRun,
    Enabled,
}

impl Field {
    pub(super) const ALL: [Self; 12] = [
        Self::Threshold,
        Self::Window,
        Self::MinCalls,
        Self::Consecutive,
        Self::OpenFor,
        Self::MaxOpenFor,
        Self::Jitter,
        Self::HalfOpenCalls,
        Self::RampUp,
        Self::SlowCall,
        Self::DryRun,
        Self::Enabled,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Threshold => "threshold",
            Self::Window => "window",
            Self::MinCalls => "min_calls",
            Self::Consecutive => "consecutive",
            Self::OpenFor => "open_for",
            Self::MaxOpenFor => "max_open_for",
            Self::Jitter => "jitter",
            Self::HalfOpenCalls => "half_open_calls",
            Self::RampUp => "ramp_up",
            Self::SlowCall => "slow_call",
            Self::DryRun => "dry_run",
            Self::Enabled => "enabled",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether it says what opens the circuit, by a window.
    pub(super) const fn is_of_windows(self) -> bool {
        matches!(self, Self::Threshold | Self::Window | Self::MinCalls)
    }

    /// This field with the value that `text` says.
    pub(super) fn setting(self, text: &str) -> Result<Setting, Problem> {
        let text = text.trim();
        let setting = match self {
            Self::Threshold => match percent(text) {
                Some(share) => Some(Setting::ThresholdPercent(share)),
                None => number(text).map(Setting::Threshold),
            },
            Self::Window => window(text).map(Setting::Window),
            Self::MinCalls => number(text).map(Setting::MinCalls),
            Self::Consecutive => number(text).map(Setting::Consecutive),
            Self::OpenFor => duration::parse(text).map(Setting::OpenFor),
            Self::MaxOpenFor => unless_off(text, Setting::MaxOpenFor),
            Self::Jitter => percent(text).map(Setting::JitterPercent),
            Self::HalfOpenCalls => number(text).map(Setting::HalfOpenCalls),
            Self::RampUp => unless_off(text, Setting::RampUp),
            Self::SlowCall => unless_off(text, Setting::SlowCall),
            Self::DryRun => text.parse().ok().map(Setting::DryRun),
            Self::Enabled => text.parse().ok().map(Setting::Enabled),
        };
        setting.ok_or_else(|| Problem::value(text, self.expects()))
    }

    const fn expects(self) -> &'static str {
        match self {
            Self::Threshold => "a number of failures like `5`, or a share like `50%`",
            Self::Window => expects::WINDOW,
            Self::MinCalls | Self::Consecutive | Self::HalfOpenCalls => "a whole number like `5`",
            Self::OpenFor => expects::TIME,
            Self::MaxOpenFor | Self::RampUp | Self::SlowCall => expects::TIME_OR_OFF,
            Self::Jitter => "a share like `20%`",
            Self::DryRun | Self::Enabled => "`true` or `false`",
        }
    }
}

/// What values may be that have a unit.
pub(super) mod expects {
    pub(in super::super) const TIME: &str = "a time with its unit like `30s`";
    pub(in super::super) const TIME_OR_OFF: &str = "a time with its unit like `30s`, or `off`";
    pub(in super::super) const WINDOW: &str = "a time with its unit like `10s`, or `100 calls`";
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

fn percent(text: &str) -> Option<f64> {
    text.strip_suffix('%')?.trim_end().parse().ok()
}

fn unless_off(text: &str, setting: fn(Option<Duration>) -> Setting) -> Option<Setting> {
    if text == "off" {
        return Some(setting(None));
    }
    duration::parse(text).map(|time| setting(Some(time)))
}

fn window(text: &str) -> Option<Window> {
    let calls = text.strip_suffix("calls").or_else(|| text.strip_suffix("call"));
    match calls {
        Some(calls) => number(calls.trim_end()).map(Window::calls),
        None => duration::parse(text).map(Window::time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_forms_of_the_attribute() {
        let second = Duration::from_secs(1);
        for (field, text, setting) in [
            (Field::Threshold, "5", Setting::Threshold(5)),
            (Field::Threshold, "12.5%", Setting::ThresholdPercent(12.5)),
            (Field::Window, "1m 30s", Setting::Window(Window::time(90 * second))),
            (Field::Window, "100 calls", Setting::Window(Window::calls(100))),
            (Field::OpenFor, " 500ms ", Setting::OpenFor(second / 2)),
            (Field::MaxOpenFor, "2h", Setting::MaxOpenFor(Some(7200 * second))),
            (Field::RampUp, "off", Setting::RampUp(None)),
            (Field::Jitter, "0%", Setting::JitterPercent(0.0)),
            (Field::Enabled, "false", Setting::Enabled(false)),
        ] {
            assert_eq!(field.setting(text), Ok(setting), "{text}");
            assert_eq!(Field::parse(setting.field().as_str()), Some(field));
        }
    }

    #[test]
    fn what_is_no_value_is_a_problem_that_says_what_is() {
        for field in Field::ALL {
            for text in ["", "5 apples", "-1", "10", "%"] {
                if let Err(Problem::Value { value, expected }) = field.setting(text) {
                    assert_eq!((&*value, expected), (text, field.expects()));
                } else {
                    assert!(field.setting(text).is_ok() && text == "10", "{field:?} {text}");
                }
            }
        }
    }
}
