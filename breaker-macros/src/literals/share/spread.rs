//! Shares by which a time may vary, such as `"20%"`.

use super::meant::{is_negative, of_ratio};
use super::millionths::{in_units, shown as in_percent};
use super::reading::{instead, read};
use crate::literals::text::shown;

/// A share by which a time may vary, from 0% to 100%.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spread(u32);

impl Spread {
    /// Parses a share that may be 0%, or says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let missing_sign = |number: &str| {
            let number = of_ratio(number);
            in_units(&number, 0)
                .map_or_else(|wrong| wrong, |_| format!("missing `%`: write \"{number}%\""))
        };
        read(text, 0, missing_sign, not_a_share).map(Self)
    }

    /// Of the time that varies.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
    }
}

fn not_a_share(text: &str) -> String {
    if is_negative(text) {
        return "a share that goes both ways: write it without `-`".to_owned();
    }
    // `±20%` is what `20%` means.
    let share = ["\u{b1}", "+/-", "+-"].iter().find_map(|sign| text.strip_prefix(sign));
    match share.map(Spread::parse) {
        Some(Ok(Spread(share))) => instead(text, &in_percent(share)),
        Some(Err(wrong)) => wrong,
        None => format!("`{}` is not a share such as \"20%\"", shown(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn spreads() {
        for (text, expected) in [
            ("0%", Ok(0)),
            ("20%", Ok(200_000)),
            (" 12.5% ", Ok(125_000)),
            ("100%", Ok(1_000_000)),
            ("20", Err("missing `%`: write \"20%\"")),
            ("0.2", Err("missing `%`: write \"20%\"")),
            ("0.125", Err("missing `%`: write \"12.5%\"")),
            ("1.0", Err("missing `%`: write \"100%\"")),
            ("1.5", Err("missing `%`: write \"1.5%\"")),
            ("12,5%", Err("`12,5%` is not how a share is written: write \"12.5%\"")),
            ("±20%", Err("`±20%` is not how a share is written: write \"20%\"")),
            ("1/5", Err("`1/5` is not how a share is written: write \"20%\"")),
            ("200", Err("a share must be at most 100%")),
            ("\t1 in\n2", Err("`1 in\\n2` is not a share such as \"20%\"")),
            ("0.00001%", Err("at most four decimals: write one such as \"12.5%\"")),
            ("20 %", Err("space before `%`: write \"20%\"")),
            ("20 percent", Err("unknown unit `percent`: write \"20%\"")),
            ("101%", Err("a share must be at most 100%")),
            ("-5%", Err("a share that goes both ways: write it without `-`")),
            (".5%", Err("`.5%` is not how a share is written: write \"0.5%\"")),
            ("full", Err("`full` is not a share such as \"20%\"")),
            ("1s", Err("`1s` is not a share such as \"20%\"")),
        ] {
            let parsed = Spread::parse(text).map(Spread::millionths);
            assert_eq!(parsed, expected.map_err(str::to_owned), "{text}");
        }
    }
}
