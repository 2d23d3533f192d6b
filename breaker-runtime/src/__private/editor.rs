//! What an editor completes in the attribute.

/// The arguments of `#[circuit_breaker]`, as fields: an editor that completes field names completes
/// them, and shows these texts.
#[derive(Debug)]
pub struct Arguments {
    /// Failures that open the circuit: `5`, or a share of the calls: `"50%"`. Default: `5`.
    pub threshold: (),
    /// The trailing time or calls that `threshold` looks at: `"10s"`, `"100 calls"`. Default:
    /// `"10s"`.
    pub window: (),
    /// With a share: calls that the window must hold before the circuit may open. Default: `20`.
    pub min_calls: (),
    /// Instead of `threshold` and `window`: that many failures in a row.
    pub consecutive: (),
    /// How long the circuit stays open before trial calls: `"30s"`. Default: `"30s"`.
    pub open_for: (),
    /// Trial calls that must all succeed to close the circuit, and the most in flight at once.
    /// Default: `1`.
    pub half_open_calls: (),
    /// What answers when the call is rejected: a function with the same arguments, a closure
    /// `|open| ..`, or any expression.
    pub fallback: (),
    /// Each reopening in a row doubles the open time up to this: `"5m"`. Default: it stays the
    /// same.
    pub max_open_for: (),
    /// Spreads each open time by plus or minus that share: `"20%"`. Default: `"0%"`.
    pub jitter: (),
    /// After closing, admits a growing share of calls over this time: `"10s"`. Default: all at
    /// once.
    pub ramp_up: (),
    /// A call that takes longer counts as a failure; its result is still returned: `"2s"`.
    pub slow_call: (),
    /// Drops an asynchronous body after this: a failure, returned through `E: From<TimedOut>`.
    /// Feature `tokio`. On a method of an `impl` block that has one: `off`.
    pub timeout: (),
    /// What counts as a failure: match arms over the return value, `failure(Ok(r) if
    /// r.is_error())`.
    pub failure: (),
    /// What counts as a success: match arms over the return value, `success(Err(Error::NotFound))`.
    pub success: (),
    /// What counts as neither: match arms over the return value, `ignore(Err(Error::Cancelled))`.
    pub ignore: (),
    /// When the fallback answers: `open`, `timeout` for calls that timed out as well, `failure` for
    /// all that failed. Default: `open`.
    pub fallback_on: (),
    /// Runs the whole state machine and reports, but never rejects. Default: `false`.
    pub dry_run: (),
    /// How the circuit appears in the registry, in errors and in logs. Default: the function's
    /// path.
    pub name: (),
    /// A `const Policy`: settings that the other arguments override.
    pub policy: (),
    /// A `static CircuitBreaker` to use instead of one of the function's own: several functions,
    /// one circuit.
    pub breaker: (),
    /// One circuit for each value of this expression over the arguments, which is told by its text:
    /// `host`.
    pub key: (),
    /// How many keys can have a circuit of their own at a time. Default: `1024`.
    pub max_keys: (),
    /// On a method of an `impl` block that has the attribute: leaves the method out.
    pub skip: (),
}

impl Arguments {
    /// None of them.
    pub const NONE: Self = Self {
        threshold: (),
        window: (),
        min_calls: (),
        consecutive: (),
        open_for: (),
        half_open_calls: (),
        fallback: (),
        max_open_for: (),
        jitter: (),
        ramp_up: (),
        slow_call: (),
        timeout: (),
        failure: (),
        success: (),
        ignore: (),
        fallback_on: (),
        dry_run: (),
        name: (),
        policy: (),
        breaker: (),
        key: (),
        max_keys: (),
        skip: (),
    };
}
