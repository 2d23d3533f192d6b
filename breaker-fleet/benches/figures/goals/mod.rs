//! The goals, and which of them are measured.

mod crowd;
mod doomed;
mod idle;
mod latency;
mod process;
mod spread;

/// Measures, prints, and says whether the goals are met.
type Figure = (&'static str, fn() -> bool);

/// Measures those that are asked for; a process that it starts is a member.
pub(crate) fn measure() {
    if let Ok(url) = std::env::var("FLEET_URL") {
        return process::run(&url);
    }
    if engines::Server::start(&[]).is_none() {
        return;
    }
    let only = std::env::args().nth(1).filter(|word| !word.starts_with("--"));
    let figures: [Figure; 6] = [
        ("F1", idle::a_million_calls),
        ("F2", spread::fifty_processes),
        ("F4", latency::no_call_waits),
        ("F8", idle::fifty_idle_processes),
        ("F9", doomed::calls_to_a_dead_callee),
        ("F12", crowd::five_hundred_members),
    ];
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let chosen = figures.into_iter().filter(|(name, _)| wanted(name));
    let missed: Vec<_> = chosen.filter(|(_, figure)| !figure()).map(|(name, _)| name).collect();
    if !missed.is_empty() {
        println!("missed: {}", missed.join(", "));
        std::process::exit(1);
    }
}

/// Prints a figure beside its goal, and whether it is met.
fn report(name: &str, what: &str, goal: &str, is_met: bool) -> bool {
    println!("{} {name:>3}  {what}  (goal: {goal})", if is_met { "  " } else { "!!" });
    is_met
}
