//! A Prometheus on loopback, with a directory of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs, process};

use reqwest::Client;
use serde_json::Value;
use tokio::process::{Child, Command};
use tokio::time;

use crate::Outcome;

pub(crate) struct Prometheus {
    at: SocketAddr,
    client: Client,
    directory: PathBuf,
    /// Killed when this is dropped.
    child: Child,
}

/// An alert that fires: its name, that of the circuit, and the key.
pub(crate) type Alert = (String, String, Option<String>);

impl Prometheus {
    /// Starts one that scrapes `target` every second. It is ready when this returns.
    pub(crate) async fn start(program: &Path, rules: &Path, target: SocketAddr) -> Outcome<Self> {
        let directory = env::temp_dir().join(format!("circuit-breaker-alerts-{}", process::id()));
        fs::create_dir_all(&directory)?;
        let config = directory.join("prometheus.yml");
        let rules = fs::canonicalize(rules)?;
        fs::write(&config, configuration(&rules, target))?;
        let at = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let child = Command::new(program)
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", directory.join("data").display()))
            .arg(format!("--web.listen-address={at}"))
            .arg("--log.level=error")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        // A proxy of the environment would come between this and loopback.
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(5)).build()?;
        let mut prometheus = Self { at, client, directory, child };
        prometheus.wait_until_ready().await?;
        Ok(prometheus)
    }

    async fn wait_until_ready(&mut self) -> Outcome {
        for _ in 0..100 {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("Prometheus ended by itself: {status}").into());
            }
            let answer = self.client.get(format!("http://{}/-/ready", self.at)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            time::sleep(Duration::from_millis(200)).await;
        }
        Err("Prometheus is not ready after 20 s".into())
    }

    /// The alerts that fire.
    pub(crate) async fn firing(&self) -> Outcome<Vec<Alert>> {
        let url = format!("http://{}/api/v1/alerts", self.at);
        let text = self.client.get(url).send().await?.text().await?;
        let answer: Value = serde_json::from_str(&text)?;
        let alerts = answer["data"]["alerts"].as_array().ok_or("no list of alerts")?;
        Ok(alerts.iter().filter(|alert| alert["state"] == "firing").map(alert).collect())
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.start_kill();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn alert(alert: &Value) -> Alert {
    let label = |label: &str| alert["labels"][label].as_str().map(str::to_owned);
    (label("alertname").unwrap_or_default(), label("name").unwrap_or_default(), label("key"))
}

fn configuration(rules: &Path, target: SocketAddr) -> String {
    format!(
        "global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n\
         rule_files: ['{}']\n\
         scrape_configs: [{{job_name: shop, static_configs: [{{targets: ['{target}']}}]}}]\n",
        rules.display()
    )
}
