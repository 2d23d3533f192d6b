//! The page, as somebody sees it who sits before it, and what they do with mouse and keyboard.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::time::Instant;

use crate::driver::Driver;
use crate::tools::Browser;

mod tab;

/// So long at most until something is to be seen: who waits longer on the slowest machine waits in
/// vain.
const PATIENCE: Duration = Duration::from_mins(1);
const LONGEST_TEST: Duration = Duration::from_mins(15);
const LOOK: Duration = Duration::from_millis(40);

pub(crate) struct Page {
    client: Client,
    driver: Driver,
}

/// A row of the list, by its words.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) since: String,
    /// What comes next, and when.
    pub(crate) what: String,
    pub(crate) next: String,
    pub(crate) all: String,
}

impl Row {
    /// A circuit that is down is half-open in the moments in which it is tried.
    pub(crate) fn is_down(&self) -> bool {
        ["Open", "Half-open"].contains(&&*self.state)
    }
}

/// Lets a test look at the dashboard, if there is a browser. It has ended when this returns or
/// panics.
pub(crate) fn look(test: impl AsyncFnOnce(&Page)) {
    let Some(browser) = Browser::of_this_machine() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let driver = Driver::start(&browser.driver);
    runtime.block_on(async {
        let page = Page::open(driver, &browser.chromium).await;
        tokio::time::timeout(LONGEST_TEST, test(&page)).await.unwrap();
        page.client.clone().close().await.unwrap();
    });
}

impl Page {
    async fn open(driver: Driver, chromium: &Path) -> Self {
        let arguments = [
            "--headless=new",
            // Root's Chromium has none, and what it shows here is ours.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--force-color-profile=srgb",
            "--lang=en-GB",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ];
        let capabilities = json!({
            "goog:chromeOptions": { "binary": chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(serde_json::from_value(capabilities).unwrap())
            .connect(&driver.url())
            .await
            .unwrap();
        Self { client, driver }
    }

    /// Goes to an address, and returns once the page has loaded.
    pub(crate) async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// What a function body returns in the page.
    pub(crate) async fn js<T: DeserializeOwned>(&self, body: &str) -> T {
        let value = self.client.execute(body, Vec::new()).await.unwrap();
        serde_json::from_value(value).unwrap()
    }

    /// What a function body in the page hands to `done`.
    pub(crate) async fn js_later<T: DeserializeOwned>(&self, body: &str) -> T {
        let body = format!("const done = arguments[0]; {body}");
        let value = self.client.execute_async(&body, Vec::new()).await.unwrap();
        serde_json::from_value(value).unwrap()
    }

    /// The text of an element, as far as it is visible.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.js(&format!(
            "const it = document.querySelector({css:?});
            return it?.checkVisibility() ? it.innerText : ''"
        ))
        .await
    }

