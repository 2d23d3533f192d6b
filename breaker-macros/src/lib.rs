//! The `#[circuit_breaker]` attribute of `breaker-runtime`, which re-exports it: depend on that crate, not on this one.
//!
//! From the outside in: `attribute` is the way through, from two token streams to one; `args` reads the arguments, `literal`
//! the values in quotes, `validate` makes a `config` of them; `item` reads the function, `expand` writes it anew; `block` does
//! that for all methods of an `impl` block.

mod aliases;
mod args;
mod attribute;
mod block;
mod config;
mod diagnostics;
mod expand;
mod item;
mod literal;
mod validate;
mod wishes;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Puts a circuit breaker around a function, or one around all methods of an `impl` block.
///
/// ```ignore
/// #[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate)]
/// async fn exchange_rate(client: &Client, pair: &str) -> Result<Rate, RateError> { .. }
/// ```
///
/// Five failures within any ten seconds open the circuit. While it is open the body is not run: the fallback answers at
/// once, or, without one, the error type's `From<CircuitOpen>`. After `open_for` a limited number of trial calls pass; if
/// they succeed the circuit closes, if one fails it opens again.
///
/// Without arguments the defaults apply.
///
/// | argument | form | default | meaning |
/// |---|---|---|---|
/// | `threshold` | `5` or `"50%"` | `5` | failures, or share of failed calls, that open the circuit |
/// | `window` | `"10s"` or `"100 calls"` | `"10s"` | the trailing time, or trailing calls, that `threshold` looks at |
/// | `min_calls` | `20` | `20`, or the window if that is fewer calls | with a share: calls that the window must hold before the circuit may open |
/// | `consecutive` | `3` | | instead of `threshold` and `window`: that many failures in a row |
/// | `open_for` | `"30s"` | `"30s"` | how long the circuit stays open before trial calls |
/// | `max_open_for` | `"5m"` | | each reopening in a row doubles the open time, up to this |
/// | `jitter` | `"20%"` | `"0%"` | spreads each open time by plus or minus that share, drawn once per opening |
/// | `half_open_calls` | `1` | `1` | trial calls that must all succeed to close it; also the most in flight at once |
/// | `ramp_up` | `"10s"` | | after closing, admits a share of the calls that grows over this time |
/// | `slow_call` | `"2s"` | | a call that takes longer counts as a failure; its result is still returned |
/// | `timeout` | `"3s"`, `off` | | drops an asynchronous body after this: a failure, returned through `E: From<TimedOut>`; feature `tokio` |
/// | `fallback` | path, closure or expression | | what answers when the call is rejected |
/// | `fallback_on` | `timeout`, `failure` | `open` | the fallback answers calls that timed out as well, or all that failed |
/// | `failure(..)`, `success(..)`, `ignore(..)` | match arms | | what counts as what; see below |
/// | `policy` | `HTTP` | | the path of a `const Policy`: base settings, which the arguments beside it override |
/// | `breaker` | `DB` | | the path of a `static CircuitBreaker` to use instead of one of the function's own: several functions, one circuit; with `key` of a `static KeyedCircuitBreaker` |
/// | `key` | `host` | | an expression over the arguments: one circuit for each value, told by its text (it implements `Display`) |
/// | `max_keys` | `64` | `1024` | keys that have a circuit of their own at a time |
/// | `name` | `"payments"` | the function's path | how the circuit appears in the registry, errors and logs |
/// | `dry_run` | `true` | `false` | runs the whole state machine and reports, but never rejects a call |
/// | `crate` | `::path` | `::breaker_runtime` | where the runtime is, for crates that re-export it |
///
/// Values may also be constants (`threshold = MAX_FAILURES`, `open_for = PAUSE` with a `const PAUSE: Duration`); the compiler
/// checks them all the same; a `jitter` is then an `f64` in percent. Durations are one or more `<integer><unit>` with `ns us ms s m h d`, as in `"1m 30s"`.
///
/// `timeout` drops the body where it waits. On a method of a connection, close the connection then: the next caller would
/// read the reply of the dropped call. `slow_call` measures all the time between admission and result, also that in which
/// nobody polled the future or the process was stopped; `timeout` is the better guard where a late result is worth nothing.
///
/// # Fallbacks
///
/// * A **path** is called with the function's own arguments, the receiver first (`Self::cached`), and awaited in an
///   `async fn`.
/// * A **closure** `|open| ..` gets the `CircuitOpen` and sees the arguments. It is written into the function: `.await`, `?`
///   and `return` in it are the function's.
/// * Any **other expression** (`Ok(Vec::new())`) is evaluated in place, and sees the arguments.
///
/// With `fallback_on = timeout` the fallback also answers a call that ran into its `timeout`, so that the error type needs no
/// `From<TimedOut>`; a closure then gets a `Cause` that is a `CircuitOpen` or a `TimedOut`.
///
/// With `fallback_on = failure` the fallback also answers a call that failed, after the failure was counted; a closure then gets
/// the `Cause`: the `CircuitOpen`, the `TimedOut`, or what the failed call returned. Arguments that both the body and the fallback
/// use are cloned; references and `Copy` types cost nothing.
///
/// # What counts
///
/// An `Err` is a failure and an `Ok` a success; a panic is a failure. Match arms over the return value override that, `ignore`
/// first, then `failure`, then `success`:
///
/// ```ignore
/// #[circuit_breaker(
///     failure(Ok(reply) if reply.status().is_server_error()),
///     ignore(Err(ApiError::Cancelled)),
///     success(Err(ApiError::NotFound { .. } | ApiError::Gone)),
/// )]
/// ```
///
/// An arm that matches everything, such as `failure(_)` or `ignore(not_found)`, is an error; only
/// `success(_)` is none, where no `Result<..>` is returned. So is an arm that changes nothing:
/// `failure(Err(ApiError::Down))` needs `success(Err(_))` for the other errors. Names in capitals
/// are constants.
///
/// With arms, any type can be returned: what they don't match is then the opposite of what they name.
///
/// An `Err` that was made from the rejection of another circuit, further within, comes before all arms: it is ignored, and goes to the
/// fallback where that is for failures. So a connection, a client and a service can each have a circuit, and all recover as soon as the
/// innermost does. The attribute sees it if the error type is an `Error`, or derefs to one as `anyhow::Error` does.
///
/// # What it goes on
///
/// Functions and methods, `async` or not, also in traits and under `#[async_trait]`, and functions that return
/// `impl Future<Output = R>`, `Pin<Box<dyn Future<Output = R>>>` or a `BoxFuture`; these ask for admission when they are first
/// polled. One circuit belongs to one function in the source, unless `breaker` names another: all instances, threads and generic
/// instantiations share it.
///
/// With a `key` there is one for each value. It sees the arguments by reference, before the body: in an `async fn` when that is first
/// polled, and where the returned future is made elsewhere when the function is called.
///
/// On an `impl` block, of a trait or not, it gives all methods one circuit, which is called after the type. Arguments of the circuit
/// stand there; `fallback`, `fallback_on`, `timeout` and arms may stand there for all methods, and on a method's own
/// `#[circuit_breaker(..)]`, which wins argument by argument; `timeout = off` takes the block's off one of them. `#[circuit_breaker(skip)]` leaves a method out.
///
/// ```ignore
/// #[circuit_breaker(threshold = 5, fallback = |open| Err(open.into()))]
/// impl Gateway {
///     async fn charge(&self, order: &Order) -> Result<Receipt, PayError> { .. }
///
///     #[circuit_breaker(skip)]
///     fn name(&self) -> &str { .. }
/// }
/// ```
///
/// The function keeps its signature, and its arguments are dropped where they would be without the
/// attribute. A pattern becomes a plain name where the whole argument is needed: by a fallback that
/// is a path, or if the pattern leaves something out (`_`, `..`, `ref`). It can't be `const` or
/// `#[track_caller]`.
#[proc_macro_attribute]
pub fn circuit_breaker(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(args.into(), item.into()).into()
}
