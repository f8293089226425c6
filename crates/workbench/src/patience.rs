//! How long a request may take. A file over a slow line is waited for as long as it keeps coming; whoever is slow on purpose
//! isn't.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body::{Body as HttpBody, Frame};
use tokio::time::{Instant, timeout};
use tower_http::timeout::TimeoutBody;

/// So long a request may take, from its head to its answer; where it hands in a file, from the end of the file.
const PATIENCE: Duration = Duration::from_secs(60);
/// Addresses that files are handed in at. They ask for the operator before they read anything.
const FILES: [&str; 2] = ["/data/files", "/api/v1/observations"];

/// How fast the body of a request must come.
#[derive(Clone, Copy)]
struct Pace {
    /// So long nothing at all may come.
    silence: Duration,
    /// From this time on, so many bytes a second have come on the whole.
    least: Option<(Duration, u64)>,
    /// So long all of it may take.
    longest: Duration,
}

/// What is typed or computed is sent at once.
const FORM: Pace = Pace { silence: Duration::from_secs(15), least: None, longest: PATIENCE };
/// The largest file has a quarter of an hour: 64 MB over a line of 600 kbit/s. A line slower than 64 kbit/s is none.
const FILE: Pace = Pace {
    silence: Duration::from_secs(30),
    least: Some((Duration::from_secs(30), 8 << 10)),
    longest: Duration::from_secs(15 * 60),
};

impl Pace {
    fn of(request: &Request) -> Pace {
        let is_file = request.method() == Method::POST && FILES.contains(&request.uri().path());
        if is_file { FILE } else { FORM }
    }

    /// How long the next piece may take, after so many bytes in so much time.
    fn next(&self, received: u64, elapsed: Duration) -> Duration {
        let by_rate =
            self.least.map(|(grace, rate)| grace + Duration::from_millis(received.saturating_mul(1000) / rate));
        let until = by_rate.unwrap_or(self.longest).min(self.longest);
        self.silence.min(until.saturating_sub(elapsed))
    }
}

