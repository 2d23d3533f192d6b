//! One run: both shops, the script that both live through, and the notes that are taken of it.

use std::error::Error;
use std::io::{self, Write, stdout};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::circuits::{self, History};
use crate::ledger::Ledger;
use crate::shop::{Protection, Shop};
use crate::stopwatch::Stopwatch;
use crate::summary::{self, Books};
use crate::view::{Palette, Scene, View};
use crate::{load, script};

/// Short enough to catch a circuit that is half-open for one call.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

#[derive(Debug)]
pub(crate) struct Run {
    stopwatch: Stopwatch,
    guarded: Side,
    unguarded: Side,
    circuits: Vec<History>,
}

/// A shop and what it sold.
#[derive(Debug)]
struct Side {
    shop: Arc<Shop>,
    ledger: Ledger,
}

impl Side {
    async fn open(protection: Protection, stopwatch: Stopwatch) -> Result<Self, Box<dyn Error>> {
        let shop = Arc::new(Shop::open(protection).await?);
        let ledger = Ledger::new(load::open_doors(&shop, stopwatch, script::length()));
        Ok(Self { shop, ledger })
    }
}

impl Run {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let stopwatch = Stopwatch::start();
        let guarded = Side::open(Protection::CircuitBreaker, stopwatch).await?;
        let unguarded = Side::open(Protection::None, stopwatch).await?;
        let gateways = [&guarded, &unguarded].map(|side| side.shop.gateways());
        tokio::spawn(script::play(stopwatch, gateways));
        Ok(Self { stopwatch, guarded, unguarded, circuits: circuits::of_the_program() })
    }

    /// Shows the run until the last customer has left, and then what came of it.
    pub(crate) async fn watch(mut self) -> io::Result<()> {
        let mut view = View::open()?;
        let mut looks = interval(BETWEEN_LOOKS);
        looks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        while self.look() {
            view.show(&self.scene())?;
            looks.tick().await;
        }
        view.close(&self.scene())?;
        self.summarize().await
    }

    /// Takes note of what happened. False when nothing more will.
    fn look(&mut self) -> bool {
        let now = self.stopwatch.elapsed();
        for circuit in &mut self.circuits {
            circuit.observe(now);
        }
        let [guarded, unguarded] =
            [&mut self.guarded, &mut self.unguarded].map(|side| side.ledger.update());
        guarded || unguarded
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            now: self.stopwatch.elapsed(),
            circuits: &self.circuits,
            guarded: &self.guarded.ledger,
            unguarded: &self.unguarded.ledger,
        }
    }

    async fn summarize(&self) -> io::Result<()> {
        let with = Books::of(&self.guarded.shop, &self.guarded.ledger).await;
        let without = Books::of(&self.unguarded.shop, &self.unguarded.ledger).await;
        let palette = Palette::of_stdout();
        let mut out = stdout().lock();
        for line in summary::compare(&with, &without) {
            writeln!(out, "{}", palette.paint(&line, usize::MAX))?;
        }
        out.flush()
    }
}
