//! What an error was made from.

use core::error::Error;

/// The most sources that are followed: an error may be its own source, directly or in a circle.
const DEPTH: usize = 32;

/// The first source of type `T`. The error itself is no candidate: it may borrow something, and
/// then nothing can ask for its type.
pub(crate) fn find<'e, T: Error + 'static>(error: &'e (dyn Error + '_)) -> Option<&'e T> {
    find_from(error.source())
}

/// The first error of type `T` in the chain that begins with `source`.
pub(crate) fn find_from<'e, T: Error + 'static>(
    source: Option<&'e (dyn Error + 'static)>,
) -> Option<&'e T> {
    let mut next = source;
    // One more than users know of: what is looked for is a source of the error that they know.
    for _ in 0..=DEPTH {
        let source = next?;
        if let Some(found) = source.downcast_ref() {
            return Some(found);
        }
        next = source.source();
    }
    None
}
