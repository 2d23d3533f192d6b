//! A Prometheus on loopback, with a directory of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs, process};

use reqwest::{Client, Url};
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
    pub(crate) async fn start(
        program: &Path,
        rules: Option<&Path>,
        target: SocketAddr,
    ) -> Outcome<Self> {
        let directory = env::temp_dir().join(format!("circuit-breaker-alerts-{}", process::id()));
        fs::create_dir_all(&directory)?;
        let config = directory.join("prometheus.yml");
        let rules = rules.map(fs::canonicalize).transpose()?;
        fs::write(&config, configuration(rules.as_deref(), target))?;
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
        let data = self.ask("alerts", &[]).await?;
        let alerts = data["alerts"].as_array().ok_or("no list of alerts")?;
        Ok(alerts.iter().filter(|alert| alert["state"] == "firing").map(alert).collect())
    }

    /// The values of a label among these series.
    pub(crate) async fn label_values(&self, series: &str, label: &str) -> Outcome<Vec<String>> {
        let data = self.ask(&format!("label/{label}/values"), &[("match[]", series)]).await?;
        let values = data.as_array().ok_or("no list of values")?;
        Ok(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// How many series answer with a value above zero, at this moment or within the last minute.
    pub(crate) async fn query(&self, query: &str, is_instant: bool) -> Outcome<usize> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let (from, to) = (now.saturating_sub(60).to_string(), now.to_string());
        let data = if is_instant {
            self.ask("query", &[("query", query)]).await?
        } else {
            let range = [("start", &*from), ("end", &to), ("step", "1")];
            self.ask("query_range", &[&range[..], &[("query", query)]].concat()).await?
        };
        let series = data["result"].as_array().ok_or("no list of series")?;
        Ok(series.iter().filter(|series| is_above_zero(series)).count())
    }

    /// What the API answers, or why it refuses.
    async fn ask(&self, path: &str, parameters: &[(&str, &str)]) -> Outcome<Value> {
        let url = format!("http://{}/api/v1/{path}", self.at);
        let url = Url::parse_with_params(&url, parameters)?;
        let text = self.client.get(url).send().await?.text().await?;
        let mut answer: Value = serde_json::from_str(&text)?;
        if answer["status"] != "success" {
            return Err(format!("Prometheus says {}", answer["error"]).into());
        }
        Ok(answer["data"].take())
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

fn is_above_zero(series: &Value) -> bool {
    let samples = series["values"].as_array().into_iter().flatten();
    let mut values = samples.chain(series.get("value")).filter_map(|sample| sample[1].as_str());
    values.any(|value| value.parse::<f64>().is_ok_and(|value| value > 0.0))
}

fn configuration(rules: Option<&Path>, target: SocketAddr) -> String {
    let rules = rules.map(|rules| format!("'{}'", rules.display())).unwrap_or_default();
    format!(
        "global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n\
         rule_files: [{rules}]\n\
         scrape_configs: [{{job_name: shop, static_configs: [{{targets: ['{target}']}}]}}]\n"
    )
}