/// Ends requests that take too long.
pub(crate) async fn end(request: Request, next: Next) -> Response {
    let pace = Pace::of(&request);
    let longest = if pace.longest > PATIENCE { pace.longest + PATIENCE } else { PATIENCE };
    let request = request.map(|body| Body::new(Paced::new(body, pace)));
    let answer = timeout(longest, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

/// The body of a request that must keep its pace.
struct Paced {
    body: Body,
    pace: Pace,
    /// When it was first asked for.
    began: Option<Instant>,
    received: u64,
    /// Fails when the next piece takes too long; with the error that is answered as “too slow” everywhere.
    clock: Pin<Box<TimeoutBody<Nothing>>>,
}

impl Paced {
    fn new(body: Body, pace: Pace) -> Paced {
        let clock = Box::pin(TimeoutBody::new(pace.silence, Nothing));
        Paced { body, pace, began: None, received: 0, clock }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let began = *self.began.get_or_insert_with(Instant::now);
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
            return self.clock.as_mut().poll_frame(cx);
        };
        if let Some(Ok(frame)) = &frame {
            self.received += frame.data_ref().map_or(0, |data| data.len() as u64);
            let patience = self.pace.next(self.received, began.elapsed());
            self.clock = Box::pin(TimeoutBody::new(patience, Nothing));
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}

/// A body of which nothing ever comes.
struct Nothing;

impl HttpBody for Nothing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tokio::time::{Sleep, sleep};
    use tower::ServiceExt as _;

    use super::*;

    /// A client that sends so many bytes at a time, then waits, until it has sent its share; then it is silent, or done.
    struct Client {
        piece: usize,
        every: Duration,
        left: usize,
        is_silent_then: bool,
        wait: Pin<Box<Sleep>>,
    }

    impl Client {
        fn new(piece: usize, every: u64, left: usize, is_silent_then: bool) -> Client {
            Client {
                piece,
                every: Duration::from_secs(every),
                left,
                is_silent_then,
                wait: Box::pin(sleep(Duration::ZERO)),
            }
        }
    }

    impl HttpBody for Client {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            match self.left {
                0 if self.is_silent_then => return Poll::Pending,
                0 => return Poll::Ready(None),
                _ => {}
            }
            if self.wait.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            let now = self.piece.min(self.left);
            self.left -= now;
            self.wait = Box::pin(sleep(self.every));
            Poll::Ready(Some(Ok(Frame::data(vec![b'x'; now].into()))))
        }
    }

    use std::future::Future as _;

    async fn count(body: Body) -> Result<String, StatusCode> {
        let bytes = to_bytes(body, usize::MAX).await;
        bytes.map(|bytes| bytes.len().to_string()).map_err(|error| {
            let mut cause: &dyn std::error::Error = &error;
            while let Some(inner) = cause.source() {
                cause = inner;
            }
            assert!(cause.is::<tower_http::timeout::TimeoutError>());
            StatusCode::REQUEST_TIMEOUT
        })
    }

    /// What a client is answered, and after how many seconds.
    fn answered(path: &str, client: impl FnOnce() -> Client) -> (StatusCode, String, u64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let mut router = Router::new().route("/form", post(count));
            for path in FILES {
                router = router.route(path, post(count));
            }
            let router = router.layer(from_fn(end));
            let began = Instant::now();
            let request = Request::post(path).body(Body::new(client())).unwrap();
            let response = router.oneshot(request).await.unwrap();
            let (status, seconds) = (response.status(), began.elapsed().as_secs());
            let text = to_bytes(response.into_body(), 100).await.unwrap();
            (status, String::from_utf8_lossy(&text).into_owned(), seconds)
        })
    }

    const FILE_SIZE: usize = 64 << 20;

    #[test]
    fn a_large_file_over_a_slow_line_arrives_whole() {
        for path in FILES {
            // A tenth of a megabyte a second: eleven minutes.
            let (status, text, seconds) = answered(path, || Client::new(1 << 20, 10, FILE_SIZE, false));
            assert_eq!((status, text), (StatusCode::OK, FILE_SIZE.to_string()));
            assert!((600..700).contains(&seconds), "{seconds}");
            // Pauses of less than half a minute are nothing on a line that was quick before.
            let (status, ..) = answered(path, || Client::new(8 << 20, 29, FILE_SIZE, false));
            assert_eq!(status, StatusCode::OK);
        }
    }

    #[test]
    fn a_file_that_stops_coming_is_cut_off() {
        let (status, _, seconds) = answered(FILES[0], || Client::new(1 << 20, 1, 10 << 20, true));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 9 + 30));
        let (status, _, seconds) = answered(FILES[0], || Client::new(0, 0, 0, true));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 30));
    }

    #[test]
    fn a_file_that_trickles_or_never_ends_is_cut_off() {
        // A byte a second keeps nobody busy for longer than half a minute.
        let (status, _, seconds) = answered(FILES[0], || Client::new(1, 1, FILE_SIZE, false));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 30));
        // Just quick enough all the time, and too slow for a file of this size.
        let (status, _, seconds) = answered(FILES[0], || Client::new(20 << 10, 1, FILE_SIZE, false));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 15 * 60));
    }

    #[test]
    fn everything_else_has_a_minute() {
        let (status, text, _) = answered("/form", || Client::new(100, 10, 500, false));
        assert_eq!((status, text.as_str()), (StatusCode::OK, "500"));
        let (status, _, seconds) = answered("/form", || Client::new(1 << 20, 10, FILE_SIZE, false));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 60));
        let (status, _, seconds) = answered("/form", || Client::new(100, 1, 500, true));
        assert_eq!((status, seconds), (StatusCode::REQUEST_TIMEOUT, 4 + 15));
    }
}
