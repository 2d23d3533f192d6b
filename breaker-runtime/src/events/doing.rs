//! Whose doing a step by hand is.

use std::sync::Arc;

use super::note::Note;

/// Who outside of this process takes a step, if it is somebody there; and who it is and why, where
/// that is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doing {
    pub(crate) by: Option<Arc<str>>,
    pub(crate) note: Note,
}

impl Doing {
    /// Of somebody here who says nothing of it.
    pub(crate) const NOBODYS: Self = Self { by: None, note: Note::NOTHING };

    /// Of somebody outside.
    pub(crate) fn by(by: &Arc<str>) -> Self {
        Self { by: Some(Arc::clone(by)), ..Self::NOBODYS }
    }

    /// Of somebody here, who says this.
    pub(crate) const fn noted(note: Note) -> Self {
        Self { by: None, note }
    }
}
