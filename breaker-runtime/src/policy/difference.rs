//! What is different about two policies, in the words of the attribute.

use core::fmt;

use super::{Policy, Rule};

/// A setting that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingChange {
    /// The setting's name, as the attribute has it: `open_for`.
    pub name: &'static str,
    /// What it was, as one would write it; `off` for what was not set.
    pub from: String,
    /// What it is now.
    pub to: String,
}

impl fmt::Display for SettingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.name, self.from, self.to)
    }
}

/// All that differ, in the order of the documentation.
pub(crate) fn differences(from: Policy, to: Policy) -> Vec<SettingChange> {
    let settings = settings(from).into_iter().zip(settings(to));
    let differ = settings.filter(|((_, from), (_, to))| from != to);
    differ.map(|((name, from), (_, to))| SettingChange { name, from, to }).collect()
}

fn settings(policy: Policy) -> [(&'static str, String); 12] {
    let (threshold, window, min_calls, consecutive) = rule(policy.rule());
    [
        ("threshold", threshold),
        ("window", window),
        ("min_calls", min_calls),
        ("consecutive", consecutive),
        ("open_for", format!("{:?}", policy.open_time())),
        ("max_open_for", or_off(policy.longest_open_time())),
        ("jitter", format!("{}%", f64::from(policy.jitter_millionths()) / 10_000.0)),
        ("half_open_calls", policy.trial_calls().to_string()),
        ("ramp_up", or_off(policy.ramp_up_time())),
        ("slow_call", or_off(policy.slow_after())),
        ("dry_run", policy.is_dry_run().to_string()),
        ("enabled", policy.is_enabled().to_string()),
    ]
}

fn rule(rule: Rule) -> (String, String, String, String) {
    let off = || OFF.to_owned();
    match rule {
        Rule::Count { failures, window } => {
            (failures.to_string(), window.to_string(), off(), off())
        }
        Rule::Share { millionths, min_calls, window } => (
            format!("{}%", f64::from(millionths) / 10_000.0),
            window.to_string(),
            min_calls.to_string(),
            off(),
        ),
        Rule::Consecutive { failures } => (off(), off(), off(), failures.to_string()),
    }
}

const OFF: &str = "off";

fn or_off(time: Option<core::time::Duration>) -> String {
    time.map_or_else(|| OFF.to_owned(), |time| format!("{time:?}"))
}
