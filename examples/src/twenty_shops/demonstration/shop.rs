//! A shop: a process with customers, whom it charges through the functions in `payments.rs`.

use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::{Duration, Instant};

use breaker_fleet::{Fleet, FleetEvent};
use breaker_runtime::{Event, EventKind, registry};
use engines::answer_lines;
use tokio::runtime::Builder;
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::demonstration::client::{Gateway, Order, Receipt};
use crate::demonstration::news::{BETWEEN, News, Sale, moment, now};
use crate::demonstration::payments;

/// What this program is told to become a shop.
pub(crate) const ROLE: &str = "shop";

pub(crate) struct Shop {
    pub(crate) gateway_a: Gateway,
    pub(crate) gateway_b: Gateway,
    pub(crate) queue: Mutex<Vec<u64>>,
    orders_a_second: f64,
    is_open: AtomicBool,
    /// Customers who have ordered.
    customers: AtomicUsize,
    news: Lock<Vec<News>>,
}

/// What the shop's process does, until nobody is there to ask it.
pub(crate) fn keep(settings: &[&str]) -> io::Result<ExitCode> {
    let &[number, orders, url_a, url_b, fleet] = settings else { return Ok(ExitCode::from(2)) };
    let number = number.parse().map_err(io::Error::other)?;
    let gateway = |url, receipt| Gateway::new(number, url, receipt).map_err(io::Error::other);
    let shop = Arc::new(Shop {
        gateway_a: gateway(url_a, Receipt::PaidThroughA)?,
        gateway_b: gateway(url_b, Receipt::PaidThroughB)?,
        queue: Mutex::default(),
        orders_a_second: orders.parse().map_err(io::Error::other)?,
        is_open: AtomicBool::new(true),
        customers: AtomicUsize::new(0),
        news: Lock::default(),
    });
    let fleet = (fleet != "-").then(|| join(&shop, number, fleet));
    let _listener = registry().subscribe({
        let shop = Arc::clone(&shop);
        move |event| shop.note(event)
    });
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    answer_lines(|line| {
        match line {
            "joined" => return is_joined(fleet.as_ref()).to_string(),
            "open" => drop(runtime.spawn(Arc::clone(&shop).let_customers_in())),
            "close" => shop.is_open.store(false, Ordering::Relaxed),
            "customers" => return shop.customers.load(Ordering::Relaxed).to_string(),
            _ => return shop.tell(),
        }
        String::new()
    });
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

fn join(shop: &Arc<Shop>, number: usize, url: &str) -> Fleet {
    let shop = Arc::clone(shop);
    breaker_fleet::join("twenty-shops", url)
        .instance(format!("shop {}", number + 1))
        .on_event(move |event| {
            if let FleetEvent::Away { .. } = event {
                shop.add(News::Away(now()));
            }
        })
        .start()
}

fn is_joined(fleet: Option<&Fleet>) -> bool {
    fleet.is_none_or(|fleet| fleet.status().away.is_none())
}

impl Shop {
    /// Customers come as they like, whether or not those before them still wait.
    async fn let_customers_in(self: Arc<Self>) {
        loop {
            let pause = -(1.0 - fastrand::f64()).ln() / self.orders_a_second;
            sleep(Duration::from_secs_f64(pause)).await;
            if !self.is_open.load(Ordering::Relaxed) {
                return;
            }
            self.customers.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(Arc::clone(&self).serve(Order::new(fastrand::u64(99..10_000))));
        }
    }

    /// One customer.
    async fn serve(self: Arc<Self>, order: Order) {
        let (ordered, start) = (now(), Instant::now());
        let receipt = payments::charge_a(&self, &order).await.ok();
        let took = start.elapsed();
        let is_paid = matches!(receipt, Some(Receipt::PaidThroughA | Receipt::PaidThroughB));
        let in_vain = order.asked() - usize::from(is_paid);
        self.add(News::Sale(Sale { ordered, took, receipt, in_vain }));
    }

    fn note(&self, event: &Event) {
        let at = moment(event.at);
        match event.kind {
            _ if event.name != "gateway A" => {}
            EventKind::Opened { .. } => self.add(News::Opened(at)),
            EventKind::RampUpStarted { .. } => self.add(News::Recovered(at)),
            _ => {}
        }
    }

    fn add(&self, news: News) {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).push(news);
    }

    /// What has happened since the last time.
    fn tell(&self) -> String {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        let items: Vec<_> = news.drain(..).map(|news| news.to_string()).collect();
        items.join(&BETWEEN.to_string())
    }
}
