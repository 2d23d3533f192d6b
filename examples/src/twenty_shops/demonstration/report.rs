//! Both runs side by side.

use std::fmt;

use crate::demonstration::answers::Answers;
use crate::demonstration::conclusion::Conclusion;
use crate::demonstration::news::Moment;
use crate::demonstration::run::{Run, after, before, between};
use crate::demonstration::script::Script;
use crate::demonstration::words::{millis, seconds};

pub(crate) struct Report<'a> {
    pub(crate) script: &'a Script,
    pub(crate) alone: &'a Run,
    pub(crate) fleet: &'a Run,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = "The same outage without a fleet and with it, measured in this run";
        writeln!(f, "\n {title}\n\n {:56}{:>10}{:>12}", "", "without", "with")?;
        self.outage(f)?;
        self.seconds(f)?;
        self.shops(f)?;
        self.redis(f)?;
        write!(f, "{}", Conclusion { alone: self.alone, fleet: self.fleet })
    }
}

impl Report<'_> {
    fn runs(&self) -> [&Run; 2] {
        [self.alone, self.fleet]
    }

    fn outage(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |label: &str, of: &dyn Fn(&Run) -> String| {
            let [alone, fleet] = self.runs().map(of);
            writeln!(f, " {label:56}{alone:>10}{fleet:>12}")
        };
        row("calls that A received while it hung", &|run| run.doomed().count().to_string())?;
        row("  before the circuit of their shop had opened", &|run| {
            (0..self.script.shops).map(|shop| run.lost_by(shop)).sum::<usize>().to_string()
        })?;
        row("  trial calls later, while Redis ran", &|run| run.trials_with_redis().to_string())?;
        row("  trial calls in the seconds in which it was dead", &|run| {
            run.trials(&run.redis_dead()).to_string()
        })?;
        row("customers who waited for it, as their shops tell", &|run| {
            run.answers(&(0..Moment::MAX)).delayed.to_string()
        })?;
        row("the first circuit opened after", &|run| seconds(run.first_opened()))?;
        row("the last", &|run| seconds(run.last_opened()))?;
        row("A back: its first customer had paid after", &|run| seconds(run.first_back()))?;
        row("the first one of the last shop", &|run| seconds(run.last_back()))
    }

    /// What A received, second by second.
    fn seconds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.runs().map(Run::by_second);
        let most = calls.iter().flatten().copied().max().unwrap_or(0);
        writeln!(f, "\n What A received, second by second; a full block is {most} calls\n")?;
        for (label, calls) in ["without", "with"].into_iter().zip(&calls) {
            let bars: String = calls.iter().map(|&calls| bar(calls, most)).collect();
            writeln!(f, " {label:9}{}", bars.trim_end())?;
        }
        Ok(())
    }

    fn shops(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n {:27}{:>22}{:>24}", "", "circuit opened after", "calls lost before it")?;
        let columns = format!("{:>12}{:>10}", "without", "with");
        writeln!(f, " {:27}{columns}  {columns}", "shop, orders a second")?;
        for shop in 0..self.script.shops {
            let opened = self.runs().map(|run| seconds(run.opened_after(shop)));
            let lost = self.runs().map(|run| run.lost_by(shop));
            let orders = Script::orders_a_second(shop);
            let label = format!("{:2}{orders:11.1}", shop + 1);
            write!(f, " {label:27}{:>12}{:>10}", opened[0], opened[1])?;
            writeln!(f, "  {:>12}{:>10}", lost[0], lost[1])?;
        }
        Ok(())
    }

    fn redis(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dead = self.fleet.redis_dead();
        let [before, after] = [before(&dead), after(&dead)];
        let time = seconds(Some(between(dead.start, dead.end)));
        let title = "the customers of that time, and of as long before and after it";
        writeln!(f, "\n Redis, dead for {time}: {title}\n")?;
        writeln!(f, " {:40}{:>12}{:>12}{:>12}", "", "before", "meanwhile", "after")?;
        let answers = [&before, &dead, &after].map(|window| self.fleet.answers(window));
        let mut row = |label: &str, of: &dyn Fn(&Answers) -> String| {
            let [a, b, c] = answers.each_ref().map(of);
            writeln!(f, " {label:40}{a:>12}{b:>12}{c:>12}")
        };
        row("customers who came", &|it| it.customers().to_string())?;
        row("  paid through A", &|it| it.through_a.to_string())?;
        row("  paid through B", &|it| it.through_b.to_string())?;
        row("  queued", &|it| it.queued.to_string())?;
        row("  refused", &|it| it.refused.to_string())?;
        row("waited for A in vain before that", &|it| it.delayed.to_string())?;
        for (label, share) in [("half", 50), ("99 %", 99), ("all", 100)] {
            let label = format!("the others were answered, {label} within");
            row(&label, &|it| millis(it.percentile(share)))?;
        }
        Ok(())
    }
}

