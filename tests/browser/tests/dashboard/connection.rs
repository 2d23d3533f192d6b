//! When the program can't be reached.

use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn a_connection_that_is_cut_is_said_with_its_time_and_what_was_known_stays_greyed() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;

        page.cut(true).await;
        page.until_text("#connection", |text| text == "no answer").await;
        let parts =
            ["The program does not answer.", "Last heard at ", " s ago", "Asking again in "];
        page.until_text("#lost", |text| parts.iter().all(|part| text.contains(part))).await;
        assert!(page.is_grey().await);
        assert!(page.row("gateway A").await.unwrap().is_down());
        assert!(page.text("#verdict-text").await.contains(": gateway A has been down for "));
        // Its durations stand still, all at what was heard last: nobody knows how it went on.
        let since = page.row("gateway A").await.unwrap().since;
        let (down, fact) = (since.strip_prefix("down ").unwrap(), page.text("#facts dd").await);
        assert_eq!(fact, down);
        let said = page.text("#verdict-text").await;
        assert!(said.contains(&format!(" has been down for {down} (")), "{said}: {since}");
        page.until_text("#lost", |text| {
            let ago = |text: &str| text.strip_suffix(" s ago")?.rsplit(", ").next()?.parse().ok();
            let ends = text.match_indices(" s ago").map(|(at, found)| at + found.len());
            ends.filter_map(|end| ago(&text[..end])).any(|seconds: u32| seconds >= 2)
        })
        .await;
        assert_eq!(page.row("gateway A").await.unwrap().since, since);

        shop.mends("gateway A");
        page.cut(false).await;
        page.until_text("#toast", |text| text.starts_with("The program answers again, after"))
            .await;
        page.until_level("calm").await;
        page.until_text("#connection", |text| text == "live").await;
        page.until_text("#lost", str::is_empty).await;
        assert!(!page.is_grey().await);
    });
}

#[test]
fn a_program_that_is_gone_and_comes_back_is_another_one() {
    let shop = Program::shop();
    look(async |page| {
        opening::outage(page, &shop).await;
        let shop = shop.restart();
        let said = page.until_text("#notice", |text| !text.is_empty()).await;
        let (at, lasted) = said.split_once(", it had been up for ").unwrap();
        assert!(at.starts_with("The program was restarted at ") && at.contains(':'), "{said}");
        let whole = "s. What was shown before is of the old process.";
        assert!(lasted.lines().next().unwrap().ends_with(whole), "{said}");
        page.until_level("calm").await;
        assert_eq!(page.row("gateway A").await.unwrap().state, "Closed");

        // Longer than a remark stays: it goes by nobody's hand but the viewer's.
        page.until("that it has run for a while", async |page| {
            let up = page.text("#process").await.replace('\u{a0}', " ");
            let seconds: u32 = up.rsplit_once("up ")?.1.strip_suffix(" s")?.parse().ok()?;
            (seconds > 10).then_some(())
        })
        .await;
        assert_eq!(page.text("#notice").await, said);
        page.load_anew().await;
        page.until_text("#notice", |text| text == said).await;
        page.click("#notice-close").await;
        assert_eq!(page.text("#notice").await, "");
        page.load_anew().await;
        assert_eq!(page.text("#notice").await, "");
        drop(shop);
    });
}

/// As while others read all answers that may be made at a time.
#[test]
fn a_dashboard_that_is_busy_is_not_called_a_program_that_is_gone() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        page.js::<()>(
            "const ask = window.fetch;
            window.fetch = async (...asked) => String(asked[0]).includes('/state')
                ? new Response('{\"error\": \"ask again in a few seconds\"}',
                    { status: 503, headers: { 'retry-after': '3' } })
                : ask(...asked);",
        )
        .await;
        page.until_text("#connection", |text| text == "busy").await;
        let said = page.text("#lost").await;
        assert!(
            said.contains("The dashboard is busy (503): ask again in a few seconds."),
            "{said}"
        );
        assert_eq!(page.row("gateway A").await.unwrap().state, "Closed", "what was known stays");
    });
}

/// As behind an address that several share: one that ran already is no restart of the other.
#[test]
fn another_process_that_answers_is_called_so_and_not_a_restart() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        for (change, said) in [
            ("", "The program has made its dashboard anew"),
            (
                "process.pid += 1; process.up_for_ms += 86400000",
                "Another process answers now: shop pid ",
            ),
            ("process.pid += 2; process.up_for_ms = 0", "The program was restarted at "),
        ] {
            answered_by(page, change).await;
            page.until_text("#notice", |text| text.starts_with(said)).await;
        }
    });
}

/// The next whole document comes from another instance, whose process differs by this.
async fn answered_by(page: &Page, change: &str) {
    page.js::<()>(&format!(
        "const ask = window.asks ??= window.fetch;
        window.fetch = async (url, options) => {{
            if (!String(url).includes('/state')) return ask(url, options);
            window.fetch = ask;
            const response = await ask(String(url).split('?')[0], options);
            const answer = await response.json();
            const {{ process }} = answer;
            process.instance += Math.random();
            {change};
            return new Response(JSON.stringify(answer), {{ headers: response.headers }});
        }}"
    ))
    .await;
}
