//! What an error was made from.

use core::error::Error;

/// An error can be its own source, directly or in a circle: it is not followed further than this.
const DEPTH: usize = 32;

/// The first source of this type. Not the error itself, which may borrow something and so has no
/// type that could be asked for.
pub(crate) fn find<'e, T: Error + 'static>(error: &'e (dyn Error + '_)) -> Option<&'e T> {
    find_from(error.source())
}

/// The same from the first source on.
pub(crate) fn find_from<'e, T: Error + 'static>(
    source: Option<&'e (dyn Error + 'static)>,
) -> Option<&'e T> {
    let mut next = source;
    // What is looked for is itself a source of the error that users know: one more.
    for _ in 0..=DEPTH {
        let source = next?;
        if let Some(found) = source.downcast_ref() {
            return Some(found);
        }
        next = source.source();
    }
    None
}
