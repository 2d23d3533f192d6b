//! Who asks: each user sends a prompt, reads the answer to its end, and asks again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use crate::answer::Answer;
use crate::gateway::{Gateway, MODELS};
use crate::record::{News, Prompt};

/// Of each gateway.
pub(crate) const USERS: usize = 16;

/// Lets users in, who report their answers; the last one leaves soon after this time.
pub(crate) fn let_in(
    gateway: &Arc<Gateway>,
    start: Instant,
    until: Duration,
    news: &UnboundedSender<News>,
) {
    for user in 0..USERS {
        let (gateway, news) = (Arc::clone(gateway), news.clone());
        let model = MODELS[user % MODELS.len()];
        tokio::spawn(
            async move { ask_again_and_again(&gateway, model, start, until, &news).await },
        );
    }
}

async fn ask_again_and_again(
    gateway: &Gateway,
    model: &'static str,
    start: Instant,
    until: Duration,
    news: &UnboundedSender<News>,
) {
    loop {
        sleep(Duration::from_millis(fastrand::u64(40..120))).await;
        let asked = start.elapsed();
        if asked >= until {
            return;
        }
        let Ok(answer) = gateway.answer(model).await else {
            return; // Users who got an error don't come back.
        };
        let (began, by) = (start.elapsed(), answer.by);
        let is_whole = read(gateway, model, answer).await;
        let prompt = Prompt { asked, began, ended: start.elapsed(), by, is_whole };
        let _ = news.send(News::Prompt { guarded: gateway.guarded, prompt });
    }
}

/// Reads an answer to its end; says whether it was whole.
async fn read(gateway: &Gateway, model: &str, answer: Answer) -> bool {
    let Answer { first: mut text, mut rest, .. } = answer;
    while let Some(token) = rest.next().await {
        let Ok(token) = token else { return false };
        text.extend(token);
    }
    gateway.remember(model, text);
    true
}
