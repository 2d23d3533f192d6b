//! An engine that speaks the protocol of Redis 6.2 or later: Redis, Valkey, and what is compatible
//! with them.
//!
//! One connection carries the commands and what is pushed (RESP3), so that there is one thing that
//! can be gone. Nothing is ever sent twice: a command whose answer doesn't come is [`Gone`], a
//! connection that is gone stays so, and the host makes another.

mod address;
mod bad_address;
mod database;
mod host;
mod pushes;
mod refusal;
mod script;
mod sieve;
mod stream;
#[cfg(feature = "tls")]
mod tls;
mod url;

use core::fmt;
use core::future::Future;
use core::time::Duration;
use std::sync::Arc;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, RedisError, RedisResult, ServerErrorKind, Value};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

pub use address::Address;
pub use bad_address::BadAddress;
pub use database::Database;
pub use pushes::Pushes;
pub use script::Clock;

use self::refusal::{Asker, is_permission};
use self::script::{REHEARSAL, Space};
use self::stream::{Meter, Stream};
use super::{ANSWER, Engine, Fault, Gone, Ran};
use crate::wire::{Batch, Reply, Said};

/// How long a connection may take to be made, of address and handshakes.
const CONNECT: Duration = Duration::from_secs(1);

/// A connection, ready for batches and subscribed. Its clones share it.
#[derive(Clone)]
pub struct Connection {
    client: MultiplexedConnection,
    script: Arc<str>,
    space: Arc<Space>,
    asker: Arc<Asker>,
    meter: Meter,
    _reader: Arc<Reader>,
}

/// The task that reads and writes: it ends with the last clone of the connection.
struct Reader(JoinHandle<()>);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("space", &self.space).finish_non_exhaustive()
    }
}

impl Connection {
    /// Connects, brings the script, makes sure that the engine runs all of it, and subscribes;
    /// within a runtime of tokio.
    ///
    /// # Errors
    ///
    /// The engine can't be reached, doesn't let us in, is none, or would refuse something later.
    pub async fn open(
        address: &Address,
        namespace: &str,
        clock: Clock,
    ) -> Result<(Self, Pushes), Gone> {
        let space = Arc::new(Space::new(namespace, address.entry.db(), clock));
        let pushes = Pushes::default();
        let until = Instant::now() + CONNECT;
        let mut this = Self::connect(address, space, &pushes, until).await?;
        this.load().await?;
        this.rehearse().await?;
        let mut subscribe = redis::cmd("SUBSCRIBE");
        subscribe.arg(this.space.channel());
        this.ask(&subscribe).await?;
        Ok((this, pushes))
    }

    async fn connect(
        address: &Address,
        space: Arc<Space>,
        pushes: &Pushes,
        until: Instant,
    ) -> Result<Self, Gone> {
        let meter = Meter::default();
        let stream = Stream::open(address, meter.clone(), until).await;
        let stream = stream.map_err(|error| Gone::new(&error.to_string()))?;
        let (told, understood) = (pushes.clone(), meter.clone());
        let config = AsyncConnectionConfig::new().set_response_timeout(None).set_push_sender(
            move |info| -> Result<(), ()> {
                understood.reset();
                told.take_in(info);
                Ok(())
            },
        );
        let asker = Arc::new(Asker::new(address.clone(), Arc::clone(&space)));
        let made = MultiplexedConnection::new_with_config(&address.entry, stream, config);
        let made = timeout_at(until, made).await.map_err(|_| silent())?;
        let (client, reader) = made.map_err(|error| asker.is_not_let_in(&error))?;
        let told = pushes.clone();
        let reader = tokio::spawn(async move {
            reader.await;
            told.end();
        });
        let reader = Arc::new(Reader(reader));
        Ok(Self { client, script: Arc::from(""), space, asker, meter, _reader: reader })
    }

    async fn load(&mut self) -> Result<(), Gone> {
        self.script = self.bring(&self.space.source()).await?;
        Ok(())
    }

    /// What a batch may need later is tried now. A member that takes part is one that is heard.
    async fn rehearse(&mut self) -> Result<(), Gone> {
        let mut run = redis::cmd("EVALSHA");
        run.arg(&*self.bring(REHEARSAL).await?).arg(&self.space.rehearsal());
        self.ask(&run).await.map(drop)
    }

    /// Brings a script: its name there.
    async fn bring(&mut self, script: &str) -> Result<Arc<str>, Gone> {
        let mut load = redis::cmd("SCRIPT");
        load.arg("LOAD").arg(script);
        match self.ask(&load).await? {
            Value::BulkString(name) => Ok(String::from_utf8_lossy(&name).into()),
            _ => Err(nonsense()),
        }
    }

    /// Runs a batch. The command is on its way, after all those before, once the future was polled.
    ///
    /// # Errors
    ///
    /// There is no answer in time, or none that can be used.
    pub fn send(&self, batch: &Batch) -> impl Future<Output = Result<Vec<Reply>, Gone>> + 'static {
        let (mut this, count) = (self.clone(), batch.requests.len());
        let arguments = self.space.arguments(batch);
        async move {
            let replies = this.run_script(&arguments).await?;
            if replies.len() == count { Ok(replies) } else { Err(nonsense()) }
        }
    }

    async fn run_script(&mut self, arguments: &[Vec<u8>]) -> Result<Vec<Reply>, Gone> {
        let mut run = redis::cmd("EVALSHA");
        run.arg(&*self.script).arg(arguments);
        let answer = match self.command(&run).await? {
            // Nothing was run: somebody emptied the engine's cache of scripts.
            Err(error) if is_unknown_script(&error) => {
                self.load().await?;
                self.ask(&run).await?
            }
            Err(error) => return Err(self.refused(&error).await),
            Ok(answer) => answer,
        };
        match answer {
            Value::BulkString(bytes) => Reply::decode(&bytes).map_err(|_| nonsense()),
            _ => Err(nonsense()),
        }
    }

    /// Before 7.2 no error says which command of a script is not allowed: the rehearsal does.
    async fn refused(&mut self, error: &RedisError) -> Gone {
        let rehearsed = if is_permission(error) { self.rehearse().await } else { Ok(()) };
        rehearsed.err().unwrap_or_else(|| self.asker.gone(error))
    }

    async fn ask(&mut self, command: &Cmd) -> Result<Value, Gone> {
        self.command(command).await?.map_err(|error| self.asker.gone(&error))
    }

    async fn command(&mut self, command: &Cmd) -> Result<RedisResult<Value>, Gone> {
        let answer = timeout(ANSWER, self.client.send_packed_command(command)).await;
        self.meter.reset();
        match answer {
            Ok(answer) => Ok(answer.and_then(Value::extract_error)),
            Err(_) => Err(Gone::unanswered()),
        }
    }
}

impl Engine for Connection {
    async fn run(&mut self, batch: &Batch) -> Result<Ran, Gone> {
        let replies = self.send(batch).await?;
        Ok(Ran { replies, message: None })
    }
}

fn is_unknown_script(error: &RedisError) -> bool {
    error.kind() == ServerErrorKind::NoScript.into()
}

/// Who is connected, and lets nobody in.
fn silent() -> Gone {
    let within = Said(CONNECT);
    let why = format!("it says nothing within {within}: it is stopped or paused, or no Redis");
    Gone::by(Fault::Silent, &why)
}

fn nonsense() -> Gone {
    Gone::refused("an answer that no engine of this crate gives")
}
