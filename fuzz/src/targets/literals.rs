//! Times, windows and shares in quotes: the parsers against the grammar written down a second time,
//! and against `humantime`.

mod oracle;

use std::time::Duration;

use crate::Target;
use crate::literals::duration;
use crate::literals::share::{percent::Percent, spread::Spread};
use crate::literals::window::Window;
use crate::mutate::Vocabulary;

/// Inputs are what would stand between the quotes.
pub const TARGET: Target =
    Target { name: "literals", check, vocabulary: &Vocabulary { phrases: TEXTS, texts: TEXTS } };

fn check(text: &str) -> bool {
    let time = duration::parse(text);
    same("time", text, &time, oracle::time(text));
    same("window", text, &Window::parse(text).map(said), oracle::window(text));
    same(
        "threshold",
        text,
        &Percent::parse(text).map(Percent::millionths),
        oracle::threshold(text),
    );
    same("jitter", text, &Spread::parse(text).map(Spread::millionths), oracle::jitter(text));

    if let Ok(time) = time {
        agrees_with_humantime(text, time);
        stays_the_same(time);
    }
    fixes_work(text, duration::parse);
    fixes_work(text, Window::parse);
    fixes_work(text, Percent::parse);
    fixes_work(text, Spread::parse);
    true
}

fn said(window: Window) -> Result<Duration, u32> {
    match window {
        Window::Time(time) => Ok(time),
        Window::Calls(calls) => Err(calls),
    }
}

fn same<T: PartialEq + core::fmt::Debug>(
    what: &str,
    text: &str,
    found: &Result<T, String>,
    expected: Option<T>,
) {
    assert_eq!(found.as_ref().ok(), expected.as_ref(), "{what} {text:?}: {found:?}");
    if let Err(message) = found {
        assert!(!message.is_empty() && !message.contains('\n'), "{what} {text:?}: {message}");
    }
}

/// What reads times in overrides means the same. It counts what is less than a second in 64 bits of
/// nanoseconds.
fn agrees_with_humantime(text: &str, time: Duration) {
    match humantime::parse_duration(text.trim()) {
        Err(humantime::DurationError::NumberOverflow) => {
            assert!(time > Duration::from_nanos(u64::MAX), "{text:?}");
        }
        other => assert_eq!(other, Ok(time), "{text:?}"),
    }
}

/// Messages write times as one would type them.
fn stays_the_same(time: Duration) {
    let typed = duration::grammar::text(time);
    assert_eq!(typed.as_deref().map(duration::parse), Some(Ok(time)), "{typed:?}");
}

/// What a message says to write is right.
fn fixes_work<T>(text: &str, parse: fn(&str) -> Result<T, String>) {
    // Shown again in the message it would look like a fix.
    let is_quoted = text.contains("write");
    let Some(message) = parse(text).err().filter(|_| !is_quoted) else { return };
    for fix in message.split("write \"").skip(1).filter_map(|rest| rest.split('"').next()) {
        // Nothing of one unit is right beside another one.
        let beside = |other: &str| parse(&format!("{other} {fix}"));
        let again = parse(fix)
            .or_else(|wrong| beside("7d").or_else(|_| beside("7h")).map_err(|_| wrong))
            .err();
        assert_eq!(again, None, "{text:?}: {message}");
    }
}

/// Also of the attribute.
pub(crate) const TEXTS: &[&str] = &[
    "10s",
    "1m 30s",
    "1m30s",
    "250ms",
    "7us",
    "1ns",
    "2h",
    "1d",
    "100 calls",
    "1 call",
    "50%",
    "12.5%",
    "0%",
    "100%",
    "0.0001%",
    "99.9999%",
    "1.5s",
    "0.25h",
    "10 sec",
    "10 seconds",
    "2 weeks",
    "3 years",
    "5min",
    "10µs",
    "10MS",
    "1w",
    "1M",
    "PT10S",
    "-5s",
    "+5s",
    "100 requests",
    "100calls",
    "50 %",
    "50 percent",
    "50pct",
    ".5%",
    "50.%",
    "5.",
    ".5",
    "ns",
    "us",
    "ms",
    "s",
    "m",
    "h",
    "d",
    "calls",
    "call",
    "Calls",
    "req",
    "executions",
    "%",
    "percent",
    "p",
    "0",
    "1",
    "00",
    "010",
    "0.0",
    "1.0000",
    "1e3",
    "inf",
    "nan",
    "18446744073709551615s",
    "18446744073709551616s",
    "340282366920938463463374607431768211455ns",
    "340282366920938463463374607431768211456ns",
    "213503982334601d",
    "4294967295 calls",
    "4294967296 calls",
    "off",
    "true",
    "false",
    "\u{a0}",
    "\u{2003}",
    "\t",
    "٣s",
    "K",
    "ſ",
    "İ",
    " ",
    "  ",
    ".",
    ",",
    "_",
    "-",
    "+",
];
