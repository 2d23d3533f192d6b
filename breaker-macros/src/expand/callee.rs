//! Where a fallback that is a path is called.

use proc_macro2::{Span, TokenStream, TokenTree};

/// The place of the function's name: `rates` in `cache::rates::<u32>`.
pub(crate) fn name_in(path: &TokenStream) -> Span {
    let tokens: Vec<TokenTree> = path.clone().into_iter().collect();
    let name = tokens.get(position_of_name(&tokens));
    Span::mixed_site().located_at(name.map_or_else(Span::call_site, TokenTree::span))
}

/// The last word outside of generic arguments.
fn position_of_name(tokens: &[TokenTree]) -> usize {
    let (mut name, mut depth, mut is_arrow) = (0, 0_usize, false);
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    '<' => depth += 1,
                    '>' if !is_arrow => depth = depth.saturating_sub(1),
                    _ => {}
                }
                is_arrow = punct.as_char() == '-';
            }
            TokenTree::Ident(_) if depth == 0 => name = index,
            _ => {}
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use proc_macro2::{TokenStream, TokenTree};

    use super::position_of_name;

    #[test]
    fn the_name_is_the_last_word_outside_of_generic_arguments() -> Result<(), proc_macro2::LexError>
    {
        for (path, expected) in [
            ("cached", "cached"),
            ("cache::rates", "rates"),
            ("Self::cached", "cached"),
            ("rates::<u32>", "rates"),
            ("rates::<fn(u8) -> Vec<u32>>", "rates"),
            ("<Self as Cache<u32>>::cached", "cached"),
        ] {
            let tokens: Vec<TokenTree> = path.parse::<TokenStream>()?.into_iter().collect();
            let name = tokens.get(position_of_name(&tokens)).map(ToString::to_string);
            assert_eq!(name.as_deref(), Some(expected), "{path}");
        }
        Ok(())
    }
}
