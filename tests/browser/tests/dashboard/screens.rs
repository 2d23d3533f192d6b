//! Screens of every size, by day and by night.

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn nothing_is_wider_than_the_screen_and_what_matters_is_above_its_edge() {
    let shop = Program::shop();
    look(async |page| {
        shop.breaks("gateway A", "connection refused");
        page.goto(shop.url()).await;
        page.until_level("outage").await;
        for (width, height) in [(320, 640), (380, 780), (768, 1024), (1280, 900), (1920, 1080)] {
            page.resize(width, height).await;
            page.until("a page as wide as the screen", async |page| {
                page.js::<bool>("return document.documentElement.scrollWidth <= innerWidth")
                    .await
                    .then_some(())
            })
            .await;
            let edge: f64 = page
                .js("return document.querySelector('#facts').getBoundingClientRect().bottom")
                .await;
            assert!(edge < f64::from(height), "{width} wide, the facts end at {edge}");
        }
    });
}

/// Long are the texts of errors: these are shortened, and what stands behind them is not.
#[test]
fn what_counts_is_never_cut_off() {
    let shop = Program::shop();
    let error = "the upstream said something long about its certificates ".repeat(6);
    look(async |page| {
        for upstream in ["gateway A", "database", "mail"] {
            shop.breaks(upstream, &error);
        }
        page.goto(shop.url()).await;
        for (width, height) in [(380, 780), (768, 1024), (1280, 900)] {
            page.resize(width, height).await;
            page.until("three sentences", async |page| {
                let said: Vec<String> = page.js(SENTENCES).await;
                let whole = |said: &&String| {
                    let parts = [" has been down for ", "…)", "; its calls are "];
                    parts.iter().all(|part| said.contains(part))
                        && (said.contains("; next trial ") || said.ends_with(" is under way"))
                };
                (said.len() == 3 && said.iter().filter(whole).count() == 3).then_some(())
            })
            .await;
            let cut: Vec<String> = page.js(CUT).await;
            assert!(cut.is_empty(), "{width} wide: {cut:?}");
        }
    });
}

const SENTENCES: &str = "
    const said = document.querySelectorAll('#verdict-text, #others button');
    return [...said].map((it) => it.innerText)";

/// What does not show all of its text, of sentences, large numbers, and what is next in a row.
const CUT: &str = "
    const what = '#verdict-text, #others button, #facts dd, .row .since, .row .next span';
    const isCut = (it) => it.checkVisibility() && getComputedStyle(it).display !== 'inline' &&
        (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1);
    return [...document.querySelectorAll(what)].filter(isCut).map((it) => it.innerText)";

/// On a phone as well a label of the time axis says which key it is of.
#[test]
fn on_a_phone_labels_have_their_keys() {
    let shop = Program::shop();
    look(async |page| {
        for host in ["oslo.example", "porto.example"] {
            shop.breaks(host, "connection refused");
        }
        page.goto(shop.url()).await;
        page.resize(380, 780).await;
        page.until("both keys on the time axis", async |page| {
            let labels: Vec<String> = page.js(LABELS).await;
            let has = |key: &str| labels.iter().any(|label| label.contains(key));
            (has("[oslo.example]") && has("[porto.example]")).then_some(())
        })
        .await;
    });
}

/// Rows have their numbers on every screen; where they have no heads, in words.
#[test]
fn rows_say_at_every_width_how_many_calls_come_and_how_many_fail() {
    let shop = Program::shop();
    look(async |page| {
        shop.breaks("gateway A", "connection refused");
        page.goto(shop.url()).await;
        page.until_level("outage").await;
        for width in [320, 380, 620, 768, 900, 1100, 1280] {
            page.resize(width, 800).await;
            // Rows that nobody sees are no elements, and the sentences on top may fill the screen.
            page.js::<()>("document.querySelector('#list').scrollIntoView()").await;
            // A circuit that is down is no open one while it is tried: not each look finds both.
            for state in ["open", "closed"] {
                for (cell, unit, head) in
                    [("calls", " calls/s", "Calls/s"), ("failures", " fail/s", "Fail/s")]
                {
                    let cell = format!(".row[data-state={state}] .{cell}");
                    page.until(&format!("{cell} at {width}"), async |page| {
                        (unit_of(page, &cell, head).await?.trim() == unit.trim()).then_some(())
                    })
                    .await;
                }
            }
        }
    });
}

/// The unit of a number in a row, if the number is seen within its row and the window: what stands
/// behind it, or the head that stands above it.
async fn unit_of(page: &Page, cell: &str, head: &str) -> Option<String> {
    page.js(&format!(
        "const cell = document.querySelector({cell:?});
        if (!cell?.checkVisibility() || !/\\d/.test(cell.innerText)) return null;
        const box = (it) => it.getBoundingClientRect();
        const [its, row] = [box(cell), box(cell.closest('.row'))];
        if (its.bottom > row.bottom || its.left < 0 || its.right > innerWidth) return null;
        const behind = getComputedStyle(cell, '::after').content;
        if (behind !== 'none') return JSON.parse(behind);
        const heads = [...document.querySelectorAll('.heads > *')];
        const isOver = (it) => it.innerText.toLowerCase() === {head:?}.toLowerCase();
        const above = box(heads.find(isOver));
        return above.width > 20 && Math.abs(above.right - its.right) < 2
            ? {head:?}.toLowerCase() : null"
    ))
    .await
}

/// What of each label is seen whole: a part that is cut is left out.
const LABELS: &str = "
    const whole = (it) => it.scrollWidth <= it.clientWidth + 1;
    return [...document.querySelectorAll('#labels .label')].map((label) =>
        [...label.children].filter(whole).map((it) => it.textContent).join(''))";

#[test]
fn light_and_dark_are_as_the_system_has_them_unless_one_is_chosen() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.scheme("dark").await;
        assert!(ground(page).await < 40);
        page.scheme("light").await;
        assert!(ground(page).await > 220);
        let mut chosen = Vec::new();
        for _ in 0..3 {
            page.click("#theme").await;
            chosen.push(ground(page).await > 220);
        }
        assert!(chosen.contains(&true) && chosen.contains(&false), "{chosen:?}");
        assert_eq!(chosen.last(), Some(&true), "and the third is the system's again");
    });
}

/// How bright the ground is: the red of its colour.
async fn ground(page: &Page) -> u32 {
    page.js("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])").await
}
