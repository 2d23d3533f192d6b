//! What the attribute writes, as files to read: `UPDATE_EXPECT=1 cargo test -p breaker-macros`
//! renews them.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;

use crate::attribute::expand;

#[track_caller]
fn check(arguments: &str, item: &str, expected: &ExpectFile) {
    let arguments: TokenStream = arguments.parse().expect("arguments lex");
    let item: TokenStream = item.parse().expect("the item lexes");
    let expanded = expand(arguments, item);
    let text = match syn::parse2::<syn::File>(expanded.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // A broken body stays broken.
        Err(_) => expanded.to_string(),
    };
    expected.assert_eq(&text);
}

/// A method is shown in its impl block.
#[track_caller]
fn check_method(arguments: &str, method: &str, expected: &ExpectFile) {
    let arguments: TokenStream = arguments.parse().expect("arguments lex");
    let method = expand(arguments, method.parse().expect("the method lexes"));
    let block = quote::quote!(impl Client { #method });
    let file = syn::parse2::<syn::File>(block).expect("the expansion parses");
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn sync() {
    check(
        "threshold = 5, window = \"10s\"",
        "/// Documented.\npub fn fetch(id: u32, name: String) -> Result<User, Error> \
         { get(id, name)? }",
        &expect_file!["snapshots/sync.rs"],
    );
}

#[test]
fn asynchronous() {
    check(
        "threshold = \"12.5%\", min_calls = 10, open_for = \"1m 30s\"",
        "pub async fn fetch(client: &Client, name: String, _guard: Guard) -> Result<User, Error> \
         { client.get(name).await }",
        &expect_file!["snapshots/asynchronous.rs"],
    );
}

#[test]
fn constants() {
    check(
        "threshold = MAX, window = LAST, open_for = Duration::from_secs(5), name = \"users\", \
         crate = crate::rt",
        "fn fetch() -> Result<User, Error> { get() }",
        &expect_file!["snapshots/constants.rs"],
    );
}

#[test]
fn recovery() {
    check(
        "open_for = \"5s\", max_open_for = \"5m\", jitter = \"12.5%\", ramp_up = WARM_UP, \
         slow_call = \"2s\", dry_run = DRY",
        "fn fetch() -> Result<User, Error> { get() }",
        &expect_file!["snapshots/recovery.rs"],
    );
}

#[test]
fn base_policy() {
    check(
        "policy = HTTP, threshold = \"50%\", min_calls = MIN, open_for = \"1s\"",
        "fn fetch() -> Result<User, Error> { get() }",
        &expect_file!["snapshots/base_policy.rs"],
    );
}

#[test]
fn shared_circuit() {
    check(
        "breaker = circuits::DB, fallback = cached",
        "fn fetch(id: u32) -> Result<User, Error> { get(id) }",
        &expect_file!["snapshots/shared_circuit.rs"],
    );
}

#[test]
fn key() {
    check(
        "key = format_args!(\"{host}:{port}\"), max_keys = MAX, threshold = 3",
        "async fn fetch(Url { ref host, mut port, .. }: Url, path: String) -> Result<User, Error> \
         { port += 1; get(host, port, path).await }",
        &expect_file!["snapshots/key.rs"],
    );
}

#[test]
fn key_of_a_future() {
    check(
        "key = host.name, fallback = |_| Ok(User::default())",
        "fn fetch(host: &Host) -> impl Future<Output = Result<User, Error>> + use<> \
         { host.get().map(f) }",
        &expect_file!["snapshots/key_of_a_future.rs"],
    );
}

#[test]
fn timeout() {
    check(
        "timeout = \"3s\", fallback = cached",
        "async fn fetch(id: u32) -> Result<User, Error> { get(id).await }",
        &expect_file!["snapshots/timeout.rs"],
    );
}

#[test]
fn timeout_of_a_future() {
    check(
        "timeout = LIMIT",
        "fn fetch(id: u32) -> BoxFuture<'static, Result<User, Error>> { Box::pin(async move \
         { get(id).await }) }",
        &expect_file!["snapshots/timeout_of_a_future.rs"],
    );
}

#[test]
fn fallback_on_failure() {
    check(
        "fallback = cached, fallback_on = failure",
        "fn fetch(client: &Client, name: String, (a, b): (A, B), unused: Guard) -> Result<User, \
         Error> { client.get(name, a, b) }",
        &expect_file!["snapshots/fallback_on_failure.rs"],
    );
}

#[test]
fn fallback_on_failure_async() {
    check(
        "fallback = |cause| queue(cause, id).await, fallback_on = failure, timeout = \"3s\", \
         failure(Ok(0))",
        "async fn fetch(mut id: u32, name: String) -> Result<u32, Error> { id += 1; \
         get(id, name).await }",
        &expect_file!["snapshots/fallback_on_failure_async.rs"],
    );
}

#[test]
fn arms() {
    check(
        "failure(Ok(r) if r.status().is_server_error(), Err(Error::Full | Error::Down)), \
         ignore(Err(Error::Cancelled)), \
         success(Err(Error::NotFound { .. }))",
        "async fn fetch() -> Result<Response, Error> { get().await }",
        &expect_file!["snapshots/arms.rs"],
    );
}

#[test]
fn arms_of_a_future() {
    check(
        "success(200..=299), fallback = |_| 503",
        "fn fetch() -> BoxFuture<'static, u16> { get().boxed() }",
        &expect_file!["snapshots/arms_of_a_future.rs"],
    );
}

#[test]
fn method() {
    check_method(
        "consecutive = 3, fallback = Self::cached",
        "pub fn fetch(&mut self, id: u32) -> Result<&User, Error> { self.get(id) }",
        &expect_file!["snapshots/method.rs"],
    );
}

#[test]
fn block() {
    check(
        "threshold = 3, fallback = Self::cached",
        "impl<T> Cache<T> for web::Client<T> { \
             const SIZE: usize = 5; \
             fn fetch(&self, id: u32) -> Result<T, Error> { self.get(id) } \
             #[circuit_breaker(fallback = |open| Err(open.into()))] async fn store(&self, value: \
             T) -> Result<(), Error> { self.put(value).await } \
             #[circuit_breaker(skip)] fn cached(&self, id: u32) -> Result<T, Error> \
             { self.last(id) } \
         }",
        &expect_file!["snapshots/block.rs"],
    );
}

#[test]
fn block_with_attributes_under_conditions_and_other_names() {
    check(
        "threshold = 3",
        "impl Client { \
             #[cfg_attr(test, circuit_breaker(fallback = Ok(1)), inline)] fn a(&self) -> R \
             { self.get() } \
             #[guarded(fallback = Ok(2))] #[inline] fn b(&self) -> R { self.get() } \
             #[guarded] async fn c(&self) -> R { self.get() } \
         }",
        &expect_file!["snapshots/block_with_other_names.rs"],
    );
}

#[test]
fn block_with_bad_arguments() {
    check(
        "treshold = 3, name = \"users\"",
        "impl Client { \
             #[circuit_breaker(window = \"10s\")] fn fetch(&self) -> Result<User, Error> \
             { self.get() } \
             #[circuit_breaker(skip)] fn cached(&self) -> Option<User> { None } \
         }",
        &expect_file!["snapshots/block_with_bad_arguments.rs"],
    );
}

#[test]
fn owned_receiver() {
    check_method(
        "",
        "async fn close(self: Box<Self>, reason: Reason) -> Result<(), Error> \
         { self.end(reason).await }",
        &expect_file!["snapshots/owned_receiver.rs"],
    );
}

#[test]
fn async_trait() {
    check_method(
        "fallback = Self::cached",
        "fn fetch<'life0, 'async_trait>(&'life0 self, id: u32) \
             -> ::core::pin::Pin<Box<dyn ::core::future::Future<Output = Result<User, Error>> + \
             Send + 'async_trait>> \
         where 'life0: 'async_trait, Self: 'async_trait { \
             Box::pin(async move { \
                 if let ::core::option::Option::Some(__ret) = \
                 ::core::option::Option::None::<Result<User, Error>> { return __ret; } \
                 let __self = self; let id = id; \
                 let __ret: Result<User, Error> = { __self.get(id).await }; __ret \
             }) \
         }",
        &expect_file!["snapshots/async_trait.rs"],
    );
}

#[test]
fn impl_future() {
    check(
        "fallback = |open| Err(open.into())",
        "fn fetch(id: u32) -> impl Future<Output = Result<User, Error>> + Send \
         { let url = url(id); async move { get(url).await } }",
        &expect_file!["snapshots/impl_future.rs"],
    );
}

#[test]
fn odd_box_future() {
    check(
        "fallback = |_| Ok(User::default())",
        "fn fetch(id: u32) -> BoxFuture<'static, Result<User, Error>> { if id == 0 \
         { return nobody(); } get(id).map(f).boxed() }",
        &expect_file!["snapshots/odd_box_future.rs"],
    );
}

#[test]
fn impl_trait() {
    check(
        "",
        "fn names(of: &[User]) -> Result<impl Iterator<Item = &str>, Box<dyn Error>> \
         { Ok(of.iter().map(name)) }",
        &expect_file!["snapshots/impl_trait.rs"],
    );
}

#[test]
fn patterns() {
    check(
        "fallback = cached",
        "async fn fetch(State(db): State<Db>, _: Guard, mut retries: u8, #[cfg(unix)] unix: Unix) \
         -> Result<User, Error> \
         { retries += 1; db.get(retries, unix).await }",
        &expect_file!["snapshots/patterns.rs"],
    );
}

#[test]
fn closure_over_patterns() {
    check(
        "fallback = |open: CircuitOpen| -> Result<User, Error> { log(open, x).await; return \
         Ok(list) }",
        "async fn fetch((x, y): (u8, u8), mut list: Vec<User>) -> Result<User, Error> \
         { list.push(x + y); Ok(list) }",
        &expect_file!["snapshots/closure_over_patterns.rs"],
    );
}

#[test]
fn expression() {
    check(
        "fallback = Ok(Vec::new())",
        "fn list() -> Result<Vec<User>, Error> { #![allow(unused)] get() }",
        &expect_file!["snapshots/expression.rs"],
    );
}

#[test]
fn broken_body() {
    check(
        "",
        "fn fetch(id: u32) -> Result<User, Error> { if 1 }",
        &expect_file!["snapshots/broken_body.rs"],
    );
}

#[test]
fn bad_arguments() {
    check(
        "treshold = 5, window = 10",
        "fn fetch(mut id: u32) -> Result<User, Error> { get(id) }",
        &expect_file!["snapshots/bad_arguments.rs"],
    );
}

#[test]
fn not_a_function() {
    check("", "struct Client { name: String }", &expect_file!["snapshots/not_a_function.rs"]);
}

#[test]
fn probe() {
    check(
        "probe = bank::ping, key = host, threshold = 5",
        "fn fetch(host: &str) -> Result<User, Error> { get(host) }",
        &expect_file!["snapshots/probe.rs"],
    );
}