/// What is anything at all is seen.
fn bar(calls: usize, most: usize) -> char {
    const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    BARS[(calls * 8).div_ceil(most.max(1)).min(8)]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::demonstration::client::Receipt;
    use crate::demonstration::gateway::Arrival;
    use crate::demonstration::news::{News, Sale};
    use crate::demonstration::run::Moments;
    use crate::demonstration::staff::Log;

    const SECOND: u64 = 1_000_000;
    const SCRIPT: Script = Script { shops: 2, ..crate::demonstration::script::BRIEF };

    /// Two shops, of which A received so many calls before their circuits opened, a second after it
    /// hung, and so many in the second without Redis.
    fn run(lost: usize, trials: usize, takes: Duration) -> Run {
        let moments = Moments {
            opened: 0,
            hangs: SECOND,
            killed: 4 * SECOND,
            restarted: 5 * SECOND,
            recovers: 7 * SECOND,
            ends: 9 * SECOND,
        };
        let arrivals = |at: u64, count: usize| {
            let arrival = move |nth| Arrival { at, shop: nth % 2, hangs: true };
            (0..count).map(arrival)
        };
        let arrivals = arrivals(SECOND * 3 / 2, lost).chain(arrivals(SECOND * 9 / 2, trials));
        let shops = [(3 * SECOND, 20), (SECOND * 9 / 2, takes.as_millis()), (8 * SECOND, 20)];
        let log = || {
            let mut log = Log { customers: 3, ..Log::default() };
            log.note(News::Opened(2 * SECOND));
            log.note(News::Away(4 * SECOND));
            for (ordered, millis) in shops {
                let receipt = if ordered < 7 * SECOND {
                    Receipt::PaidThroughB
                } else {
                    Receipt::PaidThroughA
                };
                let took = Duration::from_millis(u64::try_from(millis).unwrap_or(0));
                log.note(News::Sale(Sale { ordered, took, receipt: Some(receipt), in_vain: 0 }));
            }
            log
        };
        Run { moments, arrivals: arrivals.collect(), shops: vec![log(), log()] }
    }

    fn report(alone: &Run, fleet: &Run) -> String {
        Report { script: &SCRIPT, alone, fleet }.to_string()
    }

    const USUAL: Duration = Duration::from_millis(20);

    #[test]
    fn figures_are_those_of_the_runs() {
        let report = report(&run(12, 6, USUAL), &run(4, 5, USUAL));
        let row = |label: &str| {
            let line = report.lines().find(|line| line.trim_start().starts_with(label));
            let figures = line.map(|line| line.split("  ").map(str::trim));
            let words = figures.into_iter().flatten().filter(|word| !word.is_empty());
            words.skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(row("calls that A received"), ["18", "9"]);
        assert_eq!(row("before the circuit of"), ["12", "4"]);
        assert_eq!(row("trial calls in the seconds"), ["6", "5"]);
        assert_eq!(row("the last"), ["1.00 s", "1.00 s"]);
        assert_eq!(row("A back"), ["1.02 s", "1.02 s"]);
        assert_eq!(row("customers who came"), ["2", "2", "0"]);
    }

    #[test]
    fn the_conclusion_follows_the_figures() {
        let better = report(&run(12, 16, USUAL), &run(4, 15, USUAL));
        assert!(better.contains("The fleet sent 19 calls to the gateway that hung"), "{better}");
        assert!(better.contains("2 of 2 shops noticed, and no customer did"), "{better}");
        assert!(better.contains("as if alone: 15 customers"), "{better}");
        let worse = report(&run(4, 15, USUAL), &run(12, 60, Duration::from_millis(90)));
        assert!(worse.contains("The fleet saved no calls: 72 went"), "{worse}");
        assert!(worse.contains("and customers waited longer than before"), "{worse}");
        assert!(worse.contains("there were more trials than alone: 60 customers"), "{worse}");
        let mut refused = run(4, 5, USUAL);
        refused.shops[0].customers += 1;
        let refused = report(&run(12, 6, USUAL), &refused);
        assert!(refused.contains("and customers were refused or went without"), "{refused}");
    }

    #[test]
    fn trials_show_who_tries_if_there_are_enough() {
        let with = |trials: usize| {
            let mut run = run(4, 5, USUAL);
            let arrival = |nth| Arrival { at: 6 * SECOND, shop: nth % 2, hangs: true };
            run.arrivals.extend((0..trials).map(arrival));
            run
        };
        let one = report(&with(16), &with(2));
        assert!(
            one.contains("One tries for all: 2 trial calls while Redis ran, 16 alone"),
            "{one}"
        );
        let each = report(&with(16), &with(15));
        assert!(each.contains("Hardly anybody tried for others: 15 trial calls"), "{each}");
        let short = report(&with(4), &with(0));
        assert!(short.contains("too short to show who tries: 0 trial calls"), "{short}");
        assert!(short.contains("too short a time to show who tried: 5 customers"), "{short}");
    }

    #[test]
    fn what_was_under_way_when_a_circuit_opened_is_no_trial_call() {
        let mut run = run(4, 5, USUAL);
        let (lost, trials) = (run.lost_by(0), run.trials_with_redis());
        let arrival = |at| Arrival { at, shop: 0, hangs: true };
        run.arrivals.extend([2_000_900, 2_040_000, 2_300_000].map(arrival));
        assert_eq!((run.lost_by(0), run.trials_with_redis()), (lost + 2, trials + 1));
    }
}
