//! Trial calls of which some may fail, in other forms: `4/5`, `four out of five`.

use super::{Meant, count};

/// What people write between the two numbers; the longer before what it has in it.
const BETWEEN: [&str; 7] = [" out of ", " of ", " in ", " from ", "of", "/", ":"];

/// Nothing if the text does not say two numbers.
pub(super) fn meant(text: &str) -> Option<Meant> {
    let text = text.to_lowercase();
    let (some, all) = BETWEEN.iter().find_map(|between| {
        let (some, all) = text.split_once(between)?;
        Some((count::meant(some.trim()).ok()?, count::meant(all.trim()).ok()?))
    })?;
    Some(Ok(vec![format!("{} of {}", some.first()?, all.first()?)]))
}
