//! The `#[circuit_breaker]` attribute of `breaker-runtime`, which re-exports it: depend on that
//! crate, not on this one.
//!
//! From the outside in: `attribute` is the way through, from two token streams to one; `args` reads
//! the arguments, `literals` the values in quotes, `validate` makes a `config` of them; `item`
//! reads the function, `expand` writes it anew; `block` does that for all methods of an `impl`
//! block.

mod args;
mod attribute;
mod block;
mod config;
mod diagnostics;
mod expand;
mod item;
mod literals;
mod validate;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Puts a circuit breaker around a function, or one around all methods of an `impl` block.
///
/// ```
/// # struct Client;
/// # impl Client { async fn get(&self, _: &str) -> Result<Rate, RateError> { Ok(Rate) } }
/// # struct Rate;
/// # struct RateError;
/// use breaker_runtime::circuit_breaker;
///
/// #[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate)]
/// async fn exchange_rate(client: &Client, pair: &str) -> Result<Rate, RateError> {
///     client.get(pair).await
/// }
///
/// async fn cached_rate(_client: &Client, pair: &str) -> Result<Rate, RateError> {
/// #   let _ = pair;
///     // ..
/// #   Ok(Rate)
/// }
/// ```
///
/// * *Closed*: calls pass. Five failures within any ten seconds open the circuit (rule [S1]).
/// * *Open*: the body does not run. The fallback answers at once; without one the function returns
///   the rejection, by the error type's `From<`[`CircuitOpen`]`>` (rule [S5]).
/// * *Half-open*: after `open_for` a limited number of trial calls pass. If they succeed the
///   circuit closes; if one fails it opens again (rule [S6]).
///
/// A mistake is a compile error at its place, with the fix. The compiler reports all mistakes in
/// one go.
///
/// # Arguments
///
/// Without arguments the defaults apply.
///
/// | argument | form | default | meaning |
/// |---|---|---|---|
/// | `threshold` | `5`, `"50%"` | `5` | failures, or share of failed calls, that open the circuit |
/// | `window` | `"10s"`, `"9 calls"` | `"10s"` | time, or calls, in which `threshold` counts |
/// | `min_calls` | `20` | `20` | with a `%`: calls in the window before the circuit may open |
/// | `consecutive` | `3` | – | instead of the three above: that many failures in a row |
/// | `open_for` | `"30s"` | `"30s"` | how long the circuit stays open before trial calls |
/// | `max_open_for` | `"5m"` | – | each reopening in a row doubles the open time, up to this |
/// | `jitter` | `"20%"` | `"0%"` | spreads each open time by ± that share |
/// | `half_open_calls` | `3`, `"4 of 5"` | `1` | trial calls that must succeed to close the circuit, all or of how many |
/// | `probe` | path of a function | – | tries whether the callee is back, instead of a user's call |
/// | `ramp_up` | `"10s"` | – | after the trial calls, the share of calls that pass grows over this time |
/// | `slow_call` | `"2s"` | – | a call that takes longer is a failure; its result is returned |
/// | `timeout` | `"3s"` | – | drops an `async` body after this: a failure (feature `tokio`) |
/// | `fallback` | path, closure, expression | – | answers when the call is rejected |
/// | `fallback_on` | `timeout`, `failure` | `open` | answers calls that time out or fail, too |
/// | `failure(..)`, `success(..)`, `ignore(..)` | match arms | – | what counts, and as what |
/// | `open(..)` | `Err(Busy(after)) => *after` | – | a failure that opens the circuit at once, for that time |
/// | `judge` | `server_errors` | – | instead of arms: a function that returns the `Verdict` |
/// | `policy` | a `const Policy` | – | base settings, which the arguments beside it override |
/// | `breaker` | a `static` | – | the circuit to use: several functions share one |
/// | `key` | `host` | – | one circuit for each value of this expression |
/// | `max_keys` | `500` | `1024` | keys that have a circuit of their own at a time |
/// | `dry_run` | `true` | `false` | runs the state machine and reports, rejects nothing |
/// | `last_error` | `true` | `false` | remembers the last error's text, which may be personal |
/// | `name` | `"payments"` | its path | the circuit's name in the registry, logs and errors |
/// | `crate` | `::my::breaker` | `::breaker_runtime` | where the runtime is, if re-exported |
/// | `skip` | alone | – | on a method of a block: leaves the method out |
///
/// * `min_calls` is 20 by default, or the window if that is fewer calls.
/// * `half_open_calls = 3` asks for three trial calls that all succeed, `"4 of 5"` for four
///   successes of five trial calls. At most as many are in flight at once.
/// * The circuit draws the `jitter` anew for each opening.
/// * `breaker` is the path of a `static` [`CircuitBreaker`]; with `key`, of a `static`
///   [`KeyedCircuitBreaker`].
/// * `probe` is the path of a function of nothing, or with `key` of the key's `&str`, async or not:
///   see [`probe!`]. Beside `breaker` it stands on the `static`.
/// * `key` is an expression over the arguments, of a type that implements `Display`. Values with
///   the same text are the same key. `max_keys` is 1048576 at the most.
/// * Durations are one or more integers with a unit each, `ns us ms s m h d`: `"1m 30s"`.
///   Percentages may have decimals: `"12.5%"`.
/// * Numbers, durations and windows may be constants: `threshold = MAX_FAILURES` with an integer,
///   `open_for = PAUSE` with a `Duration`, `window = WINDOW` with a `Duration` or a [`Window`]. A
///   `jitter` is then an `f64` in percent. The compiler checks them all the same.
///
/// Which settings suit which callee: [Choose settings]. More on keys: [Keys]. How functions share a
/// circuit or a policy: [Sharing a circuit]. How operators change settings at run time:
/// [Overrides].
///
/// # Fallbacks
///
/// * A **path** is called with the function's own arguments, the receiver first (`Self::cached`),
///   and awaited in an `async fn`.
/// * A **closure** `|open| ..` gets the [`CircuitOpen`] and sees the arguments. It is written into
///   the function: `.await`, `?` and `return` in it are the function's.
/// * Any **other expression** (`Ok(Vec::new())`) is evaluated in place, and sees the arguments.
///
/// | `fallback_on` | the fallback answers calls that | a closure gets |
/// |---|---|---|
/// | `open` | were rejected | the [`CircuitOpen`] |
/// | `timeout` | were rejected or ran into their `timeout` | a [`Cause`] |
/// | `failure` | were rejected, ran into their `timeout` or returned a failure | a [`Cause`], with what the call returned |
///
/// The circuit counts the failure before the fallback runs. The function clones arguments that the
/// body and the fallback both consume; references and `Copy` types cost nothing, and with
/// `fallback_on = open` nothing is cloned. More: [Fallbacks].
///
/// Without a fallback the return type must accept a rejection: a `Result` whose error implements
/// `From<`[`CircuitOpen`]`>`, or a type that implements [`Reject`]. A call that runs into its
/// `timeout` returns a [`TimedOut`], by `From<TimedOut>`, unless the fallback answers it. More:
/// [Errors and retries].
///
/// # What counts
///
/// An `Err` is a failure and an `Ok` a success; a panic is a failure. Match arms over the returned
/// value override that: first `open`, then `ignore`, then `failure`, then `success`. More:
/// [What counts].
///
/// ```
/// # struct Reply(u16);
/// # impl Reply { fn is_server_error(&self) -> bool { self.0 >= 500 } }
/// # enum ApiError { Cancelled, NotFound { id: u64 }, Gone, Open(breaker_runtime::CircuitOpen) }
/// # impl From<breaker_runtime::CircuitOpen> for ApiError {
/// #     fn from(open: breaker_runtime::CircuitOpen) -> Self { Self::Open(open) }
/// # }
/// # use breaker_runtime::circuit_breaker;
/// #[circuit_breaker(
///     failure(Ok(reply) if reply.is_server_error()),
///     ignore(Err(ApiError::Cancelled)),
///     success(Err(ApiError::NotFound { .. } | ApiError::Gone)),
/// )]
/// async fn get(id: u64) -> Result<Reply, ApiError> {
/// #   let _ = id;
///     // ..
/// #   Ok(Reply(200))
/// }
/// ```
///
/// * The compiler refuses an arm that matches everything, such as `failure(_)` or
///   `ignore(not_found)`. It takes `success(_)` where the function returns no `Result<..>`.
/// * The compiler refuses an arm that changes nothing. Every `Err` is a failure, so
///   `failure(Err(ApiError::Down))`, with a guard or without, needs `success(Err(_))` beside it,
///   for the other errors.
/// * A name in capitals in an arm is a constant.
/// * An arm of `open(..)` has a time behind `=>`, a `Duration` or an `Option` of one: `None` opens
///   the circuit for as long as any opening. `max_open_for` bounds it, or ten times `open_for`
///   (rule [S19]).
/// * `judge` is the path of a function `fn(&R) -> Verdict`, where `R` is what this one returns.
/// * With arms the function may return any type. What no arm matches then counts as the opposite of
///   what the arms name.
/// * The circuit ignores an `Err` with the rejection of another circuit behind it, before all arms.
///   It goes to the fallback where `fallback_on = failure` (rule [S20]).
///
/// `timeout` drops the body where it waits. If the body was using a connection, close that
/// connection: the next caller would read the reply to the dropped call. `slow_call` measures all
/// the time between admission and result, also that in which nobody polled the future or the
/// process was stopped; prefer `timeout` where a late result is worth nothing.
///
/// # What it goes on
///
/// Functions and methods, `async` or not, also in traits and under `#[async_trait]`, and functions
/// that return `impl Future<Output = R>`, `Pin<Box<dyn Future<Output = R>>>` or a `BoxFuture`;
/// these ask for admission when they are first polled. It can't go on a `const fn`, or beside
/// `#[track_caller]`. Beside other attributes the order matters: [Functions and other attributes].
///
/// One circuit belongs to one function in the source, unless `breaker` names another: all
/// instances, threads and generic instantiations share it. With a `key` each value has its own. The
/// key sees the arguments by reference, before the body runs: in an `async fn` at the first poll,
/// in a function that returns a future made elsewhere at the call.
///
/// The function keeps its signature, and drops its arguments where it would without the attribute.
/// A pattern becomes a plain name where the whole argument is needed: by a fallback that is a path,
/// or if the pattern leaves something out (`_`, `..`, `ref`).
///
/// On an `impl` block, of a trait or not, the attribute gives all methods one circuit, with the
/// name of the type. Arguments of the circuit stand on the block. `fallback`, `fallback_on`,
/// `timeout` and arms may stand on the block for all methods, and on a method's own
/// `#[circuit_breaker(..)]`, which wins argument by argument; `timeout = off` on a method takes the
/// block's away. `#[circuit_breaker(skip)]` leaves a method out.
///
/// ```
/// # struct Gateway;
/// # struct Order;
/// # struct Receipt;
/// # struct PayError;
/// # impl From<breaker_runtime::CircuitOpen> for PayError {
/// #     fn from(_: breaker_runtime::CircuitOpen) -> Self { Self }
/// # }
/// # use breaker_runtime::circuit_breaker;
/// #[circuit_breaker(threshold = 5, fallback = |open| Err(open.into()))]
/// impl Gateway {
///     async fn charge(&self, order: &Order) -> Result<Receipt, PayError> {
/// #       let _ = order;
///         // ..
/// #       Ok(Receipt)
///     }
///
///     #[circuit_breaker(skip)]
///     fn name(&self) -> &str {
///         "gateway"
///     }
/// }
/// ```
///
/// [S1]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s1-a-number-of-failures-in-a-time
/// [S5]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s5-open
/// [S6]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s6-half-open
/// [S19]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s19-told-to-wait
/// [S20]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s20-rejections-from-within
/// [Choose settings]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/settings/
/// [Keys]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/keys/
/// [Sharing a circuit]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/sharing/
/// [Overrides]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/overrides/
/// [Fallbacks]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/fallbacks/
/// [Errors and retries]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/errors/
/// [What counts]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/outcomes/
/// [Functions and other attributes]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/functions/
/// [`CircuitBreaker`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/struct.CircuitBreaker.html
/// [`CircuitOpen`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/struct.CircuitOpen.html
/// [`probe!`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/macro.probe.html
/// [`KeyedCircuitBreaker`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/struct.KeyedCircuitBreaker.html
/// [`Window`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/enum.Window.html
/// [`Cause`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/enum.Cause.html
/// [`Reject`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/trait.Reject.html
/// [`TimedOut`]: https://docs.rs/breaker-runtime/latest/breaker_runtime/struct.TimedOut.html
#[proc_macro_attribute]
pub fn circuit_breaker(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(args.into(), item.into()).into()
}

/// For the runtime alone: declares the struct from which editors complete the attribute's
/// arguments.
#[doc(hidden)]
#[proc_macro]
pub fn arguments(_: TokenStream) -> TokenStream {
    expand::editor::declaration().into()
}
