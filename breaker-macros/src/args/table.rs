//! The table of arguments: all that is known of an argument beside its value stands in its row.
//!
//! A new setting of the policy that has one of these forms is a row here, and a setter of that name
//! in the runtime. The documentation has the same table (a test compares them), and editors
//! complete from it.

/// What an argument belongs to, and how its value is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The policy of the circuit.
    Setting(Measure),
    /// The circuit.
    Circuit,
    /// The calls of one function.
    Call,
    /// The same, written `key(..)` instead of `key = ..`.
    Arms,
}

/// The kind of a setting's value, by which it is read and judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Count,
    /// `3`, `"4 of 5"`.
    Trials,
    /// `5`, `"50%"`.
    CountOrShare,
    /// `"0%"` as well.
    Spread,
    Time,
    /// `"10s"`, `"9 calls"`.
    Window,
    Flag,
}

/// What the documentation says, and fixes.
pub(crate) struct Row {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// How values are written.
    pub(crate) form: &'static str,
    /// A valid value, as one would type it.
    pub(super) example: &'static str,
    /// As one would type it; empty if there is none.
    pub(crate) default: &'static str,
    pub(crate) meaning: &'static str,
}

macro_rules! arguments {
    ($($key:ident $name:literal: $kind:ident $(($form:expr))? {
        form: $written:literal,
        example: $example:literal,
        default: $default:literal,
        meaning: $meaning:literal,
    })+) => {
        /// An argument of the attribute.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key,)+
        }

        impl Key {
            /// In the order of the documentation.
            pub(crate) const ALL: &[Self] = &[$(Self::$key),+];

            pub(crate) const fn row(self) -> &'static Row {
                match self {
                    $(Self::$key => &Row {
                        name: $name,
                        kind: Kind::$kind $(($form))?,
                        form: $written,
                        example: $example,
                        default: $default,
                        meaning: $meaning,
                    },)+
                }
            }
        }
    };
}

