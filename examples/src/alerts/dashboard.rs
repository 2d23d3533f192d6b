//! The dashboard of `docs/grafana/circuit-breaker.json`: its queries, as Grafana asks them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Outcome;

pub(crate) struct Dashboard {
    /// In the order in which they build on each other.
    pub(crate) variables: Vec<Variable>,
    pub(crate) queries: Vec<Query>,
}

/// What `label_values(series, label)` fills.
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) series: String,
    pub(crate) label: String,
}

/// Of a panel, or of an annotation.
pub(crate) struct Query {
    /// Whose it is.
    pub(crate) title: String,
    pub(crate) expr: String,
    pub(crate) is_instant: bool,
}

/// Variables by name, and what is chosen of each.
pub(crate) type Chosen = Vec<(String, String)>;

impl Dashboard {
    pub(crate) fn read(file: &Path) -> Outcome<Self> {
        let dashboard: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let variables = list(&dashboard["templating"]["list"])?
            .iter()
            .filter(|variable| variable["type"] == "query")
            .map(Variable::from)
            .collect::<Outcome<_>>()?;
        let mut queries = Vec::new();
        for panel in list(&dashboard["panels"])? {
            for target in panel["targets"].as_array().into_iter().flatten() {
                let title = format!("{}, {}", text(&panel["title"])?, text(&target["refId"])?);
                queries.push(Query::from(title, target)?);
            }
        }
        for annotation in list(&dashboard["annotations"]["list"])? {
            if annotation.get("expr").is_some() {
                let title = format!("annotation {}", text(&annotation["name"])?);
                queries.push(Query::from(title, annotation)?);
            }
        }
        if queries.is_empty() {
            return Err(format!("{} asks nothing", file.display()).into());
        }
        Ok(Self { variables, queries })
    }
}

impl Variable {
    fn from(variable: &Value) -> Outcome<Self> {
        let query = text(&variable["query"]["query"])?;
        let (series, label) = query
            .strip_prefix("label_values(")
            .and_then(|rest| rest.strip_suffix(')')?.rsplit_once(", "))
            .ok_or_else(|| format!("no `label_values(series, label)`: {query}"))?;
        let name = text(&variable["name"])?.to_owned();
        Ok(Self { name, series: series.to_owned(), label: label.to_owned() })
    }
}

impl Query {
    fn from(title: String, query: &Value) -> Outcome<Self> {
        let expr = text(&query["expr"])?.to_owned();
        Ok(Self { title, expr, is_instant: query["instant"] == true })
    }
}

/// The query as Grafana sends it, for a scrape each second and a minute on the screen.
pub(crate) fn filled(query: &str, chosen: &Chosen) -> Outcome<String> {
    let times = [("__rate_interval", "10s"), ("__range", "60s")];
    let chosen = chosen.iter().map(|(name, values)| (name.as_str(), values.as_str()));
    let filled = times
        .into_iter()
        .chain(chosen)
        .fold(query.to_owned(), |query, (name, value)| query.replace(&format!("${name}"), value));
    if filled.contains('$') {
        return Err(format!("a variable that the dashboard has not: {filled}").into());
    }
    Ok(filled)
}

fn list(value: &Value) -> Outcome<&Vec<Value>> {
    value.as_array().ok_or_else(|| "the dashboard lacks a list".into())
}

fn text(value: &Value) -> Outcome<&str> {
    value.as_str().ok_or_else(|| format!("no text in the dashboard: {value}").into())
}
