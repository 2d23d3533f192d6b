//! A handler of actix before a warehouse that answers, hangs up, hangs, and comes back.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{App, rt, test, web};
use breaker_runtime::testing::isolate;
use breaker_runtime::{State, registry};
use recipes::actix::routes;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

fn state() -> State {
    registry().get("stock").expect("listed").state()
}

#[test]
fn who_is_rejected_hears_when_to_come_back() {
    let isolated = isolate();
    rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let warehouse = web::Data::new(address.to_string());
        let app = App::new().app_data(warehouse).configure(routes);
        let service = test::init_service(app).await;
        let ask = async || {
            let request = test::TestRequest::get().uri("/stock").to_request();
            test::call_service(&service, request).await
        };

        let serving = rt::spawn(async move {
            let (mut caller, _) = listener.accept().await.expect("a caller");
            caller.write_all(b"12 shoes").await.expect("it listens");
        });
        assert_eq!(test::read_body(ask().await).await, "12 shoes");
        serving.await.expect("it has served, and is gone");

        for _ in 0..5 {
            assert_eq!(state(), State::Closed);
            assert_eq!(ask().await.status(), StatusCode::BAD_GATEWAY);
        }
        assert_eq!(state(), State::Open);
        isolated.clock().advance(Duration::from_millis(500));
        let rejected = ask().await;
        assert_eq!(rejected.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(rejected.headers().get(RETRY_AFTER).expect("a time"), "30");

        let listener = TcpListener::bind(address).await.expect("its port");
        isolated.clock().advance(Duration::from_secs(30));
        let hanging = ask().await;
        assert_eq!(hanging.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(state(), State::Open);

        isolated.clock().advance(Duration::from_secs(30));
        rt::spawn(async move {
            // The one that gave up waits in front.
            let (_late, _) = listener.accept().await.expect("a caller");
            let (mut caller, _) = listener.accept().await.expect("a caller");
            caller.write_all(b"11 shoes").await.expect("it listens");
        });
        assert_eq!(test::read_body(ask().await).await, "11 shoes");
        assert_eq!(state(), State::Closed);
    });
}
