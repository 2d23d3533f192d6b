//! Calls over time, in few bytes: a step without calls takes none.
//!
//! Steps are written one after the other into chunks, which are dropped whole when their time is
//! over. An entry is a byte that says which counters follow, and whether steps without calls come
//! before; then these numbers, seven bits a byte.

use std::collections::VecDeque;

use super::counts::Counts;
use super::over;

/// Steps in a chunk.
const CHUNK: u64 = 60;
/// The bit that says that idle steps come first, and the one that says that the window changed; the
/// others are those of the counters.
const GAP: u8 = 1 << 7;
const WINDOW: u8 = 1 << 6;

/// Failures in the window, and calls.
pub(crate) type Window = (u64, u64);

/// Steps of one length.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// How many steps are kept.
    reach: u64,
    chunks: VecDeque<Chunk>,
}

#[derive(Clone, Debug)]
struct Chunk {
    number: u64,
    /// The step after the last one that was written.
    next: u64,
    /// At that step; none at the beginning, whatever it was in the chunk before.
    window: Window,
    bytes: Vec<u8>,
}

/// The bytes of a series of one step.
pub(super) const LEAST: usize = size_of::<Chunk>() + 8;

impl Series {
    pub(crate) const fn new(reach: u64) -> Self {
        Self { reach, chunks: VecDeque::new() }
    }

    /// Adds what came in a step, which is later than those before.
    pub(crate) fn push(&mut self, step: u64, counts: Counts, window: Window) {
        let before = self.chunks.back().map_or((0, 0), |chunk| chunk.window);
        if counts.is_idle() && window == before {
            return;
        }
        let number = step / CHUNK;
        if self.chunks.back().is_none_or(|chunk| chunk.number != number) {
            self.chunks.back_mut().into_iter().for_each(|full| full.bytes.shrink_to_fit());
            over::push(&mut self.chunks, Chunk::new(number));
        }
        if let Some(chunk) = self.chunks.back_mut() {
            chunk.push(step, counts, window);
        }
    }

    /// Forgets what is older than the reach.
    pub(crate) fn forget(&mut self, now: u64) {
        let first = now.saturating_sub(self.reach) / CHUNK;
        while self.chunks.front().is_some_and(|chunk| chunk.number < first) {
            self.chunks.pop_front();
        }
        over::shrink(&mut self.chunks);
    }

    /// Forgets what is before this step.
    pub(crate) fn forget_before(&mut self, step: u64) {
        self.forget(step.saturating_add(self.reach));
        if let Some(begun) = self.chunks.front_mut().filter(|it| it.number == step / CHUNK) {
            begun.forget_before(step);
        }
    }

    /// The steps from `from` to `to`, both included, that had calls.
    pub(crate) fn range(&self, from: u64, to: u64) -> Vec<(u64, Counts)> {
        let mut steps = Vec::new();
        let numbers = from / CHUNK..=to / CHUNK;
        for chunk in self.chunks.iter().filter(|chunk| numbers.contains(&chunk.number)) {
            chunk.read(|step, counts| {
                if (from..=to).contains(&step) {
                    steps.push((step, counts));
                }
            });
        }
        steps
    }

    /// All calls after the one step and before the other.
    pub(crate) fn sum_between(&self, after: u64, before: u64) -> Counts {
        let (numbers, mut sum) = (after / CHUNK..=before / CHUNK, Counts::default());
        for chunk in self.chunks.iter().filter(|chunk| numbers.contains(&chunk.number)) {
            chunk.read(|at, counts| {
                if after < at && at < before {
                    sum.add(counts);
                }
            });
        }
        sum
    }

    /// The window at the end of this step.
    pub(crate) fn window_at(&self, step: u64) -> Window {
        let mut window = (0, 0);
        let before = self.chunks.iter().rev().filter(|chunk| chunk.number <= step / CHUNK);
        for chunk in before.take(2).collect::<Vec<_>>().into_iter().rev() {
            chunk.read_all(|at, _, then| {
                if at <= step {
                    window = then;
                }
            });
        }
        window
    }

    /// The bytes that this takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let of_chunks: usize = self.chunks.iter().map(|chunk| chunk.bytes.capacity()).sum();
        of_chunks + self.chunks.capacity() * size_of::<Chunk>()
    }
}

impl Chunk {
    const fn new(number: u64) -> Self {
        Self { number, next: number * CHUNK, window: (0, 0), bytes: Vec::new() }
    }

    /// The window goes on to be what it was.
    fn forget_before(&mut self, step: u64) {
        let (mut kept, mut before) = (Self::new(self.number), (0, 0));
        self.read_all(|at, counts, window| {
            if at < step {
                before = window;
                return;
            }
            if kept.bytes.is_empty() && at > step && before != (0, 0) {
                kept.push(step, Counts::default(), before);
            }
            kept.push(at, counts, window);
        });
        if kept.bytes.is_empty() && before != (0, 0) {
            kept.push(step, Counts::default(), before);
        }
        kept.bytes.shrink_to_fit();
        *self = kept;
    }

