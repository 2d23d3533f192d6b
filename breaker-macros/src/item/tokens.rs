//! What can be said about code without parsing it: it may be in the middle of being typed.

use proc_macro2::{Spacing, Span, TokenStream, TokenTree};

/// Whether `name` is used as a variable. The answer may be a wrong yes, above all for strings; it
/// never misses a plain use.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    let mut before = Before::Nothing;
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Ident(ident) => {
                before.allows_variable() && *ident == name && !names_field(tokens.peek())
            }
            TokenTree::Literal(literal) => in_format_string(&literal.to_string(), name),
            TokenTree::Group(group) => mentions(&group.stream(), name),
            TokenTree::Punct(_) => false,
        };
        if found {
            return true;
        }
        before = before.then(&token);
    }
    false
}

/// Whether any word in `tokens`, keywords included, passes `test`.
pub(crate) fn any_word(tokens: &TokenStream, test: &dyn Fn(&str) -> bool) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => test(&word.to_string()),
        TokenTree::Group(group) => any_word(&group.stream(), test),
        _ => false,
    })
}

/// Where `name` first stands as a word.
pub(crate) fn place_of(tokens: &TokenStream, name: &str) -> Option<Span> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => (word == name).then(|| word.span()),
        TokenTree::Group(group) => place_of(&group.stream(), name),
        _ => None,
    })
}

/// The names of the items among `statements`: what they hide means something else behind them.
pub(crate) fn names_of_items(statements: &TokenStream) -> Vec<String> {
    let keywords = ["const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"];
    let (mut names, mut is_import, mut is_next) = (Vec::new(), false, false);
    for token in statements.clone() {
        match &token {
            TokenTree::Ident(word) if is_import || is_next => {
                names.push(word.to_string());
                is_next = false;
            }
            TokenTree::Ident(word) => {
                is_import = word == "use";
                is_next = keywords.iter().any(|keyword| word == keyword);
            }
            TokenTree::Group(group) if is_import => names.extend(words(&group.stream())),
            TokenTree::Punct(punct) if punct.as_char() == ';' => is_import = false,
            _ => is_next = false,
        }
    }
    names
}

/// Every word, keywords included.
pub(crate) fn words(tokens: &TokenStream) -> Vec<String> {
    let words = tokens.clone().into_iter().flat_map(|token| match token {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => words(&group.stream()),
        _ => Vec::new(),
    });
    words.collect()
}

/// Whether the function may end before its last expression.
pub(crate) fn returns_early(tokens: &TokenStream) -> bool {
    any_word(tokens, &|word| word == "return")
}

/// What stands before a token, as far as it decides whether the token names a variable.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    /// `.` of a field or method, `'` of a lifetime.
    Member,
    /// `..` of a range.
    Range,
}

impl Before {
    fn allows_variable(self) -> bool {
        self != Self::Member
    }

    fn then(self, token: &TokenTree) -> Self {
        match token {
            TokenTree::Punct(punct) => match (punct.as_char(), self) {
                ('.', Self::Nothing) | ('\'', _) => Self::Member,
                ('.', _) => Self::Range,
                _ => Self::Nothing,
            },
            _ => Self::Nothing,
        }
    }
}

/// `name: value` in a struct literal; `name::path` is a module.
fn names_field(next: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Punct(punct)) = next else { return false };
    punct.as_char() == ':' && punct.spacing() == Spacing::Alone
}

/// `"{name}"` uses a variable; whether the string is a format string is unknown.
fn in_format_string(text: &str, word: &str) -> bool {
    let word = word.trim_start_matches("r#");
    if !text.contains('{') {
        return false;
    }
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::{mentions, names_of_items};

    #[test]
    fn names_items_and_nothing_else() -> Result<(), proc_macro2::LexError> {
        for (statements, expected) in [
            ("let a = b; c();", ""),
            ("use a::b;", "a b"),
            ("use a::{b, c as d}; let e = f;", "a b c as d"),
            ("const A: u8 = 1; static B: u8 = C;", "A B"),
            ("struct A { b: u8 } fn c() { const D: u8 = 1; }", "A c"),
            ("let a = const { 1 };", ""),
        ] {
            let tokens: TokenStream = statements.parse()?;
            assert_eq!(names_of_items(&tokens).join(" "), expected, "{statements}");
        }
        Ok(())
    }

    #[test]
    fn finds_variables_and_only_these() -> Result<(), proc_macro2::LexError> {
        for (body, expected) in [
            ("a", true),
            ("f(a)", true),
            ("a.b()", true),
            ("0..a", true),
            ("0..=a", true),
            ("..a", true),
            ("*a", true),
            ("println!(\"{a}\")", true),
            ("println!(\"{a:?} and {b}\")", true),
            ("println!(r#\"{a}\"#)", true),
            ("S { a }", true),
            ("S { b: a }", true),
            ("a::b()", true),
            ("", false),
            ("b", false),
            ("b.a()", false),
            ("b.a.c", false),
            ("b?.a", false),
            ("S { a: 1 }", false),
            ("'a: loop {}", false),
            ("\"{ab}\"", false),
            ("\"a\"", false),
            ("'a'", false),
        ] {
            let tokens: TokenStream = body.parse()?;
            assert_eq!(mentions(&tokens, "a"), expected, "{body}");
        }
        Ok(())
    }
}
