//! From one input to another, by words and not by bytes: most of what comes of it can still be
//! read, and goes deep.

use crate::dice::Dice;

/// What inputs of a target are made of.
pub(crate) struct Vocabulary {
    /// Words and whole phrases.
    pub(crate) phrases: &'static [&'static str],
    /// What stands in quotes.
    pub(crate) texts: &'static [&'static str],
}

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "5",
    "10",
    "20",
    "50",
    "99",
    "100",
    "101",
    "1_000",
    "0x10",
    "5u32",
    "5.0",
    "0.5",
    "1e3",
    "007",
    "0.07",
    "12.34567",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
];

pub(crate) fn mutated(text: &str, vocabulary: &Vocabulary, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut pieces = pieces(text);
    for _ in 0..=dice.below(3) {
        mutate(&mut pieces, vocabulary, &mut dice);
    }
    pieces.concat()
}

fn mutate(pieces: &mut Vec<String>, vocabulary: &Vocabulary, dice: &mut Dice) {
    let at = dice.below(pieces.len());
    let range = some_of(pieces, at, dice);
    match dice.below(8) {
        0 => drop(pieces.drain(range)),
        1 => {
            let copied = pieces[range].to_vec();
            let to = dice.below(pieces.len() + 1);
            pieces.splice(to..to, copied);
        }
        2 if !pieces.is_empty() => {
            let other = dice.below(pieces.len());
            pieces.swap(at, other);
        }
        3 => another_literal(pieces, at, vocabulary, dice),
        4 => {
            let phrase = phrase(vocabulary, dice);
            pieces.splice(range, [phrase]);
        }
        5 if !range.is_empty() => {
            let (open, close) =
                [("(", ")"), ("{", "}"), ("[", "]"), ("$(", ")"), ("\"", "\"")][dice.below(5)];
            pieces.insert(range.end, close.to_owned());
            pieces.insert(range.start, open.to_owned());
        }
        _ => {
            let phrase = phrase(vocabulary, dice);
            pieces.insert(at, phrase);
        }
    }
}

fn phrase(vocabulary: &Vocabulary, dice: &mut Dice) -> String {
    format!(" {} ", dice.one_of(vocabulary.phrases).unwrap_or_default())
}

/// A number or a text in the place of the first one behind `at`.
fn another_literal(pieces: &mut [String], at: usize, vocabulary: &Vocabulary, dice: &mut Dice) {
    let is_literal =
        |piece: &&mut String| piece.starts_with(|c: char| c == '"' || c.is_ascii_digit());
    if let Some(piece) = pieces.iter_mut().skip(at).find(is_literal) {
        *piece = match dice.below(3) {
            0 => dice.one_of(NUMBERS).unwrap_or_default().to_owned(),
            1 => format!("\"{}\"", dice.one_of(vocabulary.texts).unwrap_or_default()),
            _ => mutated_text(piece, vocabulary, dice),
        };
    }
}

/// Text in quotes, changed inside.
fn mutated_text(piece: &str, vocabulary: &Vocabulary, dice: &mut Dice) -> String {
    let quoted = piece.strip_prefix('"').and_then(|piece| piece.strip_suffix('"'));
    let inner = Vocabulary { phrases: vocabulary.texts, texts: &[] };
    match quoted {
        Some(text) => format!("\"{}\"", mutated(text, &inner, dice.number()).replace('"', "")),
        None => mutated(piece, &inner, dice.number()),
    }
}

/// A few pieces from `at`; everything in a pair of delimiters, if they start with one.
fn some_of(pieces: &[String], at: usize, dice: &mut Dice) -> core::ops::Range<usize> {
    let delimited = end_of_group(&pieces[at..]);
    let length = delimited.unwrap_or_else(|| 1 + dice.below(6));
    at..(at + length).min(pieces.len())
}

fn end_of_group(pieces: &[String]) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, piece) in pieces.iter().enumerate() {
        match piece.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at + 1);
        }
    }
    None
}

/// Words, spaces, texts in quotes, and single characters of whatever else.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same: fn(char) -> bool = match first {
            '"' => |c| c != '"',
            c if c.is_whitespace() => char::is_whitespace,
            c if is_of_word(c) => is_of_word,
            _ => |_| false,
        };
        let inner = &rest[first.len_utf8()..];
        let end = inner.find(|c| !is_same(c)).unwrap_or(inner.len());
        let closing = usize::from(first == '"' && end < inner.len());
        let (piece, after) = rest.split_at(first.len_utf8() + end + closing);
        pieces.push(piece.to_owned());
        rest = after;
    }
    pieces
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
