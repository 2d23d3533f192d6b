//! Prints the allocations per call of each case, one a line.

use allocation_counter::measure;

const CALLS: u64 = 10_000;

fn main() {
    for case in breaker_benches::cases() {
        // What is allocated once and for all is no cost of a call.
        case.run(CALLS);
        let counted = measure(|| case.run(CALLS));
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let per_call = counted.count_total as f64 / CALLS as f64;
        println!("{per_call}");
    }
}
