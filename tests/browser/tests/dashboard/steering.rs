//! Who may steer, and what nobody else can do in their name.

use serde_json::{Value, json};

use crate::copied::copied;
use crate::opening;
use crate::page::{Page, look};
use crate::program::Program;

#[test]
fn who_has_signed_in_forces_a_circuit_open_with_a_reason_and_resets_it() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        open(page, "database").await;
        page.click("#detail button[data-action=force_open]").await;
        let says = page.text("dialog").await;
        for part in ["All calls of database are rejected", "This process only", "shop", "ada"] {
            assert!(says.contains(part), "{says}");
        }
        page.fill("dialog input[type=text]", "it moves house").await;
        page.click("dialog [type=submit]").await;
        page.until_text("#toast", |text| text == "Force open: done for database.").await;
        let said = page.until_level("forced").await;
        assert!(said.starts_with("database has been forced open for "), "{said}");
        let row = page.until_row("database", |row| row.state == "Forced open").await;
        assert_eq!(page.rows().await[0].name, row.name, "orders are on top");
        assert!(row.all.contains("by ada: it moves house"), "{row:?}");
        assert_eq!(row.what, "order ends in");
        assert!(row.next == "10 min" || row.next.starts_with("9 min "), "{row:?}");
        assert!(shop.told("database").event.contains("forced open"));
        let event = "Forced open for 10 min by ada: it moves house";
        page.until_text("#detail .events", |text| text.contains(event)).await;

        give(page, "reset", "it is there").await;
        page.until_level("calm").await;
    });
}

#[test]
fn a_dry_run_is_switched_on_and_off() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        open(page, "database").await;
        assert_eq!(page.text("#detail button[data-action=dry_run_off]").await, "");
        give(page, "dry_run_on", "is the rule too strict?").await;
        page.until_row("database", |row| row.all.contains("dry run")).await;
        shop.breaks("database", "timed out");
        let said = page.until_level("dry_run").await;
        assert!(said.starts_with("Dry run: database would have been down for "), "{said}");
        assert!(said.ends_with("; its calls pass"), "{said}");
        dry_run_is_no_outage(page).await;

        page.until_text("#detail button[data-action=dry_run_off]", |text| !text.is_empty()).await;
        give(page, "dry_run_off", "it is not").await;
        page.until_level("outage").await;
    });
}

/// Wherever the page says how a circuit is: neither a word nor a colour of an outage.
async fn dry_run_is_no_outage(page: &Page) {
    let row = page.until_row("database", |row| row.all.contains(" %)")).await;
    assert_eq!(row.state, "Would reject", "{row:?}");
    let title = page.attribute("#rows [data-state=dry_run] .state-word", "title").await;
    assert_eq!(title.as_deref(), Some("dry run: open, would reject; calls pass"));
    let share = page.attribute("#rows [data-state=dry_run] .rejected", "title").await;
    assert!(share.is_some_and(
        |told| told.contains(" % would be rejected, ") && told.ends_with(": calls pass")
    ));
    for (css, passes) in [("#facts", "calls pass"), ("#detail dl", "none, in a dry run; else")] {
        let text = page.text(css).await;
        assert!(text.to_lowercase().contains("would be down for"), "{css}: {text}");
        assert!(text.contains(passes), "{css}: {text}");
    }
    page.until_text("#filter button[data-state=dry_run]", |text| text.contains("Would reject"))
        .await;
    assert_eq!(page.text("#filter button[data-state=open]").await, "");
    page.until("the timeline", async |page| {
        let label = page.attribute("#labels [data-state=dry_run]", "aria-label").await?;
        label.starts_with("database: Would reject, 0 outages").then_some(())
    })
    .await;
    assert!(page.text("#legend").await.contains("would reject (dry run)"));
    let title = page.title().await;
    assert!(title.starts_with("database: dry run – "), "{title}");
    let text = copied(page, "#detail .detail-head button").await;
    assert!(
        text.starts_with("database: Would reject\ndry run: open, would reject; calls"),
        "{text}"
    );
    assert!(text.contains(" of all calls would be rejected"), "{text}");
}

#[test]
fn an_order_to_a_function_with_keys_says_that_each_of_them_is_meant() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        open(page, "warehouse").await;
        for action in ["reset", "dry_run_on"] {
            page.until_text("#detail button[data-action=reset]", |text| !text.is_empty()).await;
            page.click(&format!("#detail button[data-action={action}]")).await;
            page.until_text("dialog .says", |text| text.starts_with("Each key of warehouse "))
                .await;
            page.press(fantoccini::key::Key::Escape).await;
            page.until_text("dialog", str::is_empty).await;
        }
    });
}

/// What was said of a key alone goes first: whoever steers all of them is told which stay as they
/// are, and why.
#[test]
fn keys_that_stay_apart_from_an_order_to_all_are_named() {
    let shop = Program::shop();
    look(async |page| {
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        page.until_row("warehouse", |row| row.all.contains("4 keys")).await;
        page.goto(&format!("{}#circuit=warehouse&key=oslo.example", shop.url())).await;
        page.until_text("#detail h2", |text| text == "warehouse[oslo.example]").await;
        give(page, "force_open", "it moves house").await;
        page.until_level("forced").await;

        page.goto(&format!("{}#circuit=warehouse", shop.url())).await;
        page.until_text("#detail h2", |text| text == "warehouse").await;
        give(page, "force_closed", "the others are well").await;
        page.until_text("#toast", |text| {
            text.starts_with("Force closed: done for warehouse. 1 key stays as somebody said of it")
                && text.contains("oslo.example (forced")
        })
        .await;
    });
}

