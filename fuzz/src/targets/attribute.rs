//! The attribute: whatever its arguments and whatever it stands on, the item is still there, and
//! every error says where it is.

mod fixes;
mod header;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{File, ImplItem, Item, TraitItem};

use super::literals;
use crate::Target;
use crate::attribute::expand;
use crate::mutate::Vocabulary;
use crate::tokens::{
    Annotated, Told, flat, is_contained, is_kept_in_order, told, without_attribute, words,
};

/// Inputs are `#[circuit_breaker(..)]` and an item, as one would write them; `$(..)` is a fragment
/// of a `macro_rules!`.
pub const TARGET: Target = Target {
    name: "attribute",
    check,
    vocabulary: &Vocabulary { phrases: PHRASES, texts: literals::TEXTS },
};

fn check(text: &str) -> bool {
    // They are kept until then, all of them.
    proc_macro2::extra::invalidate_current_thread_spans();
    let Some(Annotated { arguments, item }) = Annotated::read(text) else {
        return false;
    };
    // The compiler gives an attribute nothing else.
    let Some(kind) = Kind::of(&item) else {
        return false;
    };
    let output = expand(arguments.clone(), item.clone());
    let again = expand(arguments, item.clone());
    assert_eq!(output.to_string(), again.to_string(), "not the same twice");

    assert!(kind.parses(&output), "not a {kind:?} any more: {output}");
    let errors = told(output.clone());
    errors.iter().for_each(stands_in_the_input);
    keeps_words(&item, &output);
    keeps_body(&item, &output, errors.is_empty());
    header::is_kept(&item, &output, errors.is_empty());
    errors.iter().for_each(|error| fixes::work(&error.message));
    true
}

/// Where an item may stand.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Item,
    OfImpl,
    OfTrait,
    /// A function whose body is in the middle of being typed.
    Unfinished,
}

impl Kind {
    fn of(item: &TokenStream) -> Option<Self> {
        let kinds = [Self::Item, Self::OfImpl, Self::OfTrait];
        let whole = kinds.into_iter().find(|kind| kind.parses_one(item));
        let without_body = || Self::Item.parses_one(&emptied(item)).then_some(Self::Unfinished);
        whole.or_else(without_body)
    }

    fn parses_one(self, item: &TokenStream) -> bool {
        let item = item.clone();
        match self {
            // What `syn` knows nothing of, the compiler may know as well.
            Self::Item => {
                syn::parse2::<Item>(item).is_ok_and(|item| !matches!(item, Item::Verbatim(_)))
            }
            Self::OfImpl => syn::parse2::<ImplItem>(item)
                .is_ok_and(|item| !matches!(item, ImplItem::Verbatim(_))),
            Self::OfTrait => syn::parse2::<TraitItem>(item)
                .is_ok_and(|item| !matches!(item, TraitItem::Verbatim(_))),
            Self::Unfinished => false,
        }
    }

