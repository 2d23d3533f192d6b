//! The tab of the page: what it says, whether somebody sees it, its connections, window and log.

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

use super::Page;

impl Page {
    /// What the tab says.
    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// Waits until the tab says something that begins like this.
    pub(crate) async fn until_title(&self, begins: &str) {
        self.until(begins, async |page| page.title().await.starts_with(begins).then_some(())).await;
    }

    /// Opens another tab before this one, which nobody sees from then on.
    pub(crate) async fn hide(&self) {
        self.chromium("Target.createTarget", json!({ "url": "about:blank" })).await;
        self.until("that it is hidden", async |page| {
            page.js::<bool>("return document.hidden").await.then_some(())
        })
        .await;
    }

    /// Comes back to this tab.
    pub(crate) async fn show(&self) {
        self.chromium("Page.bringToFront", json!({})).await;
        self.until("that it is seen", async |page| {
            page.js::<bool>("return !document.hidden").await.then_some(())
        })
        .await;
    }

    /// Cuts its connections, or lets them be made again.
    pub(crate) async fn cut(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.chromium("Network.enable", json!({})).await;
        self.chromium("Network.emulateNetworkConditions", conditions).await;
    }

    /// Loads the page once more, as a viewer does.
    pub(crate) async fn load_anew(&self) {
        self.js::<()>("window.loaded_before = true; location.reload();").await;
        self.until("that the page is loaded anew", async |page| {
            let begun = "return !window.loaded_before && document.readyState === 'complete';";
            page.js::<bool>(begun).await.then_some(())
        })
        .await;
    }

    /// As a window of this size shows it; in pixels of CSS.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.chromium("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// As a system shows it that is `light` or `dark`, and likes no motion: colours that are on
    /// their way to others are neither.
    pub(crate) async fn scheme(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.chromium("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// What the page said while nobody looked: of its scripts, and of what its policy forbids.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.issue("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().unwrap().iter();
        entries.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// All addresses that were asked since the last time, also in vain.
    pub(crate) async fn asked(&self) -> Vec<String> {
        let log = self.issue("se/log", json!({ "type": "performance" })).await;
        let entries = log.as_array().unwrap().iter();
        let entries = entries.map(|entry| entry["message"].as_str().unwrap());
        entries
            .map(|message| serde_json::from_str::<Value>(message).unwrap())
            .filter(|entry| entry["message"]["method"] == "Network.requestWillBeSent")
            .map(|entry| entry["message"]["params"]["request"]["url"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A command of Chromium's own protocol.
    pub(crate) async fn chromium(&self, command: &str, params: Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.issue("goog/cdp/execute", body).await
    }

    async fn issue(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Own { path, body }).await.unwrap()
    }
}

/// A command that only `chromedriver` has.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
