//! What a value was meant to be that is none of its field: what to write instead, or why there is
//! nothing to write.
//!
//! The compiler says the same of the attribute. `policy/literals/mistakes.txt` is what the tests of
//! both crates read: a proposal means what was written, or there is none.

mod count;
mod number;
mod range;
mod share;
mod time;
mod trials;
mod word;

use core::fmt;

use crate::policy::Policy;
use crate::policy::row::expects;
use crate::policy::table::Field;

/// What to write, the likeliest first; or why there is nothing, where the form does not tell.
type Meant = Result<Vec<String>, String>;

/// Why there is nothing to write: what is expected says it.
const NOTHING_TO_ADD: &str = "";

/// What to write instead, as the attribute has it.
pub(super) fn suggest(f: &mut fmt::Formatter<'_>, value: &str, expected: &str) -> fmt::Result {
    let fixes = match meant(value, expected) {
        Ok(fixes) => fixes,
        Err(why) if why == NOTHING_TO_ADD => return Ok(()),
        Err(why) => return write!(f, ": {why}"),
    };
    for (at, fix) in fixes.iter().enumerate() {
        write!(f, "{}`{fix}`", if at == 0 { ": write " } else { " or " })?;
    }
    Ok(())
}

fn meant(value: &str, expected: &str) -> Meant {
    let text = unwrapped(value);
    if is_right(text, expected) {
        return Ok(vec![text.to_owned()]);
    }
    let fixes = word::meant(text, expected).unwrap_or_else(|| match expected {
        expects::TIME | expects::TIME_OR_OFF => time::meant(text),
        expects::WINDOW => window(text),
        expects::COUNT => count::in_thousands(text).unwrap_or_else(|| count::meant(text)),
        expects::TRIALS => trials::meant(text)
            .unwrap_or_else(|| count::in_thousands(text).unwrap_or_else(|| count::meant(text))),
        expects::COUNT_OR_SHARE => {
            count::in_thousands(text).unwrap_or_else(|| share::or_failures(text))
        }
        expects::SHARE => share::spread(text),
        _ => Err(NOTHING_TO_ADD.to_owned()),
    });
    fixes.map(|fixes| fixes.into_iter().filter(|fix| is_right(fix, expected)).collect())
}

/// A number alone is a time or calls.
fn window(text: &str) -> Meant {
    if let Some(calls) = count::of_window(text) {
        return calls;
    }
    let times = time::meant(text)?;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let calls = count::of_window(&format!("{text} calls")).filter(|_| is_number);
    Ok(times.into_iter().chain(calls.into_iter().flatten().flatten()).collect())
}

/// Without quotes, which a file of variables keeps and a shell takes away, and without what ends a
/// line elsewhere.
fn unwrapped(value: &str) -> &str {
    let is_quote = |letter: char| matches!(letter, '"' | '\'' | '`' | '\u{201c}' | '\u{201d}');
    let inner = value.trim_start_matches(is_quote);
    let is_quoted = inner.len() < value.len();
    // `5'` are minutes.
    let is_end = |letter: char| {
        matches!(letter, ';' | ',') || letter.is_whitespace() || is_quoted && is_quote(letter)
    };
    let inner = inner.trim_end_matches(is_end).trim();
    if inner.is_empty() { value } else { inner }
}

/// Whether it is a value of what is expected, and makes sense.
fn is_right(text: &str, expected: &str) -> bool {
    let mut fields = Field::ALL.iter().filter(|field| field.row().expects == expected);
    let makes_sense = |setting| Policy::new().with(setting).mistake().is_none();
    fields.any(|field| field.setting(text).is_ok_and(makes_sense))
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::policy::overrides::Problem;
    use crate::policy::table::Field;

    /// The tests of the attribute read it as well.
    const MISTAKES: &str = include_str!("../../literals/mistakes.txt");

    #[test]
    fn a_wrong_value_is_told_what_the_attribute_tells() {
        let mut wrong = Vec::new();
        for line in MISTAKES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (argument, said) = line.split_once(" => ").unwrap();
            let (name, text) = argument.split_once(' ').unwrap();
            let text = text.replace("<nbsp>", "\u{a0}");
            let told = told(Field::parse(name).unwrap(), &text);
            let proposed = told.split_once(": write `").map(|(_, fixes)| fixes.replace('`', ""));
            let is_so = match said.strip_prefix("! ") {
                Some(reason) => told.contains(reason) && proposed.is_none(),
                None => proposed.is_some_and(|fixes| fixes.replace(" or ", " | ") == said),
            };
            if !is_so {
                wrong.push(format!("{line}\n    {told}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// The attribute takes words and numbers that the compiler reads.
    #[test]
    fn what_only_a_text_can_be_is_told_as_well() {
        for (field, text, fix) in [
            ("dry_run", "ture", Some("true")),
            ("enabled", "FLASE", Some("false")),
            ("dry_run", "tru", Some("true")),
            ("dry_run", "perhaps", None),
            ("threshold", "1k", Some("1000")),
            ("min_calls", "2K", Some("2000")),
            ("min_calls", "9999999k", None),
        ] {
            let told = told(Field::parse(field).unwrap(), text);
            let proposed = told.split_once(": write ").map(|(_, fix)| fix.to_owned());
            assert_eq!(proposed, fix.map(|fix| format!("`{fix}`")), "{told}");
        }
    }

    /// Of a value that is none, or makes no sense.
    fn told(field: Field, text: &str) -> String {
        match field.setting(text) {
            Err(expected) => Problem::value(text, expected).to_string(),
            Ok(setting) => {
                let mistake = Policy::new().with(setting).mistake();
                mistake.map(|mistake| mistake.to_string()).unwrap_or_default()
            }
        }
    }
}
