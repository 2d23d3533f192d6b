//! What is said about the arguments and the item together.

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use crate::attribute::expand;

/// The messages about `item`, in their order.
fn mistakes(arguments: &str, item: &str) -> Vec<String> {
    let (Ok(arguments), Ok(item)) = (arguments.parse(), item.parse()) else {
        panic!("{item} lexes")
    };
    let mut messages = Vec::new();
    collect(expand(arguments, item), &mut messages);
    messages
}

/// Of `compile_error! { ".." }`, wherever it stands.
fn collect(tokens: TokenStream, messages: &mut Vec<String>) {
    let mut is_error = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_error => {
                let text = syn::parse2::<LitStr>(group.stream());
                messages.extend(text.map(|text| text.value()));
                is_error = false;
            }
            TokenTree::Group(group) => collect(group.stream(), messages),
            TokenTree::Ident(word) => is_error = word == "compile_error",
            _ => {}
        }
    }
}

#[test]
fn arms_may_name_what_they_bind_and_nothing_else_of_the_function() {
    let item = "fn f(&self, a: u8) -> Result<u8, E> { Ok(a) }";
    for arms in ["failure(Ok(a) if a > 5)", "failure(Ok(b) if b > 5)", "success(Ok(a))"] {
        assert_eq!(mistakes(arms, item), Vec::<String>::new(), "{arms}");
    }
    let about = |name| {
        format!(
            "arms see the return value, not the argument `{name}`: write a value or a constant in \
             its place"
        )
    };
    assert_eq!(mistakes("failure(Ok(b) if b > a)", item), [about("a")]);
    assert_eq!(mistakes("ignore(Ok(b) if self.is(b))", item), [about("self")]);
    assert_eq!(mistakes("success(Err(_) if format!(\"{a}\").is_empty())", item), [about("a")]);
}

#[test]
fn nothing_follows_from_a_setting_in_the_wrong_place() {
    let block = "impl S { #[circuit_breaker(window = \"10\")] fn f(&self) -> R { 1 } }";
    let belongs = "`window` belongs to the circuit, which is that of the whole block: write it \
                   there, \
                   or move the method to an `impl` block of its own";
    assert_eq!(mistakes("", block), [belongs]);
}

#[test]
fn a_method_that_cannot_fail_is_left_out_of_a_block_with_a_timeout() {
    let mistakes_of = |settings: &str, method: &str| {
        let waits = "async fn waits(&self) -> Result<u8, E> { Ok(1) }";
        mistakes(&format!("timeout = \"1s\"{settings}"), &format!("impl S {{ {waits} {method} }}"))
    };
    let skip = "leave it out of the block with `#[circuit_breaker(skip)]`";
    for method in [
        "fn f() -> Self { S }",
        "fn f(&self) -> &str { \"\" }",
        "fn f(&mut self) {}",
        "fn f(&self) -> Option<u8> { None }",
    ] {
        let message = format!("`f` returns nothing that can be a failure: {skip}");
        assert_eq!(mistakes_of("", method), [message], "{method}");
    }
    let both = format!(
        "`f` blocks, and the block's `timeout` can't stop it: take it off with \
         `#[circuit_breaker(timeout = off)]`, make it an `async fn`, or {skip}"
    );
    assert_eq!(mistakes_of("", "fn f() -> Result<Self, E> { Ok(S) }"), std::slice::from_ref(&both));
    assert_eq!(mistakes_of("", "fn f(&self) -> Answer { Ok(1) }"), std::slice::from_ref(&both));
    assert_eq!(mistakes_of(", failure(Some(0))", "fn f(&self) -> Option<u8> { None }"), [both]);
}

/// `x.07` is no `x.7`.
#[test]
fn a_member_that_is_no_function_stays_as_it_was() {
    let (Ok(block), arguments) =
        ("impl S { const C: u8 = X.07; fn f(&self) -> R { 1 } }".parse(), TokenStream::new())
    else {
        panic!("it lexes")
    };
    let expanded = expand(arguments, block).to_string();
    assert!(expanded.contains("const C : u8 = X . 07 ;"), "{expanded}");
}

