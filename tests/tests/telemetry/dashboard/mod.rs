//! The dashboard of `docs/grafana` names what there is, and shows all of it.

mod promql;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use breaker_runtime::metrics::{names, publish};
use breaker_runtime::{State, circuit_breaker};
use serde_json::Value;

use crate::Recorded;

/// What the scrape adds.
const ADDED: [&str; 2] = ["job", "instance"];

/// It has every metric, but for the time in each state,
#[circuit_breaker(name = "on the dashboard, by key", threshold = 1, key = host)]
fn by_key(host: &str) -> io::Result<()> {
    Err(io::Error::other(host))
}

/// which this has.
#[circuit_breaker(name = "on the dashboard", ramp_up = "10s")]
fn alone() -> io::Result<()> {
    Ok(())
}

const STATES: [State; 6] = [
    State::Closed,
    State::Open,
    State::HalfOpen,
    State::RampUp,
    State::ForcedOpen,
    State::ForcedClosed,
];

fn read(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(file)).expect("a file of the repository")
}

fn dashboard() -> Value {
    serde_json::from_str(&read("docs/grafana/circuit-breaker.json")).expect("JSON")
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The values of all fields of this name, however deep.
fn all<'v>(value: &'v Value, field: &str) -> Vec<&'v Value> {
    let (own, inner): (Option<&Value>, Vec<&Value>) = match value {
        Value::Object(fields) => (fields.get(field), fields.values().collect()),
        Value::Array(items) => (None, items.iter().collect()),
        _ => (None, Vec::new()),
    };
    own.into_iter().chain(inner.into_iter().flat_map(|value| all(value, field))).collect()
}

/// Queries of panels and annotations, and the series of which variables have the values.
fn queries(dashboard: &Value) -> Vec<&str> {
    let asked = all(dashboard, "expr").into_iter().map(text);
    let chosen = all(&dashboard["templating"], "definition").into_iter().map(text);
    asked.chain(chosen).collect()
}

/// Labels by metric, and the values that they have.
type Labels = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn published() -> Labels {
    alone().expect("it succeeds");
    by_key("down").expect_err("it fails");
    let recorded = Recorded::new();
    recorded.during(publish);
    let mut labels = recorded.labels();
    labels.extend(of_fleets());
    labels
}

/// What a membership publishes; the tests of breaker-fleet show that its label is this one.
fn of_fleets() -> Labels {
    let source = read("breaker-fleet/src/telemetry/metrics.rs");
    let named =
        source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split('"').nth(1));
    let label = BTreeMap::from([("namespace".to_owned(), BTreeSet::new())]);
    let labels: Labels = named.map(|metric| (metric.to_owned(), label.clone())).collect();
    assert!(labels.len() >= 6, "{labels:?}");
    labels
}

/// Whether the metric has this label with this value. Names and keys are the program's own.
fn has(labels: &Labels, metric: &str, label: &str, value: &str) -> bool {
    let Some(values) = labels[metric].get(label) else { return false };
    let is_free = ["name", "key"].contains(&label);
    is_free || values.contains(value)
}

#[test]
fn every_metric_label_and_value_that_the_dashboard_names_is_published() {
    let (dashboard, labels) = (dashboard(), published());
    for query in queries(&dashboard) {
        let selectors = promql::selectors(query);
        assert!(!selectors.is_empty(), "{query}");
        for selector in &selectors {
            assert!(labels.contains_key(selector.metric), "{}", selector.metric);
            let own = selector.matchers.iter().filter(|matcher| !ADDED.contains(&matcher.label));
            for matcher in own {
                for value in &matcher.values {
                    assert!(
                        has(&labels, selector.metric, matcher.label, value),
                        "{}{{{}={value}}}",
                        selector.metric,
                        matcher.label
                    );
                }
            }
        }
        let is_label = |label: &str| {
            let mut asked = selectors.iter().map(|selector| &labels[selector.metric]);
            ADDED.contains(&label) || asked.any(|labels| labels.contains_key(label))
        };
        for label in promql::groupings(query) {
            assert!(is_label(label), "{label}: {query}");
        }
    }
}

