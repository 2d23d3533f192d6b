//! Numbers as people write them: `1_500`, `10,5`, `.5`, `1/2`, `ten`.

/// A number of zero or more, and what is odd about how it was written.
#[derive(Debug)]
pub(super) struct Amount {
    /// Without a point: `105` of `10.5`.
    pub(super) digits: String,
    /// By what to divide them: `10` of `10.5`; nothing if that is too much, or zero.
    divisor: Option<u128>,
    /// A way of writing that Rust does not have.
    pub(super) oddity: Option<String>,
    /// `1,000` is a thousand to some, and one to others.
    pub(super) is_ambiguous: bool,
    pub(super) is_negative: bool,
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

impl Amount {
    /// The number in front of `text`, and what follows.
    pub(super) fn split_off(text: &str) -> Option<(Self, &str)> {
        if let Some(found) = Self::in_words(text) {
            return Some(found);
        }
        let mut number = Self::whole("");
        let sign = text.chars().next().filter(|c| matches!(c, '+' | '-' | '\u{2212}'));
        number.odd(sign);
        number.is_negative = sign.is_some_and(|sign| sign != '+');
        let rest = number.digits_of(&text[sign.map_or(0, char::len_utf8)..]);
        let rest = number.decimals_of(rest);
        let rest = number.denominator_of(rest);
        (!number.digits.is_empty()).then_some((number, rest))
    }

    pub(super) fn is_whole(&self) -> bool {
        self.divisor == Some(1)
    }

    /// `1,000`.
    pub(super) fn groups_thousands(&self) -> bool {
        let is_comma = self.oddity.as_deref() == Some("unexpected `,`");
        is_comma && self.divisor == Some(1000)
    }

    /// By what the digits are divided.
    pub(super) fn below_one(&self) -> Option<u128> {
        self.divisor
    }

    /// That many times `unit`, if it is a whole number; too many saturate.
    pub(super) fn times(&self, unit: u128) -> Option<u128> {
        let divisor = self.divisor?;
        let Ok(digits) = self.digits.parse::<u128>() else { return Some(u128::MAX) };
        let Some(product) = digits.checked_mul(unit) else { return Some(u128::MAX) };
        (product % divisor == 0).then_some(product / divisor)
    }

    fn whole(digits: &str) -> Self {
        let (digits, divisor) = (digits.to_owned(), Some(1));
        Self { digits, divisor, oddity: None, is_ambiguous: false, is_negative: false }
    }

    fn in_words(text: &str) -> Option<(Self, &str)> {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let lower = word.to_lowercase();
        // `a` is a number in front of a unit alone.
        let is_article = rest.is_empty() && lower.starts_with('a');
        let (_, number) = WORDS.into_iter().find(|(known, _)| *known == lower && !is_article)?;
        let mut amount = Self::whole(&number.to_string());
        amount.oddity = Some(format!("unexpected `{word}`"));
        Some((amount, rest))
    }

    fn odd(&mut self, found: Option<char>) {
        let oddity = found.map(|found| format!("unexpected `{found}`"));
        self.oddity = self.oddity.take().or(oddity);
    }

    /// Digits, with what some put between them.
    fn digits_of<'a>(&mut self, text: &'a str) -> &'a str {
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            let is_grouping = matches!(letter, '_' | '\'' | '\u{2019}');
            if let Some(digit) = digit(letter) {
                self.digits.push(digit);
                self.odd(Some(letter).filter(|letter| !letter.is_ascii()));
            } else if is_grouping && !self.digits.is_empty() && starts_with_digit(after) {
                self.odd(Some(letter));
            } else {
                break;
            }
            rest = after;
        }
        rest
    }

    fn decimals_of<'a>(&mut self, text: &'a str) -> &'a str {
        let is_point = |c: char| c == '.' || c == ',';
        let is_in_front_of_unit =
            |after: &str| after.starts_with(|c: char| c == '%' || c.is_alphabetic());
        if let Some(after) = text.strip_prefix(is_point).filter(|after| is_in_front_of_unit(after))
        {
            self.odd(text.chars().next());
            return after;
        }
        let Some(after) = text.strip_prefix(is_point).filter(|after| starts_with_digit(after))
        else {
            return text;
        };
        let is_comma = text.starts_with(',');
        let (before, is_missing) = (self.digits.len(), self.digits.is_empty());
        let is_nothing = self.digits.trim_start_matches('0').is_empty();
        let rest = self.digits_of(after);
        let decimals = self.digits.len() - before;
        self.divisor = u32::try_from(decimals).ok().and_then(|places| 10_u128.checked_pow(places));
        if is_missing {
            (self.digits, self.oddity) =
                (format!("0{}", self.digits), Some("missing digit".to_owned()));
        }
        self.odd(is_comma.then_some(','));
        let goes_on = rest.strip_prefix(is_point).is_some_and(starts_with_digit);
        self.odd(rest.chars().next().filter(|_| goes_on));
        self.is_ambiguous = goes_on || (is_comma && decimals == 3 && !is_nothing);
        rest
    }

    fn denominator_of<'a>(&mut self, text: &'a str) -> &'a str {
        let Some(after) = text.strip_prefix('/').filter(|after| starts_with_digit(after)) else {
            return text;
        };
        let mut below = Self::whole("");
        let rest = below.digits_of(after);
        let below = below.digits.parse::<u128>().ok().filter(|below| *below > 0);
        self.divisor = self.divisor.zip(below).and_then(|(one, other)| one.checked_mul(other));
        self.odd(Some('/'));
        rest
    }
}

/// As ASCII has it.
fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(letter) - 0xff10, 10),
        _ => None,
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.chars().next().is_some_and(|letter| digit(letter).is_some())
}
