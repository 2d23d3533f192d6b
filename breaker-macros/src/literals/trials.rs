//! Trial calls of which some may fail, such as `"4 of 5"`.

use super::count;
use super::text::unwrapped;

/// How many must succeed, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trials {
    pub(crate) successes: u32,
    pub(crate) calls: u32,
}

/// Of the runtime: trial calls that it counts where some may fail.
const MOST: u32 = 65_535;

/// What people write between the two numbers; the longer before what it has in it.
const BETWEEN: [&str; 7] = [" out of ", " of ", " in ", " from ", "of", "/", ":"];

impl Trials {
    /// Reads a text that says two numbers, or says what to write instead; nothing of other texts.
    pub(crate) fn read(text: &str) -> Option<Result<Self, String>> {
        let (successes, calls) = numbers(text)?;
        let written = format!("{successes} of {calls}");
        let is_so = text.trim() == written;
        let read = Self::of(&successes, &calls);
        Some(read.and_then(|read| if is_so { Ok(read) } else { Err(other_form(&written)) }))
    }

    /// What to write for a text that says two numbers in another form, and makes sense.
    pub(crate) fn meant(text: &str) -> Option<String> {
        let (successes, calls) = numbers(text)?;
        let makes_sense = Self::of(&successes, &calls).is_ok();
        makes_sense.then(|| other_form(&format!("{successes} of {calls}")))
    }

    fn of(successes: &str, calls: &str) -> Result<Self, String> {
        let [successes, calls] = [successes, calls].map(number);
        if successes == 0 || calls == 0 {
            return Err("at least one trial call must succeed".to_owned());
        }
        if successes.max(calls) > MOST {
            return Err(format!("some may fail of at most {MOST} trial calls"));
        }
        if successes > calls {
            return Err(format!(
                "more successes than trial calls: write \"{calls} of {successes}\""
            ));
        }
        Ok(Self { successes, calls })
    }
}

fn other_form(written: &str) -> String {
    format!("expected `of` between two numbers: write \"{written}\"")
}

/// Too many digits are too many calls.
fn number(digits: &str) -> u32 {
    if digits.starts_with('-') { 0 } else { digits.parse().unwrap_or(u32::MAX) }
}

/// The digits of both.
fn numbers(text: &str) -> Option<(String, String)> {
    let text = unwrapped(text).map_or(text.trim(), |(_, inner)| inner).to_lowercase();
    BETWEEN.iter().find_map(|between| {
        let (successes, calls) = text.split_once(between)?;
        Some((count::meant(successes)?, count::meant(calls)?))
    })
}

#[cfg(test)]
mod tests {
    use super::Trials;

    #[test]
    fn accepts() {
        for (text, successes, calls) in [
            ("4 of 5", 4, 5),
            (" 1 of 2 ", 1, 2),
            ("3 of 3", 3, 3),
            ("04 of 5", 4, 5),
            ("1 of 65535", 1, 65_535),
        ] {
            assert_eq!(Trials::read(text), Some(Ok(Trials { successes, calls })), "{text}");
        }
    }

    #[test]
    fn explains() {
        let other = "expected `of` between two numbers: write \"4 of 5\"";
        for (text, message) in [
            ("4/5", other),
            ("4 / 5", other),
            ("4:5", other),
            ("4of5", other),
            ("4  of 5", other),
            ("4 OF 5", other),
            ("4 out of 5", other),
            ("4 in 5", other),
            ("four of five", other),
            ("4 of 5 calls", other),
            ("'4 of 5'", other),
            ("5 of 4", "more successes than trial calls: write \"4 of 5\""),
            ("5/4", "more successes than trial calls: write \"4 of 5\""),
            ("0 of 5", "at least one trial call must succeed"),
            ("4 of 0", "at least one trial call must succeed"),
            ("-4 of 5", "at least one trial call must succeed"),
            ("4 of 65536", "some may fail of at most 65535 trial calls"),
            ("99999999999 of 99999999999", "some may fail of at most 65535 trial calls"),
        ] {
            assert_eq!(Trials::read(text), Some(Err(message.to_owned())), "{text}");
        }
    }

    #[test]
    fn one_number_is_none() {
        for text in ["", "3", "of", "4 of", "of 5", "many of 5", "3 calls", "80%", "half"] {
            assert_eq!(Trials::read(text), None, "{text}");
        }
    }
}