    /// Whether there are such items, as many as there like.
    fn parses(self, output: &TokenStream) -> bool {
        match self {
            Self::Item => syn::parse2::<File>(output.clone()).is_ok(),
            Self::OfImpl => syn::parse2::<Item>(quote::quote!(impl T { #output })).is_ok(),
            Self::OfTrait => syn::parse2::<Item>(quote::quote!(trait T { #output })).is_ok(),
            Self::Unfinished => true,
        }
    }
}

/// The item without what is between its last braces.
fn emptied(item: &TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = item.clone().into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut() {
        *body = proc_macro2::Group::new(body.delimiter(), TokenStream::new());
    }
    tokens.into_iter().collect()
}

fn stands_in_the_input(error: &Told) {
    let is_in_input = |span: Span| span.source_text().is_some_and(|text| !text.is_empty());
    assert!(
        is_in_input(error.first) && is_in_input(error.last),
        "stands nowhere: {}",
        error.message
    );
}

/// Nothing that was written is gone, but for the attribute's own helpers in blocks.
fn keeps_words(item: &TokenStream, output: &TokenStream) {
    let without =
        |tokens: &TokenStream| words(without_attribute(tokens.clone(), "circuit_breaker"));
    let (mut before, after) = (without(item), without(output));
    // It may be followed by nothing, and then it is nothing.
    before.retain(|word| word != "where");
    assert!(is_contained(&before, &after), "words are gone: {before:?} not in {output}");
}

/// The tokens of a function's body are there in their order; as they were, if there are errors.
fn keeps_body(item: &TokenStream, output: &TokenStream, is_right: bool) {
    let Some(TokenTree::Group(body)) = item.clone().into_iter().last() else { return };
    let is_function = syn::parse2::<syn::ItemFn>(emptied(item)).is_ok();
    if body.delimiter() != Delimiter::Brace || !is_function {
        return;
    }
    let (body, output) = (flat(without_inner_attributes(body.stream())), flat(output.clone()));
    if is_right || body.is_empty() {
        assert!(is_kept_in_order(&body, &output), "the body is not there: {output:?}");
    } else {
        let is_there = output.windows(body.len()).any(|window| window == body);
        assert!(is_there, "the body is not as it was: {output:?}");
    }
}

/// These become attributes of the function.
fn without_inner_attributes(body: TokenStream) -> TokenStream {
    let tokens: Vec<_> = body.into_iter().collect();
    let mut rest = &tokens[..];
    while let [TokenTree::Punct(pound), TokenTree::Punct(bang), TokenTree::Group(_), after @ ..] =
        rest
    {
        if (pound.as_char(), bang.as_char()) != ('#', '!') {
            break;
        }
        rest = after;
    }
    rest.iter().cloned().collect()
}

const PHRASES: &[&str] = &[
    // Arguments, right and wrong.
    "threshold = 5,",
    "threshold = \"50%\",",
    "threshold = 50%,",
    "window = \"10s\",",
    "window = \"100 calls\",",
    "window = 10,",
    "min_calls = 20,",
    "consecutive = 3,",
    "open_for = \"30s\",",
    "max_open_for = \"5m\",",
    "jitter = \"20%\",",
    "jitter = 0.2,",
    "half_open_calls = 2,",
    "ramp_up = \"10s\",",
    "slow_call = \"2s\",",
    "timeout = \"3s\",",
    "fallback = cached,",
    "fallback = Self::cached,",
    "fallback = |open| Err(open.into()),",
    "fallback = || 1,",
    "fallback = Ok(a),",
    "fallback = \"cached\",",
    "fallback_on = failure,",
    "fallback_on = open,",
    "failure(Ok(r) if r.bad()),",
    "success(Err(E::A { .. })),",
    "ignore(Err(_) | Ok(a)),",
    "name = \"payments\",",
    "name = payments,",
    "dry_run = true,",
    "policy = HTTP,",
    "breaker = DB,",
    "breaker = &DB,",
    "key = a,",
    "key = &*self.host,",
    "max_keys = 64,",
    "crate = ::rt,",
    "crate = crate::rt,",
    "crate = rt,",
    "crate = super::rt,",
    "skip,",
    "skip",
    "r#skip",
    "r#window",
    "treshold = 5,",
    "resetTimeout = 5000,",
    "failureRateThreshold = 50,",
    "threshold",
    "window",
    "open_for",
    "failure",
    "ignore",
    "fallback",
    "key",
    "crate",
    "self",
    "Self",
    "super",
    "= MAX",
    "= self.limit",
    "= -1",
    "= Self::MAX",
    "= |x| x",
    "= const { 5 }",
    "= [1, 2]",
    "= if x { 1 } else { 2 }",
    "= b\"x\"",
    "= 'c'",
    "= c\"x\"",
    "= r#\"10s\"#",
    "= 10ms",
    "= 5x",
    "= 1..2",
    "= _",
    "= (5)",
    "= crate::X::<{ 1 }>",
    "=",
    "==",
    "=>",
    ":",
    ":=",
    ",",
    ";",
    "|",
    "||",
    "&",
    "..",
    "::",
    "!",
    "?",
    "'a",
    "#",
    "$",
    "%",
    "<",
    ">",
    "->",
    "if",
    "if a",
    "else",
    "as u32",
    ".await",
    "return",
    "move",
    "async",
    "async move",
    "unsafe",
    "const",
    "static",
    // Items and parts of items.
    "fn f(a: u8) -> R { a }",
    "async fn f(&self, a: String) -> Result<T, E> { self.g(a).await }",
    "fn f();",
    "impl S { fn f(&self) -> R { 1 } }",
    "impl<T> A<T> for S<T> { async fn f(&mut self) {} }",
    "trait T { fn f(&self) -> R; }",
    "struct S;",
    "mod m {}",
    "fn",
    "pub",
    "pub(crate)",
    "default",
    "extern \"C\"",
    "impl",
    "for",
    "where T: X,",
    "<'a, T: X, const N: usize>",
    "-> R",
    "-> Result<T, E>",
    "-> !",
    "-> ()",
    "-> impl Future<Output = R> + Send",
    "-> Pin<Box<dyn Future<Output = R> + Send + 'a>>",
    "-> BoxFuture<'a, R>",
    "-> impl Iterator<Item = u8>",
    "-> Result<impl X, Box<dyn Error>>",
    "a: u8,",
    "mut a: String,",
    "_: Guard,",
    "(a, mut b): (A, B),",
    "S { a, .. }: S,",
    "#[cfg(x)] a: u8,",
    "a: &mut T,",
    "a: &'a str,",
    "a: impl Fn() -> R,",
    "self",
    "&self,",
    "&mut self,",
    "mut self,",
    "self: Box<Self>,",
    "self: &Self,",
    "self: Pin<&mut Self>,",
    "...",
    "#[circuit_breaker(skip)]",
    "#[circuit_breaker(threshold = 5)]",
    "#[circuit_breaker(fallback = cached)]",
    "#[circuit_breaker]",
    "#[circuit_breaker = 5]",
    "#[track_caller]",
    "#[inline]",
    "#![allow(x)]",
    "/// doc\n",
    "Box::pin(async move { a })",
    "async { a }",
    "Box::pin(async { return x; })",
    "let x = a;",
    "a += 1;",
    "a?",
    "return a;",
    "loop { break }",
    "match a { _ => 1 }",
    "|x| x + 1",
    "const C: u8 = 1;",
    "type A = u8;",
    "m! { x }",
    "macro_rules! m { ($a:expr) => { $a } }",
    "\"{a}\"",
    "format!(\"{a:?} {}\", b)",
    "a.b.c",
    "x::<T>()",
    "unsafe { a }",
    "use x::y;",
    "fn inner() {}",
    "'l: loop {}",
    "{ }",
    "( )",
    "[ ]",
];
