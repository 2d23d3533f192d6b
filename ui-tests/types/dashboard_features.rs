//! What is there with a feature alone.
use breaker_dashboard::Dashboard;

fn served() -> std::io::Result<()> {
    let served = Dashboard::new().serve("127.0.0.1:7070")?;
    println!("{}", served.url());
    Ok(())
}

fn main() {
    let app = Dashboard::new().router::<()>();
    let _ = app;
    served().ok();
    let _ = Dashboard::new().router();
    let _ = Dashboard::new().fleet(());
}
