//! Bodies of HTTP.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use breaker_runtime::{Policy, State};
use http_body::{Body, Frame, SizeHint};
use tests::TestCircuit;

/// Three frames, of which the last one may be missing.
struct Three {
    left: u8,
    is_cut_off: bool,
}

impl Body for Three {
    type Data = &'static [u8];
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.left {
            0 => Poll::Ready(None),
            1 if self.is_cut_off => {
                self.left = 0;
                Poll::Ready(Some(Err("cut off")))
            }
            _ => {
                self.left -= 1;
                Poll::Ready(Some(Ok(Frame::data(b"tokens"))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::from(self.left) * 6)
    }
}

fn read(mut body: impl Body + Unpin) {
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(_)) = Pin::new(&mut body).poll_frame(&mut context) {}
}

#[test]
fn a_body_that_is_cut_off_is_a_failure() {
    let circuit = TestCircuit::new(Policy::new().consecutive(2));
    for state in [State::Closed, State::Open] {
        circuit.succeed();
        read(circuit.watch(Three { left: 3, is_cut_off: true }));
        circuit.is(state);
    }
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.total()), (0, 2, 2));
}

#[test]
fn one_that_is_whole_is_what_it_was() {
    let circuit = TestCircuit::new(Policy::new().consecutive(1));
    circuit.succeed();
    let body = circuit.watch(Three { left: 3, is_cut_off: false });
    assert_eq!((body.is_end_stream(), body.size_hint().exact()), (false, Some(18)));
    read(body);
    assert!(circuit.watch(Three { left: 0, is_cut_off: false }).is_end_stream());
    circuit.is(State::Closed);
}
