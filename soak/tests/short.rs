//! The soak, for as long as one waits for a test. `ci/soak` has time for more.

use std::process::Command;

#[test]
fn a_few_seconds_of_faults_lose_nothing() {
    let soak = Command::new(env!("CARGO_BIN_EXE_soak")).arg("3").output().expect("it was built");
    let printed = String::from_utf8_lossy(&soak.stdout);
    assert!(soak.status.success(), "{printed}{}", String::from_utf8_lossy(&soak.stderr));
    assert!(printed.contains("verdict: nothing lost, nothing stuck"), "{printed}");
}
