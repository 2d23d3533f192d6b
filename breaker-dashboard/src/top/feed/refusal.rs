//! What is said where a program does not answer as a dashboard does.

use std::time::Instant;

use serde::Deserialize;

use super::{Answer, Client, News, read};

/// What was found where no dashboard is: looked for once, not each second while there is none.
#[derive(Default)]
pub(super) struct Search(Option<String>);

/// An answer that says yes.
pub(super) fn ask(client: &Client, document: &str, search: &mut Search) -> Result<Answer, String> {
    let answer = client.get(document).map_err(|error| error.to_string());
    let found = search.0.take();
    let answer = answer?;
    match answer.status {
        200 | 204 => Ok(answer),
        404 if document.starts_with("state") => {
            let found = found.unwrap_or_else(|| not_here(client, &answer));
            Err(search.0.insert(found).clone())
        }
        _ => Err(refusal(&answer)),
    }
}

/// What is proposed has been tried.
fn not_here(client: &Client, answer: &Answer) -> String {
    let others = client.address.others().into_iter();
    let mut others = others.map(|address| Client { address, headers: client.headers.clone() });
    match others.find(has_dashboard) {
        Some(other) => format!("404: no dashboard is there; it is at {}", other.address),
        None => refusal(answer),
    }
}

fn has_dashboard(client: &Client) -> bool {
    let answer = client.get("state").ok().filter(|answer| answer.status == 200);
    answer.is_some_and(|answer| matches!(read(&answer, Instant::now()), Ok(News::Document(..))))
}

/// What a dashboard says of an answer that is none.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

fn refusal(answer: &Answer) -> String {
    let status = answer.status;
    let said = serde_json::from_slice(&answer.body).map(|refusal: Refusal| refusal.error).ok();
    match (status, said, &answer.location) {
        (401 | 403, said, _) => {
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            format!("{status}{said}; `--header 'authorization: ..'` says who looks")
        }
        (_, Some(said), _) => format!("{status}: {said}"),
        (300..=399, _, Some(location)) => format!("{status}: it leads to {location}"),
        (404, ..) => "404: no dashboard is there; the address ends in the path that the program \
                      has it below"
            .to_owned(),
        _ => format!("{status}: no dashboard is there"),
    }
}
