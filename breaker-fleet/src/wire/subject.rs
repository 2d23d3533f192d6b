//! What one record is about.

use super::{Name, Text};

/// The identity of a record. Opaque to an engine: it keeps one record for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The circuit.
    pub name: Name,
    /// The part of the circuit that the record is about.
    pub part: Part,
}

/// A circuit has a record for the outage as each zone sees it, and one for what people forced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The outage as the members of this zone see it, with a schedule and a lease of its own.
    /// Members that name no zone are in the zone `""`.
    Zone(Text),
    /// What people forced, or released.
    Control,
}
