//! A database in a file that somebody else locks, and lets go.

use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{State, registry};
use recipes::sqlite::{NoteError, add};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

async fn pool(path: &std::path::Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let options = options.busy_timeout(Duration::from_millis(20));
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await.expect("it opens")
}

fn state() -> State {
    registry().get("notes").expect("listed").state()
}

#[tokio::test]
async fn a_locked_file_opens_it_and_a_double_id_does_not() {
    let test = isolate();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.db");
    let (ours, theirs) = (pool(&path).await, pool(&path).await);
    sqlx::query("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
        .execute(&ours)
        .await
        .expect("a table");

    add(&ours, 1, "first").await.expect("it works");
    for _ in 0..10 {
        let double = add(&ours, 1, "again").await.expect_err("it is there");
        assert!(matches!(double, NoteError::Db(sqlx::Error::Database(_))));
    }
    assert_eq!(state(), State::Closed);

    let mut lock = theirs.acquire().await.expect("a connection");
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut *lock).await.expect("nobody writes");
    for id in 2..7 {
        add(&ours, id, "while it is locked").await.expect_err("it is locked");
    }
    assert_eq!(state(), State::Open);
    assert!(matches!(add(&ours, 9, "rejected").await, Err(NoteError::Unavailable(_))));

    sqlx::query("COMMIT").execute(&mut *lock).await.expect("it lets go");
    test.clock().advance(Duration::from_secs(30));
    add(&ours, 2, "the trial call").await.expect("it works again");
    assert_eq!(state(), State::Closed);
}