arguments! {
    Threshold "threshold": Setting(Measure::CountOrShare) {
        form: "`5`, `\"50%\"`",
        example: "5",
        default: "5",
        meaning: "failures, or share of failed calls, that open the circuit",
    }
    Window "window": Setting(Measure::Window) {
        form: "`\"10s\"`, `\"9 calls\"`",
        example: "\"10s\"",
        default: "\"10s\"",
        meaning: "time, or calls, in which `threshold` counts",
    }
    MinCalls "min_calls": Setting(Measure::Count) {
        form: "`20`",
        example: "20",
        default: "20",
        meaning: "with a `%`: calls in the window before the circuit may open",
    }
    Consecutive "consecutive": Setting(Measure::Count) {
        form: "`3`",
        example: "5",
        default: "",
        meaning: "instead of the three above: that many failures in a row",
    }
    OpenFor "open_for": Setting(Measure::Time) {
        form: "`\"30s\"`",
        example: "\"30s\"",
        default: "\"30s\"",
        meaning: "how long the circuit stays open before trial calls",
    }
    MaxOpenFor "max_open_for": Setting(Measure::Time) {
        form: "`\"5m\"`",
        example: "\"5m\"",
        default: "",
        meaning: "each reopening in a row doubles the open time, up to this",
    }
    Jitter "jitter": Setting(Measure::Spread) {
        form: "`\"20%\"`",
        example: "\"20%\"",
        default: "\"0%\"",
        meaning: "spreads each open time by ± that share",
    }
    HalfOpenCalls "half_open_calls": Setting(Measure::Trials) {
        form: "`3`, `\"4 of 5\"`",
        example: "1",
        default: "1",
        meaning: "trial calls that must succeed to close the circuit, all or of how many",
    }
    Probe "probe": Circuit {
        form: "path of a function",
        example: "ping",
        default: "",
        meaning: "tries whether the callee is back, instead of a user's call",
    }
    RampUp "ramp_up": Setting(Measure::Time) {
        form: "`\"10s\"`",
        example: "\"10s\"",
        default: "",
        meaning: "after the trial calls, the share of calls that pass grows over this time",
    }
    SlowCall "slow_call": Setting(Measure::Time) {
        form: "`\"2s\"`",
        example: "\"2s\"",
        default: "",
        meaning: "a call that takes longer is a failure; its result is returned",
    }
    Timeout "timeout": Call {
        form: "`\"3s\"`",
        example: "\"3s\"",
        default: "",
        meaning: "drops an `async` body after this: a failure (feature `tokio`)",
    }
    Fallback "fallback": Call {
        form: "path, closure, expression",
        example: "cached",
        default: "",
        meaning: "answers when the call is rejected",
    }
    FallbackOn "fallback_on": Call {
        form: "`timeout`, `failure`",
        example: "failure",
        default: "open",
        meaning: "answers calls that time out or fail, too",
    }
    Failure "failure": Arms {
        form: "match arms",
        example: "Ok(r) if r.is_bad()",
        default: "",
        meaning: "what counts as a failure",
    }
    Success "success": Arms {
        form: "match arms",
        example: "Err(Error::NotFound)",
        default: "",
        meaning: "what counts as a success",
    }
    Ignore "ignore": Arms {
        form: "match arms",
        example: "Err(Error::Cancelled)",
        default: "",
        meaning: "what counts as neither",
    }
    Open "open": Arms {
        form: "match arms with a time",
        example: "Err(Error::Busy(after)) => *after",
        default: "",
        meaning: "what opens the circuit at once, for the time that the callee asks for",
    }
    Judge "judge": Call {
        form: "`server_errors`",
        example: "server_errors",
        default: "",
        meaning: "instead of arms: a function that returns the `Verdict`",
    }
    Policy "policy": Circuit {
        form: "a `const Policy`",
        example: "HTTP",
        default: "",
        meaning: "base settings, which the arguments beside it override",
    }
    Breaker "breaker": Circuit {
        form: "a `static`",
        example: "DB",
        default: "",
        meaning: "the circuit to use: several functions share one",
    }
    Per "key": Circuit {
        form: "`host`",
        example: "host",
        default: "",
        meaning: "one circuit for each value of this expression",
    }
    MaxKeys "max_keys": Circuit {
        form: "`500`",
        example: "1024",
        default: "1024",
        meaning: "keys that have a circuit of their own at a time",
    }
    DryRun "dry_run": Setting(Measure::Flag) {
        form: "`true`",
        example: "true",
        default: "false",
        meaning: "runs the state machine and reports, rejects nothing",
    }
    LastError "last_error": Setting(Measure::Flag) {
        form: "`true`",
        example: "true",
        default: "false",
        meaning: "remembers the last error's text, which may be personal",
    }
    Name "name": Circuit {
        form: "`\"payments\"`",
        example: "\"payments\"",
        default: "its path",
        meaning: "the circuit's name in the registry, logs and errors",
    }
    Crate "crate": Circuit {
        form: "`::my::breaker`",
        example: "::breaker_runtime",
        default: "::breaker_runtime",
        meaning: "where the runtime is, if re-exported",
    }
    Skip "skip": Call {
        form: "alone",
        example: "true",
        default: "",
        meaning: "on a method of a block: leaves the method out",
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Kind};

    /// The documentation's rows, with what is called and written alike in one.
    #[test]
    fn the_documentation_has_the_same_table() {
        // The first one: another says what `fallback_on` does.
        let is_row = |line: &&str| line.starts_with("/// |");
        let documented = include_str!("../lib.rs").lines().skip_while(|line| !is_row(line));
        let documented = documented.take_while(is_row);
        let documented = documented.filter_map(|line| line.strip_prefix("/// | `"));
        let is_of_arms =
            |row: &&str| row.starts_with("failure(..)`") || row.starts_with("open(..)`");
        let documented: Vec<_> =
            documented.filter(|row| !is_of_arms(row)).map(str::to_owned).collect();
        let is_in_it = |key: &&Key| key.row().kind != Kind::Arms;
        let rows = Key::ALL.iter().filter(is_in_it).map(|key| {
            let row = key.row();
            let default = match row.default {
                "" => "–".to_owned(),
                prose if prose.contains(' ') => prose.to_owned(),
                value => format!("`{value}`"),
            };
            format!("{}` | {} | {default} | {} |", row.name, row.form, row.meaning)
        });
        assert_eq!(rows.collect::<Vec<_>>(), documented);
    }
}
