//! Very many circuits.

use std::io::Write;
use std::time::Duration;

use serde::Deserialize;

use crate::page::{Page, look};
use crate::program::Program;

/// How long frames took, in ms.
#[derive(Debug, Deserialize)]
struct Frames {
    median: f64,
    slowest_of_hundred: f64,
    longest: f64,
}

#[test]
fn five_hundred_circuits_and_ten_thousand_keys_are_shown_and_scrolled() {
    let crowd = Program::crowd();
    look(async |page| {
        page.goto(crowd.url()).await;
        page.until_level("outage").await;
        page.until("500 circuits", async |page| {
            let rows: u32 = page.js("return Number(grid.getAttribute('aria-rowcount'))").await;
            (rows > 500).then_some(())
        })
        .await;
        let at_rest = frames(page, "").await;
        let scrolled = frames(page, "scrollBy(0, 60)").await;

        page.fill("#find", "fetch").await;
        page.until("what is looked for", async |page| {
            page.rows().await.iter().all(|row| !row.name.starts_with("service")).then_some(())
        })
        .await;
        page.click(".row[aria-expanded=false] .fold").await;
        // Keys are fetched where one looks: goes to where they end, until all are there.
        page.within(Duration::from_mins(5), "ten thousand keys", async |page| {
            page.js::<()>(
                "scrollTo(0, document.body.scrollHeight);
                document.querySelector('[data-kind=fetching]')?.scrollIntoView()",
            )
            .await;
            let rows: u32 = page.js("return Number(grid.getAttribute('aria-rowcount'))").await;
            (rows > 10_000).then_some(())
        })
        .await;
        let elements: u32 = page.js("return document.querySelectorAll('#rows .row').length").await;
        assert!(elements < 100, "{elements} rows are elements");
        page.js::<()>("scrollTo(0, 0)").await;
        let keys = frames(page, "scrollBy(0, 200)").await;
        let report = format!(
            "dashboard, ms a frame (median, 99 %, longest): 500 circuits {}; scrolled {}; \
             with 10 000 keys {}\n",
            at_rest.words(),
            scrolled.words(),
            keys.words()
        );
        // Past the capture of the test's output, for it is a measurement: a machine that does much
        // else has other times.
        std::io::stderr().write_all(report.as_bytes()).unwrap();
    });
}

/// Narrow spaces between thousands are the page's own, and nothing that hides in a program's text.
#[test]
fn thousands_are_apart_wherever_they_are_said() {
    let crowd = Program::crowd();
    look(async |page| {
        page.goto(&format!("{}#circuit=fetch%20tile", crowd.url())).await;
        page.until_text("#detail dl", |text| {
            text.lines().any(|said| said.contains('\u{202f}') && said.contains("succeeded"))
        })
        .await;
        page.until_row("fetch tile", |row| row.all.contains("10\u{202f}000 keys")).await;
        let shown: String = page.js("return document.documentElement.outerHTML").await;
        assert!(!shown.contains('\u{fffd}'));
    });
}

impl Frames {
    fn words(&self) -> String {
        format!("{:.1}, {:.1}, {:.1}", self.median, self.slowest_of_hundred, self.longest)
    }
}

/// Three seconds of frames; before each, the page does this.
async fn frames(page: &Page, each: &str) -> Frames {
    page.js_later(&format!(
        "const took = [];
        const end = performance.now() + 3000;
        let last = performance.now();
        const step = (now) => {{
            took.push(now - last);
            last = now;
            {each};
            if (now < end) return requestAnimationFrame(step);
            took.sort((a, b) => a - b);
            const at = (share) => took[Math.floor((took.length - 1) * share)];
            done({{ median: at(0.5), slowest_of_hundred: at(0.99), longest: at(1) }});
        }};
        requestAnimationFrame(step)"
    ))
    .await
}
