//! Connections: so many and no more, each with time limits, so that nobody can occupy the server by doing nothing slowly.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tower::ServiceExt as _;

use crate::metrics::Metrics;
use crate::workbench::Workbench;

/// Limits of connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many are open at the same time; when another comes, the one that has been idle longest is closed.
    pub connections: usize,
    /// So long the head of a request may take, and so long a connection may be idle.
    pub head: Duration,
    /// So long requests under way may go on when the server ends.
    pub end: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connections: 512, head: Duration::from_secs(15), end: Duration::from_secs(20) }
    }
}

/// The open connections.
#[derive(Default)]
struct Open {
    next: u64,
    all: BTreeMap<u64, Arc<Connection>>,
}

/// One of them.
struct Connection {
    /// When it last became idle, as a number that counts up; nought while a request is under way.
    idle_since: AtomicU64,
    close: Notify,
}

struct Connections {
    open: Mutex<Open>,
    clock: AtomicU64,
    freed: Notify,
    limits: Limits,
}

impl Connections {
    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether there is room for another. Where there isn't, the connection that has been idle longest is asked to close.
    fn has_room(&self, metrics: &Metrics) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all.len() < self.limits.connections {
            return true;
        }
        let idle = open.all.values().filter_map(|one| match one.idle_since.load(Ordering::Relaxed) {
            0 => None,
            since => Some((since, one)),
        });
        if let Some((_, longest)) = idle.min_by_key(|(since, _)| *since) {
            metrics.put_out.fetch_add(1, Ordering::Relaxed);
            // It isn't chosen a second time while it closes.
            longest.idle_since.store(0, Ordering::Relaxed);
            longest.close.notify_one();
        }
        false
    }

    fn add(&self) -> (u64, Arc<Connection>) {
        let connection = Arc::new(Connection { idle_since: AtomicU64::new(self.tick()), close: Notify::new() });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.next += 1;
        let id = open.next;
        open.all.insert(id, connection.clone());
        (id, connection)
    }

    fn remove(&self, id: u64) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).all.remove(&id);
        self.freed.notify_one();
    }
}

/// Answers until `end` comes true; requests under way are answered first, as long as the limits allow.
pub(crate) async fn answer(
    listener: TcpListener,
    router: Router,
    bench: Arc<Workbench>,
    limits: Limits,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let all = Arc::new(Connections { open: Mutex::default(), clock: AtomicU64::new(0), freed: Notify::new(), limits });
    let graceful = GracefulShutdown::new();
    tokio::pin!(end);
    'serving: loop {
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = &mut end => break,
        };
        while !all.has_room(&bench.watched.metrics) {
            tokio::select! {
                () = all.freed.notified() => {}
                // Whoever holds all connections busy is waited for a moment, and then looked at again.
                () = tokio::time::sleep(Duration::from_millis(50)) => {}
                () = &mut end => break 'serving,
            }
        }
        let (id, connection) = all.add();
        let watcher = graceful.watcher();
        let (router, all, bench) = (router.clone(), all.clone(), bench.clone());
        tokio::spawn(async move {
            let metrics = &bench.watched.metrics;
            metrics.connections.fetch_add(1, Ordering::Relaxed);
            talk(stream, router, &all, &connection, watcher).await;
            metrics.connections.fetch_sub(1, Ordering::Relaxed);
            all.remove(id);
        });
    }
    drop(listener);
    // Whoever isn't done by then is cut off.
    let _ = tokio::time::timeout(limits.end, graceful.shutdown()).await;
    Ok(())
}

/// The next connection. Where there are no more file handles, or the client is gone already, it is tried again.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                let is_gone = matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionReset
                        | io::ErrorKind::ConnectionRefused
                );
                if !is_gone {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

async fn talk(
    stream: TcpStream,
    router: Router,
    all: &Arc<Connections>,
    connection: &Arc<Connection>,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let _ = stream.set_nodelay(true);
    let (own, clock) = (connection.clone(), all.clone());
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let (router, own, clock) = (router.clone(), own.clone(), clock.clone());
        async move {
            own.idle_since.store(0, Ordering::Relaxed);
            let response = router.oneshot(request.map(Body::new)).await;
            own.idle_since.store(clock.tick(), Ordering::Relaxed);
            response
        }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(all.limits.head);
    let talking = watcher.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // A connection that breaks off is nobody's fault here.
        _ = talking => {}
        () = connection.close.notified() => {}
    }
}
