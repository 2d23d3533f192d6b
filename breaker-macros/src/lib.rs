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
/// Five failures within any ten seconds open the circuit. While it is open the body is not run: the
/// fallback answers at once, or, without one, the error type's `From<CircuitOpen>`. After
/// `open_for` a limited number of trial calls pass; if they succeed the circuit closes, if one
/// fails it opens again.
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
/// | `half_open_calls` | `3` | `1` | that many trial calls, all successful, close the circuit |
/// | `ramp_up` | `"10s"` | – | after the trial calls, the share of calls that pass grows over this time |
/// | `slow_call` | `"2s"` | – | a call that takes longer is a failure; its result is returned |
/// | `timeout` | `"3s"` | – | drops an `async` body after this: a failure (feature `tokio`) |
/// | `fallback` | path, closure, expression | – | answers when the call is rejected |
/// | `fallback_on` | `timeout`, `failure` | `open` | answers calls that time out or fail, too |
/// | `failure(..)`, `success(..)`, `ignore(..)` | match arms | – | what counts, and as what |
/// | `policy` | a `const Policy` | – | base settings, which the arguments beside it override |
/// | `breaker` | a `static` | – | the circuit to use: several functions share one |
/// | `key` | `host` | – | one circuit for each value of this expression |
/// | `max_keys` | `500` | `1024` | keys that have a circuit of their own at a time |
/// | `dry_run` | `true` | `false` | runs the state machine and reports, rejects nothing |
/// | `last_error` | `true` | `false` | remembers the last error's text, which may be personal |
/// | `name` | `"payments"` | its path | the circuit's name in the registry, logs and errors |
/// | `crate` | `::my::breaker` | `::breaker_runtime` | where the runtime is, if re-exported |
///
/// * `min_calls` is 20 by default, or the window if that is fewer calls.
/// * `half_open_calls` is how many trial calls must all succeed to close the circuit, and the most
///   in flight at once. `jitter` is drawn once per opening.
/// * A `timeout` is returned through `E: From<TimedOut>`. On a method of a block `timeout = off`
///   takes the block's off.
/// * `breaker` is the path of a `static CircuitBreaker`; with `key`, of a `static
///   KeyedCircuitBreaker`.
/// * `key` is an expression over the arguments. A value is told by its text: it implements
///   `Display`. `max_keys` is 1048576 at the most.
/// * Durations are one or more integers with a unit each, `ns us ms s m h d`: `"1m 30s"`.
///   Percentages may have decimals: `"12.5%"`.
/// * Numbers, durations and windows may be constants: `threshold = MAX_FAILURES` with an integer,
///   `open_for = PAUSE` with a `Duration`, `window = WINDOW` with a `Duration` or a `Window`. A
///   `jitter` is then an `f64` in percent. The compiler checks them all the same.
/// * A mistake is a compile error at its place, with the fix. All are reported in one go.
///
/// Which arguments suit what: the guide's chapter *Choose settings*.
///
/// # Fallbacks
///
/// * A **path** is called with the function's own arguments, the receiver first (`Self::cached`),
///   and awaited in an `async fn`.
/// * A **closure** `|open| ..` gets the `CircuitOpen` and sees the arguments. It is written into
///   the function: `.await`, `?` and `return` in it are the function's.
/// * Any **other expression** (`Ok(Vec::new())`) is evaluated in place, and sees the arguments.
///
/// A fallback answers calls that are rejected. `fallback_on = timeout` lets it also answer a call
/// that ran into its `timeout`, so that the error type needs no `From<TimedOut>`;
/// `fallback_on = failure` every call that failed, after the failure was counted. A closure then
/// gets a `Cause`: the `CircuitOpen`, the `TimedOut`, or what the failed call returned. Arguments
/// that both the body and the fallback use are cloned; references and `Copy` types cost nothing.
///
/// # What counts
///
/// An `Err` is a failure and an `Ok` a success; a panic is a failure. Match arms over the returned
/// value override that: first `ignore`, then `failure`, then `success`.
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
/// * An arm that matches everything, such as `failure(_)` or `ignore(not_found)`, is an error; only
///   `success(_)` is none, where no `Result<..>` is returned. So is an arm that changes nothing:
///   `failure(Err(ApiError::Down))` needs `success(Err(_))` for the other errors, with or without a
///   guard. Names in capitals are constants.
/// * With arms, any type can be returned: what they don't match is then the opposite of what they
///   name.
/// * An `Err` with the rejection of another circuit behind it is ignored, before all arms, and goes
///   to the fallback where `fallback_on = failure` (rule S20).
///
/// `timeout` drops the body where it waits. On a method of a connection, close the connection then:
/// the next caller would read the reply of the dropped call. `slow_call` measures all the time
/// between admission and result, also that in which nobody polled the future or the process was
/// stopped; prefer `timeout` where a late result is worth nothing.
///
/// # What it goes on
///
/// Functions and methods, `async` or not, also in traits and under `#[async_trait]`, and functions
/// that return `impl Future<Output = R>`, `Pin<Box<dyn Future<Output = R>>>` or a `BoxFuture`;
/// these ask for admission when they are first polled. It can't go on a `const fn`, or beside
/// `#[track_caller]`.
///
/// One circuit belongs to one function in the source, unless `breaker` names another: all
/// instances, threads and generic instantiations share it. With a `key` there is one for each
/// value. The key sees the arguments by reference, before the body: in an `async fn` when that is
/// first polled, and where the returned future is made elsewhere when the function is called.
///
/// On an `impl` block, of a trait or not, it gives all methods one circuit, which is called after
/// the type. Arguments of the circuit stand on the block. `fallback`, `fallback_on`, `timeout` and
/// arms may stand on the block for all methods, and on a method's own `#[circuit_breaker(..)]`,
/// which wins argument by argument; `timeout = off` takes the block's off one of them.
/// `#[circuit_breaker(skip)]` leaves a method out.
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
/// The function keeps its signature, and its arguments are dropped where they would be without the
/// attribute. A pattern becomes a plain name where the whole argument is needed: by a fallback that
/// is a path, or if the pattern leaves something out (`_`, `..`, `ref`).
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
