//! axe-core, the checker of accessibility: JavaScript under the MPL, which is not ours to ship.
//! npm packs it once; whoever has no npm may put the file where it is looked for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::json;
use system::left_out;

use crate::page::Page;
use crate::tools::NPM;

const VERSION: &str = "4.14.1";

static SCRIPT: LazyLock<Option<String>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("axe-core-{VERSION}"));
    let file = folder.join("package/axe.min.js");
    if !file.is_file() {
        fetch(&folder);
    }
    let script = fs::read_to_string(&file).ok();
    if script.is_none() {
        let why = format!(
            "npm could not pack axe-core@{VERSION}: put its axe.min.js to {}",
            file.display()
        );
        left_out("the dashboard's accessibility", &why);
    }
    script
});

/// Packs it, which runs nothing of it, and takes the one file out.
fn fetch(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let Some(npm) = NPM.path() else { return left_out("fetching axe-core", &NPM.missing()) };
    let mut npm = Command::new(npm);
    npm.args(["pack", "--silent", &format!("axe-core@{VERSION}")]).current_dir(folder);
    let packed = npm.stdout(Stdio::null()).status();
    if packed.is_ok_and(|status| status.success()) {
        let archive = format!("axe-core-{VERSION}.tgz");
        let mut tar = Command::new("tar");
        tar.args(["-xzf", &archive, "package/axe.min.js"]).current_dir(folder);
        let _ = tar.status();
    }
}

impl Page {
    /// Asserts that axe finds nothing in what is shown.
    pub(crate) async fn is_accessible(&self, when: &str) {
        let Some(script) = &*SCRIPT else { return };
        let is_there: bool = self.js("return 'axe' in window").await;
        if !is_there {
            // By the debugger: the page itself takes no scripts from elsewhere.
            self.chromium("Runtime.evaluate", json!({ "expression": script })).await;
        }
        let found: Vec<String> = self
            .js_later(
                "axe.run(document).then(({ violations }) => done(violations.flatMap((rule) =>
                    rule.nodes.map((node) =>
                        `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`))),
                    (error) => done([String(error)]))",
            )
            .await;
        assert!(found.is_empty(), "{when}: {found:#?}");
    }
}
