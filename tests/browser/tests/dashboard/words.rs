//! Words that the page has of its own, and the program's sentences have, too.

use crate::opening;
use crate::page::look;
use crate::program::Program;

/// As `words/time.rs` of the dashboard says them.
#[test]
fn a_time_is_said_as_the_sentence_on_top_says_it() {
    let shop = Program::shop();
    let times = [
        (0_u64, "0 s"),
        (59_999, "59 s"),
        (120_500, "2 min"),
        (130_000, "2 min 10 s"),
        (3_659_000, "1 h"),
        (3_900_000, "1 h 5 min"),
        (183_600_000, "2 d 3 h"),
    ];
    look(async |page| {
        opening::calm(page, &shop).await;
        let said: Vec<String> = page
            .js_later(&format!(
                "const {{ href }} = document.querySelector('link[href$=\"/text.js\"]');
                import(href).then(({{ duration }}) => done({:?}.map(duration)))",
                times.map(|(ms, _)| ms)
            ))
            .await;
        assert_eq!(said, times.map(|(_, said)| said));
    });
}
