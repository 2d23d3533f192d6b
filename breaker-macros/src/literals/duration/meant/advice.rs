//! What is said of a text that was understood: the cause, and a fix that means the same.

use super::reading::{Part, Reading};
use crate::literals::duration::grammar::{
    SECOND, UNITS, from_nanos, in_units, strict, too_long, too_short,
};
use crate::literals::duration::unitless;

const WEEK: u128 = 7 * 86_400 * SECOND;

impl Reading<'_> {
    /// The cause, and a fix if there is one that means the same.
    pub(super) fn advice(mut self) -> String {
        let repeated = self.repeated_unit();
        if repeated.is_some() && self.cause.as_deref().is_some_and(is_separator) {
            // Two times, and nobody knows which.
            return self.without_fix();
        }
        self.cause = self.cause.or_else(|| repeated.map(|unit| format!("repeated unit `{unit}`")));
        let mut total = Some(0_u128);
        for part in &self.parts {
            match part.nanos() {
                Ok(nanos) => total = total.and_then(|total| total.checked_add(nanos)),
                Err(Inexact) => return self.example(part.unit),
            }
        }
        let Some(total) = total.filter(|total| from_nanos(*total) != Err(too_long())) else {
            return too_long();
        };
        if total == 0 {
            return too_short();
        }
        if let Some(advice) = self.number_alone() {
            return advice;
        }
        let as_written: Vec<_> = self.parts.iter().filter_map(Part::rewritten).collect();
        let fix = Some(as_written.join(" ")).filter(|fix| strict(fix) == Some(total));
        let Some(fix) = fix.or_else(|| in_units(total)) else { return self.without_fix() };
        let cause = self.cause.as_deref().unwrap_or("not a duration");
        format!("{cause}: write \"{fix}\"")
    }

    fn repeated_unit(&self) -> Option<&'static str> {
        let mut seen = Vec::new();
        let units = self.parts.iter().map(|part| part.unit);
        units.into_iter().find(|unit| {
            let is_repeated = seen.contains(unit);
            seen.push(*unit);
            is_repeated
        })
    }

    /// `"10"`, so that nobody takes seconds for milliseconds. A fraction is one of seconds where it
    /// is too small for another unit.
    fn number_alone(&self) -> Option<String> {
        let [Part { amount, has_unit: false, .. }] = &*self.parts else { return None };
        if amount.is_whole() {
            return Some(unitless::advice(&amount.digits, &[]));
        }
        let is_large = amount.times(SECOND).is_some_and(|nanos| nanos >= 100 * SECOND);
        let digits = || amount.times(1).map(|number| number.to_string());
        let advice = || digits().map(|digits| unitless::advice(&digits, &[]));
        is_large.then(|| advice().unwrap_or_else(|| self.without_fix()))
    }

    fn example(&self, unit: &str) -> String {
        let cause = self.cause.as_deref().unwrap_or("not a whole number");
        match unit {
            _ if !cause.starts_with("not a whole") && !cause.starts_with("unknown") => {
                self.without_fix()
            }
            "w" => format!("{cause}: write one such as \"7d\""),
            _ => format!("{cause}: write one such as \"10{unit}\""),
        }
    }
}

/// No whole number of nanoseconds.
struct Inexact;

impl Part {
    /// In nanoseconds; too many saturate.
    fn nanos(&self) -> Result<u128, Inexact> {
        let length = UNITS.into_iter().find(|(name, _)| *name == self.unit);
        self.amount.times(length.map_or(WEEK, |(_, length)| length)).ok_or(Inexact)
    }

    /// In the words of the grammar, with the numbers that were written; nothing for a fraction of
    /// zero.
    fn rewritten(&self) -> Option<String> {
        if self.amount.is_whole() && self.unit != "w" {
            return Some(format!("{}{}", self.amount.digits, self.unit));
        }
        self.nanos().ok().and_then(in_units)
    }
}

fn is_separator(cause: &str) -> bool {
    ["unexpected `,`", "unexpected `;`", "unexpected `and`"].contains(&cause)
}
