//! What the attribute stands on, which decides the fix that a message proposes.

/// Where the attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Function,
    /// On the `impl` block around it.
    Block,
}

impl Target {
    /// A fix, and the other way out that a method in a block has.
    pub(super) fn or_skip(self, message: &str) -> String {
        match self {
            Self::Function => message.to_owned(),
            Self::Block => {
                format!("{message}, or leave it out of the block with `#[circuit_breaker(skip)]`")
            }
        }
    }
}