    pub(crate) async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let element = format!("document.querySelector({css:?})");
        self.js(&format!("return {element}?.getAttribute({name:?}) ?? null")).await
    }

    /// The rows that are elements now, from the top.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let text = "const text = (css) => row.querySelector(css)?.innerText ?? '';";
        self.js(&format!(
            "const rows = [...document.querySelectorAll('#rows .row:not(.note)')];
            const top = (row) => row.getBoundingClientRect().top;
            return rows.sort((a, b) => top(a) - top(b)).map((row) => {{ {text} return {{
                name: text('.name'), state: text('.state-word'), since: text('.since'),
                what: row.querySelector('.next').dataset.what ?? '', next: text('.next'),
                all: row.innerText,
            }} }})"
        ))
        .await
    }

    /// The row of a circuit.
    pub(crate) async fn row(&self, name: &str) -> Option<Row> {
        self.rows().await.into_iter().find(|row| row.name == name)
    }

    /// Waits until `seen` comes back, or says in vain for what.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        seen: impl AsyncFnMut(&Self) -> Option<T>,
    ) -> T {
        self.within(PATIENCE, what, seen).await
    }

    /// Waits so long at most.
    pub(crate) async fn within<T>(
        &self,
        patience: Duration,
        what: &str,
        mut seen: impl AsyncFnMut(&Self) -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(seen) = seen(self).await {
                return seen;
            }
            if Instant::now() > deadline {
                let picture = self.picture("failed").await;
                let verdict = self.text("#verdict-text").await;
                panic!("never seen: {what}; it says “{verdict}”; see {}", picture.display());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until an element's text is like this.
    pub(crate) async fn until_text(&self, css: &str, is: impl Fn(&str) -> bool) -> String {
        self.until(&format!("the text of {css}"), async |page| {
            Some(page.text(css).await).filter(|text| is(text))
        })
        .await
    }

    /// Waits until the verdict is of this level, and returns its sentence.
    pub(crate) async fn until_level(&self, level: &str) -> String {
        self.until(level, async |page| {
            (page.attribute("#verdict", "data-level").await.as_deref() == Some(level)).then_some(())
        })
        .await;
        self.text("#verdict-text").await
    }

    /// Waits until a circuit's row is like this.
    pub(crate) async fn until_row(&self, name: &str, is: impl Fn(&Row) -> bool) -> Row {
        self.until(name, async |page| page.row(name).await.filter(&is)).await
    }

    /// Whether what it says is shown as old.
    pub(crate) async fn is_grey(&self) -> bool {
        let verdict = "getComputedStyle(document.querySelector('#verdict'))";
        self.js(&format!("return {verdict}.filter.includes('grayscale(1)')")).await
    }

    /// Clicks where the mouse reaches it.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap();
        element.click().await.unwrap();
    }

    /// Presses keys, where the focus is.
    pub(crate) async fn press(&self, keys: impl ToString) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(&keys.to_string()).await.unwrap();
    }

    /// Writes into a field; of a field for files, where the file is.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// The file that this saves.
    pub(crate) async fn saved(&self, save: impl AsyncFnOnce(&Self)) -> PathBuf {
        let folder = self.driver.folder().join("downloads");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let behavior = json!({ "behavior": "allow", "downloadPath": folder });
        self.chromium("Browser.setDownloadBehavior", behavior).await;
        save(self).await;
        self.until("a saved file", async |_| {
            let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
            // Its name is taken before there is something in it.
            let is_whole = |file: &PathBuf| fs::metadata(file).is_ok_and(|file| file.len() > 0);
            let is_saved = |file: &PathBuf| file.extension().is_some_and(|end| end == "json");
            files.into_iter().find(|file| is_saved(file) && is_whole(file))
        })
        .await
    }

    /// Opens a saved file.
    pub(crate) async fn open_file(&self, file: &Path) {
        self.fill("#file", &file.display().to_string()).await;
        self.until_text("#connection", |text| text == "incident").await;
    }

    /// Waits until there are so many seconds to go back to.
    pub(crate) async fn until_past(&self, seconds: u32) {
        let is_long = format!("return Number(slider.max) - Number(slider.min) >= {seconds}");
        self.until("a past to go back to", async |page| {
            page.js::<bool>(&is_long).await.then_some(())
        })
        .await;
    }

    /// Goes back in time, second by second, until the verdict of then is of this level.
    pub(crate) async fn back_to(&self, level: &str) {
        self.js::<()>("document.querySelector('#slider').focus()").await;
        self.until(&format!("{level} in the past"), async |page| {
            let then = page.attribute("#connection", "data-kind").await;
            let seen = page.attribute("#verdict", "data-level").await;
            if then.as_deref() != Some("live") && seen.as_deref() == Some(level) {
                return Some(());
            }
            page.press(fantoccini::key::Key::Left).await;
            None
        })
        .await;
    }

    /// Takes a picture of the window.
    pub(crate) async fn picture(&self, name: &str) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dashboard");
        fs::create_dir_all(&folder).unwrap();
        let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
        let name = if name == "failed" { format!("failed-{test}") } else { name.to_owned() };
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.client.screenshot().await.unwrap()).unwrap();
        file
    }
}