    fn push(&mut self, step: u64, Counts(counts): Counts, window: Window) {
        let gap = step.saturating_sub(self.next);
        let there = (0..6).filter(|&at| counts[at] > 0);
        let mut head = there.clone().fold(0, |head, at| head | 1 << at);
        let changed = window != self.window;
        if changed {
            head |= WINDOW;
        }
        if self.bytes.capacity() - self.bytes.len() < 8 {
            self.bytes.reserve_exact(8 + self.bytes.len() / 4);
        }
        self.bytes.push(if gap > 0 { head | GAP } else { head });
        if gap > 0 {
            write(&mut self.bytes, gap);
        }
        there.for_each(|at| write(&mut self.bytes, counts[at]));
        if changed {
            write(&mut self.bytes, window.0);
            write(&mut self.bytes, window.1);
            self.window = window;
        }
        self.next = step + 1;
    }

    /// The steps that had calls.
    fn read(&self, mut each: impl FnMut(u64, Counts)) {
        self.read_all(|step, counts, _| {
            if !counts.is_idle() {
                each(step, counts);
            }
        });
    }

    /// All that was written, with the window at the end of each step.
    fn read_all(&self, mut each: impl FnMut(u64, Counts, Window)) {
        let (mut bytes, mut step) = (self.bytes.iter(), self.number * CHUNK);
        let mut window = (0, 0);
        while let Some(&head) = bytes.next() {
            if head & GAP != 0 {
                step += read(&mut bytes);
            }
            let mut counts = [0; 6];
            for (at, count) in counts.iter_mut().enumerate() {
                if head & 1 << at != 0 {
                    *count = read(&mut bytes);
                }
            }
            if head & WINDOW != 0 {
                window = (read(&mut bytes), read(&mut bytes));
            }
            each(step, Counts(counts), window);
            step += 1;
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seven bits at a time")]
fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut core::slice::Iter<'_, u8>) -> u64 {
    let (mut number, mut shift) = (0, 0_u32);
    for &byte in bytes {
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_is_read_and_idle_steps_take_nothing() {
        let mut series = Series::new(900);
        let calls = |success, rejected| Counts([success, 0, 0, 0, rejected, 0]);
        let pushed =
            [(3, calls(1, 0)), (4, calls(u64::MAX, 2)), (70, calls(0, 300)), (700, calls(9, 0))];
        for (step, counts) in pushed {
            series.push(step, counts, (step, 1));
        }
        let before = series.bytes();
        (701..900).for_each(|step| series.push(step, Counts::default(), (700, 1)));
        assert_eq!(series.bytes(), before);
        assert_eq!(series.range(0, 1000), pushed);
        assert_eq!(series.range(4, 70), pushed[1..3]);
        let sum = |after, before| series.sum_between(after, before).0;
        assert_eq!(sum(4, u64::MAX), [9, 0, 0, 0, 300, 0]);
        assert_eq!((sum(3, 70)[4], sum(4, 700)[4], sum(70, 700)), (2, 300, [0; 6]));
        assert_eq!(
            (series.window_at(3), series.window_at(69), series.window_at(899)),
            ((3, 1), (4, 1), (700, 1))
        );
    }

    #[test]
    fn what_is_before_a_step_is_forgotten_and_the_window_goes_on() {
        let calls = Counts([1, 0, 0, 0, 0, 0]);
        for (pushed, from, kept) in [
            (&[3, 4, 9][..], 4, &[4, 9][..]),
            (&[3, 9], 5, &[9]),
            (&[3], 7, &[]),
            (&[61], 3, &[61]),
        ] {
            let mut series = Series::new(900);
            for step in pushed {
                series.push(*step, calls, (*step, 1));
            }
            let (last, window) = (pushed[pushed.len() - 1], series.window_at(from));
            series.forget_before(from);
            let steps: Vec<_> = series.range(0, 900).iter().map(|(step, _)| *step).collect();
            assert_eq!((&*steps, series.window_at(from)), (kept, window));
            series.push(70, calls, (last, 1));
            assert_eq!(
                (series.sum_between(69, u64::MAX), series.window_at(70)),
                (calls, (last, 1))
            );
        }
    }

    #[test]
    fn what_is_out_of_reach_is_forgotten_with_its_memory() {
        let mut series = Series::new(120);
        (0..1000).for_each(|step| series.push(step, Counts([1, 0, 0, 0, 0, 0]), (0, 0)));
        series.forget(1000);
        assert_eq!(series.range(0, 1000).first().map(|(step, _)| *step), Some(840));
        series.forget(5000);
        assert_eq!(series.bytes(), 0);
    }
}
