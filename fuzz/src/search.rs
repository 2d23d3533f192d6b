//! A search without coverage, for machines without a nightly toolchain: mutates what the corpus
//! holds.

use std::time::{Duration, Instant};
use std::{env, fs, path::Path};

use crate::Target;
use crate::dice::Dice;

/// Inputs of a corpus: one file, for a reader's sake, in which lines of dashes stand between them.
pub(crate) fn corpus(target: &Target) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name)
        .with_extension("txt");
    let text = fs::read_to_string(path).unwrap_or_default();
    text.split("\n----\n").filter(|input| !input.is_empty()).map(str::to_owned).collect()
}

/// Searches for as many seconds as the first argument says (ten), from the seed that the second one
/// says (zero).
pub fn run(target: &Target) {
    let argument = |at| env::args().nth(at).and_then(|text| text.parse::<u64>().ok());
    let (seconds, mut dice) = (argument(1).unwrap_or(10), Dice::new(argument(2).unwrap_or(0)));
    let kept = corpus(target);
    let (mut inputs, mut executions) = (kept.clone(), 0_u64);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        let from = inputs.get(dice.below(inputs.len())).cloned().unwrap_or_default();
        let input = target.mutated(&from, dice.number());
        executions += 1;
        if (target.check)(&input) && input.len() < 2_000 {
            // Goes on from there; what was kept is never forgotten.
            if inputs.len() < kept.len() + 1_000 {
                inputs.push(input);
            } else {
                let at = kept.len() + dice.below(1_000);
                inputs[at] = input;
            }
        }
    }
    println!("{}: {executions} executions, no failure; corpus of {}", target.name, kept.len());
}

/// Checks the corpus itself.
#[cfg(test)]
mod tests {
    use crate::targets::{attribute, literals, overrides};

    #[test]
    fn nothing_fails_that_was_kept() {
        for target in [&attribute::TARGET, &literals::TARGET, &overrides::TARGET] {
            let inputs = super::corpus(target);
            let checked = inputs.iter().filter(|input| (target.check)(input)).count();
            assert!(checked > 0, "no corpus of {}", target.name);
        }
    }
}
