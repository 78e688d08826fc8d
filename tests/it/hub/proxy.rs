//! A bad line between machines: it is slow, breaks off, and sends things twice.

use chophien::base::id::Chance;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Handle,
};

/// The line, which stays while what it leads to comes and goes.
#[derive(Clone)]
pub struct Proxy {
    pub port: u16,
    to: Arc<AtomicU16>,
    bad: Arc<AtomicBool>,
}

impl Proxy {
    pub async fn start() -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let it = Proxy { port, to: Arc::default(), bad: Arc::new(AtomicBool::new(true)) };
        let line = it.clone();
        Handle::current().spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(line.clone().carry(near));
            }
        });
        it
    }

    pub fn lead_to(&self, port: u16) {
        self.to.store(port, Ordering::SeqCst);
    }

    /// From now on it is as lines should be.
    pub fn heal(&self) {
        self.bad.store(false, Ordering::SeqCst);
    }

    async fn far(&self) -> std::io::Result<TcpStream> {
        TcpStream::connect(("127.0.0.1", self.to.load(Ordering::SeqCst))).await
    }

    /// Of four connections one breaks off on the way there, one on the way back, and one is sent a
    /// second time over another connection.
    async fn carry(self, mut near: TcpStream) -> std::io::Result<()> {
        let chance = Chance::system();
        let fate = if self.bad.load(Ordering::SeqCst) { chance.below(4) } else { 3 };
        let cut = 200 + chance.below(20_000) as usize;
        let (mut far, mut again) = (self.far().await?, self.far().await?);
        let (mut there, mut back) = (0, 0);
        let (mut sent, mut answered) = ([0; 4096], [0; 4096]);
        loop {
            tokio::select! {
                read = near.read(&mut sent) => {
                    let read = read?;
                    there += read;
                    if read == 0 || fate == 0 && there > cut {
                        return Ok(());
                    }
                    far.write_all(&sent[..read]).await?;
                    if fate == 2 {
                        again.write_all(&sent[..read]).await?;
                        tokio::time::sleep(Duration::from_millis(chance.below(5))).await;
                    }
                }
                read = far.read(&mut answered) => {
                    let read = read?;
                    back += read;
                    if read == 0 || fate == 1 && back > cut / 20 {
                        return Ok(());
                    }
                    near.write_all(&answered[..read]).await?;
                }
            }
        }
    }
}
