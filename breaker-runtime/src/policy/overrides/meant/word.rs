//! What people say for on and off.

use super::Meant;
use crate::policy::row::expects;

const ON: [&str; 8] = ["on", "yes", "y", "t", "1", "true", "always", "enabled"];

const OFF: [&str; 12] = [
    "off",
    "no",
    "n",
    "f",
    "0",
    "false",
    "never",
    "none",
    "null",
    "disabled",
    "disable",
    "unlimited",
];

/// Nothing if the text is none of these words, or a number where numbers are expected.
pub(super) fn meant(text: &str, expected: &str) -> Option<Meant> {
    let text = text.to_lowercase();
    let is_on = ON.contains(&&*text) || text == "enable";
    let is_off = OFF.contains(&&*text);
    let is_digit = text == "0";
    let value = |value: &str| Some(Ok(vec![value.to_owned()]));
    let because = |why: &str| Some(Err(why.to_owned()));
    match expected {
        expects::FLAG if is_on => value("true"),
        expects::FLAG if is_off => value("false"),
        expects::FLAG => misspelt(&text).and_then(value),
        expects::TIME_OR_OFF if is_off => value("off"),
        _ if !is_off || is_digit => None,
        expects::SHARE => value("0%"),
        expects::TIME | expects::COUNT_OR_SHARE => {
            because("a circuit opens: for one that only reports set `dry_run`")
        }
        expects::WINDOW => {
            because("without a window there are failures in a row: set `consecutive`")
        }
        expects::COUNT | expects::TRIALS => because("the least is 1"),
        _ => None,
    }
}

/// `ture`, `flase`.
fn misspelt(text: &str) -> Option<&'static str> {
    ["true", "false"].into_iter().find(|flag| strsim::jaro_winkler(text, flag) >= 0.8)
}
