//! Whether circuits can be told apart by their names.

use core::fmt;

use crate::base::identity::Location;

/// The error of [`Registry::check`](crate::Registry::check): several circuits share a name.
///
/// ```
/// use breaker_runtime::registry;
///
/// if let Err(duplicates) = registry().check() {
///     for (name, location) in duplicates.circuits() {
///         eprintln!("{name}: {location:?}");
///     }
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DuplicateNames {
    circuits: Vec<(&'static str, Option<Location>)>,
}

impl DuplicateNames {
    /// The error, if some of these circuits share a name.
    pub(super) fn among(mut circuits: Vec<(&'static str, Option<Location>)>) -> Result<(), Self> {
        circuits.sort_by_key(|&(name, location)| (name, location.map(|at| (at.file, at.line))));
        let same_name = circuits.chunk_by(|(one, _), (other, _)| one == other);
        let shared: Vec<_> = same_name.filter(|same| same.len() > 1).flatten().copied().collect();
        if shared.is_empty() { Ok(()) } else { Err(Self { circuits: shared }) }
    }

    /// The circuits that share a name: the name and the place in the source of each, sorted by
    /// name.
    pub fn circuits(&self) -> impl Iterator<Item = (&'static str, Option<Location>)> + '_ {
        self.circuits.iter().copied()
    }
}

impl fmt::Display for DuplicateNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("circuits share a name:")?;
        for (at, (name, location)) in self.circuits.iter().enumerate() {
            let separator = if at == 0 { "" } else { "," };
            match location {
                Some(location) => write!(f, "{separator} `{name}` at {location}")?,
                None => write!(f, "{separator} `{name}` made by hand")?,
            }
        }
        f.write_str(": give each a name of its own, as in `name = \"payments\"`")
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for DuplicateNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for DuplicateNames {}
