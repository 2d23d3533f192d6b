//! How a key that has no circuit gets one.

use crate::base::sync::Ordering;
use crate::circuit::NextOccupant;
use crate::events::EventKind;
use crate::keyed::Table;
use crate::keyed::eviction::Roster;
use crate::keyed::pinned::Pinned;
use crate::keyed::table::place::{Entry, Occupancy};
use crate::keyed::text::KeyText;
use crate::telemetry::AllUntold;

/// What there is to tell of a key that needed a circuit.
#[derive(Debug, Default)]
#[must_use = "nobody hears of it: `tell` it once the roster is unlocked"]
struct News {
    untold: AllUntold,
    /// Whether it found none, as the first one.
    is_unguarded: bool,
    /// Whether its text is cut, as the first one.
    is_cut: bool,
}

impl Table {
    /// The key's circuit: the one that it has, one that nobody has had, or one that nothing is lost
    /// with. `None` if there is no such circuit, of which one is told.
    // Never inlined: where it is, each lookup that needs none of it makes room for its news.
    #[cold]
    #[inline(never)]
    pub(in crate::keyed) fn settle(
        &self,
        key: &KeyText,
        fingerprint: u64,
    ) -> Option<Occupancy<'_>> {
        let mut roster = self.roster.lock();
        let (entry, news) = self.seat(&mut roster, key, fingerprint);
        let occupancy = entry.map(Entry::occupancy);
        drop(roster);
        self.tell(news);
        occupancy
    }

    /// The same, pinned to it.
    pub(in crate::keyed) fn pin(&self, key: &KeyText) -> Option<Pinned<'_>> {
        let fingerprint = self.fingerprint(key);
        let mut roster = self.roster.lock();
        let (entry, news) = self.seat(&mut roster, key, fingerprint);
        let pinned = entry.map(|entry| Pinned::new(self, &mut roster, entry));
        drop(roster);
        self.tell(news);
        pinned
    }

    /// The key's circuit, which is the key's while the roster is locked.
    fn seat(&self, roster: &mut Roster, key: &KeyText, fingerprint: u64) -> (Option<&Entry>, News) {
        if let Some(entry) = self.find_known(roster, key, fingerprint) {
            return (Some(entry), News::default());
        }
        let text = key.to_shared();
        let next = roster.occupant(Some(&text), fingerprint);
        let (entry, untold) = self.place_for(roster, next);
        let is_unguarded = entry.is_none() && !roster.whole.is_forced() && self.goes_on(roster);
        let is_cut = entry.is_some() && key.is_cut() && !roster.has_told_of_cuts;
        roster.has_told_of_cuts |= is_cut;
        (entry, News { untold, is_unguarded, is_cut })
    }

    /// Whoever is told may look for keys: the caller has unlocked the roster.
    fn tell(&self, News { untold, is_unguarded, is_cut }: News) {
        untold.tell();
        if is_unguarded {
            self.whole.itself().announce(EventKind::Unguarded { max_keys: self.entries.most() });
        }
        if is_cut {
            self.whole.itself().announce(EventKind::KeyCut);
        }
    }

    fn goes_on(&self, roster: &mut Roster) -> bool {
        roster.episode.goes_on(self.clock.about_now())
    }

    /// A place for a key that has none, and what there is to tell of this.
    pub(in crate::keyed) fn place_for(
        &self,
        roster: &mut Roster,
        next: NextOccupant<'_>,
    ) -> (Option<&Entry>, AllUntold) {
        if let Some(entry) = self.move_in(roster, next) {
            return (Some(entry), AllUntold::NOTHING);
        }
        let (vacancy, untold) = roster.vacate(self.clock.about_now(), &self.entries);
        let Some(vacancy) = vacancy else { return (None, untold) };
        let (entry, former, left) = vacancy.give_to(next);
        self.directory.remove(former.fingerprint, entry.place());
        roster.former.add(entry.place(), former);
        roster.episode.end();
        self.enter(roster, entry);
        (Some(entry), untold.and([left]))
    }

    /// A place that nobody has had yet.
    fn move_in(&self, roster: &mut Roster, next: NextOccupant<'_>) -> Option<&Entry> {
        let place = roster.take_free(self.entries.most())?;
        let entry = self.entries.get_or_make(place, || {
            let circuit = next.of_a_new_circuit(self.whole.itself(), place, self.keys());
            #[cfg(feature = "test-util")]
            self.clock.held().into_iter().for_each(|clock| circuit.set_clock(clock));
            circuit.obey_silently(next.force);
            Entry::new(place, circuit, next.fingerprint, next.key.is_some())
        })?;
        self.enter(roster, entry);
        Some(entry)
    }

    /// A key has got this place: it is found from now on.
    fn enter(&self, roster: &mut Roster, entry: &Entry) {
        // Later than all uses so far, and earlier than all from now on.
        let added = self.epoch.load(Ordering::Relaxed).wrapping_add(1);
        entry.use_at(added);
        roster.line_up(added, entry.place());
        self.epoch.store(added.wrapping_add(1), Ordering::Relaxed);
        self.directory.insert(entry.fingerprint(), entry.place());
    }
}
