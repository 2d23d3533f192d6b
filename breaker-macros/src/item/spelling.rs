//! Types in the names of circuits: as written, without what tells no implementations apart.
//!
//! Lifetimes and the parameters of the `impl` block are left out, and the way to a path (`crate`,
//! `self`, `super`). Names have no `[`, `]` and `*`, which overrides have a meaning for: `[u8; 4]`
//! is `array<u8, 4>`.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use self::TokenTree::{Ident, Literal, Punct};

pub(crate) struct Spelling<'a> {
    /// Of the `impl` block: of types and of constants.
    pub(crate) parameters: &'a BTreeSet<String>,
}

impl Spelling<'_> {
    pub(crate) fn of(&self, written: &impl ToTokens) -> String {
        self.spelled(&flat(written.to_token_stream()))
    }

    fn spelled(&self, mut trees: &[TokenTree]) -> String {
        let mut name = String::new();
        while let [tree, rest @ ..] = trees {
            trees = self.add(&mut name, tree, rest);
        }
        name
    }

    /// Adds what begins here, and returns what follows that.
    fn add<'t>(
        &self,
        name: &mut String,
        tree: &TokenTree,
        rest: &'t [TokenTree],
    ) -> &'t [TokenTree] {
        match tree {
            Punct(punct) => return self.add_punct(name, punct.as_char(), rest),
            Ident(word) if word == "for" && is(rest.first(), '<') => return bracketed(rest).1,
            Ident(way) if is_way(way) && is(rest.first(), ':') => return behind(rest, 2),
            Ident(word) => self.add_word(name, &word.to_string()),
            Literal(literal) => *name += &literal.to_string().replace(['[', ']', '*'], "|"),
            TokenTree::Group(group) => self.add_group(name, group),
        }
        rest
    }

    fn add_punct<'t>(
        &self,
        name: &mut String,
        punct: char,
        rest: &'t [TokenTree],
    ) -> &'t [TokenTree] {
        match punct {
            '\'' => return behind(rest, 1),
            '+' if is(rest.first(), '\'') => return behind(rest, 2),
            '-' if is(rest.first(), '>') => {
                *name += " -> ";
                return behind(rest, 1);
            }
            '<' => {
                let (inner, rest) = bracketed(rest);
                *name += &self.arguments(inner, ',');
                return rest;
            }
            '+' | '=' => *name = format!("{name} {punct} "),
            '*' => *name += "ptr ",
            _ => name.push(punct),
        }
        rest
    }

    fn add_word(&self, name: &mut String, word: &str) {
        if name.ends_with(|last: char| last.is_alphanumeric() || "_>)".contains(last)) {
            name.push(' ');
        }
        let is_parameter = self.parameters.contains(word) && !name.ends_with("::");
        *name += if is_parameter { "_" } else { word };
    }

    fn add_group(&self, name: &mut String, group: &Group) {
        let inner = flat(group.stream());
        match group.delimiter() {
            Delimiter::Parenthesis => {
                *name = format!("{name}({})", self.list(&inner, ',').join(", "));
            }
            Delimiter::Bracket => {
                let is_array = inner.iter().any(|tree| is(Some(tree), ';'));
                self.add_word(name, if is_array { "array" } else { "slice" });
                *name += &self.arguments(&inner, ';');
            }
            Delimiter::Brace | Delimiter::None => *name += &self.spelled(&inner),
        }
    }

    /// `<Row, _>`; nothing if there are parameters alone.
    fn arguments(&self, inner: &[TokenTree], separator: char) -> String {
        let arguments = self.list(inner, separator);
        if arguments.iter().all(|argument| argument == "_") {
            return String::new();
        }
        format!("<{}>", arguments.join(", "))
    }

    fn list(&self, inner: &[TokenTree], separator: char) -> Vec<String> {
        let (mut parts, mut rest) = (Vec::new(), inner);
        while !rest.is_empty() {
            let end = outside(rest, separator).unwrap_or(rest.len());
            parts.push(self.spelled(&rest[..end]));
            rest = behind(rest, end + 1);
        }
        parts.retain(|part| !part.is_empty());
        parts
    }
}

fn is_way(word: &proc_macro2::Ident) -> bool {
    ["crate", "self", "super"].iter().any(|way| word == way)
}

fn is(tree: Option<&TokenTree>, punct: char) -> bool {
    matches!(tree, Some(Punct(found)) if found.as_char() == punct)
}

fn behind(trees: &[TokenTree], count: usize) -> &[TokenTree] {
    trees.get(count..).unwrap_or_default()
}

/// What is up to the `>` that belongs to a `<` in front or at the beginning, and what follows that.
fn bracketed(trees: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let trees = if is(trees.first(), '<') { behind(trees, 1) } else { trees };
    let end = outside(trees, '>').unwrap_or(trees.len());
    (&trees[..end], behind(trees, end + 1))
}

/// Where the first of these stands that is in no `<..>` itself.
fn outside(trees: &[TokenTree], punct: char) -> Option<usize> {
    let mut depth = 0_u32;
    trees.iter().enumerate().position(|(at, tree)| {
        // The arrow of a function closes nothing.
        let is_arrow = at > 0 && is(trees.get(at - 1), '-') && is(Some(tree), '>');
        if is_arrow {
            return false;
        }
        if depth == 0 && is(Some(tree), punct) {
            return true;
        }
        if is(Some(tree), '<') {
            depth += 1;
        } else if is(Some(tree), '>') {
            depth = depth.saturating_sub(1);
        }
        false
    })
}

/// Without invisible groups.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut trees = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                trees.extend(flat(group.stream()));
            }
            other => trees.push(other),
        }
    }
    trees
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    #[test]
    fn types_are_as_written_less_what_tells_none_apart() -> syn::Result<()> {
        let parameters = ["T", "K", "N"].map(str::to_owned).into();
        for (written, spelled) in [
            ("Gateway", "Gateway"),
            ("Pool<T>", "Pool"),
            ("Pool<'a, T, N>", "Pool"),
            ("Pool<'static>", "Pool"),
            ("Pool<Row>", "Pool<Row>"),
            ("Map<K, Row>", "Map<_, Row>"),
            ("Pool<Vec<T>>", "Pool<Vec>"),
            ("Pool<T::Item>", "Pool<_::Item>"),
            ("Buffer<4>", "Buffer<4>"),
            ("Buffer<{ N }>", "Buffer"),
            ("&'a mut Gateway", "&mut Gateway"),
            ("& &Gateway", "&&Gateway"),
            ("io::Write", "io::Write"),
            ("super::pay::Pay<super::Eur>", "pay::Pay<Eur>"),
            ("[u8]", "slice<u8>"),
            ("[u8; 4]", "array<u8, 4>"),
            ("[T; N]", "array"),
            ("&[u8]", "&slice<u8>"),
            ("(Row, &'a T)", "(Row, &_)"),
            ("()", "()"),
            ("*const Row", "ptr const Row"),
            ("fn(Row) -> u8", "fn(Row) -> u8"),
            ("Pool<fn(Row) -> u8, Row>", "Pool<fn(Row) -> u8, Row>"),
            ("dyn for<'a> Fn(&'a Row) -> u8 + Send + 'static", "dyn Fn(&Row) -> u8 + Send"),
            ("dyn Iterator<Item = T>", "dyn Iterator<Item = _>"),
            ("<Row as Has<T>>::Key", "<Row as Has>::Key"),
        ] {
            let ty: syn::Type = syn::parse_str(written)?;
            assert_eq!(Spelling { parameters: &parameters }.of(&ty), spelled, "{written}");
        }
        Ok(())
    }
}
