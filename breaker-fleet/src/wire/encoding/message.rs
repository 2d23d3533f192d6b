//! Messages.

use super::read::{Malformed, Reader};
use super::view;
use super::write::Writer;
use crate::wire::{Batch, Message};

impl Message {
    /// The message as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::default();
        for view in &self.views {
            view::write(&mut to, view);
        }
        to.finish()
    }

    /// The message of these bytes.
    ///
    /// # Errors
    ///
    /// The bytes are none, or say more than a batch can have changed.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes)?;
        let mut views = Vec::new();
        while !from.is_empty() {
            if views.len() == Batch::MOST {
                return Err(Malformed);
            }
            views.push(view::read(&mut from)?);
        }
        Ok(Self { views })
    }
}
