//! The outage as the dashboard shows it: every query has an answer.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::time;

use crate::Outcome;
use crate::dashboard::{Chosen, Dashboard, Query, filled};
use crate::prometheus::Prometheus;
use crate::show::Service;

/// How long a query may stay without an answer.
const MOST: Duration = Duration::from_secs(40);

pub(crate) async fn run(program: &Path, dashboard: &Path) -> Outcome {
    let dashboard = Dashboard::read(dashboard)?;
    let (mut service, at) = Service::start().await?;
    let prometheus = Prometheus::start(program, None, at).await?;

    println!("all is well:");
    let chosen = choose_all(&prometheus, &dashboard).await?;
    for query in &dashboard.queries {
        answer(&prometheus, query, &chosen).await?;
    }
    println!("  no query is refused");
    println!("servers hang, fail, flap and answer late; a circuit is forced open:");
    service.tell("break").await?;
    let queries: Vec<_> = dashboard.queries.iter().filter(|query| !is_of_a_fleet(query)).collect();
    let count = queries.len();
    until_answered(&prometheus, queries, &chosen).await?;
    println!("each of {count} queries has an answer");
    Ok(())
}

/// The service is in no fleet.
fn is_of_a_fleet(query: &Query) -> bool {
    query.expr.contains("circuit_breaker_fleet_")
}

/// Fills each variable with all its values, as somebody who ticks every box.
async fn choose_all(prometheus: &Prometheus, dashboard: &Dashboard) -> Outcome<Chosen> {
    let mut chosen = Chosen::new();
    for variable in &dashboard.variables {
        let series = filled(&variable.series, &chosen)?;
        let since = Instant::now();
        let values = loop {
            let values = prometheus.label_values(&series, &variable.label).await?;
            if !values.is_empty() {
                break values;
            }
            if since.elapsed() > MOST {
                return Err(format!("nothing to choose as ${}", variable.name).into());
            }
            time::sleep(Duration::from_millis(500)).await;
        };
        println!("  ${} is one of {}", variable.name, values.join(", "));
        chosen.push((variable.name.clone(), format!("({})", values.join("|"))));
    }
    Ok(chosen)
}

/// Asks until each has had an answer above zero.
async fn until_answered(
    prometheus: &Prometheus,
    mut rest: Vec<&Query>,
    chosen: &Chosen,
) -> Outcome {
    let since = Instant::now();
    while !rest.is_empty() {
        if since.elapsed() > MOST {
            let titles: Vec<_> = rest.iter().map(|query| &query.title).collect();
            return Err(format!("{MOST:?} are over, and these have no answer: {titles:?}").into());
        }
        let mut without = Vec::new();
        for query in rest {
            match answer(prometheus, query, chosen).await? {
                0 => without.push(query),
                series => println!(
                    "  after {:4.1} s {series:2} series: {}",
                    since.elapsed().as_secs_f32(),
                    query.title
                ),
            }
        }
        rest = without;
        time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}

/// How many series are above zero.
async fn answer(prometheus: &Prometheus, query: &Query, chosen: &Chosen) -> Outcome<usize> {
    let expr = filled(&query.expr, chosen)?;
    let answer = prometheus.query(&expr, query.is_instant).await;
    answer.map_err(|error| format!("{}: {error}", query.title).into())
}
