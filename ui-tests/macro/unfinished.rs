//! Functions that return before the work is done.
use breaker_runtime::circuit_breaker;
use std::thread::JoinHandle;

trait Stream {}
type BoxStream = std::pin::Pin<Box<dyn Stream>>;

#[circuit_breaker]
fn spawned(task: JoinHandle<u32>) -> JoinHandle<u32> {
    task
}

#[circuit_breaker(failure(_ if true), fallback = |_| std::thread::spawn(|| 0))]
fn spawned_with_arms(task: JoinHandle<u32>) -> std::thread::JoinHandle<u32> {
    task
}

#[circuit_breaker]
async fn streamed<S: Stream>(stream: S) -> impl Stream + Sized {
    stream
}

#[circuit_breaker]
fn streamed_boxed(stream: BoxStream) -> BoxStream {
    stream
}

struct Client;

#[circuit_breaker]
impl Client {
    fn streamed(&self, stream: BoxStream) -> Box<dyn Stream> {
        Box::new(stream)
    }
}

impl<S: Stream + ?Sized> Stream for std::pin::Pin<Box<S>> {}

fn main() {}
