//! Numbers as people write them: `1_500`, `10,5`, `.5`, `1/2`, `ten`, `１０`.

use crate::policy::literals::split_digits;

/// A number of zero or more.
pub(super) struct Number {
    /// Without a point: `105` of `10.5`.
    digits: String,
    /// By what to divide them: `10` of `10.5`; nothing if that is too much, or zero.
    divisor: Option<u128>,
    /// `5.0` as well as `5.5`.
    pub(super) has_point: bool,
    /// `1/2`.
    pub(super) is_fraction: bool,
}

const WORDS: [(&str, u32); 19] = [
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("sixty", 60),
    ("hundred", 100),
];

impl Number {
    /// The number in front of a [`plain`] text, and what follows.
    pub(super) fn split_off(text: &str) -> Option<(Self, &str)> {
        let text = text.strip_prefix('+').unwrap_or(text);
        if let Some(found) = Self::in_words(text) {
            return Some(found);
        }
        let (whole, rest) = split_digits(text);
        let decimals = rest.strip_prefix('.').map_or("", |rest| split_digits(rest).0);
        let has_point = !decimals.is_empty();
        let rest = if has_point { &rest[decimals.len() + 1..] } else { rest };
        let places = u32::try_from(decimals.len()).ok();
        let divisor = places.and_then(|places| 10_u128.checked_pow(places));
        let number =
            Self { digits: format!("{whole}{decimals}"), divisor, has_point, is_fraction: false };
        (!whole.is_empty()).then(|| number.divided(rest))
    }

    fn in_words(text: &str) -> Option<(Self, &str)> {
        let end = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let word = word.to_lowercase();
        // `a` is a number in front of a unit alone.
        let is_article = rest.is_empty() && word.starts_with('a');
        let (_, number) = WORDS.into_iter().find(|(known, _)| *known == word && !is_article)?;
        let (digits, divisor) = (number.to_string(), Some(1));
        Some((Self { digits, divisor, has_point: false, is_fraction: false }, rest))
    }

    /// `1/2`.
    fn divided(mut self, rest: &str) -> (Self, &str) {
        let Some((below, after)) = rest.strip_prefix('/').map(split_digits) else {
            return (self, rest);
        };
        if below.is_empty() {
            return (self, rest);
        }
        self.is_fraction = true;
        let below = below.parse::<u128>().ok().filter(|below| *below > 0);
        self.divisor = self.divisor.zip(below).and_then(|(one, other)| one.checked_mul(other));
        (self, after)
    }

    /// As it was written, if it was written as a whole number.
    pub(super) fn whole(&self) -> Option<&str> {
        (self.divisor == Some(1)).then_some(&*self.digits)
    }

    /// `3.0`; nothing for `1.000`, which may be a thousand.
    pub(super) fn rounded(&self) -> Option<String> {
        self.divisor.filter(|&divisor| divisor < 1_000)?;
        self.times(1).map(|number| number.to_string())
    }

    pub(super) fn is_at_most_one(&self) -> bool {
        let digits = self.digits.parse::<u128>().ok();
        digits.zip(self.divisor).is_some_and(|(digits, divisor)| digits <= divisor)
    }

    /// That many times `unit`, if it is a whole number; too many saturate.
    pub(super) fn times(&self, unit: u128) -> Option<u128> {
        let divisor = self.divisor?;
        let digits = self.digits.parse::<u128>().ok();
        let Some(product) = digits.and_then(|digits| digits.checked_mul(unit)) else {
            return Some(u128::MAX);
        };
        (product % divisor == 0).then_some(product / divisor)
    }
}

/// A text with its numbers as Rust has them, or why nobody knows what they are: `1,000` is a
/// thousand to some, and one to others.
pub(super) fn plain(text: &str) -> Result<String, String> {
    let letters: Vec<char> = text.chars().map(as_ascii).collect();
    let mut plain = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let (before, after) = letters.split_at(at);
        match (letter, &after[1..]) {
            ('_' | '\'', after) if ends_in_digit(before) && starts_with_digit(after) => {}
            ('.' | ',', after) => match point(letter, before, after)? {
                Some(point) => plain.push_str(point),
                None => plain.push(letter),
            },
            _ => plain.push(letter),
        }
    }
    Ok(plain)
}

/// What a point or comma is, if it belongs to a number.
fn point(letter: char, before: &[char], after: &[char]) -> Result<Option<&'static str>, String> {
    let unexpected = |letter| Err(format!("unexpected `{letter}`"));
    let is_unit = |letter: &char| *letter == '%' || letter.is_alphabetic();
    if !starts_with_digit(after) {
        let is_superfluous = ends_in_digit(before) && after.first().is_some_and(is_unit);
        return Ok(is_superfluous.then_some(""));
    }
    if !ends_in_digit(before) {
        // A comma behind a part is one between two.
        let is_first = match before.last() {
            None => true,
            Some(before) => letter == '.' && (*before == ' ' || "%<>=~+-\u{b1}".contains(*before)),
        };
        return Ok(is_first.then_some("0."));
    }
    let places = after.iter().take_while(|letter| letter.is_ascii_digit()).count();
    match &after[places..] {
        [next @ ('.' | ','), rest @ ..] if starts_with_digit(rest) => return unexpected(*next),
        _ => {}
    }
    let whole = before.iter().rev().take_while(|letter| letter.is_ascii_digit());
    let is_nothing = whole.copied().all(|digit| digit == '0');
    if letter == ',' && places == 3 && !is_nothing { unexpected(letter) } else { Ok(Some(".")) }
}

/// Digits, signs and blanks of other keyboards.
fn as_ascii(letter: char) -> char {
    match letter {
        '\u{ff10}'..='\u{ff19}' => {
            char::from_digit(u32::from(letter) - 0xff10, 10).unwrap_or(letter)
        }
        '\u{ff05}' => '%',
        '\u{2212}' => '-',
        '\u{2019}' => '\'',
        blank if blank.is_whitespace() => ' ',
        other => other,
    }
}

fn ends_in_digit(letters: &[char]) -> bool {
    letters.last().is_some_and(char::is_ascii_digit)
}

fn starts_with_digit(letters: &[char]) -> bool {
    letters.first().is_some_and(char::is_ascii_digit)
}
