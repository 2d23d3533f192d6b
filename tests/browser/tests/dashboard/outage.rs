//! An outage, from its first failures to its end.

use std::io::Write;

use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn an_outage_is_named_while_it_lasts_and_its_end_is_shown() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(shop.url()).await;
        // Seven, and as many as there are keys by then.
        let calm = page.until_level("calm").await;
        assert!(calm.starts_with("All ") && calm.contains(" circuits are closed"), "{calm}");
        page.until_row("gateway A", |row| row.state == "Closed").await;

        shop.breaks("gateway A", "connection refused");
        let said = page.until_level("outage").await;
        for part in [
            "gateway A has been down for ",
            "(5 failures within 10 s: connection refused)",
            "its calls are answered by gateway B, then by enqueue",
            "next trial in ",
        ] {
            assert!(said.contains(part), "{said}");
        }
        let first = page.rows().await.remove(0);
        assert!(first.name == "gateway A" && first.is_down(), "{first:?}");
        assert!(first.since.starts_with("down "), "{first:?}");
        assert!(page.text("#facts").await.contains("rejected, since it began"));
        assert!(page.title().await.starts_with("gateway A: DOWN"));

        // The time until the next trial runs down, second by second.
        let mut seen = Vec::new();
        page.until("a countdown", async |page| {
            let row = page.row("gateway A").await?;
            let left: u32 = row.next.strip_suffix(" s")?.parse().ok()?;
            if row.what == "next trial in" && seen.last() != Some(&left) {
                seen.push(left);
            }
            seen.ends_with(&[3, 2, 1]).then_some(())
        })
        .await;

        // Trials fail, and it stays down; then one succeeds.
        page.until_row("gateway A", |row| row.next == "4 s").await;
        shop.mends("gateway A");
        page.until_row("gateway A", |row| row.state == "Closed").await;
        // Seven, and as many as there are keys by then.
        let calm = page.until_level("calm").await;
        assert!(calm.starts_with("All ") && calm.contains(" circuits are closed"), "{calm}");
    });
}

#[test]
fn sentence_numbers_and_row_say_the_same_and_nothing_is_said_twice() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        shop.breaks("database", "timed out");
        shop.breaks("gateway B", "connection refused");
        shop.breaks("gateway A", "connection refused");
        page.until_row("gateway B", |row| row.state == "Open").await;
        // Of one moment: in the next one another circuit may be the worst.
        let both = "return ['#verdict-text', '#others'].map((css) =>
            document.querySelector(css).innerText)";
        let [headline, others]: [String; 2] = page
            .until("two that are down", async |page| {
                let both: [String; 2] = page.js(both).await;
                let said = both.iter().all(|text| text.contains(" has been down for "));
                said.then_some(both)
            })
            .await;
        let circuit = headline.split(" has been ").next().unwrap();
        assert!(!others.contains(&format!("{circuit} has been ")), "{circuit}: {others}");

        // Who is down itself answers nothing, wherever it is said.
        page.until("that gateway B is down, too", async |page| {
            let said: String = page.js("return document.body.innerText").await;
            let parts = ["by enqueue (gateway B is down, too)", "(gateway B, open) → enqueue"];
            parts.iter().all(|part| said.contains(part)).then_some(())
        })
        .await;

        // Three seconds in a row in which each look found the same everywhere.
        let (mut last, mut agreed) = (String::new(), 0);
        page.until("the same everywhere", async |page| {
            let [said, fact, row]: [String; 3] = page
                .js("const text = (css) => document.querySelector(css).innerText;
                    const said = text('#verdict-text').match(/down for (.*? s)\\b/)[1];
                    const row = text('#rows .row .since').replace('down ', '');
                    return [said, text('#facts dd'), row]")
                .await;
            if said != fact || said != row {
                agreed = 0;
            } else if said != last {
                agreed += 1;
            }
            last = said;
            // The first second was looked at in part alone.
            (agreed > 4).then_some(())
        })
        .await;
    });
}

#[test]
fn a_page_names_an_outage_soon_after_it_and_soon_after_being_opened() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.js::<()>(
            "new MutationObserver((_, observer) => {
                if (document.querySelector('#verdict').dataset.level !== 'outage') return;
                window.outageAt = Date.now();
                observer.disconnect();
            }).observe(document.querySelector('#verdict'), { attributes: true })",
        )
        .await;
        shop.breaks("database", "timed out");
        page.until_level("outage").await;
        let opened = shop.told("circuit `database` opened");
        let named_at: f64 = page.js("return window.outageAt").await;
        let took = named_at - opened.at_ms;

        page.goto("about:blank").await;
        page.goto(shop.url()).await;
        page.until_level("outage").await;
        let loaded: f64 = page.js("return performance.now()").await;
        let measured = format!(
            "dashboard: an outage was named after {took:.0} ms, and {loaded:.0} ms after the page \
             was opened\n"
        );
        // Past the capture of the test's output, for it is a measurement: a machine that does much
        // else has other times.
        std::io::stderr().write_all(measured.as_bytes()).unwrap();
    });
}
