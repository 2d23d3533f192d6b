//! What others write: names, keys, errors and reasons are shown, and never done.

use crate::page::{Page, look};
use crate::program::Program;

const NAME: &str = "<img src=x onerror=\"window.owned='name'\">";
const KEY: &str = "</script><script>window.owned='key'</script>";
const ERROR: &str =
    "<svg onload=\"window.owned='error'\"> javascript:window.owned='link' &lt;b&gt;";

#[test]
fn markup_in_names_keys_errors_and_reasons_stays_text() {
    let hostile = Program::hostile();
    look(async |page| {
        page.goto(&hostile.sign_in()).await;
        page.goto(hostile.url()).await;
        page.until_level("calm").await;
        hostile.breaks("all", ERROR);
        page.until_level("outage").await;
        page.until_row(NAME, |row| row.all.contains(ERROR)).await;
        page.until_row(KEY, |row| row.all.contains(ERROR)).await;
        assert!(page.title().await.contains("<img src=x"));

        page.click("#rows .row").await;
        page.until_text("#detail .events", |text| text.contains("<svg onload=")).await;
        page.click("#detail button[data-action=force_open]").await;
        page.fill("dialog input[type=text]", "<iframe srcdoc=\"<script>top.owned=1</script>\">")
            .await;
        assert!(page.text("dialog h2").await.contains('<'));
        page.click("dialog [type=submit]").await;
        page.until_row(NAME, |_| true).await;
        page.until_text("#toast", |text| text.contains("done for")).await;
        nothing_was_done(page).await;

        page.press(fantoccini::key::Key::Escape).await;
        let saved = page
            .saved(async |page| {
                page.click("#save").await;
                page.click("dialog [type=submit]").await;
            })
            .await;
        drop(hostile);
        page.until_text("#lost", |text| text.contains("does not answer")).await;
        page.open_file(&saved).await;
        page.back_to("outage").await;
        page.until_row(NAME, |row| row.all.contains(ERROR)).await;
        nothing_was_done(page).await;
    });
}

async fn nothing_was_done(page: &Page) {
    let owned: Option<String> = page.js("return window.owned ?? null").await;
    assert_eq!(owned, None);
    let elements: u32 = page
        .js("const made = 'img, iframe, svg[onload], script:not([src])'; \
             return document.querySelectorAll(made).length")
        .await;
    assert_eq!(elements, 0);
    let complaints = page.complaints().await;
    let complaints: Vec<_> =
        complaints.iter().filter(|said| !said.contains("ERR_CONNECTION")).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn characters_that_hide_or_turn_are_shown_as_such() {
    let hostile = Program::hostile();
    look(async |page| {
        page.goto(hostile.url()).await;
        page.until_level("calm").await;
        hostile.breaks("all", "ends \u{202e}txt.exe\u{200b}\u{feff}");
        page.until_level("outage").await;
        // All of them are in trouble: only rows near the window are elements.
        page.js::<()>("document.querySelector('#list').scrollIntoView()").await;
        let row = page.until_row("pay\u{fffd}ments", |row| row.state == "Open").await;
        // Of an error the circuit keeps blanks for what hides or turns.
        assert!(row.all.contains("ends txt.exe"), "{row:?}");
        page.until_row("\u{fffd}evil.example\u{fffd}moc.doog", |row| row.state == "Open").await;
        let all = page.text("body").await;
        let hidden = ['\u{202e}', '\u{200b}', '\u{feff}', '\u{2066}'];
        assert!(!all.contains(hidden), "{all}");
        let title = page.title().await;
        assert!(!title.contains(hidden), "{title}");
    });
}
