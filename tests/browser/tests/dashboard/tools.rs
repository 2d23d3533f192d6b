//! The programs that a browser's tests need.

use std::path::PathBuf;

use system::{Tool, left_out};

const CHROMIUM: Tool =
    Tool::new("chromium", "chromium", "link your Chrome as `chromium` into a folder of PATH");
const DRIVER: Tool = Tool::new(
    "chromedriver",
    "chromium-driver",
    "get the one for your Chrome from https://googlechromelabs.github.io",
);
pub(crate) const NPM: Tool =
    Tool::new("npm", "npm", "get it, which fetches axe-core, from https://nodejs.org");

/// A browser, and the program that steers it.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    pub(crate) fn of_this_machine() -> Option<Self> {
        let of = |tool: &Tool| {
            let path = tool.path();
            if path.is_none() {
                left_out("the dashboard's tests in a browser", &tool.missing());
            }
            path
        };
        Some(Self { chromium: of(&CHROMIUM)?, driver: of(&DRIVER)? })
    }
}
