//! Circles of methods, and of a block with one circuit.

use breaker_runtime::circuit_breaker;

use super::{Answer, assert_rejected_by, while_open};

struct Shop;

impl Shop {
    #[circuit_breaker(name = "cycle: buy", fallback = Self::order)]
    fn buy(&self, id: u8) -> Answer {
        Ok(if id == 0 { "bought" } else { "BOUGHT" })
    }

    #[circuit_breaker(name = "cycle: order", fallback = self.buy(id))]
    fn order(&self, id: u8) -> Answer {
        Ok(if id == 0 { "ordered" } else { "ORDERED" })
    }
}

struct Store;

#[circuit_breaker(name = "cycle: store")]
impl Store {
    #[circuit_breaker(fallback = |_| self.save())]
    fn load(&self) -> Answer {
        Ok("loaded")
    }

    #[circuit_breaker(fallback = |_| self.load())]
    fn save(&self) -> Answer {
        Ok("saved")
    }

    #[circuit_breaker(fallback = |_| self.empty())]
    fn last(&self) -> Answer {
        Ok("last")
    }

    #[circuit_breaker(fallback = Ok("empty"))]
    fn empty(&self) -> Answer {
        let Self = self;
        Ok("full")
    }
}

#[test]
fn of_methods() {
    while_open(&["cycle: buy", "cycle: order"], || {
        assert_rejected_by("cycle: buy", Shop.buy(1));
        assert_rejected_by("cycle: order", Shop.order(1));
    });
    while_open(&["cycle: store"], || {
        assert_rejected_by("cycle: store", Store.load());
        assert_rejected_by("cycle: store", Store.save());
        assert_eq!(Store.last(), Ok("empty"), "of one circuit, and no circle");
    });
}
