//! Where the rejected calls of a circuit go, by function.

use breaker_runtime::Guarded;

/// Who answers, and the name of its circuit.
pub(crate) type Step = (&'static str, Option<&'static str>);

/// A way that the rejected calls of some functions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// How many functions it is the way of.
    pub(crate) functions: u64,
    /// In order; nobody answers for functions without a fallback.
    pub(crate) steps: Vec<Step>,
}

/// The ways of these functions, the most frequent first: those that read the same are one. None, if
/// no function has a fallback.
pub(crate) fn of(guarded: &[Guarded]) -> Vec<Way> {
    let steps = |one: &Guarded| one.instead.iter().map(|step| (step.what, step.circuit)).collect();
    among(guarded.iter().map(steps))
}

fn among(each: impl Iterator<Item = Vec<Step>>) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for steps in each {
        match ways.iter_mut().find(|way| way.steps == steps) {
            Some(way) => way.functions += 1,
            None => ways.push(Way { functions: 1, steps }),
        }
    }
    if ways.iter().all(|way| way.steps.is_empty()) {
        return Vec::new();
    }
    ways.sort_by_key(|way| core::cmp::Reverse(way.functions));
    ways
}

/// The bytes that they take on the heap.
pub(crate) fn bytes(ways: &Vec<Way>) -> usize {
    let of_steps = ways.iter().map(|way| way.steps.capacity() * size_of::<Step>()).sum::<usize>();
    ways.capacity() * size_of::<Way>() + of_steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_is_one_way_and_without_fallbacks_there_is_none() {
        let closure = || vec![("a closure", None)];
        let each = [closure(), Vec::new(), vec![("cached", None)], closure()];
        let way = |functions, steps| Way { functions, steps };
        let ways = [way(2, closure()), way(1, Vec::new()), way(1, vec![("cached", None)])];
        assert_eq!(among(each.into_iter()), ways);
        assert_eq!(among([Vec::new(), Vec::new()].into_iter()), []);
    }
}
