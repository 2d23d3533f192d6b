//! Shares by which a time may vary, such as `"20%"`.

use super::meant::of_ratio;
use super::millionths::in_units;
use super::reading::read;
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
        let not_a_share = |text: &str| format!("`{}` is not a share such as \"20%\"", shown(text));
        read(text, 0, missing_sign, not_a_share).map(Self)
    }

    /// Of the time that varies.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
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
            ("±20%", Err("`±20%` is not a share such as \"20%\"")),
            ("1/5", Err("`1/5` is not how a share is written: write \"20%\"")),
            ("200", Err("a share must be at most 100%")),
            ("\t1 in\n2", Err("`1 in\\n2` is not a share such as \"20%\"")),
            ("0.00001%", Err("at most four decimals: write \"0%\"")),
            ("20 %", Err("space before `%`: write \"20%\"")),
            ("20 percent", Err("unknown unit `percent`: write \"20%\"")),
            ("101%", Err("a share must be at most 100%")),
            ("-5%", Err("`-5%` is not a share such as \"20%\"")),
            (".5%", Err("`.5%` is not how a share is written: write \"0.5%\"")),
            ("full", Err("`full` is not a share such as \"20%\"")),
            ("1s", Err("`1s` is not a share such as \"20%\"")),
        ] {
            let parsed = Spread::parse(text).map(Spread::millionths);
            assert_eq!(parsed, expected.map_err(str::to_owned), "{text}");
        }
    }
}
