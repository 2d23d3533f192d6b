//! What is said where a program does not answer as a dashboard does.

use std::mem;
use std::time::Instant;

use serde::Deserialize;

use super::{Answer, Client, News, read};

/// A program that is still starting may have its dashboard elsewhere later.
const EACH: u32 = 10;

/// Where the dashboard is instead: looked for once, and again at each tenth question in vain.
#[derive(Default)]
pub(super) struct Search {
    found: Option<String>,
    in_vain: u32,
}

impl Search {
    /// What is said of an address without a dashboard. What is proposed has been tried.
    fn not_here(&mut self, client: &Client, answer: &Answer) -> String {
        if self.found.is_none() && self.in_vain % EACH == 0 {
            self.found = elsewhere(client);
        }
        self.in_vain = self.in_vain.wrapping_add(1);
        match &self.found {
            Some(other) => format!("404: no dashboard is there; it is at {other}"),
            None => refusal(answer),
        }
    }
}

/// An answer that says yes.
pub(super) fn ask(client: &Client, document: &str, search: &mut Search) -> Result<Answer, String> {
    let before = mem::take(search);
    let answer = client.get(document).map_err(|error| error.to_string())?;
    match answer.status {
        200 | 204 => Ok(answer),
        404 if document.starts_with("state") => {
            *search = before;
            Err(search.not_here(client, &answer))
        }
        _ => Err(refusal(&answer)),
    }
}

fn elsewhere(client: &Client) -> Option<String> {
    let others = client.address.others().into_iter();
    let mut others = others.map(|address| Client { address, headers: client.headers.clone() });
    others.find(has_dashboard).map(|other| other.address.to_string())
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
