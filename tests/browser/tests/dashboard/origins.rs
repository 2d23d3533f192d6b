//! Where the page asks: nowhere else.

use fantoccini::key::Key;

use crate::opening;
use crate::page::look;
use crate::program::Program;

#[test]
fn no_request_goes_to_another_origin_and_the_policy_forbids_nothing_of_the_page() {
    let shop = Program::shop();
    look(async |page| {
        page.asked().await;
        page.complaints().await;
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        shop.breaks("oslo.example", "no route to host");
        page.until_level("outage").await;
        page.click("#rows .row[aria-level='2'][data-state$=open]").await;
        page.until_text("#detail .events", |text| text.contains("no route to host")).await;
        page.press(Key::Escape).await;
        page.fill("#find", "lyon").await;
        page.until_row("lyon.example", |_| true).await;
        page.click("#theme").await;
        let saved = page
            .saved(async |page| {
                page.click("#save").await;
                page.click("dialog [type=submit]").await;
            })
            .await;
        page.click("#earlier").await;
        page.until_text("#connection", |text| text == "rewound").await;
        page.open_file(&saved).await;

        let asked = page.asked().await;
        assert!(asked.iter().any(|url| url.contains("/api/v1/replay")), "{asked:?}");
        let others: Vec<_> = asked
            .iter()
            .filter(|url| !url.starts_with(&shop.other_page()))
            .filter(|url| !url.starts_with("data:") && !url.starts_with("blob:"))
            .collect();
        assert!(others.is_empty(), "{others:?}");
        let complaints = page.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
    });
}

/// Behind a proxy that compresses, each file by itself.
#[test]
fn the_whole_page_is_under_60_kb_compressed() {
    let shop = Program::shop();
    look(async |page| {
        page.asked().await;
        opening::calm(page, &shop).await;
        let asked = page.asked().await;
        let mut files: Vec<_> = asked.iter().filter(|url| !url.contains("/api/")).collect();
        files.retain(|url| url.starts_with(&shop.other_page()) && !url.contains("favicon"));
        files.sort();
        files.dedup();
        assert!(files.len() > 30, "{files:?}");
        let bytes: u32 = page
            .js_later(&format!(
                "const size = async (url) => {{
                    const zip = new CompressionStream('gzip');
                    const sent = (await fetch(url)).body.pipeThrough(zip);
                    return (await new Response(sent).arrayBuffer()).byteLength;
                }};
                Promise.all({files:?}.map(size))
                    .then((sizes) => done(sizes.reduce((sum, one) => sum + one)))"
            ))
            .await;
        assert!((20_000..60_000).contains(&bytes), "{bytes} bytes");
    });
}
