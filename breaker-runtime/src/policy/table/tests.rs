//! What each row reads, it writes.

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
        (Field::HalfOpenCalls, "4 of 5", Setting::HalfOpenCallsOf(4, 5)),
        (Field::Enabled, "false", Setting::Enabled(false)),
    ] {
        assert_eq!(field.setting(text), Ok(setting), "{text}");
        assert_eq!(Field::parse(setting.field().as_str()), Some(field));
    }
}

#[test]
fn what_is_no_value_is_told_what_is_one() {
    for &field in Field::ALL {
        for text in ["", "5 apples", "-1", "10", "%"] {
            match field.setting(text) {
                Err(expected) => assert_eq!(expected, field.row().expects),
                Ok(_) => assert_eq!(text, "10", "{field:?}"),
            }
        }
    }
}

/// A value that was set is what is shown and written, and what is written is read as the same.
#[test]
fn every_row_reads_what_it_writes() {
    for (field, text) in [
        (Field::Threshold, "7"),
        (Field::Threshold, "12.5%"),
        (Field::Window, "7 calls"),
        (Field::Window, "1m 30s"),
        (Field::Consecutive, "7"),
        (Field::OpenFor, "7s"),
        (Field::MaxOpenFor, "1h"),
        (Field::Jitter, "7%"),
        (Field::HalfOpenCalls, "7"),
        (Field::HalfOpenCalls, "4 of 5"),
        (Field::RampUp, "7s"),
        (Field::SlowCall, "7ms"),
        (Field::DryRun, "true"),
        (Field::LastError, "true"),
        (Field::Enabled, "false"),
    ] {
        let policy = Policy::new().with(field.setting(text).unwrap());
        assert_eq!((field.row().value)(&policy.settings()).to_string(), text, "{field:?}");
        if field != Field::Window {
            assert_ne!(policy.to_string(), Policy::new().to_string(), "{field:?}");
        }
    }
}