#[test]
fn arms_that_cannot_mean_what_they_say() {
    let item = "fn f() -> Result<u8, E> { g() }";
    let alone = "every `Err` is a failure already: to count only these, add `success(Err(_))`";
    let no_success = "`Ok(_)` matches every success, and every `Err` is a failure already, so that \
                      no call could succeed: write a guard, as in `failure(Ok(r) if r.is_bad())`";
    let never_closes = "`Ok(_)` matches every success, so that the circuit would never close: \
                        write those to leave out, as in `ignore(Err(Error::Cancelled))`";
    let whitelist = "`Err(E::Down)` is ignored already, for `ignore` is asked before `failure`: to \
                     count only these, write `success(Err(_))` instead of `ignore(Err(_))`";
    let everything = "`Ok(_)` and `Err(_)` match everything: write what `failure` is to match, as \
                      in `failure(Ok(r) if r.is_bad())`";
    let panics_only = |pattern| {
        format!(
            "`{pattern}` matches every error, so that only a panic could open the circuit: write \
             those that are none, as in `success(Err(Error::NotFound))`, or add `failure(..)`"
        )
    };
    for (arms, message) in [
        ("failure(Err(E::Down))", alone),
        ("failure(Err(E::Down | E::Full(_)), Ok(0))", alone),
        ("failure(Err(404))", alone),
        ("failure(Err(PE::Down))", alone),
        ("failure(Err(StatusCode::BAD_GATEWAY))", alone),
        ("failure(Err(Noted(_)))", alone),
        ("failure(Err(notes::Noted(_)))", alone),
        ("failure(Err(e) if e.is_down())", alone),
        ("failure(Err(e) if matches!(e, E::Down))", alone),
        ("failure(Err(e) if e.is_down(), Err(E::Full(_)))", alone),
        ("failure(Err(e) if e.is_down(), Ok(0))", alone),
        ("failure(r if matches!(r, Err(E::Down | E::Full(_))))", alone),
        ("failure(r if matches!(r, Err(e) if e.is_down()))", alone),
        ("failure(r if r.is_err())", alone),
        ("failure(r if r.as_ref().is_err_and(E::is_down))", alone),
        ("failure(r if is_late() && (r.is_err()))", alone),
        ("failure(r if let Err(e) = r && e.is_down())", alone),
        // `ignore` is asked before, and takes nothing from `failure` that it would have had.
        ("ignore(Err(e) if e.a()), failure(Err(e) if e.b())", alone),
        ("ignore(Err(E::A)), failure(Err(E::B))", alone),
        (
            "failure(Err(E::Down)), success(Ok(0))",
            "every `Err` is a failure already: to count only these, add `Err(_)` to `success(..)`",
        ),
        (
            "failure(Err(_))",
            "every `Err` is a failure already: remove `failure(..)`, or write which `Ok` is one",
        ),
        ("ignore(Err(_)), failure(Err(E::Down))", whitelist),
        ("failure(Err(E::Down)), ignore(Err(_))", whitelist),
        ("failure(Ok(_), Err(_))", everything),
        ("ignore(Err(_), Err(_))", "`Err(_)` is ignored already: remove it here"),
        ("failure(Ok(_))", no_success),
        ("ignore(Ok(_))", never_closes),
        ("success(_)", &*panics_only("_")),
        ("success(Err(_))", &*panics_only("Err(_)")),
        ("success(Ok(_) | Err(_))", &*panics_only("Err(_)")),
        ("ignore(Err(E::A)), success(Err(E::A))", "`Err(E::A)` is ignored already: remove it here"),
        (
            "failure(Err(E::A)), success(Err(E::A) | Err(E::B))",
            "`Err(E::A)` is a failure already: remove it here",
        ),
        (
            "failure(Err(_)), success(Err(E::A))",
            "`Err(_)` also matches `Err(E::A)` of `success(..)`: remove it here, every other `Err` \
             is a failure already",
        ),
    ] {
        assert_eq!(mistakes(arms, item), [message], "{arms}");
    }
    let nothing = "nothing is a failure, so that only a panic could open the circuit: \
                   add `failure(..)`";
    for returned in ["", "-> u8", "-> Option<u8>", "-> (u8, u8)"] {
        let item = format!("fn f() {returned} {{ g() }}");
        assert_eq!(mistakes("ignore(A::B)", &item), [nothing], "{returned}");
    }
    for returned in ["impl Future<Output = Result<u8, E>>", "BoxFuture<'_, io::Result<u8>>"] {
        let item = format!("fn f() -> {returned} {{ g() }}");
        assert_eq!(mistakes("failure(Err(e) if e.is_down())", &item), [alone], "{returned}");
    }
}

#[test]
fn arms_that_may_mean_what_they_say() {
    let item = "fn f() -> Result<u8, E> { g() }";
    for arms in [
        "failure(Err(E::Down)), success(Err(_))",
        "failure(Err(PE::Down)), success(_)",
        "failure(Err(e) if e.is_down()), success(Err(_))",
        "failure(Err(e) if e.is_down()), success(r if r.is_fine())",
        // What holds anyway may be said beside what does not.
        "failure(Ok(0), Err(_))",
        "failure(Ok(0), Err(Noted(_)))",
        "failure(r if r.is_ok())",
        "failure(r if r.is_err() || is_late())",
        "failure(r if matches!(r, Ok(0) | Err(E::Down)))",
        "failure(r if matches!(other, Err(_)))",
        "failure(Err(E::A(5))), success(Err(E::A(_)))",
        "ignore(Ok(_)), breaker = DB",
        "ignore(Ok(0))",
        "success(_), slow_call = \"2s\"",
        "success(Err(_)), policy = HTTP",
        "success(Err(_)), failure(Ok(0))",
        "success(Ok(_))",
        "ignore(Err(E::A) if A, Err(E::A) if B)",
        "ignore(Err(E::A) if A), success(Err(E::A))",
    ] {
        assert_eq!(mistakes(arms, item), Vec::<String>::new(), "{arms}");
    }
    for item in [
        "fn f() -> Response { g() }",
        "fn f() -> Result { g() }",
        "fn f() -> impl Future<Output = Response> { g() }",
    ] {
        for arms in ["success(_)", "failure(Err(E::Down))", "ignore(A::B)", "success(Err(_))"] {
            assert_eq!(mistakes(arms, item), Vec::<String>::new(), "{arms} {item}");
        }
    }
}

