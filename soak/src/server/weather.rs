//! How a site is doing.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Well,
    /// Answers take a while.
    Slow,
    /// Answers come byte by byte.
    Trickling,
    /// Most answers say that the call failed.
    Failing,
    /// Answers are no answers.
    Garbled,
    /// Calls are taken and never answered.
    Hanging,
    /// Connections are reset, before a call was read, after it, or in the middle of the answer.
    Resetting,
    /// Any of these, each time another.
    Changing,
    /// Nobody listens, and those under way are reset.
    Dead,
}

impl Weather {
    const ALL: [Self; 9] = [
        Self::Well,
        Self::Slow,
        Self::Trickling,
        Self::Failing,
        Self::Garbled,
        Self::Hanging,
        Self::Resetting,
        Self::Changing,
        Self::Dead,
    ];

    /// Well as often as not.
    pub(crate) fn draw(chance: &mut fastrand::Rng) -> Self {
        let drawn = Self::ALL[chance.usize(..Self::ALL.len())];
        if chance.u8(..3) == 0 { Self::Well } else { drawn }
    }

    /// What one connection meets.
    pub(crate) fn for_one(self, chance: &mut fastrand::Rng) -> Self {
        if self == Self::Changing { Self::ALL[chance.usize(..7)] } else { self }
    }
}
