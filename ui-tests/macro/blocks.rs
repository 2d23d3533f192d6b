//! The attribute on an `impl` block.
use breaker_runtime::circuit_breaker;
use breaker_runtime::circuit_breaker as guarded;
type Result = std::result::Result<u32, std::io::Error>;

struct Gateway;

enum Error {
    Down,
    Late,
}

#[circuit_breaker(threshold = 5)]
impl Gateway {
    const fn constant() -> Result {
        Ok(1)
    }

    #[track_caller]
    fn tracked() -> Result {
        Ok(1)
    }

    fn never() -> ! {
        loop {}
    }
}

#[circuit_breaker(treshold = 5, window = "10")]
impl Gateway {
    #[circuit_breaker(threshold = 5, name = "own", falback = other)]
    fn settings_of_its_own(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(breaker = DB)]
    fn circuit_of_its_own(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(skip, fallback = other)]
    fn left_out_with_a_fallback(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(skip = true)]
    fn left_out_with_a_value(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker = "skip"]
    fn not_in_parentheses(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback = Ok(1))]
    #[circuit_breaker(skip)]
    fn twice(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(threshold = 5)]
impl Gateway {
    #[circuit_breaker]
    fn guarded_already(&self) -> Result {
        Ok(1)
    }

    #[cfg_attr(all(), circuit_breaker())]
    fn guarded_already_on_a_condition(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(failure(Err(Error::Down)))]
    fn failures_alone(&self) -> std::result::Result<u32, Error> {
        Ok(1)
    }

    #[circuit_breaker(failure(r.is_err()), ignore(_))]
    fn matches_everything(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(threshold = 5, failure(_), ignore(Err(Error::Down)))]
impl Gateway {
    #[circuit_breaker(success(Err(Error::Down)))]
    fn ignored_already(&self) -> std::result::Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker(threshold = 5)]
impl Gateway {
    #[guarded]
    fn guarded_already_by_another_name(&self) -> Result {
        Ok(1)
    }

    #[cfg_attr(all(), guarded())]
    fn guarded_already_by_another_name_on_a_condition(&self) -> Result {
        Ok(1)
    }

    #[guarded(threshold = 3, failure(_))]
    fn setting_of_another_name(&self) -> Result {
        Ok(1)
    }

    #[guarded(failure(Err(Error::Down)))]
    fn failures_alone_of_another_name(&self) -> std::result::Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker(skip)]
fn no_block() -> Result {
    Ok(1)
}

#[circuit_breaker(skip)]
impl Gateway {
    fn of_a_block(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker]
impl Gateway {
    const PRICE: u32 = 1;

    #[circuit_breaker(skip)]
    fn all_are_left_out(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(timeout = "3s")]
impl Gateway {
    fn blocks(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(timeout = "3s", slow_call = "5s")]
impl Gateway {
    async fn waits(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(timeout = "4s")]
    async fn waits_longer(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(timeout = "6s")]
    fn blocks_with_a_timeout(&self) -> Result {
        Ok(1)
    }

    fn made_elsewhere(&self) -> impl Future<Output = Result> {
        std::future::ready(Ok(1))
    }
}

#[circuit_breaker(timeout = "3s")]
impl Gateway {
    async fn waits_as_the_others(&self) -> Result {
        Ok(1)
    }

    fn blocks_in_between(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(timeout = off)]
    fn blocks_and_says_so(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(threshold = 5)]
impl Gateway {
    #[circuit_breaker(timeout = off)]
    async fn turns_off_nothing(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback = Ok(1), fallback_on = timeout)]
    async fn is_never_late(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback_on = timeout)]
    async fn has_no_fallback(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(fallback = Ok(1), fallback_on = timeout)]
impl Gateway {
    async fn has_no_timeout(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(fallback = Ok(1), fallback_on = timeout)]
impl Gateway {
    #[circuit_breaker(timeout = "3s")]
    async fn is_the_one_with_a_timeout(&self) -> Result {
        Ok(1)
    }

    fn has_none_and_need_not(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(timeout = off)]
impl Gateway {
    async fn has_nothing_to_turn_off(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(timeout = "3s")]
impl Gateway {
    #[circuit_breaker(timeout = off)]
    async fn turns_off_what_nobody_takes(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(fallback = Self::cached)]
impl Gateway {
    fn fetch(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback = Gateway::empty)]
    fn cached(&self) -> Result {
        Ok(1)
    }

    fn empty(&self) -> Result {
        Ok(1)
    }

    fn future(&self) -> impl Future<Output = Result> {
        std::future::ready(Ok(1))
    }
}

struct Shard;

#[circuit_breaker(key = host)]
impl Shard {
    fn get(&self, host: &str) -> Result {
        Ok(host.len() as u32)
    }

    fn flush(&self) -> Result {
        Ok(1)
    }
}

// The methods are still there.
fn main() {
    let gateway = Gateway;
    let _ = (Gateway::constant(), Gateway::tracked(), Gateway::never, Gateway::PRICE);
    let _ = (gateway.settings_of_its_own(), gateway.circuit_of_its_own());
    let _ = (gateway.left_out_with_a_fallback(), gateway.left_out_with_a_value());
    let _ = (gateway.not_in_parentheses(), gateway.twice(), gateway.of_a_block());
    let _ = (gateway.all_are_left_out(), gateway.blocks(), gateway.waits(), gateway.fetch());
    let _ = (gateway.cached(), gateway.empty(), gateway.waits_longer(), gateway.future());
}
