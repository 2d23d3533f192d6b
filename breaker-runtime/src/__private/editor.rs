//! What an editor completes in the attribute.

/// The arguments of `#[circuit_breaker]`, as fields: an editor that completes field names completes them, and shows these texts.
#[derive(Debug)]
pub struct Arguments {
    /// Failures that open the circuit: `5`, or a share of the calls: `"50%"`. Default: `5`.
    pub threshold: (),
    /// The trailing time or calls that `threshold` looks at: `"10s"`, `"100 calls"`. Default: `"10s"`.
    pub window: (),
    /// With a share: calls that the window must hold before the circuit may open. Default: `20`.
    pub min_calls: (),
    /// Instead of `threshold` and `window`: that many failures in a row.
    pub consecutive: (),
    /// How long the circuit stays open before trial calls: `"30s"`. Default: `"30s"`.
    pub open_for: (),
    /// Trial calls that must all succeed to close the circuit, and the most in flight at once. Default: `1`.
    pub half_open_calls: (),
    /// What answers when the call is rejected: a function with the same arguments, a closure `|open| ..`, or any expression.
    pub fallback: (),
    /// How the circuit appears in the registry, in errors and in logs. Default: the function's path.
    pub name: (),
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
        name: (),
    };
}
