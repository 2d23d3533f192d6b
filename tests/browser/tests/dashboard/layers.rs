//! A circuit that stands before another one, and how that comes back.

use crate::copied::copied;
use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

/// It stays closed: nobody would look for it.
#[test]
fn who_is_hit_by_a_circuit_further_in_is_said_with_who_answers() {
    let layers = Program::layers();
    look(async |page| {
        opening::calm(page, &layers).await;
        let row = page.until_row("checkout", |row| row.state == "Closed").await;
        assert!(!row.all.contains("rejected within"), "{row:?}");

        layers.breaks("pay", "connection refused");
        page.until_text("#verdict-text", |text| {
            text.starts_with("pay has been down for ")
                && text.contains("; calls of checkout that run into it are answered by sorry")
        })
        .await;
        page.until_row("checkout", |row| {
            let told = row.all.split("rejected within by pay, ").nth(1);
            let often = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
            row.state == "Closed"
                && often.is_some_and(|often: u32| often > 5)
                && row.all.contains("answered by sorry")
        })
        .await;
        page.goto(&format!("{}#circuit=checkout", layers.url())).await;
        let facts = page
            .until_text("#detail dl", |text| {
                text.contains(" by pay, ") && text.contains("answered by sorry")
            })
            .await;
        assert!(facts.contains("Rejected within") && facts.contains(" ignored"), "{facts}");
        let text = copied(page, "#detail .detail-head button").await;
        assert!(text.contains("rejected within by pay"), "{text}");

        layers.mends("pay");
        page.until_text("#verdict-text", |text| {
            text.starts_with("pay is recovering from an outage of ")
        })
        .await;
        page.until_row("checkout", |row| row.all.contains("rejected within by pay, ")).await;
    });
}

#[test]
fn a_ramp_up_counts_down_to_the_moment_in_which_all_calls_pass() {
    let layers = Program::layers();
    look(async |page| {
        opening::calm(page, &layers).await;
        layers.breaks("pay", "connection refused");
        page.until_level("outage").await;
        layers.mends("pay");
        let said = page
            .until_text("#verdict-text", |text| {
                text.contains(" % of its calls pass, all of them in ")
            })
            .await;
        assert!(said.starts_with("pay is recovering from an outage of "), "{said}");

        page.goto(&format!("{}#circuit=pay", layers.url())).await;
        let mut seen: Vec<(u32, u32)> = Vec::new();
        page.until("a countdown", async |page| {
            let now = passing(page).await?;
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            (seen.len() > 4).then_some(())
        })
        .await;
        let (rests, shares): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
        assert!(rests.is_sorted_by(|one, next| one >= next) && rests[0] > rests[4], "{rests:?}");
        assert!(shares.is_sorted() && shares[0] < shares[4], "{shares:?}");
        page.until_text("#detail dl", |text| text.contains(" % pass, full traffic in ")).await;

        page.until_level("calm").await;
        page.until_row("pay", |row| row.state == "Closed" && row.next.is_empty()).await;
    });
}

/// The seconds until all calls of `pay` pass, and the share that passes, in percent; as its row
/// says.
async fn passing(page: &Page) -> Option<(u32, u32)> {
    let row = page.row("pay").await?;
    let share = row.what.strip_suffix(" % pass, all in")?.parse().ok()?;
    Some((row.next.strip_suffix(" s")?.parse().ok()?, share))
}
