//! One hub, three laptops and a nation's hub as processes of their own, over bad lines, killed in
//! rounds: in the end every figure of the hubs is the sum of the laptops, to the đồng.

use super::{Laptop, proxy::Proxy, pushing::invitation};
use crate::{
    program::{Server, program, said, verify},
    shop::Who,
    wire::Wire,
};
use chophien::{
    base::{
        clock::Clock,
        id::{Chance, ProductId},
    },
    db,
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How often everything is killed; `CHOPHIEN_HUB_ROUNDS` asks for more.
const ROUNDS: u64 = 3;
/// Sales of a laptop in a round.
const SALES: usize = 12;

/// A laptop that is closed: its folder and its booth's device.
struct Closed {
    folder: PathBuf,
    who: Who,
    honey: ProductId,
    sold: usize,
}

async fn laptop(folder: PathBuf) -> Closed {
    let it = Laptop::new().await;
    it.it.shop().close().await;
    fs::create_dir(&folder).unwrap();
    fs::copy(it.folder.path().join(db::FILE), folder.join(db::FILE)).unwrap();
    Closed { folder, who: it.booth.who.clone(), honey: it.honey, sold: 0 }
}

impl Closed {
    async fn sell(&mut self, port: u16) {
        let mut wire = Wire::open(port, self.who.token.as_deref().unwrap()).await.unwrap();
        for _ in 0..SALES {
            self.sold += 1;
            let now = Clock::system().now();
            let sale = json!({
                "id": Chance::system().uid(now), "device_seq": self.sold, "paid_at_ms": now,
                "lines": [{"product": self.honey, "quantity": "1"}],
                "payments": [{"method": "cash", "amount": 185_000}],
            });
            let (status, body) =
                wire.call("POST", "/api/v1/sales", &sale.to_string()).await.unwrap();
            assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
        }
    }
}

/// Everything that takes part.
struct World {
    _top: TempDir,
    runtime: Runtime,
    nation: PathBuf,
    hub: PathBuf,
    laptops: Vec<Closed>,
    to_hub: Proxy,
    to_nation: Proxy,
}

/// The processes of a round.
struct Running {
    nation: Server,
    hub: Server,
    laptops: Vec<Server>,
}

impl World {
    fn new() -> World {
        let (top, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let path = |name: &str| top.path().join(name);
        let (to_hub, to_nation, laptops) = runtime.block_on(async {
            let mut laptops = Vec::new();
            for name in ["a", "b", "c"] {
                laptops.push(laptop(path(name)).await);
            }
            (Proxy::start().await, Proxy::start().await, laptops)
        });
        let (nation, hub) = (path("nation"), path("hub"));
        World { nation, hub, laptops, to_hub, to_nation, runtime, _top: top }
    }

    fn start(&self) -> Running {
        let hub = |folder: &Path| {
            let mut program = program(folder);
            Server::run(program.args(["hub", "serve", "--listen", "127.0.0.1:0"]))
        };
        let (nation, hub) = (hub(&self.nation), hub(&self.hub));
        self.to_nation.lead_to(nation.port);
        self.to_hub.lead_to(hub.port);
        let laptops = self.laptops.iter().map(|it| Server::start(&it.folder)).collect();
        Running { nation, hub, laptops }
    }

    /// By bad lines too a machine joins in the end: an invitation that was used up on the way is
    /// followed by another.
    fn join(&self) {
        let machines = self.laptops.iter().map(|it| (&it.folder, &self.hub, self.to_hub.port));
        let machines = machines.chain([(&self.hub, &self.nation, self.to_nation.port)]);
        for (folder, hub, port) in machines {
            let url = format!("http://127.0.0.1:{port}");
            let joined = (0..40).any(|_| {
                let code = invitation(hub)[0][1].clone();
                program(folder).args(["join", &url, &code]).output().unwrap().status.success()
            });
            assert!(joined, "{}", folder.display());
        }
    }

    fn sync(&self) -> Vec<Child> {
        let folders = self.laptops.iter().map(|it| &it.folder).chain([&self.hub]);
        let sync = |folder: &PathBuf| {
            let mut program = program(folder);
            let quiet = program.args(["sync", "--once"]).stdout(Stdio::null());
            quiet.stderr(Stdio::null()).spawn().unwrap()
        };
        folders.map(sync).collect()
    }

    /// Sends until it is all there.
    fn settle(&self) {
        for folder in self.laptops.iter().map(|it| &it.folder).chain([&self.hub]) {
            let done = program(folder).args(["sync", "--once"]).output().unwrap();
            assert!(done.status.success(), "{}: {}", folder.display(), said(&done));
            assert!(!said(&done).contains("Stopped"), "{}", said(&done));
        }
    }

    fn check(&self) {
        let own: Vec<Value> = self.laptops.iter().map(|it| season(&it.folder)).collect();
        for (laptop, season) in self.laptops.iter().zip(&own) {
            assert_eq!(season["revenue"], json!(laptop.sold as i64 * 185_000));
        }
        let sum = |field: &str| own.iter().map(|it| it[field].as_i64().unwrap()).sum::<i64>();
        for hub in [&self.hub, &self.nation] {
            let season = season(hub);
            for field in ["revenue", "sales"] {
                assert_eq!(season[field].as_i64(), Some(sum(field)), "{field}");
            }
            assert_eq!(season["fairs"]["count"], 3);
        }
        for folder in self.laptops.iter().map(|it| &it.folder).chain([&self.hub, &self.nation]) {
            verify(folder);
        }
    }
}

fn season(folder: &Path) -> Value {
    let args = ["report", "season", "--from", "2026-01-01", "--to", "2028-12-31"];
    serde_json::from_slice(&program(folder).args(args).output().unwrap().stdout).unwrap()
}

impl Running {
    fn kill(self) {
        let all = self.laptops.into_iter().chain([self.hub, self.nation]);
        all.for_each(Server::kill);
    }
}

#[test]
fn whoever_is_killed_the_hubs_have_the_sum_of_the_laptops_to_the_dong() {
    let rounds = std::env::var("CHOPHIEN_HUB_ROUNDS").ok().and_then(|it| it.parse().ok());
    let (mut world, chance) = (World::new(), Chance::system());
    let mut running = world.start();
    world.join();
    for _ in 0..rounds.unwrap_or(ROUNDS) {
        let ports: Vec<u16> = running.laptops.iter().map(|it| it.port).collect();
        for (laptop, port) in world.laptops.iter_mut().zip(ports) {
            world.runtime.block_on(laptop.sell(port));
        }
        let syncing = world.sync();
        std::thread::sleep(Duration::from_millis(chance.below(900)));
        running.kill();
        for mut one in syncing {
            let _ = one.kill();
            one.wait().unwrap();
        }
        running = world.start();
    }
    world.to_hub.heal();
    world.to_nation.heal();
    world.settle();
    running.laptops.into_iter().chain([running.hub, running.nation]).for_each(|it| {
        it.stop("TERM");
    });
    world.check();
}

#[test]
fn a_laptop_that_serves_sends_by_itself_and_goes_on_when_the_hub_is_back() {
    let mut world = World::new();
    world.to_hub.heal();
    world.to_nation.heal();
    let running = world.start();
    world.join();
    let port = running.laptops[0].port;
    world.runtime.block_on(world.laptops[0].sell(port));
    let wanted = |jars: i64| json!(jars * 185_000);
    let until = |hub: &Path, jars: i64| {
        let there = (0..120).any(|_| {
            std::thread::sleep(Duration::from_millis(500));
            season(hub)["revenue"] == wanted(jars)
        });
        assert!(there, "{}: {}", hub.display(), season(hub)["revenue"]);
    };
    until(&world.nation, SALES as i64);
    // The hub is away while the laptop sells.
    let Running { nation, hub, laptops } = running;
    hub.kill();
    world.runtime.block_on(world.laptops[0].sell(port));
    let hub = Server::start(&world.hub);
    world.to_hub.lead_to(hub.port);
    until(&world.nation, 2 * SALES as i64);
    laptops.into_iter().chain([hub, nation]).for_each(|it| {
        it.stop("TERM");
    });
    world.check();
}
