//! Whose calls the fallbacks that run on a thread answer.

use core::cell::{Cell, RefCell};
use core::ptr;

use super::Site;

/// A function whose call is answered, by the key that tells its circuits apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered {
    site: &'static Site,
    key: u64,
}

/// The fallbacks within each other that are remembered without allocating.
const AT_HAND: usize = 8;

/// The calls of this thread whose fallbacks run, the outermost first.
pub(super) struct Marks {
    depth: Cell<usize>,
    first: [Cell<Option<Answered>>; AT_HAND],
}

std::thread_local! {
    // It has no destructor, so that an access need not check whether one has to be registered.
    static MARKS: Marks = const {
        Marks { depth: Cell::new(0), first: [const { Cell::new(None) }; AT_HAND] }
    };
    static DEEPER: RefCell<Vec<Answered>> = const { RefCell::new(Vec::new()) };
}

impl Answered {
    pub(super) const fn new(site: &'static Site, key: u64) -> Self {
        Self { site, key }
    }

    fn is_same(self, other: Self) -> bool {
        ptr::eq(self.site, other.site) && self.key == other.key
    }
}

impl Marks {
    pub(super) fn enter(answered: Answered) {
        MARKS.with(|marks| {
            let depth = marks.depth.get();
            match marks.first.get(depth) {
                Some(place) => place.set(Some(answered)),
                None => deeper(|deeper| deeper.push(answered)),
            }
            marks.depth.set(depth + 1);
        });
    }

    pub(super) fn leave() {
        MARKS.with(|marks| {
            let depth = marks.depth.get().saturating_sub(1);
            marks.depth.set(depth);
            if depth >= AT_HAND {
                deeper(|deeper| {
                    deeper.pop();
                });
            }
        });
    }

    /// Whether this is answered already, further out.
    #[inline]
    pub(super) fn has(answered: Answered) -> bool {
        MARKS.with(|marks| marks.depth.get() != 0 && marks.has_among(answered))
    }

    /// The sites of the circle, from the one that is answered already.
    #[cold]
    pub(super) fn circle(answered: Answered) -> Vec<&'static Site> {
        let mut circle = Vec::new();
        MARKS.with(|marks| {
            marks.each(|other| {
                if !circle.is_empty() || other.is_same(answered) {
                    circle.push(other.site);
                }
            });
        });
        circle
    }

    #[cold]
    fn has_among(&self, answered: Answered) -> bool {
        let mut is_there = false;
        self.each(|other| is_there |= other.is_same(answered));
        is_there
    }

    fn each(&self, mut look: impl FnMut(Answered)) {
        self.first.iter().take(self.depth.get()).filter_map(Cell::get).for_each(&mut look);
        if self.depth.get() > AT_HAND {
            deeper(|deeper| deeper.iter().copied().for_each(look));
        }
    }
}

/// At the end of its thread the list may be gone: then only the first `AT_HAND` fallbacks are
/// compared.
fn deeper(change: impl FnOnce(&mut Vec<Answered>)) {
    let _ = DEEPER.try_with(|deeper| change(&mut deeper.borrow_mut()));
}
