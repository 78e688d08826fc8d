//! A hub and the laptops that send it their books, over real connections: joining, pushing, and
//! what the hub refuses.

use crate::shop::{Booth, Clocked, TestShop};
use chophien::{
    base::id::{NodeId, ProductId},
    folder::lock,
    sync::{
        hub as hubs,
        talk::Taken,
        upward::{self, Me, Pace, Sum, Trouble},
    },
    web,
};
use std::{fs, path::Path, time::Duration};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::sleep};

mod closing;
mod copied;
mod down;
mod down_size;
mod lost;
mod proxy;
mod pushing;
mod put_back;
mod refusals;
mod rounds;
mod screens;
mod units;

/// A hub that is served.
pub struct Hub {
    pub it: TestShop,
    pub port: u16,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
}

impl Hub {
    /// In this folder; an empty one becomes a hub's.
    pub async fn at(folder: &Path, port: u16) -> Hub {
        free(folder).await;
        let it = TestShop::opened(folder, Clocked::Live).await;
        hubs::begin(it.shop()).await.unwrap();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, mut told) = watch::channel(false);
        let stopped = async move { drop(told.wait_for(|stopped| *stopped).await) };
        let app = it.app.clone();
        let served = tokio::spawn(async move {
            web::serve(listener, None, app, stopped).await.unwrap();
        });
        Hub { it, port, stop, served }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub async fn close(self) {
        self.stop.send(true).unwrap();
        self.served.await.unwrap();
        self.it.shop().close().await;
    }

    /// Đồng of all sales that it knows.
    pub async fn revenue(&self) -> i64 {
        self.it.figure("select coalesce(sum(revenue), 0) from rollup_booth").await
    }
}

/// Waits until a folder is nobody's: tasks that were told to stop hold it until they have.
pub async fn free(folder: &Path) {
    while lock::is_held(folder) {
        sleep(Duration::from_millis(5)).await;
    }
}

/// Copies a closed folder's files; its folders are none of a book.
pub fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

/// A laptop with one booth that sells honey at 185,000 đồng.
pub struct Laptop {
    pub it: TestShop,
    pub booth: Booth,
    pub honey: ProductId,
    pub folder: TempDir,
}

impl Laptop {
    pub async fn new() -> Laptop {
        let folder = tempfile::tempdir().unwrap();
        let it = TestShop::at(folder.path(), Clocked::Live).await;
        let booth = it.booth("A03").await;
        let honey = it.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
        it.sells(&booth, &[honey]).await;
        it.stock(&booth, honey, 900_000, "", None).await;
        Laptop { it, booth, honey, folder }
    }

    pub fn node(&self) -> NodeId {
        self.it.shop().desk.origin()
    }

    /// Sells so many jars, each by itself.
    pub async fn sell(&self, jars: i64) {
        for _ in 0..jars {
            let sale = self.it.sale(&[(self.honey, "1")], 185_000);
            assert_eq!(self.it.post_sale(&self.booth.who, &sale).await.status.as_u16(), 201);
        }
    }

    pub async fn me(&self) -> Me {
        Me::of(self.it.shop()).await.unwrap()
    }

    /// Joins by a fresh invitation.
    pub async fn join(&self, hub: &Hub) {
        let code = hubs::invite(hub.it.shop()).await.unwrap();
        join(&self.it, hub, &code, self.me().await).await.unwrap();
    }

    pub async fn push(&self) -> Result<Sum, Trouble> {
        push(&self.it, self.me().await).await
    }

    pub async fn entries(&self) -> i64 {
        self.it.figure("select count(*) from journal").await
    }
}

pub async fn join(it: &TestShop, hub: &Hub, code: &str, me: Me) -> Result<(), Trouble> {
    let at = hub.url().parse().unwrap();
    upward::join(it.shop(), &me, &at, (code, "Máy thử")).await.map(drop)
}

pub async fn push(it: &TestShop, me: Me) -> Result<Sum, Trouble> {
    let hub = upward::joined(it.shop()).await.unwrap().ok_or(Trouble::Alone)?;
    upward::pass(it.shop(), (&me, &hub), &mut Pace::default(), |_| ()).await
}

/// What the hub says to a batch that was read as one.
pub fn taken(body: &[u8]) -> Taken {
    serde_json::from_slice(body).unwrap()
}
