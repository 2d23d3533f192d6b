//! What is said of a wrong value: what overrides say of it, too.

use super::arguments::{assert_mistakes, mistakes};
use crate::args::key::Key;

/// The runtime's tests read it as well.
const MISTAKES: &str = include_str!("../../../breaker-runtime/src/policy/literals/mistakes.txt");

#[test]
fn a_wrong_value_is_told_what_overrides_tell() {
    let mut wrong = Vec::new();
    for line in MISTAKES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (argument, said) = line.split_once(" => ").unwrap();
        let (name, text) = argument.split_once(' ').unwrap();
        let text = text.replace("<nbsp>", "\u{a0}");
        let is_number = text.parse::<f64>().is_ok() && !text.contains(['+', '-', 'e']);
        let in_quotes = format!("{text:?}");
        let written = [Some(&in_quotes), Some(&text).filter(|_| is_number)];
        for value in written.into_iter().flatten() {
            let found = mistakes(&format!("{name} = {value}"));
            let message = found.into_iter().map(|(_, message)| message).next().unwrap_or_default();
            let is_so = match said.strip_prefix("! ") {
                Some(reason) => message.contains(reason) && proposed(name, &message).is_empty(),
                None => proposed(name, &message) == said.split(" | ").collect::<Vec<_>>(),
            };
            is_right(name, said);
            if !is_so {
                wrong.push(format!("{line}\n    {value}: {message}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever follows a proposal is told nothing more.
fn is_right(name: &str, said: &str) {
    let is_left_out = |fix: &&str| *fix != "off" && !fix.starts_with("! ");
    for fix in said.split(" | ").filter(is_left_out) {
        let is_bare = fix.parse::<u32>().is_ok() || fix.parse::<bool>().is_ok();
        let value = if is_bare { fix.to_owned() } else { format!("\"{fix}\"") };
        // As few calls as the window holds.
        let rule = if name == "window" { "threshold = 1, " } else { "" };
        assert_mistakes(&format!("{rule}{name} = {value}"), &[]);
    }
}

/// The values that a message says to write, without what an attribute has around them.
fn proposed(name: &str, message: &str) -> Vec<String> {
    if message.ends_with("remove it") {
        return vec![if name == Key::Jitter.name() { "0%" } else { "off" }.to_owned()];
    }
    let Some((_, said)) = message.split_once(": write ") else { return Vec::new() };
    if !said.starts_with(['"', '`']) {
        return Vec::new();
    }
    let argument = format!("{name} = ");
    let plain = |fix: &str| {
        let value = fix.trim_matches('`');
        value.strip_prefix(&argument).unwrap_or(value).trim_matches('"').to_owned()
    };
    let mut rest = said;
    let mut fixes = Vec::new();
    while let Some(start) = rest.find(['"', '`']) {
        let quote = &rest[start..=start];
        let Some(length) = rest[start + 1..].find(quote) else { break };
        fixes.push(plain(&rest[start..start + length + 2]));
        rest = &rest[start + length + 2..];
    }
    // Another argument is no value of this one.
    fixes.retain(|fix| !fix.contains(" = "));
    fixes
}