#[test]
fn legends_columns_and_titles_are_of_labels_that_their_queries_have() {
    let (dashboard, labels) = (dashboard(), published());
    let of = |query: &Value| -> BTreeSet<String> {
        let selectors = promql::selectors(text(&query["expr"]));
        let labels = selectors.iter().flat_map(|selector| labels[selector.metric].keys());
        labels.cloned().chain(ADDED.map(str::to_owned)).collect()
    };
    let annotations = items(&dashboard["annotations"]["list"]).filter(|it| it["expr"].is_string());
    let targets = items(&dashboard["panels"]).flat_map(|panel| items(&panel["targets"]));
    for query in targets.chain(annotations) {
        let told = ["legendFormat", "titleFormat", "textFormat"];
        for told in told.iter().filter_map(|told| query[told].as_str()) {
            for label in promql::placeholders(told) {
                assert!(of(query).contains(label), "{label}: {told}");
            }
        }
    }
    for panel in items(&dashboard["panels"]) {
        let mut columns = BTreeSet::from(["Time", "Value", "__name__"].map(str::to_owned));
        for target in items(&panel["targets"]) {
            columns.extend(of(target));
            columns.insert(format!("Value #{}", text(&target["refId"])));
        }
        let organized = all(panel, "renameByName").into_iter().chain(all(panel, "indexByName"));
        for column in organized.filter_map(Value::as_object).flat_map(|fields| fields.keys()) {
            assert!(columns.contains(column), "{column}: {}", panel["title"]);
        }
    }
}

#[test]
fn every_metric_and_every_state_is_on_the_dashboard() {
    let dashboard = dashboard();
    let asked = queries(&dashboard).join("\n");
    let shown: BTreeSet<_> =
        promql::selectors(&asked).iter().map(|selector| selector.metric).collect();
    let published = published();
    assert_eq!(shown, published.keys().map(String::as_str).collect());
    assert!(shown.contains(names::OPEN_SINCE));
    for state in STATES {
        assert!(asked.contains(&format!("state=\"{}\"", state.as_str())), "{state}");
        let shown = all(&dashboard, "text").into_iter().filter_map(Value::as_str);
        assert!(shown.into_iter().any(|shown| shown == state.to_string()), "{state}");
    }
}

#[test]
fn whoever_imports_it_has_nothing_to_fill_in() {
    let dashboard = dashboard();
    assert!(dashboard.get("__inputs").is_none());
    assert_eq!(dashboard["id"], Value::Null, "an id is of one Grafana");
    let list = items(&dashboard["templating"]["list"]);
    let variables: BTreeSet<_> = list.map(|variable| text(&variable["name"])).collect();
    let builtin = ["__rate_interval", "__range", "__dashboard", "__value", "__url_time_range"];
    let whole = dashboard.to_string();
    for variable in promql::variables(&whole) {
        let is_known = variables.contains(variable) || builtin.contains(&variable);
        assert!(is_known || variable == "__all", "${variable}");
    }
    for source in all(&dashboard, "datasource").into_iter().filter(|it| it["type"] != "grafana") {
        assert_eq!(source["uid"], "${datasource}");
        assert_eq!(source["type"], "prometheus");
    }
}

#[test]
fn panels_say_what_they_show_and_lie_beside_each_other() {
    let dashboard = dashboard();
    let mut places = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for panel in items(&dashboard["panels"]) {
        let title = text(&panel["title"]);
        assert!(ids.insert(panel["id"].as_u64()), "{title}: the id is another's");
        let side = |side: &str| panel["gridPos"][side].as_u64().expect("a place");
        assert!(side("x") + side("w") <= 24, "{title}");
        for x in side("x")..side("x") + side("w") {
            for y in side("y")..side("y") + side("h") {
                assert!(places.insert((x, y)), "{title} lies on another");
            }
        }
        if panel.get("targets").is_some() {
            assert!(!text(&panel["description"]).is_empty(), "{title}");
            assert!(!all(panel, "unit").is_empty() || panel["type"] != "timeseries", "{title}");
        }
    }
}

#[test]
fn links_lead_to_sections_of_the_runbook() {
    let dashboard = dashboard();
    let runbook = read("breaker-runtime/guide/runbook.md");
    let slug = |heading: &str| heading.to_lowercase().replace(' ', "-").replace([':', '?'], "");
    let sections: BTreeSet<_> =
        runbook.lines().filter_map(|line| line.strip_prefix("## ")).map(slug).collect();
    let urls = all(&dashboard, "url").into_iter().map(text);
    let named: BTreeSet<_> = urls
        .filter_map(|url| url.strip_prefix("https://docs.rs/")?.split_once('#'))
        .map(|(_, section)| section.to_owned())
        .collect();
    assert_eq!(named, sections, "each section is for some panel");
}