#[test]
fn who_may_not_is_offered_nothing_and_refused() {
    let shop = Program::shop();
    look(async |page| {
        opening::calm(page, &shop).await;
        open(page, "database").await;
        page.until_text("#detail h2", |text| text == "database").await;
        assert_eq!(page.text("#detail .orders").await, "");
        let refused = order(page, &shop, None).await;
        assert_eq!(refused["status"], 403);

        // With authority, and without the token or with that of another program.
        page.goto(&shop.sign_in()).await;
        page.goto(shop.url()).await;
        for token in [None, Some(""), Some("0123456789abcdef0123456789abcdef")] {
            let refused = order(page, &shop, token).await;
            assert_eq!(refused["status"], 403, "{token:?}: {refused}");
            assert!(refused["said"].as_str().unwrap().contains("token"), "{refused}");
        }
        assert!(!shop.has_told("database"));
    });
}

#[test]
fn a_page_of_another_origin_can_neither_steer_nor_read_nor_frame_the_dashboard() {
    let (shop, stranger) = (Program::shop(), Program::shop());
    look(async |page| {
        // Cookies know no ports: the stranger's requests carry the name of who has signed in.
        page.goto(&shop.sign_in()).await;
        opening::calm(page, &shop).await;
        let state = address(&shop, "state");
        let token: String = page
            .js_later(&format!(
                "fetch({state:?}).then((it) => it.json()).then((it) => done(it.steering.token))"
            ))
            .await;

        page.goto(&stranger.other_page()).await;
        let read: String = page
            .js_later(&format!(
                "fetch({state:?}, {{ credentials: 'include' }}).then((it) => it.text())
                    .then(done, () => done('refused'))"
            ))
            .await;
        assert_eq!(read, "refused");
        assert_eq!(order(page, &shop, Some(&token)).await, json!("refused"));
        let steer = address(&shop, "steer");
        let body = what().to_string();
        // What needs no leave of the other side arrives there: it does nothing, and its answer is
        // kept from this page.
        for kind in ["text/plain", "application/x-www-form-urlencoded"] {
            let answer: String = page
                .js_later(&format!(
                    "fetch({steer:?}, {{ method: 'POST', mode: 'no-cors', credentials: 'include',
                        headers: {{ 'content-type': {kind:?} }}, body: {body:?} }})
                        .then((it) => done(it.type), () => done('refused'))"
                ))
                .await;
            assert_eq!(answer, "refused");
        }
        page.complaints().await;
        page.js::<()>(&format!(
            "const frame = document.createElement('iframe');
            frame.src = {:?};
            document.body.append(frame)",
            shop.url()
        ))
        .await;
        page.until("a refused frame", async |page| {
            page.complaints().await.iter().find(|said| said.contains("frame")).cloned()
        })
        .await;
        // A form takes the whole window there.
        page.js::<()>(&format!(
            "const form = document.createElement('form');
            Object.assign(form, {{ action: {steer:?}, method: 'post', enctype: 'text/plain' }});
            const field = document.createElement('input');
            [field.name, field.value] = [{body:?}, ''];
            form.append(field);
            document.body.append(form);
            form.submit()"
        ))
        .await;
        page.until_text("body", |text| text.contains("error")).await;

        page.goto(shop.url()).await;
        page.until_row("database", |row| row.state == "Closed").await;
        assert!(!shop.has_told("database"));
    });
}

/// Gives an order to the circuit whose detail is open.
async fn give(page: &Page, action: &str, why: &str) {
    page.click(&format!("#detail button[data-action={action}]")).await;
    page.fill("dialog input[type=text]", why).await;
    page.click("dialog [type=submit]").await;
    page.until_text("dialog", str::is_empty).await;
}

async fn open(page: &Page, name: &str) {
    page.until_row(name, |_| true).await;
    page.js::<()>(&format!(
        "[...document.querySelectorAll('#rows .row')]
            .find((row) => row.querySelector('.name').innerText === {name:?}).click()"
    ))
    .await;
    page.until_text("#detail h2", |text| text == name).await;
}

fn address(program: &Program, what: &str) -> String {
    program.url().replace("index.html", &format!("api/v1/{what}"))
}

fn what() -> Value {
    json!({ "action": "force_open", "name": "database", "why": "a test" })
}

/// An order as the page gives it, from the page that is open: status and text of the answer.
async fn order(page: &Page, program: &Program, token: Option<&str>) -> Value {
    let mut headers = json!({ "content-type": "application/json" });
    if let Some(token) = token {
        headers["x-circuit-token"] = json!(token);
    }
    let options = json!({
        "method": "POST", "credentials": "include", "headers": headers,
        "body": what().to_string(),
    });
    page.js_later(&format!(
        "fetch({:?}, {options}).then(
            async (answer) => done({{ status: answer.status, said: await answer.text() }}),
            () => done('refused'))",
        address(program, "steer")
    ))
    .await
}