#[test]
fn arms_of_a_block_that_can_not_mean_what_they_say() {
    let alone = "every `Err` is a failure already: to count only these, add `success(Err(_))`";
    let ignored = "`Err(E::Down)` is ignored already: remove it here";
    let method = |own: &str| {
        format!(
            "impl A {{ {own} fn f(&self) -> Result<u8, E> {{ g() }} fn g(&self) -> T {{ h() }} }}"
        )
    };
    let own = |arms: &str| method(&format!("#[circuit_breaker({arms})]"));
    for (block, item, expected) in [
        ("failure(Err(E::Down))", method(""), vec![alone]),
        ("", own("failure(Err(E::Down))"), vec![alone]),
        ("ignore(Err(E::Down))", own("failure(Err(E::Down))"), vec![ignored]),
        // What another method says may give it a meaning.
        ("failure(Err(E::Down))", own("success(Err(_))"), vec![]),
        ("success(Err(_))", own("failure(Err(E::Down))"), vec![]),
        ("failure(Ok(5))", own("ignore(Ok(5))"), vec![]),
        // The other method can fail.
        ("", own("ignore(Err(_))"), vec![]),
        ("", own("success(Err(_))"), vec![]),
        ("ignore(Err(_))", own("failure(Ok(0))"), vec![]),
    ] {
        assert_eq!(mistakes(block, &item), expected, "{block} {item}");
    }
    for arms in ["ignore(Err(_))", "success(Err(_))", "ignore(Ok(_))"] {
        assert_eq!(mistakes(arms, &method("")).len(), 1, "{arms}");
    }
}

#[test]
fn an_arm_stands_once() {
    let item = "fn f() -> Result<u8, E> { g() }";
    for arms in ["ignore(Err(E::A), Err(E::A))", "ignore(Err(E::A) | Err(E::B), Err(E::A))"] {
        let message = "`Err(E::A)` is ignored already: remove it here";
        assert_eq!(mistakes(arms, item), [message], "{arms}");
    }
}

#[test]
fn a_method_is_guarded_once() {
    let guarded = "the `impl` block guards this method already: remove the attribute here";
    for own in ["#[circuit_breaker]", "#[circuit_breaker()]", "#[cfg_attr(x, circuit_breaker)]"] {
        let item = format!("impl A {{ {own} fn f(&self) -> Result<u8, E> {{ g() }} }}");
        assert_eq!(mistakes("", &item), [guarded], "{own}");
    }
    let noted = "#[circuit_breaker(__in_block)] fn f() -> Result<u8, E> { g() }";
    assert_eq!(mistakes("", noted), [guarded]);
}

#[test]
fn a_key_is_made_of_what_each_method_has() {
    let skip = "leave it out of the block with `#[circuit_breaker(skip)]`";
    let no_argument = format!("the method `f` has no argument `host`: give it one, or {skip}");
    let no_self = format!("the function `new` has no `self`, which this key is made of: {skip}");
    let method = "impl A { fn f(&self, n: u8) -> Result<u8, E> { g() } }";
    for key in ["host", "&host", "host.name()", "&host.name"] {
        assert_eq!(mistakes(&format!("key = {key}"), method), [&*no_argument], "{key}");
    }
    let block = "impl A { fn f(&self) -> Result<u8, E> { g() } fn new() -> Result<A, E> { g() } }";
    for key in ["self.host", "&self.host", "format_args!(\"{}\", self.host)"] {
        assert_eq!(mistakes(&format!("key = {key}"), block), [&*no_self], "{key}");
    }
    assert_eq!(mistakes("key = self::host()", block), Vec::<String>::new());
    let alone = "the function has no `self`: write an expression over its arguments, as in \
                 `key = host`";
    assert_eq!(mistakes("key = self.host", "fn f(n: u8) -> Result<u8, E> { g() }"), [alone]);
}

#[test]
fn a_fallback_within_its_block_is_told_of_once() {
    let rejected = "`fb` is a fallback, and would be rejected together with what it stands in for: \
                    leave it out of the block with `#[circuit_breaker(skip)]`";
    let itself = "the function is its own fallback: a rejected call would call it again, and be \
                  rejected again";
    let (a, fb) =
        ("fn a(&self) -> io::Result<()> { b() }", "fn fb(&self) -> io::Result<()> { b() }");
    for fallback in ["Self::fb", "A::fb"] {
        let arguments = format!("fallback = {fallback}");
        let both = format!("impl A {{ {a} {fb} }}");
        assert_eq!(mistakes(&arguments, &both), [rejected], "{fallback}");
        assert_eq!(mistakes(&arguments, &format!("impl A {{ {fb} }}")), [itself], "{fallback}");
        let own = format!("impl A {{ {a} #[circuit_breaker({arguments})] {fb} }}");
        assert_eq!(mistakes("", &own), [itself], "{fallback}");
    }
}
