//! The pages of this thread.

use core::cell::{Cell, RefCell};
use core::mem;
use std::collections::BTreeMap;

use super::page::Page;
use super::pool::{self, Pool};
use super::{Lane, Slot, Tag};
use crate::base::sync::{RwLock, thread_static};

/// Pages at hand: with so many, no two of 8192 circuits are in each other's way. It is what every
/// thread of a program has, whether or not it makes calls.
const AT_HAND: usize = 256;

thread_static! {
    /// This thread's pages by the low byte of their numbers; of those that have it in common, the
    /// one that was used last. Without a destructor, so that reading it is one instruction.
    static MINE: [Cell<Option<&'static Page>>; AT_HAND] = [const { Cell::new(None) }; AT_HAND];
    /// Gives them back when the thread ends.
    static LEASE: Lease = Lease { pool: Cell::new(None), others: RefCell::new(BTreeMap::new()) };
}

struct Lease {
    /// Where they come from. Under loom a thread ends when the pool can't be found any more.
    pool: Cell<Option<&'static RwLock<Pool>>>,
    /// Pages that are not at hand because another one is, by the place that they have in common:
    /// they take turns in the same memory.
    others: RefCell<BTreeMap<u32, Vec<&'static Page>>>,
}

impl Lease {
    /// Puts the page of this slot at hand.
    fn fetch(&self, slot: Slot) -> &'static Page {
        let pool = pool::get();
        self.pool.set(Some(pool));
        let mut others = self.others.borrow_mut();
        let place = slot.bits() & 0xFF;
        let other = others.get_mut(&place).and_then(|others| take(others, slot));
        let page = other.unwrap_or_else(|| pool.write().take(slot.page()));
        if let Some(displaced) = at_hand(place.into(), |place| place.replace(Some(page))) {
            others.entry(place).or_default().push(displaced);
        }
        page
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(pool) = self.pool.get() else { return };
        let others = mem::take(self.others.get_mut()).into_values().flatten();
        // What still counts on this thread does so elsewhere.
        let _ = MINE.try_with(|mine| {
            let mut pool = pool.write();
            for page in mine.iter().filter_map(Cell::take).chain(others) {
                pool.give_back(page);
            }
        });
    }
}

/// Takes the page of this slot out of these.
fn take(pages: &mut Vec<&'static Page>, slot: Slot) -> Option<&'static Page> {
    let at = pages.iter().position(|page| page.has(slot))?;
    Some(pages.swap_remove(at))
}

#[inline]
pub(super) fn count_tagged(tag: Tag) -> bool {
    at_hand(tag.bits(), Cell::get).is_some_and(|page| page.count_tagged(tag))
}

#[inline]
pub(super) fn count(slot: Slot, lane: Lane) -> bool {
    match at_hand(u64::from(slot.bits()), Cell::get) {
        Some(page) if page.has(slot) => {
            page.count(slot, lane);
            true
        }
        _ => false,
    }
}

/// Does this with the page of a slot, which is at hand from now on; false where there is none, or
/// while the thread is ending.
pub(super) fn with_page(slot: Slot, act: impl FnOnce(&Page)) -> bool {
    if slot == Slot::NONE {
        return false;
    }
    let page = at_hand(u64::from(slot.bits()), Cell::get).filter(|page| page.has(slot));
    let page = page.or_else(|| LEASE.try_with(|lease| lease.fetch(slot)).ok());
    page.map(act).is_some()
}

/// The place of a page by what has the bits of one of its slots.
#[inline]
fn at_hand<T>(bits: u64, act: impl FnOnce(&Cell<Option<&'static Page>>) -> T) -> T {
    MINE.with(|mine| act(&mine[(bits & 0xFF) as usize]))
}
